"""Hear that who refused wants after all what they had chosen: `ладно, всё-таки беру`."""

from engine.facts.said import Said
from engine.session import Session

_REFUSED = "LOST"
_TAKING = ("choose_words", "returns_words")
_LEAVING = ("farewell", "wait_words")
_AGREEING = "explicit_yes"
_DENYING = ("decline_words", "will_not")
_ASKED_WHETHER_AFTER_ALL = "change"
"""Only this question is ever open in a refused sale that something is chosen in."""


def takes_refusal_back(said: Said, session: Session) -> bool:
    """Say whether a refused sale with a choice in it goes on; a question or a goodbye does not."""
    if session.stage != _REFUSED or not session.chosen_offer_ids or "?" in said.words.text:
        return False
    if said.places.any_of(*_LEAVING):
        return False
    return said.places.any_of(*_TAKING) or _agrees(said, session)


def _agrees(said: Said, session: Session) -> bool:
    """`да`, where the bot has asked whether it is to be ordered after all."""
    asked = session.pending_clarification
    if asked is None or asked.kind != _ASKED_WHETHER_AFTER_ALL:
        return False
    return said.says(_AGREEING) and not said.places.any_of(*_DENYING)
