"""Hear a no to what was asked about right before, beside an order that stands.

`а доставка сколько?`, then `дорого, не надо`: the delivery is refused, not the order.
"""

from dataclasses import replace

from engine.facts.asked_before import (
    asks_of_another,
    makers_asked_of,
    makers_in,
    subject_before,
)
from engine.facts.hearing import Hearing
from engine.facts.knowledge import Knowledge
from engine.facts.name_setting import AWAITING_CONTACT
from engine.facts.numerals import cardinal_at, ordinal_at
from engine.facts.offers_spoken_of import spoken_of
from engine.facts.pickup import needs_nowhere
from engine.facts.said import Said, read_said
from engine.facts.standing_refusals import REFUSAL
from engine.session import Session

_CHOOSING = "PRICING"
_WILL_NOT = "will_not"
_DECLINING, _THANKS = "decline_words", "thanks"
_NO = (_WILL_NOT, _DECLINING, REFUSAL)
_KEEP, _DEALS = "keep_words", "deal_words"
_COMPLAINTS = ("objection_price", "objection_delivery")
_COURTESY = ("polite_words", "filler_words", "regret_words", _THANKS)
_BESIDE = (*_COMPLAINTS, *_COURTESY, "need_words")
_OF_AN_OFFER = ("falls_short", "refuse_words")
_TRAITS = ("refused_details", "the_part_words")
_STRESSING = ("deal_words", "not_more_words", "taking_words")
_KEEPING = (_KEEP, "explicit_yes", "pickup_words", "pointing_words")
_GLUE = frozenset(
    {
        *("нет", "неа", "не", "ну", "а", "и", "то", "тогда", "пока", "так", "раз", "это", "этого"),
        *("такой", "такая", "такую", "такое", "его", "ее", "мне", "нам", "сам", "сама", "сами"),
        *("ой", "все", "столько", "дня", "дней", "день", "очень", "пусть", "я", "никогда"),
    }
)
_NO_WORDS = frozenset({"нет", "неа", "не", "нее"})
_DENYING = frozenset({"не", "нафиг", "нафик", "ну"})
_MOST = frozenset({"самый", "самая", "самую", "самое"})
_KEPT_AS = frozenset(
    {"нет", "неа", "ну", "тогда", "как", "есть", "было", "так", "все", "то", "и", "пусть"}
)
_TAKING = frozenset({"беру", "берем", "брать", "взять", "возьму", "возьмем"})
"""What is done with an offer; `заказывать` is done with the order."""
_LONGEST = 8


def declines_what_was_asked(said: Said, session: Session, knowledge: Knowledge) -> bool:
    """Say whether a message only says no to what was asked beside the order.

    While nothing is chosen, an offer named behind the no is still to be taken: `не надо, бош`.
    """
    if said.words.text.rstrip().endswith("?") or len(said.words) > _LONGEST:
        return False
    if not session.chosen_offer_ids:
        return said.says(_WILL_NOT) and _takes_behind(said, session, knowledge)
    if session.stage not in AWAITING_CONTACT:
        return False
    if _keeps_as_complained(said, session):
        return asks_of_another(session)
    return said.places.any_of(*_NO, *_OF_AN_OFFER) and _is_beside(said, session, knowledge)


def _is_beside(said: Said, session: Session, knowledge: Knowledge) -> bool:
    if _refuses_another(said, session) or needs_nowhere(said, stage=session.stage):
        return True
    keeps = _keeps_behind(said, session)
    if not keeps and not _is_bare_no(said) and not _refuses_an_offer(said, session):
        return False
    subject = subject_before(session, knowledge)
    return subject == "beside" or (keeps and subject != "nothing")


def without_no(said: Said) -> Said:
    """Return what was said without the no, which the order has nothing to do with."""
    gone = {*_NO, *_BESIDE, *_OF_AN_OFFER}
    return replace(said, hits=tuple(hit for hit in said.hits if hit.key not in gone))


def behind_no(said: Said, knowledge: Knowledge) -> Said:
    """Return only what stands behind the no, if anything does: `не надо, бош 2`."""
    words, behind = said.words, _end_of_no(said)
    if not behind or _is_bare_no(said):
        return without_no(said)
    return read_said(words.text[words.starts[behind] :], knowledge)


def names_the_deal(said: Said) -> bool:
    """`не буду заказывать`, `оформлять не надо`."""
    words = said.words.lower
    return any(words[place] not in _TAKING for place in said.places.of(_DEALS))


def _noes(said: Said) -> frozenset[int]:
    """`не надо`, and `нет` where thanks come with it: alone it may be said of the order."""
    places = said.places
    declined = places.of(_DECLINING) if places.any_of(_THANKS) else frozenset()
    return places.of(_WILL_NOT).union(p for p in declined if said.words.lower[p] in _NO_WORDS)


def _is_bare_no(said: Said, part: range | None = None) -> bool:
    part = range(len(said.words)) if part is None else part
    words, places, noes = said.words, said.places, _noes(said)
    if noes.isdisjoint(part) or places.within(part, _DEALS):
        return False
    idle = noes | places.of(*_BESIDE)
    counted = {place for place in part if cardinal_at(words, place) and places.any_of(*_COMPLAINTS)}
    return all(p in idle or p in counted or words.lower[p] in _GLUE for p in part)


def _end_of_no(said: Said) -> int:
    """Return where something else begins behind a bare no, 0 where nothing does."""
    breaks = said.words.breaks
    places = range(len(said.words) - 1, 0, -1)
    return next((p for p in places if breaks[p] and _is_bare_no(said, range(p))), 0)


def _refuses_an_offer(said: Said, session: Session) -> bool:
    """`ну нафиг`, `не нравится`, `китай не нужен` behind a question of another offer."""
    words, places = said.words.lower, said.places
    hits = (hit for hit in said.hits if hit.key in {_WILL_NOT, *_OF_AN_OFFER})
    refused = {p for h in hits if words[h.first] in _DENYING for p in range(h.first, h.last)}
    another = asks_of_another(session)
    if not refused or names_the_deal(said) or (places.any_of(_WILL_NOT) and not another):
        return False
    traits = places.of(*_TRAITS) if another else frozenset()
    idle = refused | traits | places.of(*_BESIDE)
    return all(place in idle or word in _GLUE for place, word in enumerate(words))


def _refuses_another(said: Said, session: Session) -> bool:
    """`манн точно не надо`, `манн брать не буду, бош`: an offer that is not chosen is refused."""
    chosen = session.chosen_offer_ids
    hearing = Hearing(said, session.offers, chosen, frozenset(), pieces=(), strict=True)
    others = (m for m in spoken_of(hearing) if set(m.ids).isdisjoint(chosen))
    named = frozenset(place for m in others for place in range(m.first, m.last))
    if not named:
        return False
    noes, own = said.places.of(_WILL_NOT), _own_maker(said, session)
    idle = named | own | noes | said.places.of(*_BESIDE, *_STRESSING)
    words = said.words.lower
    if not all(place in idle or word in _GLUE for place, word in enumerate(words)):
        return False
    clauses = [set(clause) for clause in hearing.clauses]
    return bool(noes) and all(
        own.isdisjoint(clause) and not named.isdisjoint(clause)
        if not noes.isdisjoint(clause)
        else named.isdisjoint(clause)
        for clause in clauses
    )


def _keeps_behind(said: Said, session: Session) -> bool:
    """`не надо, пусть остается`, `не надо, все верно`, `не надо, бош`, `не надо, сам приеду`."""
    words, first, own = said.words, _end_of_no(said), _own_maker(said, session)
    kept, behind = said.places.of(*_KEEPING) | own, range(first, len(words))
    if not first or kept.isdisjoint(behind):
        return False
    idle = kept | said.places.of("prefer_words", "piece_words", "done_words")
    return all(
        place in idle or words.lower[place] in _GLUE or (own and cardinal_at(words, place))
        for place in behind
    )


def _own_maker(said: Said, session: Session) -> frozenset[int]:
    chosen = [offer for offer in session.offers if offer.id in session.chosen_offer_ids]
    own = {offer.brand.casefold() for offer in chosen}
    named = makers_in(said, session) if said.names.brands or said.names.makes else ()
    return frozenset(
        place for first, last, maker in named if maker in own for place in range(first, last)
    )


def _keeps_as_complained(said: Said, session: Session) -> bool:
    """`долго, оставляем`, `дорого, пусть бош`: of the other offer, and nothing else is said."""
    complaints = said.places.of(*_COMPLAINTS)
    if not complaints:
        return False
    words, own = said.words.lower, _own_maker(said, session)
    first = min(own, default=0)
    # `бош дорого` complains of the bosch.
    if own and (first < max(complaints) or not _starts_anew(said, first)):
        return False
    kept = said.places.of(_KEEP) | own
    idle = kept | complaints | said.places.of("polite_words", "filler_words")
    return bool(kept) and all(p in idle or word in _KEPT_AS for p, word in enumerate(words))


def _starts_anew(said: Said, place: int) -> bool:
    return said.words.breaks[place] or said.words.lower[place - 1] in _KEPT_AS


def _takes_behind(said: Said, session: Session, knowledge: Knowledge) -> bool:
    """`не надо, бош`, `не надо, 4`, `не надо, самый дешевый` before anything is chosen."""
    if session.stage != _CHOOSING:
        return False
    words, first = said.words, _end_of_no(said)
    if not first:
        return False
    asked = makers_asked_of(session, knowledge)
    if asked is None:
        return False
    makers = [(place, maker) for place, _, maker in makers_in(said, session) if place >= first]
    if makers:
        return makers[0][0] == first and asked.isdisjoint({maker for _, maker in makers})
    number = cardinal_at(words, first) or ordinal_at(words, first) or 0
    numbered = first == len(words) - 1 and 0 < number <= len(session.offers)
    # What was asked about may be the cheapest, and was just refused.
    return numbered or (not asked and words.lower[first] in _MOST)
