"""Carries out effects that create things in the CRM, one step after another."""

from collections.abc import Callable
from typing import Generic, TypeVar

from engine.crm_effects import ContactUpsert, DealConvert, TimelineComment
from engine.effects import Action, Finding, NotApplied, Outcome
from engine.ports.executors import Trail
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.creation_steps import CreationSteps, NoTrail
from integrations.bitrix24.crm_items import CrmItems
from integrations.bitrix24.outcomes import attempt, expect
from integrations.bitrix24.portal_directory import PortalDirectory

A = TypeVar("A", bound=ContactUpsert | DealConvert | TimelineComment)
Create = Callable[[CrmItems, A, CreationSteps], str]


class CreatedInSteps(Generic[A]):
    """The executor of one kind of effect: `create` goes through all its steps at every attempt.

    Each step looks for what an earlier attempt has made, so repeating makes nothing twice.
    `create` returns the CRM's id of what there is then, and raises CallFailed as a call does.
    """

    repeatable = True

    def __init__(
        self,
        kind: type[A],
        create: Create[A],
        *,
        client: Bitrix24Client,
        portals: PortalDirectory,
        longest_call_seconds: float,
    ) -> None:
        self._kind = kind
        self._create = create
        self._client = client
        self._portals = portals
        self.longest_call_seconds = longest_call_seconds

    def execute(self, action: Action) -> Outcome:
        return self.resume(action, NoTrail())

    def resume(self, action: Action, trail: Trail) -> Outcome:
        effect = expect(self._kind, action)
        steps = CreationSteps(trail, self.longest_call_seconds)
        return attempt(lambda: self._created(effect, steps))

    def probe(self, action: Action) -> Finding:
        """Every step looks for itself when the effect is repeated."""
        expect(self._kind, action)
        return NotApplied()

    def _created(self, effect: A, steps: CreationSteps) -> str:
        portal = self._portals.require(effect.member_id, operation=effect.kind)
        return self._create(CrmItems(self._client, portal), effect, steps)
