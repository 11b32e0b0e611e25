"""Ask once whether the order stands, where a no may be of what was asked beside it."""

from dataclasses import replace
from typing import Literal, NamedTuple

from engine.facts.asked_before import subject_before
from engine.facts.asked_then_declined import (
    behind_no,
    declines_what_was_asked,
    names_the_deal,
    without_no,
)
from engine.facts.delivery_wanted import wants_nothing_brought
from engine.facts.extraction import Findings
from engine.facts.knowledge import Knowledge
from engine.facts.name_setting import AWAITING_CONTACT
from engine.facts.offers_asked_of import NOTHING_ASKED_OF, AskedOf
from engine.facts.order_beside import kept
from engine.facts.phrases import Hit
from engine.facts.said import Said
from engine.facts.some_of_the_pieces import with_some_changed
from engine.facts.standing_refusals import ELSEWHERE, REFUSAL
from engine.session import Session

Answer = Literal["none", "kept", "left"]

KEEPING: Literal["keeping"] = "keeping"
_YES = "confirm_words"
_KEEP, _WILL_NOT, _DECLINING = "keep_words", "will_not", "decline_words"
_COURTESY = ("polite_words", "filler_words", "thanks", "yes_company", "need_words")
_GOING = (
    ELSEWHERE,
    "acquired_words",
    "declining_words",
    "found_words",
    "mended_words",
    "order_words",
    "parting_words",
)
_ALL_OF_IT = frozenset({"больше", "вообще", "ничего", "никогда", "никакой", "совсем"})
_NOT = "не"
_NOTHING, _PLAIN_YES, _ALREADY = "ничего", "да", "уже"
_DEALS = "deal_words"
_LONGEST = 8


class NoHeard(NamedTuple):
    """What a no of the message is said to."""

    rest: Said
    """The message without a no that is said to something beside the order."""
    declines: bool = False
    """There was such a no."""
    answer: Answer = "none"
    doubted: bool = False
    """The no that is left may be of the order, or of what was asked before."""


def hear_no(said: Said, session: Session, knowledge: Knowledge, *, numbered: bool) -> NoHeard:
    """Hear what is declined beside the order; `numbered` words are told by their places."""
    answer = _answer_in(said, session)
    declines = declines_what_was_asked(said, session, knowledge)
    if not declines or with_some_changed(said, session) or wants_nothing_brought(said, session):
        return NoHeard(said, answer=answer)
    rest = without_no(said) if numbered else behind_no(said, knowledge)
    return NoHeard(rest, declines=True, answer=answer)


def with_order_weighed(
    no: NoHeard, said: Said, session: Session, knowledge: Knowledge
) -> tuple[Said, NoHeard]:
    """Return the message as a refusal of the order or as none; `said` is it once weighed alone."""
    if no.answer == "left":
        ended = Hit(REFUSAL, 0, len(said.words))
        return replace(said, hits=(*said.hits, ended)), no
    refused = said.says(REFUSAL) or _needs_nothing(no.rest)
    if refused and _is_in_doubt(no.rest, session, knowledge):
        return without_no(no.rest), no._replace(doubted=True)
    return said, no


def with_order_answered(findings: Findings, session: Session, no: NoHeard) -> Findings:
    """Return the findings with the order kept, or with the question whether it is."""
    chosen = session.chosen_offer_ids
    stays = no.declines and chosen and not findings.choice.pieces_named
    if stays or no.answer == "kept":
        return findings._replace(choice=kept(chosen), asked=NOTHING_ASKED_OF)
    return findings._replace(asked=AskedOf(KEEPING)) if no.doubted else findings


def is_asked_once(session: Session) -> bool:
    """Say whether the open question is this one, which only the next message answers."""
    pending = session.pending_clarification
    return pending is not None and pending.kind == KEEPING


def _is_in_doubt(said: Said, session: Session, knowledge: Knowledge) -> bool:
    """Say whether a refusal may be of what was asked before; the order is told of."""
    if len(said.words) > _LONGEST or not _is_open(session) or _was_asked(session):
        return False
    if _says_yes_first(said):
        return True
    if not said.places.any_of(_WILL_NOT, _DECLINING) or _goes(said):
        return False
    return subject_before(session, knowledge) in {"beside", "unclear"}


def _answer_in(said: Said, session: Session) -> Answer:
    """Return the answer to the question whether the order is kept."""
    if not _was_asked(session) or "?" in said.words.text:
        return "none"
    words, places = said.words.lower, said.places
    noes = places.of(_WILL_NOT, _DECLINING)
    idle = places.of(_KEEP, _YES, *_COURTESY) | noes
    if not all(place in idle or word in {_NOT, "нет"} for place, word in enumerate(words)):
        return "none"
    if noes or _NOT in words:
        return "left"
    return "kept" if places.any_of(_KEEP, _YES) else "none"


def _is_open(session: Session) -> bool:
    return bool(session.chosen_offer_ids) and session.stage in AWAITING_CONTACT


def _was_asked(session: Session) -> bool:
    return is_asked_once(session) and _is_open(session)


def _says_yes_first(said: Said) -> bool:
    """`да, ничего не надо`: the order is confirmed, or is not needed."""
    words, places = said.words, said.places
    apart = len(words) > 1 and words.lower[0] == _PLAIN_YES and words.breaks[1]
    others = (*_GOING, _DECLINING, _DEALS, "thanks")
    needs = places.any_of("need_words") and _ALREADY not in words.lower
    return apart and needs and not places.any_of(*others)


def _needs_nothing(said: Said) -> bool:
    """`да, ничего не надо`, but not `да, больше ничего не надо`."""
    told = {_PLAIN_YES, _NOTHING, _NOT}
    needs = said.places.of("need_words")
    nothing = _NOTHING in said.words.lower and said.says(_WILL_NOT)
    only = all(word in told or place in needs for place, word in enumerate(said.words.lower))
    return nothing and only and _says_yes_first(said)


def _goes(said: Said) -> bool:
    """Say whether the order, all of it or the deal is named: `не буду заказывать`."""
    whole = not _ALL_OF_IT.isdisjoint(said.words.lower) or said.places.any_of(*_GOING)
    return whole or names_the_deal(said)
