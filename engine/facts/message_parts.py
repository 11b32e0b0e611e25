"""A message cut into parts that each say one thing, with a comma between them or without."""

import functools
from dataclasses import dataclass

from engine.facts.clauses import JOINTS, Clauses
from engine.facts.morphology import is_known, parses
from engine.facts.phrases import Hit
from engine.facts.places import Places
from engine.facts.said import Said

IDLE = ("refusal_company", "polite_words", "greeting", "thanks", "farewell", "done_words")
"""Words beside a refusal that tell nothing."""

STRANGE = "UNKN"
"""The kind of words that the dictionary does not have."""

_NAMED_DETAILS = "refused_details"


@dataclass(frozen=True)
class MessageParts:
    """The parts of what was said, and what their words are."""

    said: Said

    @property
    def places(self) -> Places:
        return self.said.places

    @functools.cached_property
    def clauses(self) -> Clauses:
        return Clauses(self.said.words)

    @functools.cached_property
    def all(self) -> tuple[range, ...]:
        """The parts of every clause, in order."""
        joints = self.places.of(*JOINTS)
        return tuple(
            part for clause in self.clauses for part in self.clauses.parts(clause.start, joints)
        )

    def of(self, hit: Hit) -> range:
        """Return the words of the parts that a phrase stands in."""
        around = [part for part in self.all if part.start < hit.last and hit.first < part.stop]
        return range(around[0].start, around[-1].stop)

    def lower(self, part: range) -> tuple[str, ...]:
        """Return the words of a part."""
        return self.said.words.lower[part.start : part.stop]

    def kind(self, place: int) -> str:
        """Return what kind of word stands at a place, as the dictionary has it."""
        word = self.said.words.lower[place]
        return str(parses(word)[0].tag.POS) if is_known(word) else STRANGE

    def names_a_detail(self, part: range) -> bool:
        """Say whether a part names an offer, a way of delivery or the like, and says no more."""
        named, details = set(part) - self.places.of(*IDLE), self.places.of(_NAMED_DETAILS)
        # `только бош`; a maker alone may be a reason.
        makers = {name.first for name in self.said.names.brands}
        return not named.isdisjoint(details) and named <= details | makers
