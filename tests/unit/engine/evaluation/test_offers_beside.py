"""What a search finds is shown beside an order that stands, or in its place."""

from dataclasses import replace
from decimal import Decimal

from engine.evaluation.offers_beside import shown_beside, shown_instead
from engine.evaluation.quotation import Quotation
from engine.session import Offer, Session

OLD = Offer(4, "0451103318", "BOSCH", Decimal(1150), quantity=2, instead_of="06A115561B")
OTHER = Offer(1, "06A115561B", "VAG", Decimal(2100))
ORDER = Session(stage="FINAL", offers=(OTHER, OLD), chosen_offer_ids=(4,), address="Самовывоз")
NEW = tuple(Offer(n, "5Q0819653", "VAG", Decimal(1500)) for n in (1, 2, 3))
FOUND = Quotation("found", ("5Q0819653",), NEW[:2], NEW[2:])


def test_what_is_ordered_is_numbered_on_and_keeps_its_pieces() -> None:
    shown = shown_beside(ORDER, FOUND)

    assert shown.offers == (*NEW[:2], replace(OLD, id=4))
    assert shown.more_offers == NEW[2:]
    assert shown.chosen_offer_ids == (4,)
    assert shown.address == ORDER.address


def test_nothing_found_leaves_everything_shown_before() -> None:
    assert shown_beside(ORDER, Quotation("empty", ("5Q0819653",))) == ORDER


def test_a_choice_dies_with_a_search_that_takes_its_place() -> None:
    shown = shown_instead(ORDER, FOUND)

    assert (shown.offers, shown.more_offers, shown.chosen_offer_ids) == (NEW[:2], NEW[2:], ())
