"""Find phrases written as lemmas in text, all of them in one pass over the words.

Every grammatical form of every word is worked out when phrases are compiled, so that reading a
message is one dictionary lookup per word, whatever the message says.
"""

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from engine.facts.layout import in_russian
from engine.facts.morphology import is_known, parses
from engine.facts.words import Words

_LONG_ENOUGH_TO_MISTYPE = 6
"""Letters: one slip in a shorter word makes another word too easily."""

_EDGE_LETTERS = 2
"""Letters at either end of a long word; one slip, a swap in the middle too, spoils one end only."""

_MISTYPED_KEPT = 5_000
"""Words remembered with what they were meant to be."""

GAP_WORDS = 2
"""Words that `..` may stand for."""

_LIKELY = 0.1
_ANYTHING = ("",)
_ATOM = re.compile(r"=?[а-яёa-z0-9]+(?:\|=?[а-яёa-z0-9]+)*")


class PhraseUnclear(ValueError):  # noqa: N818 - named for what is wrong, as in engine/errors.py
    """Raised when a phrase does not follow the syntax; the message says what to write."""


@dataclass(frozen=True)
class Step:
    """One word of a phrase: the lemmas it may have and what may stand before it."""

    lemmas: frozenset[str]
    forms: Mapping[str, frozenset[str]]
    """Every lemma with the forms it is recognised by."""
    gap: int = 0
    comma: bool = False


@dataclass(frozen=True)
class Phrase:
    """A compiled phrase.

    Syntax: words stand for all their forms, `=word` for exactly this form, `a|b` for either and
    `=a|b` for either exactly, `..` for up to two words, `,` for the end of a clause, `^` and `$`
    for its start and end; `&` is split by `read_orders` before.
    """

    steps: tuple[Step, ...]
    at_start: bool = False
    at_end: bool = False

    def forms(self) -> Iterator[tuple[str, str]]:
        """Return every form of every word beside its lemma."""
        for step in self.steps:
            for lemma, forms in step.forms.items():
                yield from ((lemma, form) for form in forms)


@dataclass(frozen=True)
class Hit:
    """Where the phrase of a key was found: words first..last, the last not included."""

    key: str
    first: int
    last: int


class PhraseIndex:
    """All phrases of a lexicon by the lemmas of their first words, then of words right after."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._starting: dict[str, dict[str, list[tuple[str, Phrase]]]] = {}
        forms: dict[str, set[str]] = {}
        for key, phrase in ((key, p) for key, written in phrases for p in read_orders(written)):
            for first, second in itertools.product(phrase.steps[0].lemmas, _right_after(phrase)):
                followed = self._starting.setdefault(first, {})
                followed.setdefault(second, []).append((key, phrase))
            for lemma, form in phrase.forms():
                forms.setdefault(form, set()).add(lemma)
        self._lemmas = {form: tuple(sorted(lemmas)) for form, lemmas in forms.items()}
        self._forms_by_edge: dict[str, list[str]] = {}
        for form in forms:
            if len(form) >= _LONG_ENOUGH_TO_MISTYPE:
                for edge in _edges(form):
                    self._forms_by_edge.setdefault(edge, []).append(form)
        self._mistyped: dict[str, str] = {}

    def find(self, words: Words) -> list[Hit]:
        """Return every phrase found, in order of place."""
        known = self._lemmas
        lemmas = [known.get(word) or known.get(self._meant(word), ()) for word in words.lower]
        hits: list[Hit] = []
        for first, own in enumerate(lemmas):
            if not own:
                continue
            following = lemmas[first + 1] if first + 1 < len(lemmas) else ()
            for key, phrase in self._beginning(own, following):
                last = _match(phrase, lemmas, words.breaks, first)
                if last:
                    hits.append(Hit(key, first, last))
        return hits

    def _meant(self, word: str) -> str:
        """Return the word that was probably meant: in the other layout, but for one slip."""
        if word.isascii():
            return in_russian(word)
        if len(word) < _LONG_ENOUGH_TO_MISTYPE or not word.isalpha() or is_known(word):
            return ""
        return self._nearest(word)

    def _nearest(self, word: str) -> str:
        if word not in self._mistyped:
            if len(self._mistyped) >= _MISTYPED_KEPT:
                self._mistyped.clear()
            self._mistyped[word] = self._one_slip_away(word)
        return self._mistyped[word]

    def _one_slip_away(self, word: str) -> str:
        forms = [form for edge in _edges(word) for form in self._forms_by_edge.get(edge, ())]
        near = process.extract(word, forms, scorer=OSA.distance, score_cutoff=1, limit=None)
        meant = [str(form) for form, _, _ in near]
        return min(meant, key=lambda form: _nearness(form, word), default="")

    def _beginning(
        self, own: Iterable[str], following: Iterable[str]
    ) -> Iterator[tuple[str, Phrase]]:
        for lemma in own:
            followed = self._starting.get(lemma)
            if followed:
                for second in (*_ANYTHING, *following):
                    yield from followed.get(second, ())


def _edges(word: str) -> tuple[str, str]:
    """Return both ends of a word: one slip in a long word leaves one of them as it is."""
    return "^" + word[:_EDGE_LETTERS], word[-_EDGE_LETTERS:] + "$"


def _nearness(form: str, word: str) -> tuple[bool, int, str]:
    """Order forms: as long as the word first, then shorter, then longer ones."""
    return len(form) != len(word), len(form), form


def read_orders(written: str) -> tuple[Phrase, ...]:
    """Compile a phrase; `a & b` is both `a .. b` and `b .. a`. Raises PhraseUnclear."""
    sides = written.split(" & ")
    if len(sides) == 1:
        return (read_phrase(written),)
    if len(sides) > len(("left", "right")):
        raise PhraseUnclear("`&` stands once, between what may come in either order")
    return tuple(read_phrase(f"{first} .. {second}") for first, second in (sides, sides[::-1]))


@functools.lru_cache(maxsize=50_000)
def read_phrase(written: str) -> Phrase:
    """Compile one phrase; raises PhraseUnclear."""
    atoms = _atoms(written)
    at_start, at_end = atoms[:1] == ["^"], atoms[-1:] == ["$"]
    steps: list[Step] = []
    gap, comma = 0, False
    for atom in atoms[at_start : len(atoms) - at_end]:
        if atom in {"..", ","}:
            if not steps or gap or comma:
                raise PhraseUnclear(f"`{atom}` must stand between two words")
            gap, comma = (GAP_WORDS, False) if atom == ".." else (0, True)
        elif _ATOM.fullmatch(atom):
            forms = _forms_of_atom(atom)
            steps.append(Step(frozenset(forms), forms, gap, comma))
            gap, comma = 0, False
        else:
            raise PhraseUnclear(f"`{atom}` is neither a word nor one of = | .. , ^ $")
    if not steps or gap or comma:
        raise PhraseUnclear("a phrase starts and ends with a word")
    return Phrase(tuple(steps), at_start=at_start, at_end=at_end)


def _right_after(phrase: Phrase) -> Iterable[str]:
    """Return the lemmas one of which must follow the first word, if that is certain."""
    if len(phrase.steps) == 1 or phrase.steps[1].gap or phrase.steps[1].comma:
        return _ANYTHING
    return phrase.steps[1].lemmas


def _atoms(written: str) -> list[str]:
    return re.sub(r"(?<=[а-яёa-z0-9])-(?=[а-яёa-z0-9])", " ", written.lower()).split()


def _match(
    phrase: Phrase, lemmas: Sequence[tuple[str, ...]], breaks: Sequence[bool], first: int
) -> int:
    if phrase.at_start and not breaks[first]:
        return 0
    last = first + 1
    for step in phrase.steps[1:]:
        last = _after_step(step, lemmas, breaks, last)
        if not last:
            return 0
    return 0 if phrase.at_end and not breaks[last] else last


def _after_step(
    step: Step, lemmas: Sequence[tuple[str, ...]], breaks: Sequence[bool], position: int
) -> int:
    if position >= len(lemmas) or (step.comma and not breaks[position]):
        return 0
    for place in range(position, min(position + step.gap + 1, len(lemmas))):
        if breaks[place] and not step.comma:
            return 0
        if not step.lemmas.isdisjoint(lemmas[place]):
            return place + 1
    return 0


def _forms_of_atom(atom: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    all_exact = atom.startswith("=")
    for word in atom.replace("ё", "е").split("|"):
        exact = word.removeprefix("=")
        if all_exact or exact != word or not re.fullmatch("[а-я]+", word):
            found["=" + exact] = frozenset({exact})
        else:
            found.update(_forms_by_lemma(word))
    return found


@functools.lru_cache(maxsize=20_000)
def _forms_by_lemma(word: str) -> Mapping[str, frozenset[str]]:
    readings = parses(word)
    likely = [parse for parse in readings if parse.score >= _LIKELY] or readings[:1]
    paradigms = {(parse.normal_form, parse.tag.POS): parse for parse in likely}
    found: dict[str, frozenset[str]] = {}
    for (lemma, _), parse in paradigms.items():
        forms = {form.word.replace("ё", "е") for form in parse.lexeme}
        found[lemma] = found.get(lemma, frozenset()) | forms
    return found
