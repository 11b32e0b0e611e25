"""Tell what the client asked about right before: the order itself, or something beside it."""

from collections.abc import Iterator
from typing import Literal

from engine.facts.hearing import Hearing
from engine.facts.knowledge import Knowledge
from engine.facts.name_setting import AWAITING_CONTACT
from engine.facts.normalise import normalise
from engine.facts.offers_asked_of import read_question
from engine.facts.said import Said, read_said
from engine.session import Session

Subject = Literal["nothing", "order", "beside", "unclear"]

_CLIENT = "client"
_ANOTHER, _PIECES = "offer", "pieces"
"""Questions of the bot: whether another offer is meant, and what so many pieces come to."""
_ASKING = (
    "asks_if_any",
    "asks_price",
    "asks_sum",
    "asks_term",
    "bargain_words",
    "more_words",
    "question_words",
)
_ASKING_IN_SHORT = frozenset({"будет", "есть", "можно", "спросите", "узнайте", "уточните"})
_SHORT = 4
_NODDING = ("done_words", "filler_words", "polite_words", "yes_company")
_OF_THE_ORDER = ("asks_term", "gives_back", "pointing_words")
_WHEN = "когда"
_PRICE = "asks_price"
_CHEAPER = "cheaper_words"
_DEALS = ("bargain_words", "objection_price")
_ASIDE = (
    "analog_named",
    "analog_words",
    "cheaper_words",
    "delivery_words",
    "document_words",
    "faster_words",
    "more_words",
    "operator_request",
    "original_named",
    "part_words",
    "topic_contacts",
    "topic_delivery",
)
"""What is no matter of the order itself."""
_EITHER = (
    "asks_if_fits",
    "asks_maker",
    "decline_words",
    "the_part_words",
    "topic_payment",
    "topic_return",
)
"""What is asked of them may be a reason to refuse the order."""


def subject_before(session: Session, knowledge: Knowledge) -> Subject:
    """Return what the last question of the client was of; a nod to the answer tells no more."""
    asked = _question(session, knowledge)
    if asked is None:
        return "nothing"
    another = asks_of_another(session)
    cheaper = another and asked.places.any_of(_CHEAPER)
    if asked.places.any_of(*_DEALS) and not cheaper:
        return "unclear"
    pending = session.pending_clarification
    if another or (pending is not None and pending.kind == _PIECES):
        return "beside"
    return _of_offers(asked, session) or _of_words(asked)


def asks_of_another(session: Session) -> bool:
    """Say whether the reply before asked whether another offer is meant than the one chosen."""
    pending = session.pending_clarification
    chosen = session.chosen_offer_ids and session.stage in AWAITING_CONTACT
    return bool(chosen) and pending is not None and pending.kind == _ANOTHER


def makers_in(said: Said, session: Session) -> tuple[tuple[int, int, str], ...]:
    """Return where makers are named."""
    return Hearing(said, session.offers, (), frozenset(), pieces=(), strict=False).makers


def makers_asked_of(session: Session, knowledge: Knowledge) -> set[str] | None:
    """Return the makers named in the question before; None where nothing was asked."""
    asked = _question(session, knowledge)
    return None if asked is None else {maker for _, _, maker in makers_in(asked, session)}


def _question(session: Session, knowledge: Knowledge) -> Said | None:
    for told in _told(session, knowledge):
        if _asks(told) or (asks_of_another(session) and not told.places.any_of(*_DEALS)):
            return told
        if not told.places.of(*_NODDING).issuperset(range(len(told.words))):
            return None
    return None


def _told(session: Session, knowledge: Knowledge) -> Iterator[Said]:
    texts = [turn.text for turn in session.history if turn.role == _CLIENT]
    for text in reversed(texts[-2:]):
        yield read_said(normalise(text), knowledge)


def _asks(told: Said) -> bool:
    words = told.words
    in_short = len(words) <= _SHORT and not _ASKING_IN_SHORT.isdisjoint(words.lower)
    return "?" in words.text or in_short or told.places.any_of(*_ASKING)


def _of_offers(asked: Said, session: Session) -> Subject | None:
    """Tell by the offers named; a question that names none is of the chosen ones or of nothing."""
    chosen = set(session.chosen_offer_ids)
    own = {offer.brand.casefold() for offer in session.offers if offer.id in chosen}
    makers = {maker for _, _, maker in makers_in(asked, session)}
    ids = set(read_question(asked, session, numbers=frozenset()).ids)
    if makers.isdisjoint(own) and (makers or (ids and ids.isdisjoint(chosen))):
        return "beside"
    if makers:
        return "order" if makers == own else "unclear"
    return "unclear" if ids - chosen else None


def _of_words(asked: Said) -> Subject:
    words, places = asked.words.lower, asked.places
    if places.any_of(*_OF_THE_ORDER) or _WHEN in words or _asks_its_price(asked):
        return "order"
    aside = places.any_of(*_ASIDE) and not places.any_of(*_EITHER)
    return "beside" if aside else "unclear"


def _asks_its_price(asked: Said) -> bool:
    """`сколько стоит`, and nothing of what: a sum may be of the pieces or of what it comes with."""
    places = asked.places
    told = places.of(_PRICE, "question_words", "sum_words", *_NODDING)
    whole = told.issuperset(range(len(asked.words)))
    return whole and places.any_of(_PRICE) and not places.any_of("asks_sum")
