"""What is refused: the purchase, or one thing among others while the sale goes on."""

import pytest

from tests.unit.engine.facts.reading import read

PURCHASE = [
    "не буду брать", "брать эту деталь не буду", "мне ваш заказ не нужен", "заказывать не надо",
    "обойдемся без вас", "взял оригинал у дилера", "взял за 500 у соседа",
    "успел купить в городе", "не возьму на озоне нашел", "второй дорогой. прощайте",
    "ничего мне от вас не надо", "в последний момент передумал", "за такие деньги брать не буду",
    "на авито дешевле у вас не возьму",
    "на авито по 2000 лежат у вас брать не буду",
    "на озоне купил за 2800 у вас не буду",
    "адрес можете стереть заказ не нужен", "не успеваете к выходным отменяйте",
]  # fmt: skip
DETAILS = [
    "второй", "bosch", "феби", "оригинал", "китайский", "дешевый", "карту", "наличкой", "доставку",
    "курьера", "предоплату", "упаковку", "левый", "передние", "два",
]  # fmt: skip
NOT_PURCHASE = [
    "перезванивать не надо", "ждать не нужно", "не надо звонить", "на озоне не возьму",
    "в другом месте не хочу покупать", "отчества нет, не надо", "доставка? не надо",
    "без предоплаты не буду брать", "не закажу без скидки", "не оформляйте без меня",
    "не возьму двух", "не закажу 3", "взял второй у соседа", "не отправляйте в пятницу",
    "сегодня не буду брать", "трубку не возьму", "до квартиры не надо", "за 2800 не возьму",
    "менять не надо ничего", "не надо ничего менять", "на авито за 2800 брать не буду",
]  # fmt: skip


def is_lost(text: str) -> bool:
    return read(text, stage="PRICING").values["lost_phrase"] is True


@pytest.mark.parametrize("text", PURCHASE)
def test_refusing_the_purchase_is_a_refusal(text: str) -> None:
    assert is_lost(text)


@pytest.mark.parametrize("detail", DETAILS)
def test_a_detail_beside_the_refusal_is_all_that_is_refused(detail: str) -> None:
    assert is_lost("брать не буду")
    assert not is_lost(f"{detail} брать не буду")
    assert not is_lost(f"не буду брать {detail}")


@pytest.mark.parametrize("text", NOT_PURCHASE)
def test_what_is_not_the_purchase_may_be_refused(text: str) -> None:
    assert not is_lost(text)


@pytest.mark.parametrize("detail", DETAILS)
def test_a_detail_behind_another_verb_is_told_of_and_not_refused(detail: str) -> None:
    assert is_lost(f"{detail} обещали дешево продать отменяйте")


@pytest.mark.parametrize(
    "text",
    ["от озона отказалась", "отказалась от озона", "в экзисте отказался", "на дроме отказался"],
)
def test_what_was_refused_in_another_shop_is_no_purchase_here(text: str) -> None:
    assert not is_lost(text)


@pytest.mark.parametrize(
    "text",
    [
        "на озоне дешевле отказываюсь",
        "от вас отказываюсь",
        "в экзисте взял, отказываюсь",
        "смотрю на озоне отказываюсь",
    ],
)
def test_what_another_shop_has_is_a_reason_to_refuse(text: str) -> None:
    assert is_lost(text)
