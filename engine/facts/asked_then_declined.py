"""Hear a no to what was asked about right before, beside an order that stands.

`а доставка сколько?`, then `дорого, не надо`: the delivery is refused, not the order.
"""

from dataclasses import replace

from engine.facts.asked_aside import asked_aside, asks_of_another, makers_in
from engine.facts.knowledge import Knowledge
from engine.facts.name_setting import AWAITING_CONTACT
from engine.facts.numerals import cardinal_at
from engine.facts.said import Said
from engine.facts.standing_refusals import REFUSAL
from engine.session import Session

_CHOOSING = "PRICING"
_WILL_NOT = "will_not"
_NO = (_WILL_NOT, "decline_words", REFUSAL)
_KEEP, _REFUSE = "keep_words", "refuse_words"
_AGREEING = ("confirm_words", "explicit_yes")
_IDLE = ("filler_words", "polite_words", "prefer_words")
_AT_HAND = frozenset({"этот", "эту"})
_COMPLAINTS = ("objection_price", "objection_delivery")
_BESIDE = (*_COMPLAINTS, "polite_words", "filler_words", "need_words")
_GLUE = frozenset(
    {
        *("нет", "неа", "не", "ну", "а", "и", "то", "тогда", "пока", "так", "раз", "это", "этого"),
        *(
            "ой",
            "жаль",
            "жалко",
            "такой",
            "такая",
            "такую",
            "такое",
            "его",
            "ее",
            "мне",
            "нам",
            "сам",
            "сама",
            "сами",
        ),
    }
)
_DAYS = frozenset({"день", "дня", "дней"})
_KEPT_AS = frozenset({"нет", "неа", "ну", "тогда", "как", "есть", "было", "так", "все", "то", "и"})
_LONGEST = 6


def declines_what_was_asked(said: Said, session: Session, knowledge: Knowledge) -> bool:
    """Say whether a message only says no to what was asked beside the order.

    While nothing is chosen, an offer named behind the no is still to be taken: `не надо, бош`.
    """
    if said.words.text.rstrip().endswith("?"):
        return False
    if asks_of_another(session) and _keeps_as_complained(said, session):
        return asked_aside(session, knowledge, of=set())
    if not said.places.any_of(_WILL_NOT, REFUSAL, _REFUSE):
        return False
    if not session.chosen_offer_ids:
        behind = _named_behind(said, session)
        return bool(behind) and asked_aside(session, knowledge, of=behind)
    if session.stage not in AWAITING_CONTACT or not _is_no(said, session):
        return False
    chosen = [offer for offer in session.offers if offer.id in session.chosen_offer_ids]
    return asked_aside(session, knowledge, of={offer.brand.casefold() for offer in chosen})


def without_no(said: Said) -> Said:
    """Return what was said without the no, which the order has nothing to do with."""
    gone = {*_NO, *_BESIDE, _REFUSE, "leave_words"}
    return replace(said, hits=tuple(hit for hit in said.hits if hit.key not in gone))


def _is_no(said: Said, session: Session) -> bool:
    """Say whether a bare no is all that is said, or what is behind it leaves the order."""
    words, another = said.words, asks_of_another(session)
    if _is_bare_no(said, range(len(words)), another=another):
        return True
    behind = next((place for place in range(1, len(words)) if words.breaks[place]), len(words))
    left = range(behind, len(words))
    return bool(left) and _is_bare_no(said, range(behind)) and _leaves_it(said, left, session)


def _is_bare_no(said: Said, part: range, *, another: bool = False) -> bool:
    """`нет, спасибо`, `дорого, не надо`; asked of another offer, `ну нафиг` too is of that."""
    words, places = said.words, said.places
    refused = places.of(_WILL_NOT) | (places.of("decline_words") & places.of(REFUSAL))
    if another:
        refused |= places.of(_REFUSE)
    # `не буду заказывать` is of the order.
    if refused.isdisjoint(part) or len(part) > _LONGEST or places.any_of("fulfilling_words"):
        return False
    # `2 дня долго`
    days = {p - 1 for p in part if words.lower[p] in _DAYS and cardinal_at(words, p - 1)}
    idle = refused | days | places.of(*_BESIDE)
    return all(place in idle or words.lower[place] in _GLUE | _DAYS for place in part)


def _leaves_it(said: Said, part: range, session: Session) -> bool:
    """`не надо, все верно`, `не надо, пусть остается`, `не надо, бош два` of the bosch chosen."""
    words, own = said.words.lower, _own(said, session)
    leaving = own | said.places.of(_KEEP, *_AGREEING)
    units = said.places.of("piece_words")
    # `бош 2` may number an offer after a choice.
    told_apart = {p for p in part if not words[p].isdecimal() or p + 1 in units}
    counts = units | {p for p in told_apart if cardinal_at(said.words, p)}
    idle = leaving | said.places.of(*_IDLE) | (counts if own else frozenset())
    told = not leaving.isdisjoint(part) or not _AT_HAND.isdisjoint(words[part.start :])
    return told and all(p in idle or words[p] in _KEPT_AS | _AT_HAND for p in part)


def _own(said: Said, session: Session) -> frozenset[int]:
    """Return where the makers of what is chosen are named, if no others are."""
    makers = makers_in(said, session)
    chosen = {o.brand.casefold() for o in session.offers if o.id in session.chosen_offer_ids}
    if not chosen.issuperset(maker for _, _, maker in makers):
        return frozenset()
    return frozenset(place for first, last, _ in makers for place in range(first, last))


def _keeps_as_complained(said: Said, session: Session) -> bool:
    """`долго, оставляем`, `дорого, пусть бош`: the other offer is complained of, and no more."""
    complaints = said.places.of(*_COMPLAINTS)
    if not complaints or not session.chosen_offer_ids:
        return False
    idle = complaints | said.places.of(*_IDLE)
    own = _own(said, session)
    # `бош дорого` complains of the bosch.
    first = min(own, default=0)
    apart = bool(first) and (said.words.breaks[first] or first - 1 in idle - complaints)
    kept = said.places.of(_KEEP) | (own if apart and first > max(complaints) else frozenset())
    idle |= kept
    words = said.words.lower
    return bool(kept) and all(p in idle or word in _KEPT_AS for p, word in enumerate(words))


def _named_behind(said: Said, session: Session) -> set[str]:
    """Return the makers named behind a bare no, in a clause of their own."""
    makers = makers_in(said, session) if session.stage == _CHOOSING else ()
    first = min((first for first, _, _ in makers), default=0)
    apart = bool(first) and said.words.breaks[first] and _is_bare_no(said, range(first))
    return {maker for _, _, maker in makers} if apart else set()
