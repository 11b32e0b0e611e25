"""Find a digit that may be of an offer or of pieces where the message says more than that."""

import re

from engine.facts.choice import Choice
from engine.facts.clauses import Clauses
from engine.facts.hearing import JOINING
from engine.facts.numerals import cardinal_at, count_at, is_counting_noun
from engine.facts.said import Said
from engine.session import Session

_MISTAKEN = ("misspoken_words", "regret_words")
_TAKING = ("choose_words", "taking_words", "confirm_words", "prefer_words")
_BESIDE = (*_TAKING, "correction_words", "filler_words", "need_words", "polite_words")
_ABOUT_MISTAKES = (*_BESIDE, *_MISTAKEN, "refuse_words", "swap_words", "decline_words")
_WAS = frozenset({"был", "была", "было", "это", "бы"})
_LISTED = re.compile(r"(?m)^(\d{1,2})\. ")
_SIGNS = ("№", "#", "+")
_ASKED_ABOUT = "pieces"
_IT = frozenset({"его", "ее"})
_MOST_PIECES = 50
_IDLE = (
    "choose_words",
    "confirm_words",
    "correction_words",
    "filler_words",
    "need_words",
    "polite_words",
    "prefer_words",
    "taking_words",
)
_OPTION = ("option_words", "answer_option", "number_words")
_PIECES = ("piece_words", "count_words", "answer_quantity")
_JOINTS = JOINING | {"это", "на", "бы", "б"}


def mistaken_digit(said: Said, session: Session) -> int:
    """`ошибся, нужен 3`: the number of the line that was meant, or of pieces."""
    if not said.places.any_of(*_MISTAKEN):
        return 0
    place = _only_digit(said)
    if place is None:
        return 0
    idle = said.places.of(*_ABOUT_MISTAKES) | _told_of_mistake(said, place)
    words = said.words.lower
    alone = all(p == place or p in idle or w in _WAS | JOINING for p, w in enumerate(words))
    return _shown(said, place, session) if alone else 0


def _told_of_mistake(said: Said, place: int) -> frozenset[int]:
    """`не то нажала, мне 3`: what else stands beside the mistake, in a clause of its own."""
    clauses = Clauses(said.words)
    mistakes = (p for p in said.places.of(*_MISTAKEN) if p not in clauses.of(place))
    return frozenset(p for mistake in mistakes for p in clauses.of(mistake))


def is_beside_data(said: Said, number: int) -> bool:
    """`самовывоз, давайте 2` after a choice: nothing says that an offer is meant."""
    words = said.words
    places = [p for p, word in enumerate(words.lower) if word == str(number)]
    if len(places) != 1 or words.text[: words.starts[places[0]]].rstrip().endswith(_SIGNS):
        return False
    clause = _run(said, places[0])
    closed = clause.stop == len(words) or words.breaks[clause.stop]
    return closed and not said.places.any_of("option_words")


def only_offer_spoken_of(session: Session) -> int:
    """Return the only offer that the last reply lists or counts pieces of, or 0."""
    pending = session.pending_clarification
    if pending and pending.kind == _ASKED_ABOUT and len(pending.options) == 1:
        return int(pending.options[0])
    listed = {int(number) for number in _LISTED.findall(session.last_reply or "")}
    return listed.pop() if len(listed) == 1 else 0


def number_alone(said: Said) -> int:
    """`2`, `давайте две`: nothing else is told; `№2` and `+2` say what they are."""
    words = said.words
    counts = {place: count_at(words, place) for place in range(len(words))}
    told = [place for place, count in counts.items() if count]
    if len(told) != 1 or not _says_only(said, frozenset(told)):
        return 0
    signed = words.text[: words.starts[told[0]]].rstrip().endswith(_SIGNS)
    return 0 if signed else counts[told[0]] or 0


def count_of_it(said: Said) -> int:
    """`давайте его 2`: beside a pronoun a number alone counts pieces."""
    words = said.words
    it = frozenset(place for place, word in enumerate(words.lower) if word in _IT)
    told = [p for p in range(len(words)) if it and cardinal_at(words, p)]
    if len(told) != 1 or "?" in words.text or not _says_only(said, it.union(told)):
        return 0
    count = cardinal_at(words, told[0]) or 0
    return count if count <= _MOST_PIECES else 0


def is_digit(said: Said) -> bool:
    """Say whether a number is written in digits, or in a noun: in words it rather counts."""
    words = said.words
    return any(w.isdecimal() or is_counting_noun(words, p) for p, w in enumerate(words.lower))


def of_digit(digit: int, said: Said, session: Session) -> Choice | None:
    """`вариант` or `штук` says what the number was, and it need not be repeated."""
    option, pieces = said.places.of(*_OPTION), said.places.of(*_PIECES)
    if option and not pieces and _says_only(said, option):
        shown = {offer.id for offer in session.offers}
        return Choice("one", (digit,)) if digit in shown else None
    if pieces and not option and _says_only(said, pieces):
        return Choice(quantity=digit)
    return None


def _only_digit(said: Said) -> int | None:
    words = said.words
    told = [p for p in range(len(words)) if cardinal_at(words, p) is not None]
    return told[0] if len(told) == 1 and words.lower[told[0]].isdecimal() else None


def _shown(said: Said, place: int, session: Session) -> int:
    number = cardinal_at(said.words, place) or 0
    return number if number in {offer.id for offer in session.offers} else 0


def _run(said: Said, place: int) -> range:
    """Return the words around a digit that say nothing but that something is taken."""
    words, idle = said.words, said.places.of(*_BESIDE)
    first, last = place, place + 1
    while first and not words.breaks[first] and first - 1 in idle:
        first -= 1
    while last < len(words) and not words.breaks[last] and last in idle:
        last += 1
    return range(first, last)


def _says_only(said: Said, told: frozenset[int]) -> bool:
    idle = said.places.of(*_IDLE) | told
    lower = said.words.lower
    return all(place in idle or word in _JOINTS for place, word in enumerate(lower))
