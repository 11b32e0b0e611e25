"""People who say two things at once, and what order their answers may come in."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tests.faults.askers import Asked, Asker
from tests.faults.checker import answered_parts
from tests.faults.ledger import Ledger
from tests.faults.trace_rules import Line


def answered_too_early(
    askers: Sequence[Asker], ledger: Ledger, lines: Sequence[Line]
) -> Iterator[str]:
    """Name messages that were answered before an earlier one though both waited."""
    claimed = _claimed(lines)
    for asker in askers:
        moments = claimed[f"chat{asker.chat.chat_id}"]
        by_part = {one.part: one for one in asker.asked}
        answered = [by_part[p] for p in dict.fromkeys(answered_parts(asker, ledger))]
        for place, (one, moment) in enumerate(zip(answered, moments, strict=False)):
            for other in answered[place + 1 :]:
                if _must_come_before(other, one, claimed_at=moment):
                    yield f"chat{asker.chat.chat_id}: {one.part} was answered before {other.part}"


def _must_come_before(other: Asked, one: Asked, *, claimed_at: float) -> bool:
    """What was taken in while the other was in hand already comes after it, rightly."""
    return other.message_id < one.message_id and other.at < claimed_at


def _claimed(lines: Sequence[Line]) -> Mapping[str, Sequence[float]]:
    """Return, by chat, when its messages were taken up, in the order they were decided in."""
    moments: dict[str, list[float]] = defaultdict(list)
    in_hand: dict[str, float] = {}
    for line in sorted(lines, key=_in_the_store):
        chat = str(line["dialog"]).rpartition("|")[2]
        match line["call"], line["answer"]:
            case "claim", "claimed":
                # What came beside the first holder stays behind, also when another takes over.
                in_hand.setdefault(chat, line["begun"])
            case "commit", "ok":
                moments[chat].append(in_hand.pop(chat))
    return moments


def _in_the_store(line: Line) -> tuple[int, float]:
    """Fences tell the order of a dialog's commits: a sleeper hears of its own long after."""
    return line["fence"], line["begun"]
