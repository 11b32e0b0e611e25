"""One clause that gives the purchase up decides; what is told beside it are reasons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engine.facts.reading import read

GIVEN_UP = [
    "не буду брать", "покупать не стану", "отменяем", "отменяйте всё", "отзываю заявку",
    "заявку можно снять", "ничего не заказываю", "за такие деньги нет", "нет уж, увольте",
    "не закажу",
]  # fmt: skip
REASONS = [
    "хотел сам забрать а вы в другом городе", "доставка к нам дороже детали", "сдэк далеко",
    "мастер поставил бу", "сроки не те", "угнали мою ласточку", "ехать через весь город",
    "сын на озоне заказал, привезут завтра", "дом мой на ленина, курьер не едет",
]  # fmt: skip
WISHES = [
    "есть подешевле?", "нужен другой", "оформляйте второй", "позовите менеджера", "подумаю",
    "покажите другие", "если дороже 500",
]  # fmt: skip
CONCLUDED = [
    "деталь живая так что нет", "у вас неделя а мне завтра ехать поэтому не надо",
    "не довезете, значит не надо, спасибо", "далеко, тогда не надо, в магазине возьму",
]  # fmt: skip
NOT_CONCLUDED = [
    "так что нет в наличии", "поэтому не надо тянуть", "значит не надо второй",
    "отчества нет так что не надо. Иванов Олег", "тогда нет вопросов",
]  # fmt: skip
BOUGHT_ELSEWHERE = [
    "на озоне уже заказал, приедет быстрее чем у вас", "я уже оплатил в экзисте",
    "забрал сегодня такую же в автодоке", "в соседнем магазине взял пока вы спрашивали",
]  # fmt: skip
STILL_HERE = [
    "я уже оплатил", "забрал заказ вчера", "вчера оформил, когда приедет", "оплатил на карту",
    "на озоне не возьму", "в магазине заберу сам",
]  # fmt: skip
DETAILS = [
    "не буду брать первый", "оригинал покупать не буду", "предоплату платить не буду",
    "отмените доставку", "не возьму двух", "не буду брать bosch", "пока не буду оформлять",
    "не отменяйте", "отменять не надо", "хотел отменить",
]  # fmt: skip
TAKEN_BACK = [
    "если сам на месте передумаю забирать, хранение платное?", "если не успеете, отменяйте",
    "срок мне не интересен. есть ниже?", "боялся что уже не актуально, оформляйте",
    "а отказаться потом можно?", "не хочу брать кота в мешке, пришлите фото",
]  # fmt: skip
IDLE = ["отменяйте если можно", "если честно, передумал", "отмените если еще не отправили"]

_ANY_WORDS = st.lists(
    st.sampled_from([*GIVEN_UP, *REASONS, *WISHES, "если", "не", "?", ",", "89123456789"]),
    max_size=5,
).map(", ".join)


def is_lost(text: str) -> bool:
    return read(text).values["lost_phrase"] is True


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("refusal", GIVEN_UP)
def test_reasons_leave_nothing_beside_the_refusal(refusal: str, reason: str) -> None:
    for text in (f"{reason}, {refusal}", f"{refusal}, {reason}"):
        extraction = read(text, stage="ADDRESS")

        assert extraction.values["lost_phrase"] is True
        assert extraction.values["order_state_words"] is False
        assert extraction.values["address_found"] is False


@pytest.mark.parametrize("wish", WISHES)
def test_a_wish_after_the_refusal_is_heard_with_it(wish: str) -> None:
    told = read(f"{wish}").values
    beside = read(f"ждать долго, брать не буду, {wish}").values

    assert int(beside["words_count"]) > int(told["words_count"])


@pytest.mark.parametrize("text", CONCLUDED)
def test_a_no_concluded_from_what_was_told_gives_up(text: str) -> None:
    assert is_lost(text)


@pytest.mark.parametrize("text", NOT_CONCLUDED)
def test_a_conclusion_about_something_else_gives_nothing_up(text: str) -> None:
    assert not is_lost(text)


@pytest.mark.parametrize("text", BOUGHT_ELSEWHERE)
def test_an_order_with_another_shop_gives_up_whatever_its_terms(text: str) -> None:
    assert is_lost(text)


@pytest.mark.parametrize("text", STILL_HERE)
def test_an_order_with_no_other_shop_named_gives_nothing_up(text: str) -> None:
    assert not is_lost(text)


@pytest.mark.parametrize("text", DETAILS)
def test_a_detail_refused_leaves_the_message_whole(text: str) -> None:
    assert int(read(f"{text}, самовывоз").values["words_count"]) > len(text.split())


@pytest.mark.parametrize("text", TAKEN_BACK)
def test_a_condition_or_a_wish_takes_a_refusal_back(text: str) -> None:
    assert not is_lost(text)


@pytest.mark.parametrize("text", IDLE)
def test_an_idle_if_leaves_a_refusal_one(text: str) -> None:
    assert is_lost(text)


def test_numbers_beside_a_refusal_are_not_thrown_away() -> None:
    assert read("отменяйте, лучше 06A115561B").findings.part_numbers == ("06A115561B",)


@given(_ANY_WORDS)
def test_whatever_is_said_beside_a_refusal_can_be_read(text: str) -> None:
    assert read(text).values["lost_phrase"] in {True, False}


@pytest.mark.parametrize(
    "text",
    [
        "06A115561B не надо",
        "не надо 06A115561B",
        "мне этот фильтр 06A115561B не нужен",
        "06A115561B я не беру, спасибо",
    ],
)
def test_who_refuses_the_only_number_gives_the_purchase_up(text: str) -> None:
    assert is_lost(text)


@pytest.mark.parametrize(
    "text",
    [
        "06A115561B не нужна?",
        "06A115561B не нужно срочно",
        "аналог 06A115561B не нужен",
        "06A115561B новый не нужен",
        "06A115561B не надо если долго",
        "06A115561B не надо, нужен другой",
        "06A115561B не надо, нужен 1K0615301AA",
        "06A115561B масляный не нужен",
    ],
)
def test_what_is_asked_or_conditional_or_of_one_kind_gives_no_number_up(text: str) -> None:
    assert not is_lost(text)
