"""Brand names: which are one maker, and which one a client means."""

import pytest

from integrations.abcp.brands import BrandNames

BRANDS = BrandNames()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("VAG", "Volkswagen"),
        ("audi", "SKODA"),
        ("Hyundai-KIA", "Mobis"),
        ("Mercedes-Benz", "mercedes benz"),
        ("Mercedes", "Мерседес"),
        ("GM", "General Motors"),
        ("MANN-FILTER", "Mann"),
        ("Toyota", "тойота"),
        ("Lada", "ВАЗ"),
    ],
)
def test_names_of_one_maker_are_one(one: str, other: str) -> None:
    assert BRANDS.maker(one) == BRANDS.maker(other)


@pytest.mark.parametrize(("one", "other"), [("Febi", "KYB"), ("BMW", "VAG"), ("SCT", "Sampa")])
def test_names_of_two_makers_are_two(one: str, other: str) -> None:
    assert BRANDS.maker(one) != BRANDS.maker(other)


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("febi", ("Febi",)),
        ("Febi Bilstein", ("Febi",)),
        ("stelox", ("Stellox",)),
        ("Stellox", ("Stellox",)),
        ("Bosch", ()),
        ("", ()),
    ],
)
def test_a_wanted_brand_is_the_same_maker_or_nearly_the_same_spelling(
    wanted: str, meant: tuple[str, ...]
) -> None:
    assert BRANDS.matching(wanted, ("Febi", "Sasic", "Stellox")) == meant


def test_two_brands_of_similar_spelling_are_both_returned_and_none_is_guessed() -> None:
    assert BRANDS.matching("stellx", ("Stellox", "Febi", "Stellux")) == ("Stellox", "Stellux")


def test_a_shop_may_bring_its_own_synonyms() -> None:
    brands = BrandNames([("Patron", "Патрон")])

    assert brands.maker("патрон") == brands.maker("PATRON")
    assert brands.maker("VAG") != brands.maker("VW")
