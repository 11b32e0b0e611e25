"""The demo as a person reads it, and its verdict."""

from collections.abc import Callable

from api.cli.demo_outcome import Outcome, differences
from api.cli.demo_script import Step
from api.cli.worker_log import LoggedTurn

_MARGIN = " " * 6


class Report:
    """Prints what happens as it happens and remembers every fault."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self.faults: list[str] = []

    @property
    def passed(self) -> bool:
        return not self.faults

    def title(self, words: str) -> None:
        self._write(f"\n== {words}")

    def say(self, words: str) -> None:
        self._write(f"{_MARGIN}{words}")

    def expect(self, holds: bool, fault: str) -> None:  # noqa: FBT001 - a claim and its denial
        if not holds:
            self.faults.append(fault)
            self._write(f"{_MARGIN}WRONG: {fault}")

    def step(self, step: Step, outcome: Outcome) -> None:
        """Show one message with all that came of it."""
        self._write(f"\n you  {step.text}")
        for reply in outcome.replies:
            self._write(f" bot  {_hanging(reply)}")
        for turn in (outcome.turn, *outcome.news):
            if turn is not None:
                self._turn(turn)
        self.say(f"calls     {', '.join(outcome.calls)}")
        self.say(f"lead      in {outcome.lead_status}")
        for fault in differences(step, outcome):
            self.expect(False, f"`{step.text}`: {fault}")  # noqa: FBT003 - the fault is found

    def _turn(self, turn: LoggedTurn) -> None:
        decision = turn.decision
        effects = ", ".join(f"{effect.kind} {effect.state}" for effect in turn.effects)
        self.say(f"decision  {decision.intent}, stage {decision.stage}, {decision.action}")
        self.say(f"rules     {', '.join(decision.fired)}")
        self.say(f"effects   {effects or 'none'}")

    def verdict(self) -> str:
        if self.passed:
            return (
                "\ndemo passed: a reply to every message, one order, one deal, leads in their place"
            )
        return "\n".join([f"\ndemo FAILED, {len(self.faults)} faults:", *self.faults])


def _hanging(text: str) -> str:
    lines = text.strip().splitlines()
    return "\n".join([lines[0], *(f"{_MARGIN}{line}".rstrip() for line in lines[1:])])
