"""Keep a summed up order where another part is asked for beside the yes: `да, и ещё 5Q0819653`.

Of callers that place it themselves: our own order stands while the part is looked for.
"""

from engine.facts.choice import Choice
from engine.facts.clauses import Clauses
from engine.facts.extraction import Findings
from engine.facts.said import Said
from engine.session import Session

_SUMMED_UP = "FINAL"
_YES = "explicit_yes"
_MORE = frozenset({"еще", "также", "тоже", "плюс"})
_CHANGING = ("decline_words", "refuse_words", "leave_words", "swap_words", "change_choice")


def is_for_later(findings: Findings, said: Said, session: Session) -> bool:
    """Say whether the number told is added to an order that the same message agrees to."""
    if session.stage != _SUMMED_UP or not session.chosen_offer_ids or not findings.part_numbers:
        return False
    offered = {offer.part_number for offer in session.offers}
    agreed = said.places.of(_YES)
    if not agreed or _MORE.isdisjoint(said.words.lower) or offered & {*findings.part_numbers}:
        return False
    asks = Clauses(said.words).asks(min(agreed))
    return not asks and not findings.choice.ids and not said.places.any_of(*_CHANGING)


def without_part(findings: Findings, session: Session) -> Findings:
    """Return the findings of a message that asks for the yes to the order once more."""
    chosen = session.chosen_offer_ids
    kept = Choice("one" if len(chosen) == 1 else "several", tuple(chosen))
    return findings._replace(part_numbers=(), choice=kept)
