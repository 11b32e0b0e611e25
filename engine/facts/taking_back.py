"""Hear that who refused wants after all what they had chosen: `ладно, всё-таки беру`."""

from engine.facts.said import Said
from engine.session import Session

_REFUSED = "LOST"
_TAKING = ("choose_words", "returns_words")
_LEAVING = ("farewell", "wait_words")


def takes_refusal_back(said: Said, session: Session) -> bool:
    """Say whether a refused sale with a choice in it goes on; a question or a goodbye does not."""
    if session.stage != _REFUSED or not session.chosen_offer_ids or "?" in said.words.text:
        return False
    return said.places.any_of(*_TAKING) and not said.places.any_of(*_LEAVING)
