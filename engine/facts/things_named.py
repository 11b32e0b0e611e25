"""Where a message names offers, by maker, place, price or number, and parts by their kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.facts.hearing import Hearing
from engine.facts.morphology import parses
from engine.facts.numerals import ordinal_at
from engine.facts.offers_by_price import costing, price_at
from engine.facts.parts_by_name import named_parts
from engine.facts.said import Said
from engine.session import Offer

_TRAITS = "part_traits"
_FOR = frozenset({"за", "по"})
_SORTS = ("analog_named", "original_named")


@dataclass(frozen=True)
class ThingsNamed:
    """The names in one message of what was offered."""

    said: Said
    offers: Sequence[Offer]
    numbers: frozenset[int]
    """Words that belong to numbers."""

    def ids(self, places: frozenset[int] | set[int]) -> set[int]:
        """Return the offers named at these words."""
        return {number for first, number in self._named if first in places}

    @cached_property
    def subjects(self) -> frozenset[int]:
        """The first words of all the names."""
        return self.kinds | {first for first, _ in self._named}

    @cached_property
    def kinds(self) -> frozenset[int]:
        """Words that name a part by its kind or by where it belongs: `колодки`, `масляный`."""
        places = self.said.places
        kinds = named_parts(self._hearing) | (places.of(_TRAITS) - places.of(*_SORTS))
        return kinds - self.makers

    def kinds_at(self, places: frozenset[int]) -> set[str]:
        """Return the different kinds named at these words."""
        words = self.said.words.lower
        return {parses(words[place])[0].normal_form for place in self.kinds & places}

    @cached_property
    def makers(self) -> frozenset[int]:
        """Words that name makers."""
        spans = ((first, last) for first, last, _ in self._hearing.makers)
        return frozenset(place for first, last in spans for place in range(first, last))

    @cached_property
    def codes(self) -> list[tuple[str, int]]:
        """Part numbers of what is offered, with the first word of each."""
        known = {n for o in self.offers for n in (o.part_number, o.asked_number)}
        places = sorted(self.numbers)
        return [(code, place) for place in places for code in self._codes_from(place, known)]

    def _codes_from(self, place: int, known: set[str]) -> Iterator[str]:
        code = ""
        while place in self.numbers:
            code += self.said.words.codes[place]
            if code in known:
                yield code
            place += 1

    @cached_property
    def _hearing(self) -> Hearing:
        return Hearing(self.said, self.offers, (), self.numbers, (), strict=False)

    @cached_property
    def _named(self) -> list[tuple[int, int]]:
        """Where offers are named, each with the id of one."""
        hearing, offers = self._hearing, self.offers
        found = [*self._priced()]
        for first, _, maker in hearing.makers:
            found += [(first, o.id) for o in offers if o.brand.casefold() == maker]
        for code, first in self.codes:
            found += [(first, o.id) for o in offers if code in {o.part_number, o.asked_number}]
        for place in range(len(self.said.words)):
            number = None if place in self.numbers else ordinal_at(self.said.words, place)
            found += [(place, hearing.id_of(number))] if number else []
        return found

    def _priced(self) -> Iterator[tuple[int, int]]:
        """`за 980`."""
        lower = self.said.words.lower
        for place in range(1, len(lower)):
            if lower[place - 1] in _FOR and place not in self.numbers:
                offer = costing(self.offers, price_at(self._hearing, place)[0])
                if offer:
                    yield place, offer.id
