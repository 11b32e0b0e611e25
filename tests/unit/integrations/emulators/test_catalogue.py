"""The catalogue: what is in it, how it is found, and what makes it unusable."""

from pathlib import Path

import pytest

from integrations.emulators.abcp.catalogue import Catalogue
from integrations.emulators.abcp.catalogue_file import CatalogueInvalid, load_catalogue
from integrations.emulators.configuration import Shop

_SOUND = """
brands: [{name: "VAG", aliases: ["Volkswagen"]}]
suppliers: [{name: "shop", distributor_id: 1, route_id: 2}]
articles:
  - brand: "VAG"
    number: "06A115561B"
    description: "Фильтр масляный"
    offers: [{supplier: "shop", price: 890.0, availability: 4, hours: 0}]
"""


def the_shipped_catalogue() -> Catalogue:
    return load_catalogue(Shop().catalogue_path)


def found_brands(catalogue: Catalogue, number: str) -> set[str]:
    return {article.key.brand for article in catalogue.articles_numbered(number)}


def complaint_about(tmp_path: Path, text: str) -> str:
    path = tmp_path / "catalogue.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueInvalid) as refusal:
        load_catalogue(path)
    return str(refusal.value)


def test_the_shipped_catalogue_is_wide_enough_for_a_demo() -> None:
    catalogue = the_shipped_catalogue()

    assert len(catalogue.articles) >= 60
    assert len({key.brand for key in catalogue.articles}) >= 12


def test_at_least_four_numbers_belong_to_several_brands() -> None:
    catalogue = the_shipped_catalogue()

    shared = [
        n for n in ("01089", "333305", "P999", "SM105") if len(found_brands(catalogue, n)) > 1
    ]

    assert len(shared) == 4


@pytest.mark.parametrize("written", ["06A 115 561 B", "06a-115-561-b", "06A115561B"])
def test_a_number_is_found_however_it_is_punctuated(written: str) -> None:
    assert found_brands(the_shipped_catalogue(), written) == {"VAG"}


@pytest.mark.parametrize("written", ["A2710940204", "2710940204", "a 271 094 02 04"])
def test_a_mercedes_number_is_found_with_and_without_its_letter(written: str) -> None:
    assert found_brands(the_shipped_catalogue(), written) == {"Mercedes-Benz"}


def test_a_brand_answers_to_its_synonyms() -> None:
    assert the_shipped_catalogue().brand_name("volkswagen") == "VAG"


def test_an_unknown_supplier_is_named_with_its_row(tmp_path: Path) -> None:
    text = _SOUND.replace('supplier: "shop"', 'supplier: "nobody"')

    complaint = complaint_about(tmp_path, text)

    assert complaint == ("catalogue.yaml: articles[0]: offers[0]: unknown supplier 'nobody'")


@pytest.mark.parametrize(
    ("sound", "broken", "said"),
    [
        ("price: 890.0", "price: 0", "price must be above zero"),
        ("availability: 4", "availability: -7", "availability -7 means nothing"),
        ("hours: 0", "hours: 5, hours_max: 4", "hours_max is below hours"),
        ('number: "06A115561B"', "number: 115561", "is text quoted?"),
        ('brand: "VAG"', 'brand: "Tesla"', "unknown brand 'Tesla'"),
        ("hours: 0", "hours: 0, colour: red", "unknown keys: colour"),
        ("offers: [{", 'analogs: [{brand: "VAG", number: "1"}]\n    offers: [{', "analog VAG 1"),
        ("brands: [", "brands: [[", "not YAML"),
    ],
)
def test_a_bad_row_stops_the_load_and_says_why(
    tmp_path: Path, sound: str, broken: str, said: str
) -> None:
    assert said in complaint_about(tmp_path, _SOUND.replace(sound, broken))


def test_the_same_number_of_one_brand_twice_is_refused(tmp_path: Path) -> None:
    again = '  - {brand: "VAG", number: "06a 115 561 b", description: "Ещё раз"}\n'

    assert "is listed twice" in complaint_about(tmp_path, _SOUND + again)
