"""One dialog that never stops talking, and how long the others wait beside it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from api.cli.portal_control import OpenedChat
from tests.faults.askers import PARTS, Asked, Asker
from tests.faults.checker import Verdict
from tests.faults.ledger import Ledger
from tests.faults.mouth import Mouth
from tests.faults.trace_rules import Line

MOST_TIMES_SLOWER = 2.0
SHORTEST_COUNTED_SECONDS = 0.5
"""Who waits no longer than that does not wait."""

_SHARE = 0.95


@dataclass
class Flood:
    """Asks for all parts in turn, over and over, as fast as events are taken."""

    chat: OpenedChat
    asked: list[Asked] = field(default_factory=list)

    def pour(self, mouth: Mouth, *, messages: int) -> None:
        for number in range(messages):
            part = PARTS[number % len(PARTS)]
            said = mouth.write(self.chat.chat_id, f"нужен {part}")
            self.asked.append(Asked(said.message_id, part, mouth.post(said.body)))


def flood_judged(flood: Flood, ledger: Ledger, verdict: Verdict) -> Verdict:
    """Return the verdict with what is wrong with the answers to a flood."""
    chat = flood.chat.chat_id
    expected = [one.part for one in flood.asked if one.accepted]
    answered = [part for reply in ledger.replies(chat) for part in PARTS if f" {part} — " in reply]
    if len(answered) < len(expected):
        lost = f"chat{chat}: {len(expected) - len(answered)} of {len(expected)} have no answer"
        return replace(verdict, lost=(*verdict.lost, lost))
    if len(answered) > len(expected):
        doubled = f"chat{chat}: {len(answered)} answers to {len(expected)} messages"
        return replace(verdict, doubled=(*verdict.doubled, doubled))
    if answered != expected:
        reordered = f"chat{chat}: not answered in the order of its messages"
        return replace(verdict, reordered=(*verdict.reordered, reordered))
    return verdict


def slowed_down(
    calm: Sequence[Asker], beside: Sequence[Asker], lines: Sequence[Line]
) -> tuple[float, float]:
    """Return how long answers took without the flood and beside it, for all but the slowest."""
    waits = _waits(lines)
    return _slow(calm, waits), _slow(beside, waits)


def is_too_slow(calm_seconds: float, beside_seconds: float) -> bool:
    return beside_seconds >= MOST_TIMES_SLOWER * max(calm_seconds, SHORTEST_COUNTED_SECONDS)


def _waits(lines: Sequence[Line]) -> Mapping[str, Sequence[float]]:
    """Return, by chat, the seconds from each message's being kept to its first effect's success."""
    kept, handled, done = defaultdict(list), defaultdict(list), defaultdict(list)
    for line in lines:
        chat = str(line["dialog"]).rpartition("|")[2]
        if line["call"] == "enqueue" and line["answer"] == "accepted":
            kept[chat].append(line["answered"])
        elif line["call"] == "commit" and line["answer"] == "ok":
            handled[chat].append(line["answered"])
        elif line["call"] == "finish" and line["detail"] == "succeeded":
            done[chat].append(line["answered"])
    return {
        chat: [
            next((end for end in done[chat] if end > commit), commit) - begun
            for begun, commit in zip(begins, handled[chat], strict=False)
        ]
        for chat, begins in kept.items()
    }


def _slow(askers: Sequence[Asker], waits: Mapping[str, Sequence[float]]) -> float:
    seconds = sorted(s for one in askers for s in waits.get(f"chat{one.chat.chat_id}", ()))
    return seconds[int(_SHARE * (len(seconds) - 1))] if seconds else 0.0
