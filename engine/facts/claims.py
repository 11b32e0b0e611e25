"""Keep every word of a message in one reading: what a date took is no part number any more."""

from engine.facts.door_codes import door_codes
from engine.facts.part_knowledge import PartNumberKnowledge
from engine.facts.said import Said
from engine.facts.words import Words


class Claims:
    """Which words are already explained; readings of higher precedence claim first."""

    def __init__(self, words: Words) -> None:
        self._claimed = bytearray(len(words))

    def free(self, index: int) -> bool:
        """Say whether a word waits for an explanation."""
        return not self._claimed[index]

    def taken(self) -> frozenset[int]:
        """Return the indexes of all words explained so far."""
        return frozenset(index for index, claimed in enumerate(self._claimed) if claimed)

    def claim(self, first: int, last: int) -> None:
        """Explain words first..last, the last not included."""
        for index in range(first, last):
            self._claimed[index] = 1


def claim_not_parts(
    said: Said, claims: Claims, knowledge: PartNumberKnowledge, *, at_address: bool
) -> None:
    """Claim links, dates, prices, codes of doors, numbers of papers and the like."""
    words = said.words
    for index, start in enumerate(words.starts):
        end = knowledge.not_part_end(words.small, start)
        if end:
            claims.claim(index, min(words.at(end - 1) + 1, len(words)))
    for place in door_codes(said, at_address=at_address).codes:
        claims.claim(place, place + 1)
