"""Read phrases as rule authors write them: lemmas, exact forms, gaps and ends of clauses.

Every grammatical form of every word is worked out here, once, so that reading a message is one
dictionary lookup per word.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.facts.morphology import parses

GAP_WORDS = 2
"""Words that `..` may stand for."""

_LIKELY = 0.1
_ATOM = re.compile(r"=?[а-яёa-z0-9]+(?:\|=?[а-яёa-z0-9]+)*")


class PhraseUnclear(ValueError):  # noqa: N818 - named for what is wrong, as in engine/errors.py
    """Raised when a phrase does not follow the syntax; the message says what to write."""


@dataclass(frozen=True)
class Step:
    """One word of a phrase: the lemmas it may have and what may stand before it."""

    lemmas: frozenset[str]
    forms: Mapping[str, frozenset[str]] = field(compare=False)
    """Every lemma with the forms it is recognised by: what the lemmas follow from anyhow."""
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


def _atoms(written: str) -> list[str]:
    return re.sub(r"(?<=[а-яёa-z0-9])-(?=[а-яёa-z0-9])", " ", written.lower()).split()


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
