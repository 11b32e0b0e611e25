"""Notice that the client talks of something else than parts."""

from engine.facts.clauses import Clauses
from engine.facts.morphology import is_known, parses
from engine.facts.said import Said

_SHORTEST = 3
_FEWEST_WORDS = 3
_CONTENT = frozenset({"NOUN", "INFN"})
_STAGES_OF_LANDMARKS = frozenset({"CONTACT", "ADDRESS", "FINAL"})
_OTHER_BUSINESS = "other_business"
_NO_OTHER = ("part_words", "vin_words")
_SALE = ("objection_delivery", "choose_words", "order_state_words")
_OURS = frozenset(
    {"part_words", "domain_words", "wants_part", "asks_stock", "order_words", "bought_words"}
)
"""Words that make a message one about parts, whatever else it speaks of."""
_NEAR_A_SALE = frozenset(
    {"about_offers", "acquired_words", "answer_order", "elsewhere_words", "photo_words", "will_not"}
)
"""Words of buyers, beside which a single foreign word tells nothing."""
_OF_ANYTHING = frozenset(
    {
        "count_words",
        "document_words",
        "feature_words",
        "fell_short_words",
        "fewer_pieces_words",
        "for_us_words",
        "got_words",
        "long_ago_words",
        "more_pieces_words",
        "no_pieces_words",
        "other_people",
        "went_wrong_words",
    }
)
"""Words that matter beside numbers and offers only and may be said of any subject."""


def is_other_business(said: Said, *, stage: str) -> bool:
    """Say whether other goods or services are all that is spoken of: no part, no car, no sale.

    Where an address is awaited, a chemist's or a hotel is a landmark.
    """
    return stage not in _STAGES_OF_LANDMARKS and is_all_said(said, _OTHER_BUSINESS)


def is_all_said(said: Said, subject: str) -> bool:
    """Say whether a subject beside ours is spoken of and no part, no car and no sale is."""
    if not said.says(subject) or said.places.any_of(*_NO_OTHER):
        return False
    if said.names.makes or said.names.brands:
        return False
    # `сколько ждать, помидоры на дачу везти`: the sale is spoken of, and why.
    return not any(
        said.places.within(clause, *_SALE) and not said.places.within(clause, subject)
        for clause in Clauses(said.words)
    )


def count_foreign_words(said: Said, *, numbers: frozenset[int]) -> int:
    """Count nouns and infinitives that no phrase, no name and no number covers.

    There are none in a message that speaks of parts, cars or orders as well, or hardly says a word.
    One such word beside words of buyers is none: `на рынке взял подделку`.
    `numbers` are indexes of words that belong to part numbers, VINs, phones or order numbers.
    """
    words = said.words
    if len(words) < _FEWEST_WORDS:
        return 0
    if said.names.makes or said.names.brands or not _OURS.isdisjoint(said.keys):
        return 0
    covered = set(numbers)
    for hit in said.hits:
        if hit.key not in _OF_ANYTHING:
            covered.update(range(hit.first, hit.last))
    left = (word for index, word in enumerate(words.lower) if index not in covered)
    count = sum(map(_is_content, left))
    return 0 if count == 1 and not _NEAR_A_SALE.isdisjoint(said.keys) else count


def _is_content(word: str) -> bool:
    if len(word) < _SHORTEST or word.isascii() or not is_known(word):
        return False
    return str(parses(word)[0].tag.POS) in _CONTENT
