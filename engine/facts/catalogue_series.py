"""Tell numbers of the series that makers of replacement parts sell under: `OC 90`, `6PK1813`."""

import re
from typing import Literal

SeriesKind = Literal["distinct", "alike"]
"""distinct: nothing else is called so; alike: cars and engines have names of this form too."""

# A number ends where nothing more is glued to it.
_ENDS = r"(?![0-9A-Z]|[-./][0-9A-Z])"
_GAP = "[ -]?"
_DISTINCT = (
    rf"O[CXP]{_GAP}\d{{2,4}}(?:/\d{{1,2}})?(?: ?D\d?)?",
    # LX 470 and LX 570 are cars of Lexus.
    rf"LX{_GAP}(?!(?:4[567]0|5[07]0|[67]00)(?!\d|/))\d{{2,4}}(?:/\d{{1,2}})?(?: ?D)?",
    rf"(?:L[AO]|LAK|K[LCX]|W[KP]){_GAP}\d{{2,4}}(?:/\d{{1,3}})?(?: ?[DXZ])?",
    rf"W{_GAP}\d{{2,4}}/\d{{1,3}}",
    rf"(?:HU|PU){_GAP}\d{{3,5}}(?:/\d{{1,2}})?(?: ?[A-Z])?",
    rf"CUK?{_GAP}\d{{2,5}}(?:[ /-]\d{{1,3}})?",
    r"C ?\d{2} ?(?!000)\d{3}(?:/\d{1,2})?",
    rf"(?:OE|PP|PE|AP|AK|AM|AR){_GAP}\d{{3}}/\d{{1,2}}[A-Z]?",
    r"\d{1,2} ?PK ?\d{3,4}",
    r"[A-Z]{1,5}R\d[A-Z]{1,4}(?:[- ]?\d{1,2})?",
)
_ALIKE = (
    # W 211 and its like are bodies of Mercedes, C 200 a car of theirs.
    rf"W{_GAP}(?![12]\d\d(?!\d)|4[46]\d|63\d|90\d)\d{{3,4}}",
    r"[CO]-(?!(?:1[68]|2[0-8]|3[025]|4[05])0)\d{3}[A-Z]?",
    rf"(?:AP|PP|AK|AM){_GAP}\d{{3}}",
)
_KINDS: tuple[tuple[SeriesKind, re.Pattern[str]], ...] = (
    ("distinct", re.compile(f"(?:{'|'.join(_DISTINCT)}){_ENDS}")),
    ("alike", re.compile(f"(?:{'|'.join(_ALIKE)}){_ENDS}")),
)


def series_end(run: str, start: int) -> tuple[int, SeriesKind | None]:
    """Return where a number of a series that starts at `start` ends and its kind, else 0."""
    for kind, pattern in _KINDS:
        found = pattern.match(run, start)
        if found:
            return found.end(), kind
    return 0, None
