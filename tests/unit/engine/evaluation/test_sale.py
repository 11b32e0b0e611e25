"""What rules take and drop changes the sale, and only that."""

from dataclasses import replace
from decimal import Decimal

from engine.evaluation.sale import Sale, sale_after, with_pieces_wanted
from engine.facts.addresses import Address
from engine.facts.choice import Choice
from engine.facts.extraction import Findings
from engine.session import Contact, Offer, Session

ANNA = Contact("Соколова", "Анна", None, "+79120000001")


def an_offer(number: int, *, price: int = 100, days: int | None = 3) -> Offer:
    return Offer(
        id=number,
        part_number="06A115561B",
        brand="VAG",
        price=Decimal(price),
        delivery_days=days,
    )


def a_session(**changes: object) -> Session:
    offers = (an_offer(1, price=300, days=1), an_offer(2), an_offer(3, days=None))
    return Session(**{"stage": "PRICING", "offers": offers, **changes})  # type: ignore[arg-type]


def after(
    session: Session,
    findings: Findings,
    *,
    take: tuple[str, ...] = (),
    drop: tuple[str, ...] = (),
) -> Sale:
    return sale_after(session, findings, take=take, drop=drop, pickup="Самовывоз")


def test_what_no_rule_takes_is_not_kept() -> None:
    told = Findings(choice=Choice("one", (2,)), contact=ANNA, address=Address("Пермь, Мира 4"))

    sale = after(a_session(), told)

    assert (sale.chosen_offer_ids, sale.contact, sale.address) == ((), Contact(), None)


def test_a_new_choice_replaces_the_old_one() -> None:
    chosen = a_session(chosen_offer_ids=(1,))

    assert after(chosen, Findings(choice=Choice("one", (2,))), take=("choice",)).chosen == (
        an_offer(2),
    )


def test_an_added_choice_stands_beside_the_old_one() -> None:
    chosen = a_session(chosen_offer_ids=(1,))
    more = Findings(choice=Choice("one", (3,), added=True))

    assert after(chosen, more, take=("choice",)).chosen_offer_ids == (1, 3)


def test_what_is_taken_back_is_no_longer_chosen() -> None:
    chosen = a_session(chosen_offer_ids=(1, 2))

    assert after(chosen, Findings(choice=Choice(dropped=(1,))), take=("choice",)).chosen == (
        an_offer(2),
    )


def test_pieces_stick_to_the_offer_they_were_said_of() -> None:
    first = after(a_session(), Findings(choice=Choice("one", (2,), quantity=4)), take=("choice",))
    later = a_session(offers=first.offers, chosen_offer_ids=first.chosen_offer_ids)

    sale = after(later, Findings(contact=ANNA), take=("choice", "contact"))

    assert [(offer.id, offer.quantity) for offer in sale.chosen] == [(2, 4)]
    assert [offer.quantity for offer in sale.offers] == [1, 4, 1]


def test_pieces_may_differ_from_offer_to_offer() -> None:
    choice = Choice("several", (1, 2), quantities={1: 2, 2: 5})

    sale = after(a_session(), Findings(choice=choice), take=("choice",))

    assert {offer.id: offer.quantity for offer in sale.chosen} == {1: 2, 2: 5}


def test_pieces_alone_are_for_what_is_chosen() -> None:
    chosen = a_session(chosen_offer_ids=(1,))

    sale = after(chosen, Findings(choice=Choice(quantity=3)), take=("choice",))

    assert [offer.quantity for offer in sale.offers] == [3, 1, 1]


def test_half_a_name_never_replaces_a_whole_one() -> None:
    known = a_session(contact=ANNA)

    sale = after(known, Findings(contact=Contact(None, "Аня")), take=("contact",))

    assert sale.contact == ANNA


def test_a_new_phone_replaces_the_old_and_keeps_the_name() -> None:
    known = a_session(contact=ANNA)

    sale = after(known, Findings(contact=Contact(phone="+79990000002")), take=("contact",))

    assert sale.contact == Contact("Соколова", "Анна", None, "+79990000002")


def test_picking_up_stands_for_an_address() -> None:
    sale = after(a_session(), Findings(address=Address(pickup="chosen")), take=("address",))

    assert sale.address == "Самовывоз"


def test_asking_about_picking_up_changes_no_address() -> None:
    known = a_session(address="Пермь, Мира 4")

    sale = after(known, Findings(address=Address(pickup="asked")), take=("address",))

    assert sale.address == "Пермь, Мира 4"


def test_more_offers_are_shown_seven_at_a_time_and_only_they_are_listed() -> None:
    waiting = tuple(an_offer(number) for number in range(4, 13))

    sale = after(a_session(more_offers=waiting), Findings(), take=("more",))

    assert [offer.id for offer in sale.listed] == [4, 5, 6, 7, 8, 9, 10]
    assert [offer.id for offer in sale.offers] == [1, 2, 3, *range(4, 11)]
    assert [offer.id for offer in sale.more_offers] == [11, 12]


def test_dropping_the_offers_drops_the_choice_among_them() -> None:
    full = a_session(chosen_offer_ids=(1,), more_offers=(an_offer(4),), contact=ANNA)

    sale = after(full, Findings(), drop=("offers",))

    assert (sale.offers, sale.more_offers, sale.chosen_offer_ids) == ((), (), ())
    assert sale.contact == ANNA


def test_the_cheapest_and_the_fastest_are_told_apart() -> None:
    sale = after(a_session(), Findings())

    assert sale.cheapest is not None
    assert sale.fastest is not None
    assert (sale.cheapest.id, sale.fastest.id) == (2, 1)


def test_where_nothing_is_offered_nothing_is_best() -> None:
    sale = after(Session(), Findings())

    assert (sale.cheapest, sale.fastest) == (None, None)


def test_pieces_told_before_an_offer_is_chosen_are_of_whichever_is_chosen_later() -> None:
    told = after(a_session(), Findings(choice=Choice("unclear", quantity=2)), take=("choice",))
    shown = a_session(offers=told.offers)

    chosen = after(shown, Findings(choice=Choice("one", (3,))), take=("choice",)).chosen

    assert [(offer.id, offer.quantity) for offer in chosen] == [(3, 2)]


def test_a_single_offer_put_back_leaves_its_pieces_to_the_next_choice() -> None:
    three = replace(an_offer(1), quantity=3)
    session = a_session(offers=(three, an_offer(2)), chosen_offer_ids=(1,))

    sale = after(session, Findings(), drop=("choice",))

    assert (sale.chosen_offer_ids, [offer.quantity for offer in sale.offers]) == ((), [3, 3])


def test_of_two_offers_put_back_neither_leaves_its_pieces() -> None:
    three = replace(an_offer(1), quantity=3)
    session = a_session(offers=(three, an_offer(2), an_offer(3)), chosen_offer_ids=(1, 2))

    sale = after(session, Findings(), drop=("choice",))

    assert [offer.quantity for offer in sale.offers] == [3, 1, 1]


def test_what_the_message_refuses_is_neither_listed_nor_advised() -> None:
    sale = after(a_session(), Findings(choice=Choice(dropped=(2,))))

    assert [offer.id for offer in sale.listed] == [1, 3]
    assert (sale.cheapest, sale.fastest) == (an_offer(3, days=None), an_offer(1, price=300, days=1))
    assert [offer.id for offer in sale.offers] == [1, 2, 3]


def test_where_every_offer_is_refused_all_stay_listed() -> None:
    sale = after(a_session(), Findings(choice=Choice(dropped=(1, 2, 3))))

    assert [offer.id for offer in sale.listed] == [1, 2, 3]


def test_what_was_taken_before_is_listed_once_it_is_taken_back() -> None:
    sale = after(a_session(chosen_offer_ids=(2,)), Findings(choice=Choice(dropped=(2,))))

    assert [offer.id for offer in sale.listed] == [1, 2, 3]


def test_pieces_wanted_before_a_choice_are_kept_without_one() -> None:
    kept = with_pieces_wanted(a_session(), Choice(quantity=2))

    assert [offer.quantity for offer in kept.offers] == [2, 2, 2]


def test_pieces_wanted_change_nothing_that_is_chosen_or_named() -> None:
    chosen = a_session(chosen_offer_ids=(1,))

    assert with_pieces_wanted(chosen, Choice(quantity=2)) == chosen
    assert with_pieces_wanted(a_session(), Choice("one", (2,), quantity=2)) == a_session()
    assert with_pieces_wanted(a_session(), Choice()) == a_session()
