"""Behind a change of mind, what is wanted instead takes the refusal back; a reason does not."""

import pytest

from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Contact, Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema

SHOWN = offers((("VAG", 2100, 1), ("MANN", 980, 2), ("Bosch", 1150, 1), ("Filtron", 760, 4)))
OFFERED = Session(stage="PRICING", offers=SHOWN)
SUMMED_UP = Session(
    stage="FINAL",
    offers=SHOWN,
    chosen_offer_ids=(3,),
    contact=Contact("Иванов", "Иван", phone="+79161234567"),
    address="Казань, Баумана 4",
)
INSTEAD = [
    "лучше манн", "хочу манн", "мне бы манн", "лучше оригинал", "самый дешевый",
    "лучше подешевле", "тот что подешевле", "лучше второй", "вариант 2", "просит манн",
    "муж хочет оригинал", "лучше 2 боша", "сделайте 2", "сделайте три", "лучше доставка",
    "поменяйте на манн", "замените на второй", "лучше за 980", "лучше оригинал за 2100",
    "удобнее доставкой", "пусть привезут", "лучше самовывоз", "получать буду сам", "лучше сдэком",
]  # fmt: skip
REASONS = [
    "бош дорогой", "манн нашел дешевле", "муж купил оригинал", "в магазине манн дешевле",
    "лучше в магазине возьму", "лучше бу возьму", "лучше на озоне", "лучше пока",
    "лучше не буду", "оригинал не нужен", "доставка дорогая", "хочет новую машину",
    "нет манна", "лучше озон", "на работе манн лежит", "взял за 980", "поменял на манн",
]  # fmt: skip
NOT_WANTED = [
    "такой дорогой не возьму", "нет смысла переплачивать", "слишком дорого не возьму",
    "больше мне ничего не надо", "больше не надо",
]  # fmt: skip
OF_OTHERS = [
    "уже купил", "муж купил", "взял на рынке", "нашел дешевле", "закажу в экзисте",
    "сам куплю", "поищу дешевле", "директор против", "муж сказал не надо", "нет, не надо",
    "не буду брать",
]  # fmt: skip


def is_lost(text: str, session: Session) -> bool:
    return (
        extract(Situation(Message(text), session), knowledge(), schema()).values["lost_phrase"]
        is True
    )


@pytest.mark.parametrize("wish", INSTEAD)
@pytest.mark.parametrize("refusal", ["передумал", "отмена"])
def test_what_is_wanted_instead_takes_the_refusal_back(refusal: str, wish: str) -> None:
    assert not is_lost(f"{refusal}, {wish}", SUMMED_UP)


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_that_names_an_offer_leaves_the_refusal(reason: str) -> None:
    assert is_lost(f"передумал, {reason}", SUMMED_UP)


def test_where_nothing_was_offered_nothing_is_wanted_instead() -> None:
    assert is_lost("передумал, лучше оригинал", Session(stage="NEW"))


@pytest.mark.parametrize("told", NOT_WANTED)
def test_a_maker_alone_behind_what_is_not_wanted_is_chosen(told: str) -> None:
    assert not is_lost(f"{told}, бош", OFFERED)


@pytest.mark.parametrize("told", OF_OTHERS)
def test_a_maker_alone_behind_a_bare_no_or_what_is_bought_elsewhere_is_not_chosen(
    told: str,
) -> None:
    assert is_lost(f"{told}, бош", OFFERED)


@pytest.mark.parametrize("maker", ["так что бош", "у вас бош"])
def test_a_maker_concluded_or_wanted_from_us_is_chosen_behind_any_deed(maker: str) -> None:
    assert not is_lost(f"в гараже нашелся фильтр но он старый, {maker}", OFFERED)
    assert not is_lost("мастер сказал не надо дорогой, хватит фильтрона", OFFERED)
