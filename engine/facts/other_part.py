"""Notice another part beside the offers taken: `четвертый и болты к нему`."""

from engine.facts.choice import Choice
from engine.facts.morphology import parses
from engine.facts.said import Said

_AND = frozenset({"и", "плюс", "еще", "также", "да"})


def names_another_part(said: Said, choice: Choice) -> bool:
    """Say whether a part is added by its name to what is taken."""
    if choice.kind not in {"one", "several"}:
        return False
    words = said.words.lower
    parts = said.places.of("part_words") - said.places.of("analog_named", "original_named")
    return any(_is_added(words, place) for place in parts if place - 1 not in parts)


def _is_added(words: tuple[str, ...], place: int) -> bool:
    before = place - 1
    if before > 0 and words[before] not in _AND and _is_adjective(words[before]):
        before -= 1
    return before >= 0 and words[before] in _AND


def _is_adjective(word: str) -> bool:
    tag = parses(word)[0].tag
    return str(tag.POS) == "ADJF" and "Anum" not in tag and "Apro" not in tag
