"""Tell where a client lives now from where he used to: `раньше жил на Ленина 5, теперь Мира 7`."""

from collections.abc import Callable

from engine.facts.addresses import Address
from engine.facts.said import Said

_FORMER, _PRESENT = "former_address_words", "present_address_words"
_INTO = frozenset({"на", "в", "во"})
_ADDRESS = "адрес"
_LAST = -1


def present_of(
    said: Said, read: Callable[[range], Address], *, whole: Callable[[range], Address]
) -> Address | None:
    """Return the address of now beside one of the past, or nothing where none is called past.

    `read` reads a part of the message as it stands, `whole` as one who was asked for an address.
    """
    former = _first(said)
    if former is None:
        return None
    end = len(said.words)
    behind = next((place for place in _present(said, former.stop) if place < end), end)
    if not whole(range(former.stop, behind)).over(None):
        return None
    before = read(range(former.start))
    if before.over(None):
        return before
    now = whole(range(behind, end))
    told = bool(now.over(None)) or now.pickup == "chosen"
    # `старый адрес, Ленина 5` with nothing behind may be where to deliver as before.
    as_before = said.words.lower[former.stop - 1].startswith(_ADDRESS)
    return now if told else None if as_before else Address(pickup=now.pickup)


def _first(said: Said) -> range | None:
    hits = [hit for hit in said.hits if hit.key == _FORMER] if said.says(_FORMER) else []
    first = min(hits, key=lambda hit: hit.first, default=None)
    return range(first.first, first.last) if first else None


def _present(said: Said, start: int) -> list[int]:
    """Return where words begin that tell of now: `теперь`, `с Ленина 5 | на Мира 7`."""
    words = said.words
    told = [hit.last for hit in said.hits if hit.key == _PRESENT and hit.first >= start]
    moved = [
        place
        for place in range(start + 1, len(words))
        if words.lower[place] in _INTO and words.lower[place - 1][_LAST].isdecimal()
    ]
    return sorted((*told, *moved))
