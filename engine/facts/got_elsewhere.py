"""Hear that the part is or will be got from somebody else, or that the old one is mended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.facts.clauses import Clauses
from engine.facts.morphology import is_known, parses
from engine.facts.part_knowledge import NameHits
from engine.facts.phrases import Hit
from engine.facts.places import Places
from engine.facts.whose_deed import is_of_others
from engine.facts.words import Words

_DEEDS = ("acquired_words", "found_words", "mended_words")
_BUYING_HERE = ("still_buying", "topic_return")
_ORDERED_HERE = ("order_state_words", "paid_words")
_NAMED_DEEDS = ("paid_words", *_DEEDS)
"""Deeds that buy from another shop once one is named."""

_WENT_WRONG = "went_wrong_words"
"""`купил на рынке, не работает`: another is wanted all the same."""

_BY_ITSELF = ("done_words", "lately_words", "better_words")
_PERSON = "person_words"
_NO_PLACE = ("nowhere_words", "part_words", "refusal_company")
_NO_OTHER_THING = (
    "elsewhere_words",
    "lately_words",
    "option_words",
    "part_words",
    "person_words",
    "piece_words",
    "the_part_words",
    "will_buy_words",
)
_US = frozenset({"я", "мы"})
_ALONE = frozenset({"сам", "сама", "сами"})
_SHOP = frozenset({"вы", "вас", "вам", "вами", "ты", "тебя", "тебе"})
_UNREAL = frozenset({"бы", "если", "ли"})
_WHILE = "пока"
_NEGATIONS = frozenset({"не", "ни"})
_CASE_AFTER = {
    "в": "loct",
    "во": "loct",
    "на": "loct",
    "у": "gent",
    "из": "gent",
    "с": "gent",
    "со": "gent",
    "через": "accs",
}
"""The case of places and people behind prepositions: `на рынке` is where, `на пробу` is not."""

_HOW = frozenset({"за", "по", "до", "для", "без", "под", "от"})
"""`взял за наличку` says how it was bought, not what."""

_OBJECT = "accs"
_AS_NOUN = "Subx"
"""Adjectives that name people by themselves: `у знакомого`."""

_LIKELY = 0.05


def find_settled(
    words: Words, clauses: Clauses, places: Places, *, company: frozenset[int], names: NameHits
) -> Iterator[range]:
    """Find clauses that say so; where something is asked beside them, the client still wants it.

    `company` are words that tell nothing.
    """
    if "?" in words.text or places.any_of(*_BUYING_HERE):
        return
    last_question = max(places.of("question_words"), default=-1)
    last_wish = max(places.of("asks_stock"), default=-1)
    makes, brands = _covered(names.makes), _covered(names.brands)
    last_fault = max(places.of(_WENT_WRONG), default=-1)
    ordered = places.any_of(*_ORDERED_HERE)
    for clause in clauses:
        if ordered and not _names_shop(clause, places):
            continue
        if max(last_question, last_fault) >= clause.start or last_wish >= clause.stop:
            continue
        if is_of_others(words, clause, places):
            continue
        told = _Told(words.lower, clause, places, company, makes, brands)
        if told.is_real() and (told.is_done() or told.will_be_done()):
            yield clause


def _names_shop(clause: range, places: Places) -> bool:
    """`на озоне заказал, приедет быстрее`: the order spoken of is with that shop."""
    named = places.within(clause, "elsewhere_words") and places.within(clause, *_NAMED_DEEDS)
    return named or (places.within(clause, "found_words") and places.within(clause, "better_words"))


def _covered(hits: Iterable[Hit]) -> frozenset[int]:
    return frozenset(place for hit in hits for place in range(hit.first, hit.last))


@dataclass(frozen=True)
class _Told:
    words: tuple[str, ...]
    clause: range
    places: Places
    company: frozenset[int]
    makes: frozenset[int]
    brands: frozenset[int]

    def is_real(self) -> bool:
        """Say whether it is no wish, and nothing that the shop did: `пока вы думали я купил`."""
        us = [place for place in self.clause if self.words[place] in _US]
        others = self.places.of("elsewhere_words", "done_words")
        said = self._said()
        # `взял пока вы спрашивали`: what the shop did meanwhile is told behind.
        last = self.clause.start + said.index(_WHILE) if _WHILE in said[1:] else self.clause.stop
        return _UNREAL.isdisjoint(self._said()) and not any(
            _is_of_the_shop(self.words[place])
            for place in range(max(us, default=self.clause.start), last)
            if place not in others
        )

    def is_done(self) -> bool:
        """`уже нашел`, `купил вчера`, `у соседа взял`, `починили`."""
        said = (" ", *self.words)
        deeds = _NAMED_DEEDS if self._at("elsewhere_words") else _DEEDS
        if (
            all(said[place] in _NEGATIONS for place in self._at(*deeds))
            or self._names_another_thing()
        ):
            return False
        if self._at("elsewhere_words", "done_words") or any(self._named_places()):
            return True
        alone = (self.company | self.places.of("the_part_words")).issuperset(self.clause)
        return bool(
            (self._at("acquired_words") and (alone or self._at(*_BY_ITSELF) or self._is_ours()))
            or (self._at("mended_words") and alone)
            or (self._at("found_words") and self._at("better_words"))
        )

    def _is_ours(self) -> bool:
        """`муж взял`; with a maker it may be told of a part that one has: `муж манн взял`."""
        return bool(self._at(_PERSON)) and self.brands.isdisjoint(self.clause)

    def will_be_done(self) -> bool:
        """`закажу в другом месте`, but not `возьму на рынок`."""
        if not self._at("will_buy_words") or "не" in self._said():
            return False
        elsewhere = self.places.of("elsewhere_words")
        told = any(_says_where(self.words[place]) for place in elsewhere & set(self.clause))
        others = elsewhere | self.places.of("person_words")
        named = not others.isdisjoint(self._named_places())
        return (told or named) and not self._names_another_thing()

    def _said(self) -> tuple[str, ...]:
        return self.words[self.clause.start : self.clause.stop]

    def _at(self, *keys: str) -> list[int]:
        return sorted(self.places.of(*keys) & set(self.clause))

    def _names_another_thing(self) -> bool:
        """`купил машину`, `взял трубку`, `нашел номер`, `болты взял`."""
        lesser: frozenset[int] = frozenset()
        if not any(self._named_places()):
            lesser = self.places.of("lesser_parts") - self.places.of("the_part_words")
        ours = (self.places.of(*_NO_OTHER_THING) | self.company | self.brands) - lesser
        behind = {place for first in self.clause for place in self._behind_preposition(first)}
        behind |= {place for first in self.clause for place in self._behind_how(first)}
        named = set(self.clause) - behind
        return (
            bool(self._at("article_words"))
            or not self.makes.isdisjoint(named)
            or any(_may_be(self.words[place], _OBJECT) for place in named - ours)
        )

    def _named_places(self) -> Iterator[int]:
        """Return nouns that say where: `у соседа`, `в магазине`."""
        no_place = self.places.of(*_NO_PLACE) | self.makes | self.brands
        for place in self.clause:
            behind = self._behind_preposition(place)
            if not behind or not no_place.isdisjoint(behind):
                continue
            word = self.words[behind[-1]]
            strange = word.isalpha() and not is_known(word)
            if strange or _may_be(word, _CASE_AFTER[self.words[place]]):
                yield behind[-1]

    def _behind_how(self, place: int) -> range:
        """`за те же деньги`."""
        if self.words[place] not in _HOW:
            return range(0)
        behind = range(place + 1, self.clause.stop)
        nouns = (p for p in behind if parses(self.words[p])[0].tag.POS == "NOUN")
        return range(place + 1, next(nouns, place) + 1)

    def _behind_preposition(self, place: int) -> range:
        """Return the words up to the noun of a preposition: `в соседнем магазине`."""
        if self.words[place] not in _CASE_AFTER:
            return range(0)
        last = place + 1
        while last < self.clause.stop and _is_adjective(self.words[last]):
            last += 1
        return range(place + 1, min(last + 1, self.clause.stop))


def _is_of_the_shop(word: str) -> bool:
    return word in _SHOP or word.startswith("ваш")


def _says_where(word: str) -> bool:
    return word in _CASE_AFTER or word in _ALONE or parses(word)[0].tag.POS in {"ADVB", "COMP"}


def _is_adjective(word: str) -> bool:
    tag = parses(word)[0].tag
    return is_known(word) and str(tag.POS) in {"ADJF", "PRTF"} and _AS_NOUN not in tag


def _may_be(word: str, case: str) -> bool:
    return is_known(word) and any(
        reading.tag.case == case and (reading.tag.POS == "NOUN" or _AS_NOUN in reading.tag)
        for reading in parses(word)
        if reading.score >= _LIKELY
    )
