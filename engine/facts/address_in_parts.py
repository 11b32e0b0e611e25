"""Say what an address lacks, and join one that is told in several messages."""

import functools
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from engine.facts.address_words import AddressKind, read_address_words
from engine.facts.addresses import Address
from engine.facts.knowledge import Knowledge
from engine.facts.lone_places import Awaited
from engine.facts.morphology import is_known
from engine.facts.said import read_said
from engine.facts.words import Words
from engine.session import Session

_TOWNS: frozenset[AddressKind] = frozenset(("city", "settlement", "postcode"))
_LEADING = _TOWNS | {"joint"}
_CODE_DIGITS = 4
_TOWN_WORDS = 2
_ADDRESSES_REMEMBERED = 4_000


class _Parts(NamedTuple):
    """An address as it is kept, in the words it was told with."""

    words: Words
    kinds: Sequence[AddressKind]
    names_carrier: bool
    """A carrier is named, and not just a point of whichever."""
    needs_no_town: bool
    """A village or an estate is named, which is a place of its own."""

    def has(self, *kinds: AddressKind) -> bool:
        return not set(self.kinds).isdisjoint(kinds)

    @property
    def numbered(self) -> bool:
        """Say whether a house, a flat or a point is told; a postcode is of a town."""
        return any(self.kinds[place] != "postcode" for place in self.words.with_digits)

    def written(self, *kinds: AddressKind) -> str:
        """Return the words of these kinds as they were told."""
        words = self.words
        places = (place for place, kind in enumerate(self.kinds) if kind in kinds)
        return " ".join(words.text[words.starts[place] : words.ends[place]] for place in places)


def lack_of(address: str | None, knowledge: Knowledge) -> Awaited:
    """Say what is missing of an address; what is in doubt is taken for whole."""
    return _lack(address, knowledge) if address else "none"


def joined(told: Address, known: str | None, knowledge: Knowledge) -> Address:
    """Put what was told before beside what is told now; a whole address replaces all of it."""
    if told.corrects:
        known = joined(Address(told.corrects), known, knowledge).text
    new = told.text or told.lone
    if new is None or known is None:
        return told
    now, before = _parts(new, knowledge), _parts(known, knowledge)
    if told.lone and _lack(known, knowledge) == "none":
        again = told.lone.lower() in known.lower() or (now.has("carrier") and before.numbered)
        return told._replace(lone=None) if again else told
    text = ", ".join([*_ahead(now, before, knowledge, known=known), new])
    if _lack(known, knowledge) == "town" and not now.numbered:
        text = f"{text}, {known}"
    return told._replace(text=text, lone=None) if told.text else told._replace(lone=text)


def _ahead(now: _Parts, before: _Parts, knowledge: Knowledge, *, known: str) -> Iterator[str]:
    """Tell the carrier and the town that were told before and are not told again."""
    lack = _lack(known, knowledge)
    if lack == "none":
        town = _leading_town(before) if _lack(now.words.text, knowledge) == "town" else ""
        if town:
            yield town
    elif lack == "street" and not now.has(*_TOWNS):
        yield known
    elif lack == "point":
        yield from filter(None, [_kept_of_carrier(now, before)])


def _kept_of_carrier(now: _Parts, before: _Parts) -> str:
    """Return what of a carrier and its town is not told again with the point."""
    if now.has("city", "settlement"):
        return "" if now.names_carrier else before.written("carrier")
    return before.written("settlement", "city") if now.names_carrier else before.words.text


def _leading_town(before: _Parts) -> str:
    """Return the town that a whole address begins with, if it is nobody's point."""
    end = next((i for i, kind in enumerate(before.kinds) if kind not in _LEADING), 0)
    if before.has("carrier") or "city" not in before.kinds[:end]:
        return ""
    return before.words.text[: before.words.ends[end - 1]]


@functools.lru_cache(maxsize=_ADDRESSES_REMEMBERED)
def _lack(address: str, knowledge: Knowledge) -> Awaited:
    parts = _parts(address, knowledge)
    if not parts.numbered:
        return _lack_without_numbers(parts)
    if parts.has(*_TOWNS) or parts.needs_no_town or _may_name_town(parts):
        return "none"
    if parts.has("carrier"):
        return "none" if any(_is_code(word) for word in parts.words.lower) else "town"
    return "town" if parts.has("house") and parts.has("word", "street") else "none"


def _lack_without_numbers(parts: _Parts) -> Awaited:
    if parts.has("stop", "house_word"):
        return "none"
    if parts.has("carrier"):
        return "none" if parts.has("postcode") else "point"
    return "street" if parts.has("city") else "none"


def _is_code(word: str) -> bool:
    """`MSK123`, `443001`: what a carrier calls its point or office."""
    digits = sum(map(str.isdecimal, word))
    lettered = len(word) > digits + 1
    return digits >= _CODE_DIGITS or (bool(digits) and lettered)


def _may_name_town(parts: _Parts) -> bool:
    """Say whether a word may be a town that the dictionary lacks: `Лянтор, ул. Ленина 5`."""
    kinds = [kind for kind in parts.kinds if kind != "joint"]
    houses = [place for place, kind in enumerate(kinds) if kind == "house"]
    if houses and "word" in kinds[houses[-1] :]:
        return True
    if "street" in kinds:
        street = kinds.index("street")
        return "word" in kinds[:street] and kinds[street + 1 : street + 2] == ["word"]
    return _begins_with_town(parts)


def _begins_with_town(parts: _Parts) -> bool:
    """`Иж, Удмуртская 255` and `лянтор ленина 3`, but not `Карла Маркса 5`."""
    named = [place for place, kind in enumerate(parts.kinds) if kind == "word"]
    if len(named) < _TOWN_WORDS or named[0]:
        return False
    apart = any(parts.words.breaks[after] for _, after in pairwise(named))
    return apart or not is_known(parts.words.lower[named[0]])


@functools.lru_cache(maxsize=_ADDRESSES_REMEMBERED)
def _parts(address: str, knowledge: Knowledge) -> _Parts:
    said = read_said(address, knowledge)
    kinds = read_address_words(said, numbers=frozenset(), name=range(0))
    points, villages = said.places.of("point_words"), said.places.of("village_words")
    told = tuple(enumerate(kinds))
    return _Parts(
        said.words,
        kinds,
        names_carrier=any(kind == "carrier" and place not in points for place, kind in told),
        needs_no_town=any(kind == "street" and place in villages for place, kind in told),
    )


def address_before(session: Session) -> str | None:
    """Return what a street told now may stand beside.

    A new address that was asked for has nothing of the old one, only the town told with it.
    """
    pending = session.pending_clarification
    if pending is None or pending.kind != "address":
        return session.address
    return " ".join(pending.options) or None
