"""Facts about the sale once the message is read: what is taken, who buys, where to deliver."""

from collections.abc import Mapping, Sequence

from engine.decisions import FactValue
from engine.facts.address_in_parts import lack_of
from engine.facts.addresses import Address
from engine.facts.choice import Choice
from engine.facts.extraction import Findings
from engine.facts.knowledge import Knowledge
from engine.facts.name_corrections import names_another
from engine.facts.situation import Best, Substitutes
from engine.session import Offer, Session


def sale_facts(session: Session, findings: Findings, *, lost: bool) -> Mapping[str, FactValue]:
    """Return what is chosen, how many, by whom, and what of it the message tells."""
    choice, told, address = findings.choice, findings.contact, findings.address
    chosen = choice.applied_to(session.chosen_offer_ids)
    contact = session.contact.updated(told)
    other_name = session.contact.is_named and contact.full_name != session.contact.full_name
    address_found = bool(address.over(None)) or address.pickup in {"chosen", "unclear"}
    return {
        "choice": choice.kind,
        "substitutes": _substitutes(session.offers),
        **_refused(choice, session.offers, lost=lost),
        "chosen_count": len(chosen),
        "chosen_is_best": _best_of(session.offers, chosen),
        "quantity": choice.quantity or max(choice.quantities.values(), default=0),
        "too_many_wanted": choice.wants_too_many(o for o in session.offers if o.id in chosen),
        "pieces_unclear": choice.pieces_unclear,
        "pieces_needed": choice.needed,
        "left_unclear": choice.left_unclear,
        "digit_unclear": bool(choice.digit),
        "pieces_asked": choice.asked,
        "no_return": any(o.no_return for o in session.offers if o.id in chosen or not chosen),
        "name_found": told.is_named,
        "name_told": bool(told.full_name),
        "name_unclear": names_another(told, known=session.contact),
        "details_told": bool(findings.phones) or address_found or other_name,
        "name_known": contact.is_named,
        "surname_missing": contact.lacks_surname,
        "first_name_missing": contact.lacks_first_name,
        "phone_known": bool(contact.phone),
        "further_phone": any(phone != contact.phone for phone in findings.phones),
        "address_found": address_found,
        "pickup": address.pickup,
        "offer_question": findings.asked.question,
        "others_asked_about": findings.asked.is_of_others(session.chosen_offer_ids),
    }


def _refused(choice: Choice, offers: Sequence[Offer], *, lost: bool) -> Mapping[str, FactValue]:
    """Who gives the purchase up together with every offer takes back none of them."""
    all_refused = bool(choice.dropped) and len(choice.dropped) == len(offers)
    return {
        "choice_dropped": bool(choice.dropped) and not (all_refused and lost),
        "all_refused": all_refused,
    }


def address_facts(session: Session, told: Address, knowledge: Knowledge) -> Mapping[str, FactValue]:
    """Return whether it is known where to deliver, the message included."""
    pickup, known = told.pickup == "chosen", told.over(session.address)
    lacks = "none" if pickup else lack_of(known, knowledge)
    return {
        "address_unclear": told.part_differs_from(session.address),
        "address_known": pickup or (bool(known) and lacks == "none"),
        "address_lacks": lacks,
    }


def _best_of(offers: Sequence[Offer], chosen: Sequence[int]) -> Best:
    """Say in what the only offer chosen is not to be beaten by those shown."""
    if len(chosen) != 1:
        return "none"
    own = next((offer for offer in offers if offer.id == chosen[0]), None)
    if own is None:
        return "none"
    cheapest = all(own.price <= offer.price for offer in offers)
    days = own.delivery_days
    fastest = days is not None and all(
        offer.delivery_days is None or days <= offer.delivery_days for offer in offers
    )
    if cheapest and fastest:
        return "both"
    return "price" if cheapest else "term" if fastest else "none"


def _substitutes(offers: Sequence[Offer]) -> Substitutes:
    instead = sum(offer.kind != "asked" for offer in offers)
    if not instead:
        return "none"
    return "only" if instead == len(offers) else "some"
