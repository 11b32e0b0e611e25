"""What a message about offers is read with, and a place in it that names some of them."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.facts.brand_sounds import brands_by_ear
from engine.facts.clauses import Clauses
from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at, ordinal_at
from engine.facts.phrases import Hit
from engine.facts.quantities import Pieces
from engine.facts.said import Said
from engine.facts.words import Words
from engine.session import Offer

_LONGER_THAN_NUMBER = 6
_FEW = 20
"""More is a year or a model rather than pieces: `тойота 2, манн 2`."""
_BEFORE_OFFERS = ("option_words", "number_words", "polite_words", "filler_words", "part_words")
JOINING = frozenset({"и", "или", "либо", "плюс", "еще", "да", "а", "но", "не", "ни"})
"""Conjunctions and particles: the language has no others that join names of offers."""


@dataclass(frozen=True)
class Mention:
    """Words first..last name these offers; an id of no offer is one the client made up."""

    ids: tuple[int, ...]
    first: int
    last: int


@dataclass(frozen=True)
class Hearing:
    """A message in the light of the offers shown."""

    said: Said
    offers: Sequence[Offer]
    chosen: Sequence[int]
    numbers: frozenset[int]
    """Words that belong to numbers of parts, phones and the like."""
    pieces: Sequence[Pieces]
    strict: bool
    """Digits and ordinals alone choose nothing: other data are awaited."""
    asked: frozenset[int] = frozenset()
    """Words that count pieces of which only the sum is asked."""
    details: bool = False
    """The message tells who buys or where to deliver."""

    @property
    def words(self) -> Words:
        return self.said.words

    @functools.cached_property
    def clauses(self) -> Clauses:
        return Clauses(self.words)

    @functools.cached_property
    def taken(self) -> frozenset[int]:
        """Words that numbers or pieces have explained."""
        return self.numbers.union(*(range(p.first, p.last) for p in self.pieces))

    def places(self, *keys: str) -> frozenset[int]:
        """Return the words that say one of these lexicon facts."""
        return self.said.places.of(*keys)

    def clause(self, index: int) -> range:
        """Return the words of the clause that a word stands in."""
        return self.clauses.of(index)

    def near(self, keys: Sequence[str], index: int, reach: int) -> bool:
        """Say whether words of a lexicon fact stand close, within the clause."""
        clause, places = self.clause(index), self.places(*keys)
        first, last = max(clause.start, index - reach), min(clause.stop, index + reach + 1)
        return any(place in places for place in range(first, last))

    def beside(self, keys: Sequence[str], first: int, last: int) -> bool:
        """Say whether only idle words stand between a place and words of a lexicon fact."""
        clause, wanted = self.clause(first), self.places(*keys)
        idle = self.places("prefer_words", "filler_words", "polite_words")
        joints = {place for place in clause if self.word(place) in JOINING}
        skipped = (idle | joints) - wanted
        for step, start in ((-1, first - 1), (1, last)):
            place = start
            while place in clause and place in skipped:
                place += step
            if place in clause and place in wanted:
                return True
        return False

    def describes(self, place: int) -> bool:
        """Say whether a word may stand before an offer and tell which: `этот ваш дорогой бош`."""
        if place in self.places(*_BEFORE_OFFERS):
            return True
        kind = str(parses(self.word(place))[0].tag.POS)
        return kind in {"ADJF", "NPRO"} and ordinal_at(self.words, place) is None

    def says_only(self, told: Iterable[int], *, within: range | None = None) -> bool:
        """Say whether the rest of the message, or of a clause, is only politeness and joints."""
        places = set(told)
        idle = self.places("polite_words", "filler_words") | self.taken | places
        said = range(len(self.words)) if within is None else within
        return bool(places) and all(index in idle or self.word(index) in JOINING for index in said)

    @functools.cached_property
    def makers(self) -> tuple[tuple[int, int, str], ...]:
        """Where makers are named, as the rule author knows them or as the offers spell them."""
        # Car makers go by their models too, and a model tells of the car: `октавия 2`.
        makes = (hit for hit in self.said.names.makes if self._takes(hit) or self._counts(hit))
        names = (*self.said.names.brands, *makes)
        known = ((hit.first, hit.last, hit.key.casefold()) for hit in names)
        return tuple(dict.fromkeys((*known, *self._makers_of_offers(), *self._makers_by_ear())))

    def _takes(self, hit: Hit) -> bool:
        # `на октавию подойдет` asks whether it fits that car.
        fits = hit.first in self.places("asks_if_fits")
        return not fits and self.near(("choose_words",), hit.first, 1)

    def _counts(self, hit: Hit) -> bool:
        """`тойота 2, манн 2`: a make counted beside others is the maker of an offer."""
        first, last = hit.first, hit.last
        maker = hit.key.casefold()
        if hit.last != first + 1 or all(maker != offer.brand.casefold() for offer in self.offers):
            return False
        told = self.words.lower[first : first + 1]
        heard = any(brands_by_ear(told, (maker,), spoken_for=frozenset()))
        count = 0 if last >= len(self.words) else cardinal_at(self.words, last) or 0
        edges = {edge for pieces in self.pieces for edge in (pieces.first, pieces.last)}
        counted = 0 < count < _FEW and self.words.breaks[last + 1]
        return heard and (counted or not edges.isdisjoint({first, last}))

    def _makers_of_offers(self) -> Iterator[tuple[int, int, str]]:
        for maker in dict.fromkeys(offer.brand.casefold() for offer in self.offers):
            words = tuple(maker.replace("-", " ").replace("/", " ").split())
            for index in range(len(self.words) - len(words) + 1 if words else 0):
                if self.words.lower[index : index + len(words)] == words:
                    yield index, index + len(words), maker

    def _makers_by_ear(self) -> Iterator[tuple[int, int, str]]:
        brands = tuple(dict.fromkeys(offer.brand.casefold() for offer in self.offers))
        spoken_for = self.taken | self.said.places.all
        return brands_by_ear(self.words.lower, brands, spoken_for=spoken_for)

    def word(self, index: int) -> str:
        """Return a word, or nothing beyond both ends."""
        return self.words.lower[index] if 0 <= index < len(self.words) else ""

    def id_of(self, number: int) -> int:
        """Return the id a client means: ids of other callers need not count from one."""
        ids = [offer.id for offer in self.offers]
        counted = number in ids or not 0 < number <= len(ids) or min(ids) <= len(ids)
        return number if counted else ids[number - 1]

    def offers_at(self, index: int) -> Sequence[Offer]:
        """Return the offers of the part number that a place speaks of, or all of them."""
        spans = self._number_spans
        clause = self.clause(index)
        near = [span for span in spans if span[0] in clause] or spans
        if not near:
            return self.offers
        before = [span for span in near if span[0] <= index]
        after = [span for span in near if span[0] > index]
        # `первый по N1 второй по N2`: numbers that close a clause stand behind what they tell of.
        behind = clause.stop - 1 in self.numbers
        number = (after or before)[0][1] if behind else (before[-1:] or after)[0][1]
        return [offer for offer in self.offers if offer.part_number == number]

    def is_of_a_new_number(self, index: int) -> bool:
        """`нужен 5Q0819653 подешевле`: what stands beside a number not offered is said of it."""
        clause = self.clause(index)
        codes = self.words.codes
        lettered = (
            p for p in clause if p in self.numbers and not codes[p].isdecimal() and codes[p]
        )
        offered = {offer.part_number for offer in self.offers}
        return any(
            "и" not in self.words.lower[min(place, index) : max(place, index)] for place in lettered
        ) and not any(self._starts_number(place, number) for place in clause for number in offered)

    @functools.cached_property
    def _number_spans(self) -> list[tuple[int, str]]:
        """Where part numbers of offers stand: the place of the first word beside the number."""
        numbers = dict.fromkeys(offer.part_number for offer in self.offers)
        if len(numbers) < len(("one", "another")):
            return []
        return sorted(
            (index, number)
            for number in numbers
            for index in self.numbers
            if self._starts_number(index, number) and not self._starts_number(index + 1, number)
        )

    def _starts_number(self, index: int, number: str) -> bool:
        code = ""
        while index in self.numbers and len(code) <= len(number) + _LONGER_THAN_NUMBER:
            code += self.words.codes[index]
            if number and number in code:
                return True
            index += 1
        return False
