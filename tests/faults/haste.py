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
    """Name messages that were answered before an earlier one though both had been taken in."""
    decided = _decided(lines)
    for asker in askers:
        moments = decided[f"chat{asker.chat.chat_id}"]
        by_part = {one.part: one for one in asker.asked}
        answered = [by_part[p] for p in dict.fromkeys(answered_parts(asker, ledger))]
        for place, (one, moment) in enumerate(zip(answered, moments, strict=False)):
            for other in answered[place + 1 :]:
                if _must_come_before(other, one, decided_at=moment):
                    yield f"chat{asker.chat.chat_id}: {one.part} was answered before {other.part}"


def _must_come_before(other: Asked, one: Asked, *, decided_at: float) -> bool:
    """What was taken in when the other had its answer already cannot be put right any more."""
    return other.message_id < one.message_id and other.at < decided_at


def _decided(lines: Sequence[Line]) -> Mapping[str, Sequence[float]]:
    """Return, by chat, when its messages were decided, in their order."""
    moments: dict[str, list[float]] = defaultdict(list)
    for line in lines:
        if (line["call"], line["answer"]) == ("commit", "ok"):
            moments[str(line["dialog"]).rpartition("|")[2]].append(line["answered"])
    return moments
