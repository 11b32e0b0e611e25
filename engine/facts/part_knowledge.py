"""What is known of part numbers: shapes by make, brands, and numbers that are something else."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from engine.facts.phrases import Hit, PhraseIndex
from engine.facts.words import Words

# A written number ends where nothing more is glued to it.
_NUMBER_ENDS = r"(?![0-9A-Z]|[-./][0-9A-Z])"
_NOTHING = re.compile(r"(?!)")
_FEW_DIGITS = range(4, 6)
"""As many as a price has."""

_MAKE, _BRAND, _MODEL = "make ", "brand ", "model "

SeriesKind = Literal["distinct", "alike"]
"""distinct: nothing else is called so; alike: cars and engines have names of this form too."""

_SERIES_KINDS: tuple[SeriesKind, ...] = ("distinct", "alike")


@dataclass(frozen=True)
class Make:
    """A car maker: its names, its numbers without separators and the way it writes them."""

    name: str
    aliases: tuple[str, ...]
    shapes: tuple[str, ...]
    written: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    """Phrases that name cars of it and read as pieces too: `x5`."""


@dataclass(frozen=True)
class Brand:
    """A maker of replacement parts; `written` is how numbers look right after its name."""

    name: str
    aliases: tuple[str, ...]
    written: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Series:
    """Short numbers that makers of replacement parts sell under: `OC 90`, `6PK1813`."""

    name: str
    kind: SeriesKind
    shapes: tuple[str, ...]
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotPart:
    """A number that is something else: a pattern over the lower-case text with one such."""

    name: str
    pattern: str
    examples: tuple[str, ...] = ()


class NameHits(NamedTuple):
    """Makes and brands named in a text, with their places, and cars that read as pieces."""

    makes: tuple[Hit, ...] = ()
    brands: tuple[Hit, ...] = ()
    models: tuple[Hit, ...] = ()


class PartNumberKnowledge:
    """The number shapes, names and exclusions of one ruleset version, compiled."""

    def __init__(
        self,
        *,
        makes: Iterable[Make],
        plausible: Iterable[str] = (),
        brands: Iterable[Brand] = (),
        series: Iterable[Series] = (),
        not_parts: Iterable[NotPart] = (),
    ) -> None:
        self.makes, self.brands = tuple(makes), tuple(brands)
        self.series, self.not_parts = tuple(series), tuple(not_parts)
        self._not_part = _any_of(kind.pattern for kind in self.not_parts)
        self._shape = _any_of(shape for make in self.makes for shape in make.shapes)
        self._written = _any_of(_longest_first(self.makes), suffix=_NUMBER_ENDS)
        self._plausible = _any_of(plausible)
        self._after_brand = {
            brand.name: _any_of(brand.written, suffix=_NUMBER_ENDS) for brand in self.brands
        }
        self._series = [(kind, _of_series(self.series, kind)) for kind in _SERIES_KINDS]
        self._names = PhraseIndex(
            [
                *((_MAKE + make.name, alias) for make in self.makes for alias in make.aliases),
                *((_BRAND + brand.name, alias) for brand in self.brands for alias in brand.aliases),
                *((_MODEL + make.name, model) for make in self.makes for model in make.models),
            ]
        )

    def has_shape(self, code: str) -> bool:
        """Say whether some make numbers its parts like this."""
        return self._shape.fullmatch(code) is not None

    def is_plausible(self, code: str) -> bool:
        """Say whether letters and digits are mixed as in part numbers of no listed make."""
        return self._plausible.fullmatch(code) is not None

    def written_end(self, run: str, start: int) -> int:
        """Return where a number written in groups that starts at `start` ends, else 0."""
        found = self._written.match(run, start)
        return found.end() if found else 0

    def branded_end(self, run: str, start: int, *, brand: str) -> int:
        """Return where a number as this brand writes it ends, else 0."""
        found = self._after_brand[brand].match(run, start)
        return found.end() if found else 0

    def is_strange_to(self, brand: str, code: str) -> bool:
        """Say whether few digits are unlike all that is known of how a brand writes numbers."""
        known = self._after_brand[brand]
        few = code.isdecimal() and len(code) in _FEW_DIGITS
        return few and known is not _NOTHING and known.match(code) is None

    def series_end(self, run: str, start: int) -> tuple[int, SeriesKind | None]:
        """Return where a number of a series that starts at `start` ends and its kind, else 0."""
        for kind, pattern in self._series:
            found = pattern.match(run, start)
            if found:
                return found.end(), kind
        return 0, None

    def not_part_end(self, small: str, start: int) -> int:
        """Return where a number that is something else and starts at `start` ends, else 0."""
        found = self._not_part.match(small, start)
        return found.end() if found else 0

    def find_names(self, words: Words) -> NameHits:
        """Find makes, brands and models; their hits carry plain names as keys."""
        found: dict[str, list[Hit]] = {_MAKE: [], _BRAND: [], _MODEL: []}
        for hit in self._names.find(words):
            kind, space, name = hit.key.partition(" ")
            found[kind + space].append(Hit(name, hit.first, hit.last))
        return NameHits(*map(tuple, found.values()))


def _any_of(patterns: Iterable[str], *, suffix: str = "") -> re.Pattern[str]:
    alternatives = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(f"(?:{alternatives}){suffix}", re.MULTILINE) if alternatives else _NOTHING


def _of_series(series: Iterable[Series], kind: SeriesKind) -> re.Pattern[str]:
    shapes = (shape for one in series if one.kind == kind for shape in one.shapes)
    return _any_of(shapes, suffix=_NUMBER_ENDS)


def _longest_first(makes: tuple[Make, ...]) -> list[str]:
    # Regex alternatives are tried in order; the shorter way of writing may begin the longer one.
    written = {pattern for make in makes for pattern in make.written}
    return sorted(written, key=lambda pattern: (-len(pattern), pattern))
