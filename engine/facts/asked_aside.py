"""Tell whether what was asked right before is no matter of the offers chosen."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from engine.facts.hearing import Hearing
from engine.facts.knowledge import Knowledge
from engine.facts.name_setting import AWAITING_CONTACT
from engine.facts.normalise import normalise
from engine.facts.numerals import cardinal_at
from engine.facts.offer_shown_alone import listed_in
from engine.facts.said import Said, read_said
from engine.session import Session

_CLIENT = "client"
_ANOTHER = "offer"
"""The reply asked whether another offer is meant."""
_SUMS = ("asks_sum", "sum_words")
_PRICES = ("asks_price", "asks_sum")
_ASKING = ("asks_price", "asks_sum", "asks_term", "question_words")
_ASKED_LAST = frozenset({"есть", "будет", "будут", "можно", "нужен", "нужна"})
_ASIDE = (
    "analog_named",
    "analog_words",
    "bargain_words",
    "cheaper_words",
    "delivery_words",
    "document_words",
    "faster_words",
    "more_words",
    "original_named",
    "part_words",
    "topic_delivery",
    "topic_payment",
)
"""What is no matter of the order itself."""
_OF_THE_ORDER = (
    "asks_if_fits",
    "asks_maker",
    "asks_term",
    "gives_back",
    "pointing_words",
    "the_part_words",
    "topic_return",
)


def asks_of_another(session: Session) -> bool:
    """Say whether the last reply asked if another offer is meant than the one chosen."""
    pending = session.pending_clarification
    chosen = session.chosen_offer_ids and session.stage in AWAITING_CONTACT
    return bool(chosen) and pending is not None and pending.kind == _ANOTHER


def asked_aside(session: Session, knowledge: Knowledge, *, of: AbstractSet[str]) -> bool:
    """Say whether the message before asked of something else than the offers `of` these makers."""
    told = next((turn.text for turn in reversed(session.history) if turn.role == _CLIENT), "")
    if not told:
        return False
    asked = read_said(normalise(told), knowledge)
    if not _is_question(asked):
        return False
    if asks_of_another(session) or _is_told_of_others(session):
        return True
    if named := {maker for _, _, maker in makers_in(asked, session)}:
        return named.isdisjoint(of)
    aside = asked.places.any_of(*_ASIDE) or _asks_of_so_many(asked)
    return aside and not asked.places.any_of(*_OF_THE_ORDER)


def makers_in(said: Said, session: Session) -> Sequence[tuple[int, int, str]]:
    """Return where the makers of offers are named."""
    return Hearing(said, session.offers, (), frozenset(), pieces=(), strict=False).makers


def _is_question(asked: Said) -> bool:
    """`манн почем`, `доставка есть`: many a question has no mark."""
    words = asked.words
    last = words.lower[-1:]
    return "?" in words.text or asked.places.any_of(*_ASKING) or not _ASKED_LAST.isdisjoint(last)


def _asks_of_so_many(asked: Said) -> bool:
    """`а за два сколько?`, `скидка есть?`; `сколько стоит?` asks of the order itself."""
    if not asked.places.any_of(*_SUMS):
        return False
    counted = any(cardinal_at(asked.words, place) for place in range(len(asked.words)))
    return counted or not asked.places.any_of(*_PRICES)


def _is_told_of_others(session: Session) -> bool:
    """The reply listed an offer that is not chosen."""
    chosen = set(session.chosen_offer_ids)
    return bool(chosen) and bool(listed_in(session.last_reply) - chosen)
