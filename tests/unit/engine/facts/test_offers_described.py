"""An offer described by its maker, kind, price or term, in any mix and by no verb of taking."""

from dataclasses import replace

import pytest

from engine.facts.choice import Choice
from engine.session import Offer
from tests.unit.engine.facts.offers_shown import choice_in, offers

CLUTCHES = offers(
    (
        ("RENAULT", 18700, 12),
        ("SACHS", 13800, 1),
        ("LUK", 12400, 2),
        ("VALEO", 11200, 4),
        ("VALEO", 9900, 9),
        ("TYUMEN", 7600, 0),
    )
)


def with_analogs() -> tuple[Offer, ...]:
    return (CLUTCHES[0], *(replace(offer, kind="analog") for offer in CLUTCHES[1:]))


@pytest.mark.parametrize(
    ("text", "taken", "pieces"),
    [
        ("сакс, так как нужно уже завтра", 2, 0),
        ("сцепление лук", 3, 0),
        ("лук за 12400", 3, 0),
        ("валео за 9900", 5, 0),
        ("валео, 4 дня подожду", 4, 0),
        ("рено оригинал, 12 дней подожду", 1, 0),
        ("сакс дорого, рено тем более. значит лук", 3, 0),
        ("лук не вариант, сакс тогда два", 2, 2),
        ("валео за 11200 дороговато, но пусть", 4, 0),
        ("тюмень один, раз в наличии", 6, 1),
        ("завтрашний один", 2, 1),
        ("за 12400. мне на этой неделе ставить", 3, 0),
        ("выбрал сакс", 2, 0),
        ("сакс 2 шт если не затруднит", 2, 2),
        ("сакс нужна пара дисков", 2, 2),
        ("сакс две лампочки", 2, 2),
        ("сакс 2 штуки на перед", 2, 2),
        ("сакс 4 шт сразу на круг", 2, 4),
        ("сакс 2 шт, на обе машины", 2, 2),
        ("Псков, Мира 5, сакс", 2, 0),
        ("буду к 3, сакс", 2, 0),
        ("Псков, Мира 5, сакс 2", 2, 2),
    ],
)
def test_the_only_offer_that_fits_is_taken(text: str, taken: int, pieces: int) -> None:
    choice = choice_in(text, shown=with_analogs())

    assert (choice.kind, choice.ids, choice.quantity) == ("one", (taken,), pieces)


@pytest.mark.parametrize(
    "text", ["сакс, хотя бы 2", "сакс, максимум 3", "сакс мне, брату такой же"]
)
def test_a_count_that_may_be_of_the_offer_is_asked_about(text: str) -> None:
    assert choice_in(text, shown=with_analogs()).kind == "unclear"


@pytest.mark.parametrize(
    "text", ["сакс, Псков, Мира, 5", "сакс, буду в 5", "сакс, такой же как был"]
)
def test_other_numbers_and_likenesses_are_not(text: str) -> None:
    assert choice_in(text, shown=with_analogs()) == Choice("one", (2,))


@pytest.mark.parametrize(
    "text",
    [
        *("валео", "валео за 13800", "сакс или лук", "сакс есть", "сакс?"),
        *("у меня рено 2014 года", "на рено", "сакс стоял раньше", "сакс заказывал в том году"),
        *("муж лук возьмет", "найдите сакс подешевле", "сакс подделка", "лук мне не советуют"),
        *("если сакс подойдет", "второй день жду", "через 2 дня нужно"),
        *("что за сакс", "за 12000", "около 12400", "оригинал 06H905110G"),
    ],
)
def test_what_fits_several_or_only_speaks_of_them_takes_nothing(text: str) -> None:
    assert choice_in(text, shown=with_analogs()).ids == ()


@pytest.mark.parametrize(
    "text",
    [
        *("сакс за 13800 слабоват", "лук видимо китай", "сакс вроде неплохой", "лук ну такое"),
        *("жалко сакс только завтра", "ясно. сакс завтра", "обычно лук", "лук у меня всегда"),
        *("сакс качеством получше", "слышал что лук за 12400 подделывают", "лук там тоже 12400"),
        *("в магазине у дома лук за 12400", "лук за 12400, подумаю", "лук после зарплаты"),
        *("жду аванс, потом лук за 12400", "скину мастеру лук за 12400", "запомнил, лук"),
        *("вижу лук за 12400", "у вас лук за 12400", "значит лук 12400", "то есть лук 12400"),
        *("понял, сакс завтра за 13800", "лук под заказ", "лук на следующей неделе"),
    ],
)
def test_who_only_speaks_of_an_offer_takes_nothing(text: str) -> None:
    assert choice_in(text, shown=with_analogs()).ids == ()


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        *(("сакс, доставка Псков Мира 5", 0), ("сакс за 13800, Псков, Мира, 5", 0)),
        *(("сакс, дом 3, Псков, Мира", 0), ("сакс, Псков, 2 этаж", 0), ("сакс, подъеду в 5", 0)),
        *(("сакс, скидка 5%", 0), ("сакс, и масло 4 литра", 0), ("сакс, мне на 2 машины", 0)),
        *(("два сакса, доставка Псков Мира 5", 2), ("сакс два", 2), ("сакс давайте два", 2)),
        *(("сакс. один", 1), ("сакс 3, Сорокина Елена 89035556677, Псков Мира 5", 3)),
    ],
)
def test_a_count_stands_right_beside_the_offer_or_alone(text: str, pieces: int) -> None:
    choice = choice_in(text, shown=with_analogs())

    assert (choice.ids, choice.quantity) == ((2,), pieces)


@pytest.mark.parametrize(
    ("brand", "said"),
    [
        *(("WAHLER", "вахлер"), ("CTR", "цтр"), ("FAG", "фаг"), ("SNR", "снр"), ("BMW", "бмвшную")),
        *(("TYUMEN BATTERY", "тюмень"), ("KAYABA", "каябу"), ("HYUNDAI/KIA", "хендай")),
    ],
)
def test_a_maker_is_known_by_how_people_say_it(brand: str, said: str) -> None:
    shown = offers(((brand, 690, 1), ("TRICO", 540, 3)))

    assert choice_in(f"{said} за 690", shown=shown).ids == (1,)


def test_a_maker_heard_in_an_offer_is_meant_rather_than_the_group_it_belongs_to() -> None:
    shown = offers((("MAHLE", 690, 1), ("KNECHT", 540, 3)))

    assert choice_in("кнехт, три дня подожду", shown=shown).ids == (2,)


def test_a_word_behind_a_maker_is_no_part_of_its_name() -> None:
    shown = offers((("FEBEST", 690, 1), ("CTR", 540, 3), ("SIDEM", 600, 2)))

    assert choice_in("фебест не хочу, сидем тоже, цтр", shown=shown).ids == (2,)


def test_a_number_of_one_of_the_offers_tells_it_though_it_looks_like_none() -> None:
    shown = offers((("NGK", 370, 12), ("DENSO", 440, 14)))
    shown = (replace(shown[0], part_number="BKR6E"), shown[1])

    assert choice_in("bkr6e - 4 шт берем", shown=shown).ids == (1,)
