"""What of the sale a decision changes: offers shown and taken, who buys, where to deliver."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from engine.evaluation.quotation import OFFERS_PER_MESSAGE
from engine.facts.choice import Choice
from engine.facts.extraction import Findings
from engine.session import NOBODY, Contact, Offer, Session


class Sale(NamedTuple):
    """The sale after a message; `listed` are the offers its reply may list or advise."""

    offers: tuple[Offer, ...]
    more_offers: tuple[Offer, ...]
    listed: tuple[Offer, ...]
    chosen_offer_ids: tuple[int, ...]
    contact: Contact
    address: str | None

    @property
    def cheapest(self) -> Offer | None:
        """The offer shown at the lowest price, the sooner of equals."""
        return min(self.listed, key=lambda o: (o.price, _days_or_last(o)), default=None)

    @property
    def fastest(self) -> Offer | None:
        """The offer shown that comes soonest, the cheaper of equals."""
        return min(self.listed, key=lambda o: (_days_or_last(o), o.price), default=None)

    @property
    def chosen(self) -> tuple[Offer, ...]:
        """The offers taken, each with the pieces wanted as its quantity."""
        return tuple(offer for offer in self.offers if offer.id in self.chosen_offer_ids)


def sale_after(
    session: Session,
    findings: Findings,
    *,
    take: Collection[str],
    drop: Collection[str],
    pickup: str,
    choosing: bool = False,
) -> Sale:
    """Apply what rules take of a message and drop of the session; `pickup` is our word for it.

    Where offers are still to be chosen from, those of an order that stands are not listed.
    """
    offers, chosen = session.offers, session.chosen_offer_ids
    if "choice" in take:
        chosen = findings.choice.applied_to(chosen)
        offers = _with_pieces(offers, chosen, findings.choice)
    shown = session.more_offers[:OFFERS_PER_MESSAGE] if "more" in take else ()
    address = session.address
    if "address" in take:
        told = findings.address
        address = pickup if told.pickup == "chosen" else told.over(address)
    contact = session.contact.updated(findings.contact) if "contact" in take else session.contact
    left = () if "choice" in drop else chosen
    offers = _with_pieces_kept(offers, before=session.chosen_offer_ids, after=left)
    gone = "offers" in drop
    open_offers = [o for o in offers if not choosing or o.id not in left] or offers
    return Sale(
        offers=() if gone else (*offers, *shown),
        more_offers=() if gone else session.more_offers[len(shown) :],
        listed=shown or _not_refused(open_offers, findings.choice, session.chosen_offer_ids),
        chosen_offer_ids=() if gone else left,
        contact=NOBODY if "contact" in drop else contact,
        address=None if "address" in drop else address,
    )


def _not_refused(
    offers: Sequence[Offer], choice: Choice, taken_before: Collection[int]
) -> tuple[Offer, ...]:
    """Return the offers that the message does not refuse; what was taken may be again."""
    refused = set(choice.dropped).difference(taken_before)
    return tuple(o for o in offers if o.id not in refused) or tuple(offers)


def with_pieces_wanted(session: Session, choice: Choice) -> Session:
    """Keep pieces told before a choice: `надо 2 штуки, какие цены?` asks, and wants two."""
    if session.chosen_offer_ids or choice.kind != "none" or not choice.quantity:
        return session
    return replace(session, offers=_with_pieces(session.offers, (), choice))


def _with_pieces(
    offers: Sequence[Offer], chosen: Collection[int], choice: Choice
) -> tuple[Offer, ...]:
    # Pieces told before any offer is chosen are of whichever is chosen later.
    return tuple(
        replace(offer, quantity=choice.pieces_of(offer))
        if offer.id in chosen or not (chosen or choice.ids)
        else offer
        for offer in offers
    )


def _with_pieces_kept(
    offers: Sequence[Offer], *, before: Collection[int], after: Collection[int]
) -> tuple[Offer, ...]:
    """Who puts a single offer back to choose another still wants as many pieces."""
    put_back = [offer for offer in offers if offer.id in before]
    if after or len(put_back) != 1:
        return tuple(offers)
    return tuple(replace(offer, quantity=put_back[0].quantity) for offer in offers)


def _days_or_last(offer: Offer) -> float:
    return float("inf") if offer.delivery_days is None else offer.delivery_days
