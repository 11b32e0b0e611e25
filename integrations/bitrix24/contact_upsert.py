"""Binds the client's contact to a lead."""

from engine.crm_effects import ContactUpsert
from engine.effects import Action, Finding, NotApplied, Outcome
from engine.errors import CallRefused
from engine.ports.clock import Clock
from engine.ports.executors import Trail
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.creation_steps import CreationSteps, NoTrail
from integrations.bitrix24.crm_items import CrmItems
from integrations.bitrix24.lead_contact import ensure_contact
from integrations.bitrix24.outcomes import attempt, expect
from integrations.bitrix24.portal import SYSTEM
from integrations.bitrix24.portal_directory import PortalDirectory

_OPERATION = "contact_upsert"


class ContactUpsertExecutor:
    """Looks for the contact before it creates one, so that repeating makes no second one."""

    repeatable = True

    def __init__(self, client: Bitrix24Client, portals: PortalDirectory, clock: Clock) -> None:
        self._client = client
        self._portals = portals
        self._clock = clock

    def execute(self, action: Action) -> Outcome:
        return self.resume(action, NoTrail())

    def resume(self, action: Action, trail: Trail) -> Outcome:
        upsert = expect(ContactUpsert, action)
        return attempt(lambda: self._bind(upsert, CreationSteps(trail, self._clock)))

    def probe(self, action: Action) -> Finding:
        """Every step looks for itself when the effect is repeated."""
        expect(ContactUpsert, action)
        return NotApplied()

    def _bind(self, upsert: ContactUpsert, steps: CreationSteps) -> str:
        portal = self._portals.require(upsert.member_id, operation=_OPERATION)
        items = CrmItems(self._client, portal)
        lead = items.lead(upsert.lead_id)
        if lead is None:
            raise lead_gone(_OPERATION)
        return str(ensure_contact(items, lead, upsert.contact, steps) or "")


def lead_gone(operation: str) -> CallRefused:
    """Return the error for a lead that the portal does not have any more."""
    return CallRefused(
        "the lead does not exist any more",
        system=SYSTEM,
        operation=operation,
        remote_code="LEAD_NOT_FOUND",
    )
