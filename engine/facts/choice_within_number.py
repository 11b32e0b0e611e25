"""Let a choice among the offers of one number leave what is chosen of the others."""

import re
from collections import Counter

from engine.facts.choice import Choice
from engine.facts.said import Said
from engine.session import Session

_TAKING = frozenset({"one", "several"})
_ONLY = "только"
_INSTEAD = frozenset({"вместо", "взамен", "заместо"})
_RATHER = ("correction_words", "decline_words")
_BETTER = "лучше"
_LISTED = re.compile(r"(?m)^(\d{1,2})\. ")


def within_number(choice: Choice, said: Said, session: Session) -> Choice:
    """Return the choice that replaces only what was chosen of the same number.

    `второй` of a number without a choice comes beside what is chosen of another.
    """
    chosen = session.chosen_offer_ids
    if choice.kind not in _TAKING or choice.added or not chosen:
        return choice
    if _answers_which(choice, session):
        return choice
    numbers = {offer.id: offer.asked_number for offer in session.offers}
    told = {numbers.get(number) for number in choice.ids}
    known = _told_apart(session)
    if not {numbers.get(n) for n in (*choice.ids, *chosen)} <= known:
        return choice
    own = tuple(n for n in chosen if numbers.get(n) in told)
    if len(own) == len(chosen) or _takes_the_place_of_all(said, none_of_own=not own):
        return choice
    put_back = tuple(n for n in own if n not in choice.ids)
    carried = [o.quantity for o in session.offers if o.id in put_back]
    return choice._replace(
        added=True,
        dropped=tuple(dict.fromkeys((*choice.dropped, *put_back))),
        carried=carried[0] if len(carried) == 1 else 0,
    )


def _answers_which(choice: Choice, session: Session) -> bool:
    """`7` of what is chosen, where the whole list was shown to ask which is ordered."""
    pending, chosen = session.pending_clarification, set(session.chosen_offer_ids)
    if pending is None or pending.kind != "offer" or not set(choice.ids) < chosen:
        return False
    listed = {int(number) for number in _LISTED.findall(session.last_reply or "")}
    return chosen <= listed and choice.pieces_named is None


def _told_apart(session: Session) -> frozenset[str]:
    """Return the numbers that surely are of different parts.

    An offer with a number of its own may stand in for the part of the others: not every caller
    says so.
    """
    counted = Counter(offer.asked_number for offer in session.offers)
    instead = {offer.instead_of for offer in session.offers if offer.instead_of}
    return frozenset(instead | {number for number, times in counted.items() if times > 1})


def _takes_the_place_of_all(said: Said, *, none_of_own: bool) -> bool:
    words = said.words.lower
    if _ONLY in words or not _INSTEAD.isdisjoint(words) or said.says("swap_words"):
        return True
    return none_of_own and (_BETTER in words or said.places.any_of(*_RATHER))
