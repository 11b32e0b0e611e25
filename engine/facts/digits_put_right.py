"""Hear a digit of pieces after a choice that more is said beside: `не 1 а 2`, `2, самовывоз`."""

from engine.facts.choice import Choice
from engine.facts.clauses import Clauses
from engine.facts.digit_in_doubt import number_alone
from engine.facts.hearing import JOINING
from engine.facts.numerals import cardinal_at
from engine.facts.said import Said
from engine.session import Session

_IDLE = (
    *("choose_words", "confirm_words", "correction_words", "filler_words", "need_words"),
    *("polite_words", "prefer_words", "taking_words", "selling_words", "swap_words"),
)
_ASKING_FOR = ("choose_words", "need_words", "prefer_words", "taking_words", "selling_words")
_ASIDE = JOINING - {"или", "либо", "еще", "плюс"}
_NOT, _BUT, _INSTEAD = "не", "а", "вместо"
_MOST = 50


def told_instead(choice: Choice, said: Said, session: Session) -> Choice | None:
    """Return what is told instead: `не 1 а 2` of the one piece chosen; None where nothing is."""
    counts = _counts(choice, said)
    for kept, back in _pairs(said, counts):
        if _says_only(said, _run(said, (kept, back)), {kept, back}):
            return _instead(said, session, kept, back)
    return None


def with_digit_in_clause(choice: Choice, said: Said, session: Session) -> Choice:
    """Return the choice with the digit to ask about that stands in a clause of its own."""
    if choice.kind != "none" or session.stage not in {"CONTACT", "ADDRESS"}:
        return choice
    pairs = _pairs(said, _counts(choice, said))
    if pairs and _says_only(said, _run(said, pairs[0]), set(pairs[0])):
        return Choice("unclear", digit=cardinal_at(said.words, pairs[0][0]) or 0)
    counts = _counts(choice, said)
    alone = (p for p in counts if _counts_alone(said, p, session))
    place = next(alone, counts[0] if _opens_alone(said, counts, session) else None)
    return choice if place is None else Choice("unclear", digit=cardinal_at(said.words, place) or 0)


def with_count_of_several(choice: Choice, said: Said, session: Session) -> Choice:
    """Ask how many of each where several are chosen: `2`, `сделайте 3`."""
    if choice.kind != "none" or choice.dropped or session.stage not in {"CONTACT", "ADDRESS"}:
        return choice
    counted = any(_counts_alone(said, place, session) for place in _counts(choice, said))
    alone = session.stage == "CONTACT" and number_alone(said) and not choice.asked
    return Choice("unclear", pieces_unclear=True) if counted or alone else choice


def _counts(choice: Choice, said: Said) -> list[int]:
    words = said.words
    if choice.quantity or choice.quantities or choice.digit or "?" in words.text:
        return []
    return [p for p in range(len(words)) if 0 < (cardinal_at(words, p) or 0) <= _MOST]


def _pairs(said: Said, counts: list[int]) -> list[tuple[int, int]]:
    """Return the count that stays and the one taken back: `не 1 а 2`, `2 вместо 1`."""
    lower = said.words.lower
    pairs = []
    for one in counts:
        if lower[one - 1] == _NOT and one and lower[one + 1 : one + 2] == (_BUT,):
            pairs += [(two, one) for two in counts if two == one + 2]
        if lower[one + 1 : one + 2] == (_INSTEAD,):
            pairs += [(one, two) for two in counts if two == one + 2]
    return pairs


def _instead(said: Said, session: Session, kept: int, back: int) -> Choice | None:
    """Pieces are meant where so many are in the order, and no offer of that number is."""
    chosen = next(o for o in session.offers if o.id in session.chosen_offer_ids)
    count, was = (cardinal_at(said.words, place) or 0 for place in (kept, back))
    if was == chosen.id:
        return None
    return Choice(quantity=count) if was == chosen.quantity else Choice("unclear", digit=count)


def _counts_alone(said: Said, place: int, session: Session) -> bool:
    """`сделайте 3`, `2, самовывоз`, `хочу 2, Псков Мира 5`; a bare `5, Псков` is a house."""
    clause = _run(said, (place,))
    asked_for = not said.places.of(*_ASKING_FOR).isdisjoint(clause)
    fetched = session.stage == "ADDRESS" and said.places.any_of("pickup_words")
    awaits_house = session.address is not None or session.pending_clarification is not None
    digit = said.words.lower[place].isdecimal()
    return (
        digit and (asked_for or fetched) and not awaits_house and _says_only(said, clause, {place})
    )


def _opens_alone(said: Said, counts: list[int], session: Session) -> bool:
    """`2, Сорокина Елена 89035556677`: no house opens a message."""
    if (
        session.stage != "CONTACT"
        or len(counts) != 1
        or not said.words.lower[counts[0]].isdecimal()
    ):
        return False
    clause = _run(said, (counts[0],))
    return (
        clause.start == 0 and clause.stop < len(said.words) and _says_only(said, clause, {*counts})
    )


def _run(said: Said, places: tuple[int, ...]) -> range:
    clauses = [Clauses(said.words).of(place) for place in places]
    return range(min(c.start for c in clauses), max(c.stop for c in clauses))


def _says_only(said: Said, clause: range, told: set[int]) -> bool:
    idle, lower = said.places.of(*_IDLE) | told, said.words.lower
    aside = _ASIDE | {_INSTEAD}
    return all(p in idle or lower[p] in aside for p in clause)
