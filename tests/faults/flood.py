"""One dialog that never stops talking, and how long the others wait beside it."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from api.cli.portal_control import OpenedChat
from engine.ports.inbox import Enqueued
from tests.faults.askers import PARTS, Asked, Asker
from tests.faults.checker import Verdict
from tests.faults.ledger import Ledger
from tests.faults.mouth import Mouth
from tests.faults.trace_rules import Line

MOST_TURNS = 3
"""So many messages of a flood may be handled while one of the others waits for its answer.

It is one or two where the flood takes its turn behind the others. Seconds would tell how busy the
machine is: a flood is work, too, and where little is left of a processor, all wait longer.
"""

MOST_SECONDS = 15.0
"""So long 95 % of the others may wait, on any machine: a flood must not hold up itself and all.

It is half a second where all is well; nothing but a service that hardly serves takes so long.
"""

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


@dataclass(frozen=True)
class Wait:
    """From a message's being kept to its first effect's success."""

    begun: float
    ended: float

    @property
    def seconds(self) -> float:
        return self.ended - self.begun


def unfair(flood: Flood, beside: Sequence[Asker], lines: Sequence[Line]) -> Iterator[str]:
    """Say whether a flood never reached the limit of its mailbox, or held up the others."""
    if not any(line["answer"] == Enqueued.FULL for line in lines):
        yield "no mailbox was ever full"
    turns = turns_beside(flood, beside, lines)
    if turns > MOST_TURNS:
        yield f"the flood held up the others: it had {turns} turns while one of them waited"
    seconds = _slow([wait.seconds for wait in _waits(beside, lines)])
    if seconds > MOST_SECONDS:
        yield f"beside the flood the others waited {seconds:.0f} s"


def told_of_the_flood(
    flood: Flood, calm: Sequence[Asker], beside: Sequence[Asker], lines: Sequence[Line]
) -> str:
    """Tell how long the others waited before it and beside it, and behind how much of it."""
    before, during = (
        _slow([wait.seconds for wait in _waits(who, lines)]) for who in (calm, beside)
    )
    turns = turns_beside(flood, beside, lines)
    return f"95 % answered in {before:.2f} s, beside the flood in {during:.2f} s or {turns} turns"


def turns_beside(flood: Flood, beside: Sequence[Asker], lines: Sequence[Line]) -> int:
    """Count what was handled of a flood while a message of the others waited; all but the most."""
    handled = [line["answered"] for line in lines if _is_handled(line, flood.chat)]
    counts = [
        bisect(handled, wait.ended) - bisect(handled, wait.begun) for wait in _waits(beside, lines)
    ]
    return int(_slow(counts))


def _is_handled(line: Line, chat: OpenedChat) -> bool:
    own = str(line["dialog"]).endswith(f"|chat{chat.chat_id}")
    return own and line["call"] == "commit" and line["answer"] == "ok"


def _waits(askers: Sequence[Asker], lines: Sequence[Line]) -> Sequence[Wait]:
    by_chat = _waits_by_chat(lines)
    return [wait for one in askers for wait in by_chat.get(f"chat{one.chat.chat_id}", ())]


def _waits_by_chat(lines: Sequence[Line]) -> Mapping[str, Sequence[Wait]]:
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
            Wait(begun, next((end for end in done[chat] if end > commit), commit))
            for begun, commit in zip(begins, handled[chat], strict=False)
        ]
        for chat, begins in kept.items()
    }


def _slow(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[int(_SHARE * (len(ordered) - 1))] if ordered else 0.0
