"""How offers are told: by the number asked for and by kind, with what else is to be known."""

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.rulesets.offer_words import OfferWords
from engine.rulesets.replies_file import read_replies
from engine.rulesets.source import Faults, read_yaml
from engine.session import Offer

REPLIES = """
replies: ru
lines:
  offer: "{id} {brand} {part_number}{remarks}"
  group: "of {part_number}"
  replacements: "for {part_number}"
  analogs: "like {part_number}"
  nothing_found: "no {part_number}"
  unanswered: "? {part_number}"
  position: "{part_number} × {quantity} = {sum}{remarks}"
  in_stock: "{id} {part_number} has {available}"
  stock_unknown: "{id} {part_number} has ?"
  price_differs: "by {price}"
  term_differs: "by {days} days"
  nothing_differs: "nothing"
remarks:
  replacement: "for {part_number}"
  analog: "like {part_number}"
  no_return: final
  used: used
  to_order: to order
  packing: "by {packing}"
  rounded: "by {packing}, so {pieces} not {wanted}"
delivery: {today: now, days: [d, d, d], within: "{days}", unknown: "?"}
texts: {hello: {text: "Hi", again: "Hi again"}}
"""
OWN = Offer(1, "A1", "VAG", Decimal(100))
NEXT = replace(OWN, id=2, part_number="A2", kind="replacement", instead_of="A1")
OTHER = replace(OWN, id=3, part_number="W7", brand="MANN", kind="analog", instead_of="A1")
ELSE = replace(OWN, id=4, part_number="B1")


@pytest.fixture
def words() -> OfferWords:
    return read_words(REPLIES)


def read_words(text: str) -> OfferWords:
    faults = Faults()
    node = read_yaml(text, file="replies.yaml", faults=faults)
    assert node is not None
    replies = read_replies(node, faults)
    assert faults.found == []
    return replies.offers


def test_kinds_are_told_apart_by_titles(words: OfferWords) -> None:
    assert words.listed([OWN, NEXT, OTHER]).split("\n\n") == [
        "of A1\n1 VAG A1",
        "for A1\n2 VAG A2",
        "like A1\n3 MANN W7",
    ]


def test_the_part_asked_for_alone_needs_no_title(words: OfferWords) -> None:
    assert words.listed([OWN]) == "1 VAG A1"


def test_analogs_alone_are_titled_and_the_part_is_told_to_be_missing(words: OfferWords) -> None:
    text = words.listed([OTHER], nothing_found=["A1"])

    assert text.split("\n\n") == ["no A1", "like A1\n3 MANN W7"]


def test_a_part_without_offers_is_missing_where_its_analogs_stand(words: OfferWords) -> None:
    text = words.listed([OTHER, ELSE], nothing_found=["A1", "C1"], unanswered=["D1"])

    assert text.split("\n\n") == [
        "no A1",
        "like A1\n3 MANN W7",
        "of B1\n4 VAG B1",
        "no C1",
        "? D1",
    ]


@pytest.mark.parametrize(
    ("offer", "line"),
    [
        (OWN, "1 VAG A1"),
        (NEXT, "2 VAG A2; for A1"),
        (OTHER, "3 MANN W7; like A1"),
        (replace(OTHER, no_return=True), "3 MANN W7; like A1; final"),
    ],
)
def test_an_offer_outside_its_list_tells_its_kind(
    words: OfferWords, offer: Offer, line: str
) -> None:
    assert words.single(offer) == line


@pytest.mark.parametrize(
    ("offer", "line"),
    [
        (replace(OWN, packing=4), "1 VAG A1; by 4"),
        (replace(OWN, no_return=True), "1 VAG A1; final"),
        (replace(OWN, used=True), "1 VAG A1; used"),
        (replace(OWN, to_order=True), "1 VAG A1; to order"),
        (replace(OWN, packing=2, used=True, no_return=True), "1 VAG A1; by 2; used; final"),
    ],
)
def test_conditions_are_told_in_the_list(words: OfferWords, offer: Offer, line: str) -> None:
    assert words.listed([offer]) == line


@pytest.mark.parametrize(
    ("offer", "line"),
    [
        (OWN, "A1 × 1 = 100"),
        (replace(OWN, packing=4, quantity=8), "A1 × 8 = 800"),
        (replace(OWN, packing=4, quantity=5), "A1 × 8 = 800; by 4, so 8 not 5"),
        (replace(OWN, packing=2), "A1 × 2 = 200; by 2, so 2 not 1"),
        (
            replace(OTHER, packing=2, no_return=True),
            "W7 × 2 = 200; like A1; by 2, so 2 not 1; final",
        ),
    ],
)
def test_what_is_chosen_is_told_by_the_pieces_ordered(
    words: OfferWords, offer: Offer, line: str
) -> None:
    assert words.chosen([offer]) == line


def test_a_version_without_remarks_has_no_place_for_them() -> None:
    older = REPLIES.replace("{remarks}", "")
    older = older[: older.index("remarks:")] + older[older.index("delivery:") :]

    assert read_words(older).listed([replace(OWN, no_return=True)]) == "1 VAG A1"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("so {pieces} not", "so {pices} not", "UNKNOWN_VARIABLE"),
        ("  used: used", "  usd: used", "UNKNOWN_KEY"),
        ('"like {part_number}"\n  no_return', '"like {brand}"\n  no_return', "UNKNOWN_VARIABLE"),
    ],
)
def test_a_mistake_in_a_remark_is_an_error_of_the_file(old: str, new: str, code: str) -> None:
    assert old in REPLIES
    faults = Faults()
    node = read_yaml(REPLIES.replace(old, new), file="replies.yaml", faults=faults)
    assert node is not None
    read_replies(node, faults)

    assert [fault.code for fault in faults.found] == [code]


@pytest.mark.parametrize(
    ("price", "days", "told"),
    [(100, 2, "nothing"), (130, 2, "by 30"), (90, 5, "by 10, by 3 days"), (100, None, "nothing")],
)
def test_two_offers_are_told_by_what_they_differ_in(
    words: OfferWords, price: int, days: int | None, told: str
) -> None:
    one = replace(OWN, delivery_days=2)
    other = replace(OTHER, price=Decimal(price), delivery_days=days)

    assert words.difference([one, other]) == told


def test_a_single_offer_differs_from_nothing(words: OfferWords) -> None:
    assert words.difference([OWN]) == ""


def test_stock_is_told_by_pieces_where_the_shop_names_them(words: OfferWords) -> None:
    assert words.in_stock([replace(OWN, available=4), OTHER]) == "1 A1 has 4\n3 W7 has ?"


def test_a_part_of_which_nothing_is_chosen_is_named(words: OfferWords) -> None:
    told = read_words(
        REPLIES.replace("  in_stock:", '  not_chosen: "none of {part_number}"\n  in_stock:')
    )

    assert told.chosen([OWN], out_of=[OWN, OTHER, ELSE]) == "A1 × 1 = 100\n\nnone of B1"
    assert told.chosen([OWN, ELSE], out_of=[OWN, OTHER, ELSE]).count("none of") == 0
    assert words.chosen([OWN], out_of=[OWN, ELSE]) == "A1 × 1 = 100"
