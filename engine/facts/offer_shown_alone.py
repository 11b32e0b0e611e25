"""Tell which of several offers the last reply spoke of alone: asked about, it may be taken."""

import re

from engine.facts.numerals import cardinal_at
from engine.facts.words import split_words
from engine.session import Session

_OPEN = "PRICING"
_LISTED = re.compile(r"^(\d{1,2})\. ", re.MULTILINE)
_CLIENT = "client"
_ONE = 1
_UNIT = "шт"


def shown_alone(session: Session) -> int | None:
    """Return the offer that the last reply listed alone while none was chosen yet."""
    if session.chosen_offer_ids or session.stage != _OPEN or len(session.offers) == _ONE:
        return None
    return listed_alone(session)


def listed_alone(session: Session) -> int | None:
    """Return the only offer that the last reply listed."""
    listed = listed_in(session.last_reply)
    if len(listed) != 1 or not listed <= {offer.id for offer in session.offers}:
        return None
    return min(listed)


def listed_in(reply: str | None) -> frozenset[int]:
    """Return the offers that a reply lists under their numbers."""
    return frozenset(map(int, _LISTED.findall(reply or "")))


def was_counted(session: Session, number: int) -> bool:
    """Say whether the question before told a count: `есть 3 штуки?` may be how many to take."""
    asked = next((turn.text for turn in reversed(session.history) if turn.role == _CLIENT), "")
    words = split_words(asked.lower())
    told = {cardinal_at(words, p): p for p in range(len(words)) if cardinal_at(words, p)}
    if any(
        words.lower[p + 1 : p + 2] and words.lower[p + 1].startswith(_UNIT) for p in told.values()
    ):
        return not told.keys() <= {_ONE}
    return not told.keys() <= {_ONE, number}
