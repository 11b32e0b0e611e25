"""Where names, phones and addresses are awaited, only words of choosing change a choice."""

import pytest

from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers

OFFERS = offers(FIVE)

DATA = {
    "ADDRESS": [
        "ул мира 2 кв 3", "казань, первая улица 5", "1-я улица строителей 5", "1-й проезд 3",
        "2-я парковая 3 кв 4", "первая советская 12", "доставьте на мира 2", "давайте на мира 2",
        "давайте сдэк на ленина 3", "давайте доставку ленина 3 кв 2", "третий микрорайон дом 2",
        "подъезд 2 этаж 3", "2 подъезд", "ленина 2 кв 1", "1 мая 15", "ул 1 мая д 3",
        "улица 2-я садовая 3", "пункт выдачи 5", "пвз 3", "дом номер 2", "давайте на первый адрес",
        "корпус 2 строение 1", "сдэк номер 3", "оформите доставку на мира 3", "давайте самовывоз",
        "беру самовывоз", "2 подъезд, код 15", "ул. Вторая Пролетарская 5",
        "3-я улица Строителей, 25", "г Москва 1-й Тверской-Ямской переулок 8",
        "давайте на первую парковую 5", "оформляйте на улицу мира 2 кв 5", "запишите 2 подъезд",
        "оставьте на охране 1 подъезд", "можно доставить к 5 часам",
    ],
    "CONTACT": [
        "оформляйте на иванова, мира 3", "первый раз заказываю", "второй номер 89123456789",
        "вот второй телефон", "второй телефон 89123456789", "беру, самара, победы 3",
    ],
    "FINAL": [
        "все верно", "да все верно", "подтверждаю", "беру", "оформляйте все", "да, оформляйте",
        "второй день жду", "да", "все правильно, оформляйте", "2",
    ],
}  # fmt: skip

CHANGED = [
    ("CONTACT", "давайте второй", (2,)),
    ("ADDRESS", "давайте 2 вариант", (2,)),
    ("FINAL", "лучше 2 вариант", (2,)),
    ("FINAL", "нет, второй давайте", (2,)),
    ("FINAL", "нет, я хотел второй", (2,)),
    ("CONTACT", "самый дешевый", (2,)),
    ("CONTACT", "самовывоз, беру второй", (2,)),
    ("CONTACT", "поменяйте на второй", (2,)),
    ("CONTACT", "давайте все-таки 3 вариант", (3,)),
    ("CONTACT", "хотя нет, давайте третий", (3,)),
    ("CONTACT", "передумал, второй", (2,)),
    ("ADDRESS", "передумала хочу второй вариант", (2,)),
    ("FINAL", "нет, мне второй", (2,)),
    ("FINAL", "не тот, нужен второй", (2,)),
    ("FINAL", "ошибся, второй вариант", (2,)),
    ("FINAL", "давайте тогда подешевле", (2,)),
    ("FINAL", "давайте лучше febi", (3,)),
    ("FINAL", "нет я просил первый", (1,)),
    ("FINAL", "я же выбрал третий", (3,)),
    ("FINAL", "лучше bosch", (4,)),
]  # fmt: skip

TAKEN_BACK = [
    ("FINAL", "нет не первый а второй", (1,), (2,), (1,)),
    ("FINAL", "и третий тоже добавьте", (1,), (3,), ()),
    ("FINAL", "второй лишний", (1, 2), (), (2,)),
    ("FINAL", "второй уберите", (1, 2), (), (2,)),
    ("FINAL", "замените второй на третий", (2,), (3,), (2,)),
    ("CONTACT", "давайте поменяем первый на третий", (1,), (3,), (1,)),
    ("FINAL", "отменяйте второй", (1, 2), (), (2,)),
    ("FINAL", "второй не буду", (1, 2), (), (2,)),
    ("FINAL", "от первого откажусь", (1, 2), (), (1,)),
    ("CONTACT", "давайте 2 вместо 1", (1,), (2,), (1,)),
    ("FINAL", "не второй, первый", (2,), (1,), (2,)),
    ("FINAL", "не febi а bosch", (3,), (4,), (3,)),
    ("ADDRESS", "и второй добавьте", (1,), (2,), ()),
    ("FINAL", "еще второй вариант добавьте", (1,), (2,), ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "text"), [(stage, text) for stage, texts in DATA.items() for text in texts]
)
def test_data_change_no_choice(stage: str, text: str) -> None:
    choice = choice_in(text, stage=stage, chosen=(1,), shown=OFFERS)

    assert (choice.kind, choice.ids, choice.dropped) == ("none", (), ())


@pytest.mark.parametrize(("stage", "text", "ids"), CHANGED)
def test_a_choice_is_changed_at_any_step(stage: str, text: str, ids: tuple[int, ...]) -> None:
    assert choice_in(text, stage=stage, chosen=(1,), shown=OFFERS).ids == ids


@pytest.mark.parametrize(("stage", "text", "chosen", "ids", "dropped"), TAKEN_BACK)
def test_a_choice_is_taken_back_at_any_step(
    stage: str, text: str, chosen: tuple[int, ...], ids: tuple[int, ...], dropped: tuple[int, ...]
) -> None:
    choice = choice_in(text, stage=stage, chosen=chosen, shown=OFFERS)

    assert (choice.ids, choice.dropped) == (ids, dropped)
