"""A refusal with a price bound in it refuses only what is dearer."""

import pytest

from tests.unit.engine.facts.reading import read


@pytest.mark.parametrize(
    "text",
    [
        "не беру ничего дороже тысячи",
        "дороже тысячи не беру",
        "не возьму ничего дороже 1000 рублей",
        "не куплю больше двух",
    ],
)
def test_a_bound_of_price_or_number_refuses_nothing(text: str) -> None:
    assert read(text, stage="PRICING").values["lost_phrase"] is False


@pytest.mark.parametrize(
    "text",
    ["ничего не беру", "больше не беру", "можете не оформлять", "купил уже, можете не искать"],
)
def test_a_refusal_without_an_amount_stands(text: str) -> None:
    assert read(text, stage="PRICING").values["lost_phrase"] is True


@pytest.mark.parametrize("text", ["можете не искать аналоги, беру первый", "не закрывайте"])
def test_what_need_not_be_done_beside_a_choice_refuses_nothing(text: str) -> None:
    assert read(text, stage="PRICING").values["lost_phrase"] is False
