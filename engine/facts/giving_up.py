"""Hear one clause give the purchase up, whatever the other clauses tell of the reasons."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.facts.clauses import Clauses
from engine.facts.part_knowledge import NameHits
from engine.facts.phrases import Hit
from engine.facts.said import Said
from engine.facts.words import split_words

_REFUSAL = "lost_phrase"
_GIVING_UP = "gives_up_words"
_CONCLUDING = "conclusion_words"
_ELSEWHERE = "elsewhere_words"
_TELLING = frozenset({_GIVING_UP, _CONCLUDING, _REFUSAL})
_NO = ("will_not", "none_of_them")
_COMPANY = ("refusal_company", "polite_words", "greeting", "thanks", "farewell", "done_words")
_LESS = ("refused_details", "not_now", "wait_words")
"""What may be refused, or put off, while the sale goes on."""

_TAKING = "takes_after_all"
_WISHES = (
    _TAKING,
    "choose_words",
    "wants_part",
    "asks_stock",
    "question_words",
    "operator_request",
    "change_choice",
    "change_contact",
    "wait_words",
    "not_now",
)
_SHOWN_FIRST = "topic_media"
_ASKED_FOR = ("asks_stock", "asks_price", "cheaper_words", "faster_words", _TAKING)
_CONDITIONS = frozenset({"если", "вдруг"})
_IDLE = "idle_conditions"
_NOT = "не"
_IF = "если"
_LATER = frozenset({"если", "вдруг", "потом"})


def hear_giving_up(said: Said, *, numbers: frozenset[int]) -> Said:
    """Leave of a message the clause that gives the purchase up, and take back what is no refusal.

    `numbers` are indexes of words that belong to numbers: such a message says more.
    """
    if _TELLING.isdisjoint(said.keys):
        return said
    heard = _Heard(said, Clauses(said.words))
    ending = None if numbers else next(heard.endings(), None)
    if ending is not None:
        words = said.words
        text = words.text[words.starts[ending.start] : words.ends[ending.stop - 1]]
        return Said(split_words(text), (Hit(_REFUSAL, 0, len(ending)),), NameHits())
    kept = tuple(hit for hit in said.hits if hit.key != _REFUSAL or not heard.takes_back(hit))
    return said if len(kept) == len(said.hits) else Said(said.words, kept, said.names)


@dataclass(frozen=True)
class _Heard:
    said: Said
    clauses: Clauses

    def endings(self) -> Iterator[range]:
        """Find clauses, or ends of them, after which nothing is wanted any more."""
        for clause in self.clauses:
            for part in self._parts(clause):
                if self._ends_the_sale(part, clause) and not self._wants_after(part.stop):
                    yield part

    def takes_back(self, hit: Hit) -> bool:
        """Say whether a refusal is but a condition, or something is wanted in spite of it."""
        clause = self.clauses.of(hit.first)
        if self._hangs_on_a_condition(clause):
            return True
        if self.clauses.asks(hit.first) and not _LATER.isdisjoint(self.said.words.lower):
            return True
        return any(
            self.said.places.within(later, _TAKING)
            or self._asks_to_be_shown(later)
            or (self.clauses.asks(later.start) and self.said.places.within(later, *_ASKED_FOR))
            for later in self.clauses
            if later.start >= clause.stop and not self._refuses(later)
        )

    def _asks_to_be_shown(self, clause: range) -> bool:
        places = self.said.places
        said = self.said.words.lower[clause.start : clause.stop]
        asked = places.within(clause, "question_words") and _NOT not in said
        return asked and places.within(clause, _SHOWN_FIRST)

    def _parts(self, clause: range) -> Iterator[range]:
        """Cut a clause where it draws a conclusion: `деталь живая | так что отменяем`."""
        concluding = self.said.places.of(_CONCLUDING)
        first = clause.start
        for place in clause:
            if place in concluding and place > first and place - 1 not in concluding:
                yield range(first, place)
                first = place
        yield range(first, clause.stop)

    def _ends_the_sale(self, part: range, clause: range) -> bool:
        places = self.said.places
        if self.clauses.asks(clause.start) and part.stop == clause.stop:
            return False
        if self._hangs_on_a_condition(clause) or places.within(part, *_LESS) or self._names(part):
            return False
        if places.within(part, _ELSEWHERE) and places.of(_REFUSAL).issuperset(part):
            return True
        if places.within(part, _GIVING_UP):
            # `на озоне не возьму` refuses another shop.
            beside = places.of("choose_words", _TAKING, _ELSEWHERE) - places.of(_GIVING_UP)
            return beside.isdisjoint(part)
        said_beside = places.of(_CONCLUDING, *_NO, *_COMPANY)
        return (
            part[0] in places.of(_CONCLUDING)
            and places.within(part, *_NO)
            and said_beside.issuperset(part)
            and all(
                said_beside.issuperset(later) or self._refuses(later)
                for later in self.clauses
                if later.start >= part.stop
            )
        )

    def _names(self, part: range) -> bool:
        """Say whether one of the things offered is named, so only that one is refused."""
        named = (*self.said.names.brands, *self.said.names.makes)
        return not self.said.words.with_digits.isdisjoint(part) or any(
            hit.first in part for hit in named
        )

    def _hangs_on_a_condition(self, clause: range) -> bool:
        """`отменяйте если долго`, `если долго, отменяйте`."""
        before = self.clauses.of(clause.start - 1) if clause.start else range(0)
        opened = _IF in self.said.words.lower[before.start : before.start + 2]
        return self._is_conditional(clause) or (opened and self._is_conditional(before))

    def _is_conditional(self, part: range) -> bool:
        idle = self.said.places.of(_IDLE)
        lower = self.said.words.lower
        return any(lower[place] in _CONDITIONS and place not in idle for place in part)

    def _wants_after(self, place: int) -> bool:
        if "?" in self.said.words.text[self.said.words.ends[place - 1] :]:
            return True
        return any(
            self._is_conditional(later) or self.said.places.within(later, *_WISHES)
            for later in self.clauses
            if later.stop > place and not self._refuses(range(max(later.start, place), later.stop))
        )

    def _refuses(self, clause: range) -> bool:
        return self.said.places.within(clause, _REFUSAL, _GIVING_UP, _ELSEWHERE)
