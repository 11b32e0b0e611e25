"""Put words together to names: which orders people use and which words fit each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from engine.facts.name_tokens import NameToken, capitalised
from engine.facts.name_words import Form
from engine.session import Contact

Strength = Literal[
    "full", "initials", "known", "likely", "called", "guessed", "ordinary", "foreign", "alone"
]
"""How sure a name is, from three parts that fit to one word alone; earlier is surer."""

STRENGTHS: tuple[Strength, ...] = (
    "full",
    "initials",
    "known",
    "likely",
    "called",
    "guessed",
    "ordinary",
    "foreign",
    "alone",
)
_PARTS = ("last_name", "first_name", "middle_name")
_LAST, _FIRST, _MIDDLE = _PARTS
_THREE = ((_LAST, _FIRST, _MIDDLE), (_FIRST, _MIDDLE, _LAST))
_TWO = ((_LAST, _FIRST), (_FIRST, _LAST), (_FIRST, _MIDDLE))
_NOMINATIVE = ("nomn",)
_WITHOUT_PREPOSITION = ("nomn", "gent", "datv", "accs")
_AFTER_PREPOSITION = ("accs", "gent", "datv", "nomn")


@dataclass(frozen=True)
class FoundName:
    """A name over words first..last, the last not included."""

    contact: Contact
    strength: Strength
    first: int
    last: int
    nominative: bool = True
    place: bool = False
    """It may as well be a city."""
    sure: bool = True
    """The first name is hardly ever another word."""

    @property
    def rank(self) -> tuple[int, bool, int]:
        return STRENGTHS.index(self.strength), not self.sure, self.first


def find_names(run: Sequence[NameToken], *, after_preposition: frozenset[int]) -> list[FoundName]:
    """Return every name that could be read in a run of words."""
    found: list[FoundName] = []
    for start, token in enumerate(run):
        after = token.first in after_preposition
        tokens = run[start:]
        found.extend(_of_parts(tokens[:3], _THREE, after=after))
        found.extend(_of_parts(tokens[:2], _TWO, after=after))
        found.extend(_with_initials(tokens[:3]))
        found.extend(_of_parts(tokens[:1], ((_FIRST,), (_LAST,)), after=after))
    found.extend(_foreign(run))
    return found


def _of_parts(
    tokens: Sequence[NameToken], orders: Sequence[Sequence[str]], *, after: bool
) -> Iterator[FoundName]:
    for order in orders:
        if len(tokens) != len(order):
            continue
        agreed = _agree(tokens, order, _cases(order, after=after))
        if agreed is None:
            continue
        case, parts = agreed
        by_part = dict(zip(order, tokens, strict=True))
        yield FoundName(
            Contact(**parts),
            _strength(by_part),
            tokens[0].first,
            tokens[-1].last,
            nominative=case == "nomn",
            place=len(tokens) == 1 and tokens[0].readings.place,
            sure=_is_sure(by_part),
        )


def _is_sure(by_part: dict[str, NameToken]) -> bool:
    if _FIRST in by_part:
        return by_part[_FIRST].readings.surely_first
    return by_part[_LAST].readings.surely_last


def _cases(order: Sequence[str], *, after: bool) -> Sequence[str]:
    if after:
        return _AFTER_PREPOSITION
    return _WITHOUT_PREPOSITION if len(order) == len(_PARTS) else _NOMINATIVE


def _strength(by_part: dict[str, NameToken]) -> Strength:
    if len(by_part) == 1:
        return "alone"
    surname = by_part[_LAST].readings.surname if _LAST in by_part else "none"
    if len(by_part) == len(_PARTS):
        return "likely" if surname == "ordinary" else "full"
    if surname == "none":
        return "called"
    return surname


def _agree(
    tokens: Sequence[NameToken], order: Sequence[str], cases: Sequence[str]
) -> tuple[str, dict[str, str]] | None:
    """Find the case and gender that all parts share."""
    forms: list[tuple[Form, ...]] = []
    for part, token in zip(order, tokens, strict=True):
        possible = _forms_as(part, token)
        if not possible:
            return None
        forms.append(possible)
    for case in cases:
        for gender in ("masc", "femn"):
            fitting = [
                next((form for form in some if (form.case, form.gender) == (case, gender)), None)
                for some in forms
            ]
            if None not in fitting:
                told = {
                    part: _spelt(token, form)
                    for part, token, form in zip(order, tokens, fitting, strict=True)
                    if form is not None
                }
                return case, told
    return None


def _forms_as(part: str, token: NameToken) -> tuple[Form, ...]:
    readings = token.readings
    if part == _LAST:
        return readings.last
    return readings.first if part == _FIRST else readings.middle


def _spelt(token: NameToken, form: Form) -> str:
    return capitalised(token.written if form.case == "nomn" else form.nominative)


def _with_initials(tokens: Sequence[NameToken]) -> Iterator[FoundName]:
    """Read `Иванов И.И.` and `И.И. Иванов`."""
    marks = [token.initial for token in tokens]
    for size in (3, 2):
        if len(tokens) < size or sum(marks[:size]) != size - 1 or not (marks[0] ^ marks[size - 1]):
            continue
        surname = tokens[0] if not marks[0] else tokens[size - 1]
        if surname.readings.surname not in {"known", "guessed"}:
            continue
        initials = [token.written for token in tokens[:size] if token.initial]
        contact = Contact(capitalised(surname.written), *initials)
        yield FoundName(contact, "initials", tokens[0].first, tokens[size - 1].last)
        return


def _foreign(run: Sequence[NameToken]) -> Iterator[FoundName]:
    """Read `John Smith`: no dictionary knows it, so the whole run must look like a name."""
    if len(run) not in {2, 3} or not all(token.latin for token in run):
        return
    first, *others, last = run
    if first.readings.surname == "known" != last.readings.surname:
        first, last = last, first
    yield FoundName(
        Contact(
            capitalised(last.written),
            capitalised(first.written),
            capitalised(others[0].written) if others else None,
        ),
        "foreign",
        run[0].first,
        run[-1].last,
        sure=all(token.capital for token in run),
    )
