"""Judge by what stands around it whether a name is the client's.

Prepositions, pronouns and abbreviations of houses are fixed in the language and stand here; words
that introduce or describe a person are facts of the lexicon.
"""

import re
from functools import cached_property

from engine.facts.clauses import Clauses
from engine.facts.name_patterns import FoundName
from engine.facts.name_words import name_readings
from engine.facts.numerals import ordinal_at
from engine.facts.said import Said

AWAITING_CONTACT = frozenset({"CONTACT", "ADDRESS", "FINAL"})
"""Stages at which the client was asked who they are."""

_CHOOSING = "PRICING"
_PREPOSITIONS = frozenset({"на", "для", "от", "имя"})
ONESELF = frozenset({"я", "это", "мы"})
_REFUSING = frozenset({"не", "вместо"})
_HONOURING = frozenset({"имени", "им"})
_HOUSE = re.compile(r"\d{1,3}[а-я]?|(?:д|дом|кв|к|корп|стр)\d{1,4}[а-я]?(?:кв\d{1,4})?")
_ENUMERATING = (". ", ")")
_PHONE = re.compile(r"[78]?9\d{9}|[78]\d{10}|3[78]\d{10}")
_COURTESY = frozenset({"greeting", "thanks", "farewell"})
_PLACES = frozenset({"street_words", "settlement_words"})
_TELLING = frozenset(
    {
        "address_label",
        "carrier_words",
        "introduces_name",
        "person_words",
        "phone_words",
        "pickup_words",
        "settlement_words",
        "street_words",
    }
)


class NameSetting:
    """The message around a name, and the stage it was written at."""

    def __init__(
        self, said: Said, numbers: frozenset[int], stage: str, *, half_known: bool = False
    ) -> None:
        self._said = said
        self._words = said.words
        self._numbers = numbers
        self._clauses = Clauses(said.words)
        self._awaited = stage in AWAITING_CONTACT
        self._stage = stage
        self._half_known = half_known

    @cached_property
    def after_preposition(self) -> frozenset[int]:
        """Indexes where a name would stand in another case than the nominative."""
        lower = self._words.lower
        return frozenset(index + 1 for index, word in enumerate(lower) if word in _PREPOSITIONS)

    def allows(self, name: FoundName) -> bool:
        """Say whether the client tells this name as theirs."""
        before = self._words.lower[name.first - 1] if name.first else ""
        if before in _REFUSING or self._names_street(name):
            return False
        if self._introduced(name):
            return not (name.place and self._prepositional(name)) and self._is_whole(name)
        if self._addressed(name):
            return False
        if name.strength == "full":
            return name.nominative or self._awaited or self._beside_phone(name)
        if self._clauses.asks(name.first) and not (self._awaited and self._beside_phone(name)):
            return False
        return self._allows_awaited(name) if self._awaited else self._allows_unasked(name)

    def _allows_awaited(self, name: FoundName) -> bool:
        if name.strength == "alone":
            return self._alone_is_plain(name) and self._stands_alone(name)
        if not name.nominative and self._stage != "CONTACT":
            return False
        if name.strength in {"initials", "known"} and name.sure:
            return True
        if name.strength == "foreign" and not (name.sure and self._stage == "CONTACT"):
            return self._beside_phone(name)
        return self._stands_alone(name)

    def _allows_unasked(self, name: FoundName) -> bool:
        if self._beside_phone(name):
            return name.strength not in {"alone", "ordinary"} or (
                name.sure and name.contact.first_name is not None
            )
        if name.first == 0 and name.last == len(self._words):
            # A message of nothing else; one word alone only where a part of the name is awaited.
            return name.sure and name.nominative and self._may_be_all(name)
        if self._stage == _CHOOSING and self._stands_beside_choice(name):
            return True
        closed = self._words.breaks[name.last] or name.last in self._numbers
        return self._speaks(name) and closed and name.strength in {"initials", "known", "called"}

    def _stands_beside_choice(self, name: FoundName) -> bool:
        """`второй, Анна, самовывоз`: a clause of nothing but a sure name, data around it."""
        if not (name.first and name.sure and name.nominative and name.contact.first_name):
            return False
        bounded = self._words.breaks[name.first] and self._words.breaks[name.last]
        return bounded and not name.place and self._stands_alone(name)

    def _may_be_all(self, name: FoundName) -> bool:
        if self._said.names.brands or self._said.names.makes:
            return False
        if name.strength == "alone":
            first = name.contact.first_name is not None
            return self._stage == _CHOOSING and not name.place and (first or self._half_known)
        return name.strength in {"known", "called", "initials"}

    def _alone_is_plain(self, name: FoundName) -> bool:
        if name.place and (self._stage == "ADDRESS" or self._said.says("street_words")):
            return False
        return name.nominative and name.sure

    @staticmethod
    def _is_whole(name: FoundName) -> bool:
        return name.strength != "alone" or name.sure or name.contact.first_name is not None

    def _prepositional(self, name: FoundName) -> bool:
        return name.first in self.after_preposition

    def _introduced(self, name: FoundName) -> bool:
        """Say whether words such as `меня зовут` stand right before or after."""
        starts = self._before_persons(name.first)
        if any(hit.last in starts for hit in self._said.hits if hit.key == "introduces_name"):
            return True
        after = name.last
        if self._words.lower[after : after + 1] == ("меня",) and not self._words.breaks[after]:
            after += 1
        return not self._words.breaks[after] and any(
            hit.first == after for hit in self._said.hits if hit.key == "introduces_name"
        )

    def _before_persons(self, index: int) -> set[int]:
        """Step back over `жена`, `мой брат` and the like; every step is a place to look before."""
        starts = {hit.last: hit.first for hit in self._said.hits if hit.key == "person_words"}
        places = {index}
        while index in starts:
            index = starts[index]
            places.add(index)
        return places

    def _addressed(self, name: FoundName) -> bool:
        """Say whether somebody is greeted or thanked by this name."""
        if name.contact.last_name:
            return False
        return any(
            hit.key in _COURTESY and (hit.last == name.first or hit.first == name.last)
            for hit in self._said.hits
        )

    def _names_street(self, name: FoundName) -> bool:
        lower = self._words.lower
        if name.first and lower[name.first - 1] in _HONOURING:
            return True
        if any(hit.key in _PLACES and hit.last == name.first for hit in self._said.hits):
            return True
        if name.contact.middle_name and name.nominative:
            return False
        return self._house_at(name.last) or any(
            hit.key == "street_words" and hit.first == name.last for hit in self._said.hits
        )

    def _house_at(self, index: int) -> bool:
        if index == len(self._words) or index in self._numbers:
            return False
        if any(hit.key == "house_words" and hit.first == index for hit in self._said.hits):
            return True
        if self._words.text.startswith(_ENUMERATING, self._words.ends[index]):
            return False
        counted = any(
            hit.key == "no_part_of_address" and hit.first == index + 1 for hit in self._said.hits
        )
        return not counted and _HOUSE.fullmatch(self._words.lower[index]) is not None

    def _beside_phone(self, name: FoundName) -> bool:
        return self._phone_from(name.last, step=1) or self._phone_from(name.first - 1, step=-1)

    def _phone_from(self, index: int, *, step: int) -> bool:
        spoken = {
            place
            for hit in self._said.hits
            if hit.key == "phone_words"
            for place in range(hit.first, hit.last)
        }
        while index in spoken:
            index += step
        digits = ""
        while 0 <= index < len(self._words) and index in self._numbers:
            digits += self._words.lower[index][::step]
            index += step
        return _PHONE.fullmatch(digits if step > 0 else digits[::-1]) is not None

    def _stands_alone(self, name: FoundName) -> bool:
        """Say whether nothing but contact details stands beside the name."""
        first = name.first - self._speaks(name)
        bounded_before = self._words.breaks[first] or self._is_told(first - 1)
        bounded_after = self._words.breaks[name.last] or self._is_told(name.last)
        if not (bounded_before and bounded_after) or self._is_beside_question(name):
            return False
        return all(
            any(map(self._is_told, clause)) for clause in self._clauses.without(first, name.last)
        )

    def _is_beside_question(self, name: FoundName) -> bool:
        """One word alone may be what is asked of; more of a name is none of another clause's."""
        return name.strength == "alone" and "?" in self._words.text

    def _speaks(self, name: FoundName) -> bool:
        """Say whether `я` or `это` stands right before the name."""
        return name.first > 0 and self._words.lower[name.first - 1] in ONESELF

    @cached_property
    def _told(self) -> frozenset[int]:
        return frozenset(
            index
            for hit in self._said.hits
            if hit.key in _TELLING
            for index in range(hit.first, hit.last)
        )

    def _is_told(self, index: int) -> bool:
        word = self._words.lower[index]
        if index in self._numbers or index in self._told or any(map(str.isdecimal, word)):
            return True
        if ordinal_at(self._words, index) is not None:
            return True  # `Антон четвертый 89161234567` tells which offer beside the name
        readings = name_readings(word)
        return readings.place and readings.surname != "known"
