"""Tells managers something beside a lead."""

from engine.crm_effects import TimelineComment
from integrations.bitrix24.creation_steps import CreationSteps
from integrations.bitrix24.crm_items import CrmItems
from integrations.bitrix24.timeline import comment_once


def note_beside_lead(items: CrmItems, comment: TimelineComment, steps: CreationSteps) -> str:
    """Write the comment unless one with its marker is there."""
    owner = ("lead", comment.lead_id)
    return str(comment_once(items, owner, comment.text, comment.marker, steps))
