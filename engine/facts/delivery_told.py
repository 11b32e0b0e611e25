"""Read the delivery that stands once a message has put right what it said of it before."""

from collections.abc import Iterator
from dataclasses import replace

from engine.facts.addresses import Address, read_address
from engine.facts.addresses_left import present_of
from engine.facts.delivery_doubts import in_doubt
from engine.facts.houses_corrected import with_house_of
from engine.facts.lone_places import Awaited
from engine.facts.name_patterns import FoundName
from engine.facts.said import Said
from engine.facts.said_in_part import part_of, places_in

_CORRECTING = ("correction_words", "delivery_correction_words")
_MISSPOKEN = "misspoken_words"
_SETTLED = frozenset({"chosen", "declined"})
_CORRECTED = "ADDRESS"
"""Who puts an address right tells it as one who was asked for it."""


def read_delivery(
    said: Said,
    *,
    numbers: frozenset[int],
    stage: str,
    name: FoundName | None,
    chooses: bool = False,
    comes: bool = False,
    awaits: Awaited = "none",
) -> Address:
    """Read where to deliver; what a correction stands behind gives way to what follows it."""

    def read(part: range, stage: str) -> Address:
        within = part == everything
        return read_address(
            said if within else part_of(said, part),
            numbers=numbers if within else places_in(part, numbers),
            stage=stage,
            name=_within(name, part),
            chooses=chooses,
            comes=comes,
            awaits=awaits,
        )

    everything = range(len(said.words))
    present = present_of(
        said, lambda part: read(part, stage), whole=lambda part: read(part, _CORRECTED)
    )
    if present is not None:
        return present
    for sign in _signs(said):
        before = read(range(sign.start), stage)
        if not _tells(before):
            continue
        rest = range(sign.stop, everything.stop)
        corrected = _corrected(before, read(rest, _CORRECTED), part_of(said, rest))
        if corrected is not None:
            return corrected
        if rest or not said.places.within(sign, _MISSPOKEN):
            continue
        return Address(pickup="unclear")
    told = read(everything, stage)
    return in_doubt(told, said)


def _corrected(before: Address, after: Address, rest: Said) -> Address | None:
    """Return the delivery told behind a correction; None when nothing of it is told there."""
    if after.pickup == "asked" or "?" in rest.words.text:
        return None
    if after.over(None) or after.pickup in _SETTLED:
        # `можно и самовывоз` behind an address leaves both open.
        open_still = before.over(None) and rest.says("may_pick_up")
        return Address(pickup="unclear") if open_still else _put_right(before, after)
    if before.text and (text := with_house_of(before.text, rest)):
        return Address(text)
    if before.pickup == "chosen" and rest.says("delivery_words") and "не" not in rest.words.lower:
        return Address(pickup="declined")
    return None


def _put_right(before: Address, after: Address) -> Address:
    """Keep what was told first for the town that a street told anew leaves out."""
    if after.pickup == "chosen":
        return after._replace(text=None, lone=None)
    return after._replace(corrects=before.over(None))


def _tells(address: Address) -> bool:
    return bool(address.over(None)) or address.pickup in _SETTLED


def _signs(said: Said) -> Iterator[range]:
    """Return the stretches of words that correct, the last first."""
    places = said.places.of(*_CORRECTING, _MISSPOKEN)
    last = len(said.words)
    while found := [place for place in places if place < last]:
        first = stop = max(found)
        while first - 1 in places:
            first -= 1
        if first:
            yield range(first, stop + 1)
        last = first


def _within(name: FoundName | None, part: range) -> FoundName | None:
    if name is None or name.first not in part:
        return None
    return replace(name, first=name.first - part.start, last=name.last - part.start)
