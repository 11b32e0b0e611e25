"""What came of a message in the demo, and whether that is what had to come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.cli.demo_script import Step
from api.cli.portal_control import ChatMessage
from api.cli.worker_log import LoggedTurn


@dataclass(frozen=True)
class Outcome:
    """Everything visible from outside about one message; `turn` is None when nothing came."""

    replies: tuple[str, ...]
    turn: LoggedTurn | None
    lead_status: str
    calls: tuple[str, ...] = ()
    webhook_status: int | None = None
    news: tuple[LoggedTurn, ...] = ()
    """Turns about what came of the effects of that turn, as an order that was placed."""


def differences(step: Step, outcome: Outcome) -> Sequence[str]:
    """Say everything that is not as the script wants it; empty when all is."""
    return list(_differences(step, outcome))


def replies_by_message(messages: Sequence[ChatMessage]) -> dict[int, int]:
    """Count the bot's messages after each message of the client, up to the next one."""
    counts: dict[int, int] = {}
    asked = 0
    for message in messages:
        if message.author == "client":
            asked = message.id
            counts[asked] = 0
        elif message.author == "bot":
            counts[asked] = counts.get(asked, 0) + 1
    return counts


def _differences(step: Step, outcome: Outcome) -> Iterator[str]:
    if outcome.webhook_status != 200:  # noqa: PLR2004 - what Bitrix24 takes for delivered
        yield f"the webhook answered {outcome.webhook_status}"
    if outcome.turn is None:
        yield "no worker decided about it in time"
        return
    decision = outcome.turn.decision
    yield from _differs("intent", step.intent, decision.intent)
    yield from _differs("stage", step.stage, decision.stage)
    yield from _differs("lead status", step.lead_status, outcome.lead_status)
    yield from _differs("number of replies", step.replies, len(outcome.replies))
    for words in step.says:
        if not any(words in reply for reply in outcome.replies):
            yield f"the reply does not say `{words}`"
    yield from _differs("stage after the news", step.ends, _last_stage(outcome.news))
    for turn in (outcome.turn, *outcome.news):
        for effect in turn.effects:
            yield from _differs(f"state of {effect.kind}", "succeeded", effect.state)


def _last_stage(news: Sequence[LoggedTurn]) -> str | None:
    return news[-1].decision.stage if news else None


def _differs(what: str, expected: object, actual: object) -> Iterator[str]:
    if expected != actual:
        yield f"{what} is {actual}, not {expected}"
