"""Keep every word of a message in one reading: what a date took is no part number any more."""

import re

from engine.facts.part_knowledge import PartNumberKnowledge
from engine.facts.words import Words

_SIGNS = "[ .,:№#n-]{0,4}"
_ENDS = r"(?![\w/-]| \d)"
_CONTRACT = rf"(?:договор|контракт)[а-я]{{0,2}}{_SIGNS}\d{{2,10}}(?:[/-]\d{{1,10}}){{0,3}}{_ENDS}"
_PAPERS = (
    rf"(?:снилс|полис[ауе]?|осаго|каско|птс|стс)(?!\w)(?:{_SIGNS}(?:номер|серия))?{_SIGNS}"
    rf"(?:[a-zа-я]{{1,4}}[ -]?)?\d{{2,10}}(?:[ -]\d{{2,10}}){{0,4}}{_ENDS}"
)
_CITY_PHONE = rf"(?:тел|телефон|тлф|моб)(?!\w){_SIGNS}(?:\d{{5,7}}|\d{{2,3}}-\d\d-\d\d){_ENDS}"
_ENGINE_OR_BODY = (
    r"(?:номер|№|#) {0,2}(?:двигателя|двс|мотора|кузова|рамы|шасси)(?!\w)"
    rf"{_SIGNS}(?:[0-9a-z]{{2,6}} )?\d{{5,8}}{_ENDS}"
)
# A motor is a part too: without the word `номер` only a frame or an engine in full is its number.
_ENGINE_IN_FULL = (
    r"(?:двигатель|двс|мотор|кузов|рама|шасси)(?!\w)"
    rf"{_SIGNS}(?=[0-9]{{0,2}}[a-z])[0-9a-z]{{2,6}} \d{{7}}{_ENDS}"
)
_ANY_LABELLED = f"{_CONTRACT}|{_PAPERS}|{_CITY_PHONE}|{_ENGINE_OR_BODY}|{_ENGINE_IN_FULL}"
_LABELLED = re.compile(rf"(?<!\w)(?:{_ANY_LABELLED})")


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


def claim_not_parts(words: Words, claims: Claims, knowledge: PartNumberKnowledge) -> None:
    """Claim links, dates, prices and the like, then numbers of papers, city phones and engines."""
    for index, start in enumerate(words.starts):
        end = knowledge.not_part_end(words.small, start)
        if end:
            claims.claim(index, min(words.at(end - 1) + 1, len(words)))
    for labelled in _LABELLED.finditer(words.small):
        claims.claim(words.at(labelled.start()), min(words.at(labelled.end() - 1) + 1, len(words)))
