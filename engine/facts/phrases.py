"""Find phrases written as lemmas in text, all of them in one pass over the words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from engine.facts.layout import in_russian
from engine.facts.morphology import is_known
from engine.facts.phrase_syntax import GAP_WORDS, Phrase, Step, read_orders
from engine.facts.words import Words

_LONG_ENOUGH_TO_MISTYPE = 6
"""Letters: one slip in a shorter word makes another word too easily."""

_EDGE_LETTERS = 2
"""Letters at either end of a long word; one slip, a swap in the middle too, spoils one end only."""

_HYPHEN = "-"

_MISTYPED_KEPT = 5_000
"""Words remembered with what they were meant to be."""


class Hit(NamedTuple):
    """Where the phrase of a key was found: words first..last, the last not included.

    A tuple, for half a dozen are made for every message.
    """

    key: str
    first: int
    last: int


@dataclass(frozen=True)
class _Beginnings:
    """The phrases that may begin at a word, sorted by what must follow it."""

    alone: tuple[str, ...]
    """Keys of phrases that are this one word wherever it stands."""
    bounded: tuple[tuple[str, Phrase], ...]
    """Phrases of one word that stands at the start or the end of a clause."""
    followed: Mapping[str, tuple[tuple[str, Phrase], ...]]
    """By a lemma of their second word."""


@dataclass(frozen=True)
class _Known:
    """A word that some phrase holds."""

    lemmas: tuple[str, ...]
    begins: _Beginnings | None


class PhraseIndex:
    """All phrases of a lexicon by the forms of their words, ready to be looked up."""

    def __init__(
        self, phrases: Iterable[tuple[str, str]], *, spoken: Mapping[str, str] | None = None
    ) -> None:
        compiled = [(key, phrase) for key, written in phrases for phrase in read_orders(written)]
        beginning: dict[str, list[tuple[str, Phrase]]] = {}
        for entry in compiled:
            for first in entry[1].steps[0].lemmas:
                beginning.setdefault(first, []).append(entry)
        forms = _lemmas_by_form(phrase for _, phrase in compiled)
        for said, meant in (spoken or {}).items():
            forms.setdefault(said, set()).update(forms.get(meant, ()))
        known_by_lemmas: dict[tuple[str, ...], _Known] = {}
        self._known: dict[str, _Known] = {}
        for form, found in forms.items():
            lemmas = tuple(sorted(found))
            if lemmas not in known_by_lemmas:
                known_by_lemmas[lemmas] = _Known(lemmas, _begun_by(lemmas, beginning))
            self._known[form] = known_by_lemmas[lemmas]
        self._forms_by_edge: dict[str, list[str]] = {}
        for form in forms:
            if len(form) >= _LONG_ENOUGH_TO_MISTYPE:
                for edge in _edges(form):
                    self._forms_by_edge.setdefault(edge, []).append(form)
        self._mistyped: dict[str, str] = {}

    def knows(self, form: str) -> bool:
        """Say whether some phrase holds a word in this form."""
        return form in self._known

    def find(self, words: Words) -> list[Hit]:
        """Return every phrase found, in order of place."""
        known = [
            self._known.get(word) or self._known_if_meant(word, words, index)
            for index, word in enumerate(words.lower)
        ]
        lemmas = [word.lemmas if word else () for word in known]
        hits: list[Hit] = []
        for first, word in enumerate(known):
            if word is None or word.begins is None:
                continue
            hits += [Hit(key, first, first + 1) for key in word.begins.alone]
            possible = word.begins.bounded
            if word.begins.followed:
                possible += _possible(
                    word.begins.followed, lemmas[first + 1 : first + 2 + GAP_WORDS]
                )
            for key, phrase in possible:
                last = _match(phrase, lemmas, words.breaks, first)
                if last:
                    hits.append(Hit(key, first, last))
        return hits

    def _known_if_meant(self, word: str, words: Words, index: int) -> _Known | None:
        """Look up what was probably meant: the word in the other layout, or but for one slip."""
        if word.isascii():
            meant = None if word.isdecimal() else self._known.get(in_russian(word))
            return None if meant and _is_glued_to_digits(words, index) else meant
        if len(word) < _LONG_ENOUGH_TO_MISTYPE or not word.isalpha() or is_known(word):
            return None
        return self._known.get(self._nearest(word))

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


def _lemmas_by_form(phrases: Iterable[Phrase]) -> dict[str, set[str]]:
    # Most words stand in many phrases, with the same forms: each is spread out once.
    words = {word for phrase in phrases for step in phrase.steps for word in step.forms.items()}
    found: dict[str, set[str]] = {}
    for lemma, forms in words:
        for form in forms:
            found.setdefault(form, set()).add(lemma)
    return found


def _is_glued_to_digits(words: Words, index: int) -> bool:
    """`2GR-FE`: the letters belong to the code, and are no Russian word in the other layout."""
    before = index - 1 in words.with_digits and words.separator(index) == _HYPHEN
    return before or (index + 1 in words.with_digits and words.separator(index + 1) == _HYPHEN)


def _begun_by(
    lemmas: tuple[str, ...], beginning: Mapping[str, list[tuple[str, Phrase]]]
) -> _Beginnings | None:
    """Sort the phrases that begin with a word of these lemmas; None when there are none."""
    begun = dict.fromkeys(entry for lemma in lemmas for entry in beginning.get(lemma, ()))
    if not begun:
        return None
    alone: dict[str, None] = {}
    bounded: list[tuple[str, Phrase]] = []
    followed: dict[str, list[tuple[str, Phrase]]] = {}
    for entry in begun:
        key, phrase = entry
        if len(phrase.steps) > 1:
            for lemma in phrase.steps[1].lemmas:
                followed.setdefault(lemma, []).append(entry)
        elif phrase.at_start or phrase.at_end:
            bounded.append(entry)
        else:
            alone[key] = None
    by_lemma = {lemma: tuple(entries) for lemma, entries in followed.items()}
    return _Beginnings(tuple(alone), tuple(bounded), by_lemma)


def _possible(
    followed: Mapping[str, tuple[tuple[str, Phrase], ...]], after: Sequence[tuple[str, ...]]
) -> tuple[tuple[str, Phrase], ...]:
    """Return the phrases of several words that the lemmas of the next ones do not rule out."""
    found = [followed[lemma] for lemmas in after for lemma in lemmas if lemma in followed]
    if not found:
        return ()
    if len(found) == 1:
        return found[0]
    # What a phrase waits for may stand twice within its reach.
    return tuple({id(entry): entry for entries in found for entry in entries}.values())


def _edges(word: str) -> tuple[str, str]:
    """Return both ends of a word: one slip in a long word leaves one of them as it is."""
    return "^" + word[:_EDGE_LETTERS], word[-_EDGE_LETTERS:] + "$"


def _nearness(form: str, word: str) -> tuple[bool, int, str]:
    """Order forms: as long as the word first, then shorter, then longer ones."""
    return len(form) != len(word), len(form), form


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
