from decimal import Decimal

from engine.evaluation.quotation import OFFERS_PER_MESSAGE, quote
from engine.ports.parts import Found, NothingFound, SearchFailed, SeveralBrands
from engine.session import Offer


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
