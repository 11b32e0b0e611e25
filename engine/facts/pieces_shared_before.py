"""Share out pieces told before offers were shown among several that are taken without a count."""

from engine.facts.choice import Choice
from engine.facts.normalise import normalise
from engine.facts.numerals import cardinal_at
from engine.facts.pairs import pair_count
from engine.facts.words import split_words
from engine.session import Session

_CLIENT = "client"
_UNITS = "шт"


def with_pieces_shared(choice: Choice, session: Session) -> Choice:
    """`нужно два фильтра`, then `бош и манн`: one of each; any other number is asked about."""
    if session.chosen_offer_ids or choice.quantity or choice.quantities or len(choice.ids) == 1:
        return choice
    told = {(o.asked_number, o.quantity) for o in session.offers if o.id in choice.ids}
    count = min(told)[1] if len(told) == 1 else 1
    if count == 1 or not _is_told(count, session):
        return choice
    return choice._replace(quantity=1, pieces_unclear=count != len(choice.ids))


def _is_told(count: int, session: Session) -> bool:
    """Say whether the client has named so many: callers may keep other numbers with offers."""
    texts = (normalise(turn.text) for turn in session.history if turn.role == _CLIENT)
    return any(_names(count, text) for text in texts)


def _names(count: int, text: str) -> bool:
    words = split_words(text)
    glued = f"{count}{_UNITS}"
    return any(
        count in {cardinal_at(words, place), pair_count(word)} or word.startswith(glued)
        for place, word in enumerate(words.lower)
    )
