"""The executors of everything that Cortex creates in the CRM, by kind of effect."""

from collections.abc import Mapping

from engine.crm_effects import ContactUpsert, DealConvert, TimelineComment
from engine.ports.executors import StepwiseExecutor
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.contact_upsert import bind_contact
from integrations.bitrix24.created_in_steps import A, Create, CreatedInSteps
from integrations.bitrix24.deal_convert import convert_lead
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.bitrix24.timeline_comment import note_beside_lead


def crm_creators(
    client: Bitrix24Client, portals: PortalDirectory, *, longest_call_seconds: float
) -> Mapping[str, StepwiseExecutor]:
    """Return one executor per kind; see CreationSteps for how long a call may run."""

    def in_steps(kind: type[A], create: Create[A]) -> StepwiseExecutor:
        return CreatedInSteps(
            kind,
            create,
            client=client,
            portals=portals,
            longest_call_seconds=longest_call_seconds,
        )

    return {
        ContactUpsert.kind: in_steps(ContactUpsert, bind_contact),
        TimelineComment.kind: in_steps(TimelineComment, note_beside_lead),
        DealConvert.kind: in_steps(DealConvert, convert_lead),
    }
