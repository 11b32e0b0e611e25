"""Tells managers something beside a lead."""

from engine.crm_effects import TimelineComment
from engine.effects import Action, Finding, NotApplied, Outcome
from engine.ports.clock import Clock
from engine.ports.executors import Trail
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.creation_steps import CreationSteps, NoTrail
from integrations.bitrix24.outcomes import attempt, expect
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.bitrix24.timeline import ADD, find_comment, write_comment


class TimelineCommentExecutor:
    """Looks for the comment by its marker before it writes, so that it stands there once."""

    repeatable = True

    def __init__(self, client: Bitrix24Client, portals: PortalDirectory, clock: Clock) -> None:
        self._client = client
        self._portals = portals
        self._clock = clock

    def execute(self, action: Action) -> Outcome:
        return self.resume(action, NoTrail())

    def resume(self, action: Action, trail: Trail) -> Outcome:
        comment = expect(TimelineComment, action)
        return attempt(lambda: self._write(comment, CreationSteps(trail, self._clock)))

    def probe(self, action: Action) -> Finding:
        """The comment is looked for when the effect is repeated."""
        expect(TimelineComment, action)
        return NotApplied()

    def _write(self, comment: TimelineComment, steps: CreationSteps) -> str:
        portal = self._portals.require(comment.member_id, operation=ADD)
        owner = ("lead", comment.lead_id)
        return str(
            steps.once(
                "comment",
                find=lambda: find_comment(self._client, portal, owner, comment.marker),
                create=lambda: write_comment(self._client, portal, owner, comment.text),
            )
        )
