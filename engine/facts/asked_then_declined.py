"""Hear a no to what was asked about right before, beside an order that stands.

`а доставка сколько?`, then `дорого, не надо`: the delivery is refused, not the order.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from engine.facts.hearing import Hearing
from engine.facts.knowledge import Knowledge
from engine.facts.name_setting import AWAITING_CONTACT
from engine.facts.normalise import normalise
from engine.facts.said import Said, read_said
from engine.facts.standing_refusals import REFUSAL
from engine.session import Session

_CLIENT = "client"
_ANOTHER = "offer"
"""The reply asked whether another offer is meant."""
_CHOOSING = "PRICING"
_WILL_NOT = "will_not"
_NO = (_WILL_NOT, "decline_words", REFUSAL)
_KEEP = "keep_words"
_COMPLAINTS = ("objection_price", "objection_delivery")
_BESIDE = (*_COMPLAINTS, "polite_words", "filler_words", "need_words")
_GLUE = frozenset(
    {
        *("нет", "неа", "не", "ну", "а", "и", "то", "тогда", "пока", "так", "раз", "это", "этого"),
        *("такой", "такая", "такую", "такое", "его", "ее", "мне", "нам", "сам", "сама", "сами"),
    }
)
_KEPT_AS = frozenset({"нет", "неа", "ну", "тогда", "как", "есть", "было", "так", "все", "то", "и"})
_ASIDE = (
    "analog_named",
    "analog_words",
    "asks_sum",
    "bargain_words",
    "cheaper_words",
    "delivery_words",
    "document_words",
    "faster_words",
    "more_words",
    "original_named",
    "part_words",
    "sum_words",
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
_LONGEST = 6


def declines_what_was_asked(said: Said, session: Session, knowledge: Knowledge) -> bool:
    """Say whether a message only says no to what was asked beside the order.

    While nothing is chosen, an offer named behind the no is still to be taken: `не надо, бош`.
    """
    if said.words.text.rstrip().endswith("?"):
        return False
    if _keeps_as_complained(said):
        return _asks_of_another(session) and _asked_aside(session, knowledge, of=set())
    if not said.says(_WILL_NOT):
        return False
    if not session.chosen_offer_ids:
        behind = _named_behind(said, session)
        return bool(behind) and _asked_aside(session, knowledge, of=behind)
    if session.stage not in AWAITING_CONTACT or not _is_bare_no(said, range(len(said.words))):
        return False
    chosen = [offer for offer in session.offers if offer.id in session.chosen_offer_ids]
    return _asked_aside(session, knowledge, of={offer.brand.casefold() for offer in chosen})


def without_no(said: Said) -> Said:
    """Return what was said without the no, which the order has nothing to do with."""
    gone = {*_NO, *_BESIDE, "refuse_words"}
    return replace(said, hits=tuple(hit for hit in said.hits if hit.key not in gone))


def _is_bare_no(said: Said, part: range) -> bool:
    words, places = said.words, said.places
    refused = places.of(_WILL_NOT)
    if refused.isdisjoint(part) or len(part) > _LONGEST:
        return False
    idle = refused | places.of(*_BESIDE)
    return all(place in idle or words.lower[place] in _GLUE for place in part)


def _keeps_as_complained(said: Said) -> bool:
    """`долго, оставляем`: the other offer is complained of, and nothing else is said."""
    kept, complaints = said.places.of(_KEEP), said.places.of(*_COMPLAINTS)
    if not kept or not complaints:
        return False
    idle = kept | complaints | said.places.of("polite_words", "filler_words")
    words = said.words.lower
    return all(place in idle or word in _KEPT_AS for place, word in enumerate(words))


def _asks_of_another(session: Session) -> bool:
    pending = session.pending_clarification
    chosen = session.chosen_offer_ids and session.stage in AWAITING_CONTACT
    return bool(chosen) and pending is not None and pending.kind == _ANOTHER


def _named_behind(said: Said, session: Session) -> set[str]:
    """Return the makers named behind a bare no, in a clause of their own."""
    makers = _makers(said, session) if session.stage == _CHOOSING else ()
    first = min((first for first, _, _ in makers), default=0)
    apart = bool(first) and said.words.breaks[first] and _is_bare_no(said, range(first))
    return {maker for _, _, maker in makers} if apart else set()


def _asked_aside(session: Session, knowledge: Knowledge, *, of: AbstractSet[str]) -> bool:
    """Say whether the message before asked of something else than the offers `of` these makers."""
    told = next((turn.text for turn in reversed(session.history) if turn.role == _CLIENT), "")
    if "?" not in told:
        return False
    if _asks_of_another(session):
        return True
    asked = read_said(normalise(told), knowledge)
    if named := {maker for _, _, maker in _makers(asked, session)}:
        return named.isdisjoint(of)
    return asked.places.any_of(*_ASIDE) and not asked.places.any_of(*_OF_THE_ORDER)


def _makers(said: Said, session: Session) -> Sequence[tuple[int, int, str]]:
    return Hearing(said, session.offers, (), frozenset(), pieces=(), strict=False).makers
