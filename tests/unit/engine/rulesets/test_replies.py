from decimal import Decimal

import pytest

from engine.rulesets.offer_words import plural
from engine.rulesets.replies import MOST_BUTTONS, Replies
from engine.rulesets.replies_file import read_replies
from engine.rulesets.rubles import rubles
from engine.rulesets.source import Faults, read_yaml
from engine.session import Offer

REPLIES = """
replies: ru
lines:
  offer: "{id}. {brand} {part_number} — {price} ₽, {delivery}"
  group: "Номер {part_number}:"
  nothing_found: "{part_number}: нет"
  unanswered: "{part_number}: не ответили"
delivery:
  today: в наличии
  days: [день, дня, дней]
  within: "до {days}"
  unknown: уточним
texts:
  hello:
    text: "Номер {number}?"
    again: "Так что за {number}?"
"""


def read(text: str) -> tuple[Replies | None, Faults]:
    faults = Faults()
    node = read_yaml(text, file="replies.yaml", faults=faults)
    return (read_replies(node, faults) if node else None), faults


def an_offer(number: int, part_number: str, *, days: int | None = 2) -> Offer:
    return Offer(
        id=number,
        part_number=part_number,
        brand="VAG",
        price=Decimal("12345.50"),
        delivery_days=days,
    )


def codes_after(old: str, new: str) -> list[str]:
    assert old in REPLIES
    return [fault.code for fault in read(REPLIES.replace(old, new))[1].found]


def test_a_reply_is_rendered_with_its_variables() -> None:
    replies, faults = read(REPLIES)

    assert replies is not None
    assert not faults.found
    assert replies.by_id["hello"].text.render({"number": "123"}) == "Номер 123?"


def test_one_number_is_listed_without_a_title() -> None:
    replies, _ = read(REPLIES)

    assert replies is not None
    text = replies.offers.listed([an_offer(1, "06A115561B")])
    assert text == "1. VAG 06A115561B — 12\xa0346 ₽, до 2 дня"


def test_several_numbers_are_titled_and_missing_ones_named() -> None:
    replies, _ = read(REPLIES)

    assert replies is not None
    text = replies.offers.listed(
        [an_offer(1, "A1", days=0), an_offer(2, "B2", days=None)],
        nothing_found=["C3"],
        unanswered=["D4"],
    )
    assert text.split("\n\n") == [
        "Номер A1:\n1. VAG A1 — 12\xa0346 ₽, в наличии",
        "Номер B2:\n2. VAG B2 — 12\xa0346 ₽, уточним",
        "C3: нет",
        "D4: не ответили",
    ]


@pytest.mark.parametrize(
    ("count", "word"),
    [(1, "день"), (2, "дня"), (5, "дней"), (11, "дней"), (21, "день"), (112, "дней"), (104, "дня")],
)
def test_counts_take_the_russian_form(count: int, word: str) -> None:
    assert plural(count, ("день", "дня", "дней")) == word


@pytest.mark.parametrize(
    ("price", "text"),
    [("0.50", "1"), ("999", "999"), ("1000", "1\xa0000"), ("1234567.49", "1\xa0234\xa0567")],
)
def test_prices_are_whole_rubles_in_groups_of_three(price: str, text: str) -> None:
    assert rubles(Decimal(price)) == text


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('{number}?"', '{numbr}?"', "UNKNOWN_VARIABLE"),
        ('{number}?"', '{number:>5}?"', "UNKNOWN_VARIABLE"),
        ('{number}?"', '{number?"', "TEMPLATE_SYNTAX"),
        ("Так что за {number}?", "Номер {number}?", "SAME_WORDING"),
        ("[день, дня, дней]", "[день, дня]", "PLURAL_FORMS"),
        ('    again: "Так что за {number}?"\n', "", "MISSING_KEY"),
        ("Номер {number}?", "н" * 2001, "TEXT_TOO_LONG"),
    ],
)
def test_a_mistake_in_a_reply_is_an_error_of_the_file(old: str, new: str, code: str) -> None:
    assert code in codes_after(old, new)


AGAIN = '    again: "Так что за {number}?"\n'


def test_buttons_stand_for_the_offers_listed_and_for_more_of_them() -> None:
    replies, faults = read(
        REPLIES.replace(AGAIN, AGAIN + '    buttons: {offer: "№ {id}", more: ещё}\n')
    )
    offers = [an_offer(number, "A") for number in range(1, MOST_BUTTONS + 3)]

    assert replies is not None
    assert not faults.found
    words = replies.by_id["hello"].buttons
    assert words is not None
    assert words.labels(offers[:2], more=False) == ("№ 1", "№ 2")
    assert words.labels(offers, more=True)[-2:] == (f"№ {MOST_BUTTONS}", "ещё")


def test_a_reply_has_no_buttons_unless_it_says_so() -> None:
    replies, _ = read(REPLIES)

    assert replies is not None
    assert replies.by_id["hello"].buttons is None


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ('{offer: "{price}"}', "UNKNOWN_VARIABLE"),
        ("{more: ещё}", "MISSING_KEY"),
        ('{offer: "{id}", less: х}', "UNKNOWN_KEY"),
        (f'{{offer: "{{id}}", more: {"е" * 21}}}', "TEXT_TOO_LONG"),
        ('{offer: "{id}", more: "{id}"}', "UNKNOWN_VARIABLE"),
    ],
)
def test_a_mistake_in_buttons_is_an_error_of_the_file(buttons: str, code: str) -> None:
    assert code in codes_after(AGAIN, f"{AGAIN}    buttons: {buttons}\n")
