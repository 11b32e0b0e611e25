"""Show what is left of a search to whom the best of it is wanted by: it was not shown yet."""

from dataclasses import replace

from engine.facts.best_of_some import measure_of
from engine.facts.choice import Choice
from engine.facts.extraction import Findings
from engine.facts.phrases import Hit
from engine.facts.said import Said
from engine.session import Session

_MORE = "more_words"
_KINDS = ("original_named", "analog_named")


def is_best_not_shown(said: Said, session: Session, findings: Findings) -> bool:
    """Say whether the cheapest or soonest is taken, and a better one of that part was not shown."""
    ids = findings.choice.ids
    if not session.more_offers or not ids or session.chosen_offer_ids:
        return False
    measure = measure_of(said)
    if measure is None or said.names.brands:
        return False
    kinds = said.places.any_of(*_KINDS)
    taken = [offer for offer in session.offers if offer.id in ids]
    return any(
        better.asked_number == offer.asked_number
        and measure(better) < measure(offer)
        and (not kinds or (better.kind == "asked") == (offer.kind == "asked"))
        for offer in taken
        for better in session.more_offers
    )


def asking_for_more(said: Said) -> Said:
    """Return the message as one that asks for further offers."""
    return replace(said, hits=(Hit(_MORE, 0, len(said.words)),))


def without_choice(findings: Findings) -> Findings:
    """Return the findings with the pieces told and nothing taken."""
    return findings._replace(choice=Choice(quantity=findings.choice.quantity))
