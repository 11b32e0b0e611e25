from dataclasses import replace
from decimal import Decimal

from engine.evaluation.quotation import OFFERS_PER_MESSAGE, Quotation, quote
from engine.ports.parts import Found, NothingFound, SearchFailed, SeveralBrands
from engine.session import Offer, OfferKind


def found(part_number: str, count: int) -> Found:
    offers = tuple(
        Offer(id=0, part_number=part_number, brand="VAG", price=Decimal(100 + i))
        for i in range(count)
    )
    return Found(part_number, "VAG", offers)


def test_offers_of_all_numbers_are_numbered_through() -> None:
    quotation = quote([found("A1", 2), found("B2", 1)])

    assert quotation.lookup == "found"
    assert [(o.id, o.part_number) for o in quotation.offers] == [(1, "A1"), (2, "A1"), (3, "B2")]


def test_a_long_list_of_one_number_leaves_room_for_the_other() -> None:
    quotation = quote([found("A1", 40), found("B2", 2)])

    assert len(quotation.offers) == OFFERS_PER_MESSAGE
    assert [o.part_number for o in quotation.offers].count("B2") == 2


def test_a_brand_question_comes_before_prices() -> None:
    quotation = quote([found("A1", 1), SeveralBrands("01089", ("Febi", "SWAG"))])

    assert quotation.lookup == "several_brands"
    assert (quotation.ambiguous_number, quotation.brands) == ("01089", ("Febi", "SWAG"))
    assert quotation.offers == ()


def test_a_part_of_the_answer_is_better_than_none() -> None:
    quotation = quote([found("A1", 1), NothingFound("B2"), SearchFailed("C3", "timeout")])

    assert quotation.lookup == "found"
    assert (quotation.nothing_found, quotation.unanswered) == (("B2",), ("C3",))


def test_an_outage_is_not_told_as_an_empty_shop() -> None:
    assert quote([SearchFailed("C3", "timeout")]).lookup == "failed"
    assert quote([NothingFound("C3")]).lookup == "empty"
    assert quote([NothingFound("B2"), SearchFailed("C3", "timeout")]).lookup == "failed"


def test_offers_without_any_row_count_as_nothing_found() -> None:
    quotation = quote([found("A1", 0)])

    assert quotation.lookup == "empty"


def with_substitutes(part_number: str, own: int, *kinds: OfferKind) -> Found:
    instead = tuple(
        Offer(0, f"{kind[0]}{i}", "MANN", Decimal(50), kind=kind, instead_of=part_number)
        for i, kind in enumerate(kinds)
    )
    return replace(found(part_number, own), substitutes=instead)


def kinds_of(quotation: Quotation) -> list[tuple[int, str]]:
    return [(offer.id, offer.kind) for offer in quotation.offers]


def test_nobody_is_shown_an_analog_of_what_can_be_had() -> None:
    quotation = quote([with_substitutes("A1", 2, "replacement", "analog")])

    assert kinds_of(quotation) == [(1, "asked"), (2, "asked")]
    assert quotation.nothing_found == ()


def test_what_cannot_be_had_is_named_beside_what_fits_in_its_place() -> None:
    quotation = quote([with_substitutes("A1", 0, "replacement", "analog")])

    assert quotation.lookup == "found"
    assert kinds_of(quotation) == [(1, "replacement"), (2, "analog")]
    assert quotation.nothing_found == ("A1",)


def test_an_analog_of_one_number_is_no_analog_of_another() -> None:
    quotation = quote([with_substitutes("A1", 1, "analog"), with_substitutes("B2", 0, "analog")])

    assert [(offer.kind, offer.asked_number) for offer in quotation.offers] == [
        ("asked", "A1"),
        ("analog", "B2"),
    ]


def test_who_asks_for_analogs_sees_some_however_many_offers_the_part_has() -> None:
    many: list[OfferKind] = ["analog"] * 40

    quotation = quote([with_substitutes("A1", 40, *many)], analogs=True)

    assert [kind for _, kind in kinds_of(quotation)] == ["asked"] * 4 + ["analog"] * 3


def test_analogs_of_a_brand_asked_for_do_not_say_that_the_part_is_missing() -> None:
    analogs = with_substitutes("A1", 0, "analog").substitutes

    quotation = quote([Found("A1", "MANN", analogs)])

    assert kinds_of(quotation) == [(1, "analog")]
    assert quotation.nothing_found == ()


def test_a_number_with_nothing_at_all_is_empty() -> None:
    assert quote([with_substitutes("A1", 0)]).lookup == "empty"
    assert quote([with_substitutes("A1", 0)]).nothing_found == ("A1",)
