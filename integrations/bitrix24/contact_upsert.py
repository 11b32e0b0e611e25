"""Binds the client's contact to a lead."""

from engine.crm_effects import ContactUpsert
from integrations.bitrix24.creation_steps import CreationSteps
from integrations.bitrix24.crm_items import CrmItems
from integrations.bitrix24.lead_contact import ensure_contact


def bind_contact(items: CrmItems, upsert: ContactUpsert, steps: CreationSteps) -> str:
    """Look for the contact, create it if there is none, and complete it; empty without a phone."""
    lead = items.require_lead(upsert.lead_id, operation=upsert.kind)
    return str(ensure_contact(items, lead, upsert.contact, steps) or "")
