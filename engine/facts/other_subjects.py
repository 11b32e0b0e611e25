"""Notice words that the lexicon does not have: the client talks of something else."""

from engine.facts.morphology import is_known, parses
from engine.facts.said import Said

_SHORTEST = 3
_CONTENT = frozenset({"NOUN", "INFN"})
_OURS = frozenset(
    {"part_words", "domain_words", "wants_part", "asks_stock", "order_words", "bought_words"}
)
"""Words that make a message one about parts, whatever else it speaks of."""
_OF_ANYTHING = frozenset(
    {
        "count_words",
        "document_words",
        "feature_words",
        "fell_short_words",
        "fewer_pieces_words",
        "got_words",
        "more_pieces_words",
        "no_pieces_words",
    }
)
"""Words that matter beside numbers and offers only and may be said of any subject."""


def count_foreign_words(said: Said, *, numbers: frozenset[int]) -> int:
    """Count nouns and infinitives that no phrase, no name and no number covers.

    There are none in a message that speaks of parts, cars or orders as well.
    `numbers` are indexes of words that belong to part numbers, VINs, phones or order numbers.
    """
    words = said.words
    if said.names.makes or said.names.brands or not _OURS.isdisjoint(said.keys):
        return 0
    covered = set(numbers)
    for hit in said.hits:
        if hit.key not in _OF_ANYTHING:
            covered.update(range(hit.first, hit.last))
    return sum(_is_content(word) for index, word in enumerate(words.lower) if index not in covered)


def _is_content(word: str) -> bool:
    if len(word) < _SHORTEST or word.isascii() or not is_known(word):
        return False
    return str(parses(word)[0].tag.POS) in _CONTENT
