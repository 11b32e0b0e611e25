"""Show what a search found beside an order that stands: nothing chosen is lost by a question."""

from dataclasses import replace

from engine.evaluation.quotation import Quotation
from engine.session import Session


def shown_beside(session: Session, quotation: Quotation) -> Session:
    """Return the session with the offers found; what was chosen is numbered on behind them."""
    if not quotation.offers:
        return session
    chosen = [offer for offer in session.offers if offer.id in session.chosen_offer_ids]
    last = len(quotation.offers) + len(quotation.more_offers)
    kept = [replace(offer, id=number) for number, offer in enumerate(chosen, last + 1)]
    return replace(
        session,
        offers=(*quotation.offers, *kept),
        more_offers=quotation.more_offers,
        chosen_offer_ids=tuple(offer.id for offer in kept),
    )


def shown_instead(session: Session, quotation: Quotation) -> Session:
    """Return the session with the offers found alone; a choice dies with a new search."""
    return replace(
        session,
        offers=quotation.offers,
        more_offers=quotation.more_offers,
        chosen_offer_ids=(),
    )
