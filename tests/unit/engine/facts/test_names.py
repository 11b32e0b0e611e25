"""Names as clients tell them, and the many words that only look like names."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Contact, Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import STAGES, knowledge, read, schema

AWAITING = ("CONTACT", "ADDRESS", "FINAL")

FULL = {
    "Иванов Иван Иванович": ("Иванов", "Иван", "Иванович"),
    "иванов иван иванович": ("Иванов", "Иван", "Иванович"),
    "ИВАНОВ ИВАН ИВАНОВИЧ": ("Иванов", "Иван", "Иванович"),
    "Иван Иванович Иванов": ("Иванов", "Иван", "Иванович"),
    "анна петровна соколова": ("Соколова", "Анна", "Петровна"),
    "Иванов, Иван, Иванович": ("Иванов", "Иван", "Иванович"),
    "Иванов\nИван\nИванович": ("Иванов", "Иван", "Иванович"),
    "Ёлкин Пётр Семёнович": ("Ёлкин", "Пётр", "Семёнович"),
    "Сидорова анна вячеславна": ("Сидорова", "Анна", "Вячеславна"),
    "магомедов магомед магомедович": ("Магомедов", "Магомед", "Магомедович"),
    "Хабибуллин Ринат Айратович": ("Хабибуллин", "Ринат", "Айратович"),
    "Абдуллаев Шухрат Бахтиёрович": ("Абдуллаев", "Шухрат", "Бахтиёрович"),
    "Алиев Рашад Вагиф оглы": ("Алиев", "Рашад", "Вагиф оглы"),
    "алиева айгуль рашад кызы": ("Алиева", "Айгуль", "Рашад кызы"),
    "Мамедов Эльхан Ариф-оглы": ("Мамедов", "Эльхан", "Ариф оглы"),
    "Петрова-Водкина Анна Игоревна": ("Петрова-Водкина", "Анна", "Игоревна"),
    "пишите: Сидоренко Виталий Андреевич": ("Сидоренко", "Виталий", "Андреевич"),
    "жена Иванова Анна Петровна": ("Иванова", "Анна", "Петровна"),
    "Здравствуйте, Смирнова Ольга Юрьевна": ("Смирнова", "Ольга", "Юрьевна"),
    "беру второй вариант, Иванов Сергей Петрович": ("Иванов", "Сергей", "Петрович"),
}
AWAITED = {
    "анна петрова": ("Петрова", "Анна", None),
    "Петрова Анна": ("Петрова", "Анна", None),
    "Петрова-Водкина Анна": ("Петрова-Водкина", "Анна", None),
    "Анна-Мария Кузнецова": ("Кузнецова", "Анна-Мария", None),
    "Иван Петрович": (None, "Иван", "Петрович"),
    "Иван, мой телефон 89031234567": (None, "Иван", None),
    "шмыгун иван": ("Шмыгун", "Иван", None),
    "роман козлов": ("Козлов", "Роман", None),
    "Козлов Роман": ("Козлов", "Роман", None),
    "белый андрей": ("Белый", "Андрей", None),
    "Заяц Иван": ("Заяц", "Иван", None),
    "Мельник Иван Петрович": ("Мельник", "Иван", "Петрович"),
    "Цой Виктор": ("Цой", "Виктор", None),
    "Толик Петров": ("Петров", "Толик", None),
    "лена иванова": ("Иванова", "Лена", None),
    "Оганесян Ашот": ("Оганесян", "Ашот", None),
    "Ну вот Иванов Петр": ("Иванов", "Петр", None),
    "Берёзкина Алёна": ("Берёзкина", "Алёна", None),
    "иванов иван самовывоз": ("Иванов", "Иван", None),
    "Иванов И.И.": ("Иванов", "И.", "И."),
    "И.И. Иванов": ("Иванов", "И.", "И."),
    "иванов и. и.": ("Иванов", "И.", "И."),
    "Петров С": ("Петров", "С.", None),
    "Ivanov Ivan": ("Ivanov", "Ivan", None),
    "ivanova anna petrovna": ("Ivanova", "Anna", "Petrovna"),
    "petrov sergey": ("Petrov", "Sergey", None),
    "John Smith": ("Smith", "John", None),
    "Петр Иванович Москва ленина 5": (None, "Петр", "Иванович"),
    "Иванов Иван казань чистопольская 20": ("Иванов", "Иван", None),
    "на Петрову Анну": ("Петрова", "Анна", None),
    "для ивана петрова": ("Петров", "Иван", None),
    "Smirnov A.V.": ("Smirnov", "A.", "V."),
    "Виталий Кличко 2 шт": ("Кличко", "Виталий", None),
    "1. Петров Сергей 2. 89031234567": ("Петров", "Сергей", None),
    "Александра Иванова": ("Иванова", "Александра", None),
    "Тверь Смирнов Андрей": ("Смирнов", "Андрей", None),
    "Казань Анна Петровна": (None, "Анна", "Петровна"),
    "Смирнов Андрей, можно без отчества?": ("Смирнов", "Андрей", None),
    "на мужа, Смирнов Алексей": ("Смирнов", "Алексей", None),
}
ALONE = {
    "Иван": (None, "Иван", None),
    "саша": (None, "Саша", None),
    "толик": (None, "Толик", None),
    "Иванов": ("Иванов", None, None),
    "я Вика": (None, "Вика", None),
    "Иван, 89031234567": (None, "Иван", None),
    "89031234567 Иван": (None, "Иван", None),
    "тел 89031234567, Олег": (None, "Олег", None),
    "Олег, Москва": (None, "Олег", None),
}
INTRODUCED = {
    "меня зовут Иван, нужен фильтр": (None, "Иван", None),
    "меня Иван зовут": (None, "Иван", None),
    "Иван меня зовут": (None, "Иван", None),
    "зовут Света": (None, "Света", None),
    "фио: Заяц Иван Петрович": ("Заяц", "Иван", "Петрович"),
    "ФИО Кузнецов Андрей": ("Кузнецов", "Андрей", None),
    "фамилия Мельник имя Иван отчество Петрович": ("Мельник", "Иван", "Петрович"),
    "моя фамилия Иванов": ("Иванов", None, None),
    "получатель Белый Андрей": ("Белый", "Андрей", None),
    "получит жена Анна": (None, "Анна", None),
    "на имя Иванова Ивана": ("Иванов", "Иван", None),
    "оформите на Иванова Ивана Петровича": ("Иванов", "Иван", "Петрович"),
    "запишите на Шмыгуна Ивана": ("Шмыгун", "Иван", None),
    "оформляйте на Соколову Марину Олеговну": ("Соколова", "Марина", "Олеговна"),
    "с уважением, Петров Сергей": ("Петров", "Сергей", None),
    "это Иван Петров": ("Петров", "Иван", None),
    "Здравствуйте, я Иванов Иван, нужны колодки": ("Иванов", "Иван", None),
    "Здравствуйте, Иванов Иван 89031234567": ("Иванов", "Иван", None),
    "Иванов Иван 89031234567": ("Иванов", "Иван", None),
    "8 903 123-45-67 кузнецов сергей": ("Кузнецов", "Сергей", None),
    "беру 2, Сергей 89031234567": (None, "Сергей", None),
    "получатель john smith": ("Smith", "John", None),
}
NOBODY = [
    "здравствуйте подскажите цена",
    "подскажите цена узнать",
    "нужна деталь срочно",
    "сколько идет доставка",
    "а можно на другого человека?",
    "как вас зовут?",
    "фильтр масляный",
    "оплата картой",
    "Карта Мир",
    "Почта России",
    "до 15 мая",
    "Добрый день Марина",
    "Здравствуйте, Анна Петровна",
    "спасибо, Анна",
    "Спасибо большое Иван Петрович",
    "Доброй ночи Иван, нужен фильтр",
    "Анна, а когда привезут?",
    "Иван Петрович, а когда привезут?",
    "да, Иван",
    "Лада Веста",
    "лада нива",
    "Хендай Солярис",
    "Шкода Октавия",
    "тойота камри",
    "ул. Карла Маркса 5",
    "Карла Маркса 5",
    "проспект Юрия Гагарина",
    "ул. им. Ивана Петрова",
    "Красной Армии 5",
    "Юлиуса Фучика 4",
    "Пушкина 5",
    "г. Владимир",
    "Великий Новгород",
    "Питер, Невский проспект",
    "Москва, Тверская 12",
    "Киров",
    "Тверь, ленина д5 кв7",
    "ооо Ромашка",
    "Иван Петров?",
    "Добрый день Марина 89031234567 мой телефон",
    "школа имени Ивана Петровича Сидорова",
    "оформите на Владимир",
    "получатель завод",
    "Ленина",
    "машина Ивана Петрова",
    "лена кирова дом 5",
]
NOBODY_UNASKED = [
    "это Иван",
    "Алексей беспокоит",
    "фильтр для Ивана Петрова",
    "менеджер Иван Петров обещал",
    "фильтр для Ивана Петровича Сидорова",
    "мне Марина говорила",
    "колодки Роман Козлов 61217726563",
]


def told(text: str, stage: str) -> tuple[str | None, str | None, str | None]:
    contact = read(text, stage=stage).findings.contact
    return contact.last_name, contact.first_name, contact.middle_name


@pytest.mark.parametrize("stage", ["NEW", "PRICING", *AWAITING])
@pytest.mark.parametrize(("text", "name"), (FULL | INTRODUCED).items())
def test_a_full_or_introduced_name_is_read_at_any_stage(
    text: str, name: object, stage: str
) -> None:
    assert told(text, stage) == name


@pytest.mark.parametrize(("text", "name"), (AWAITED | ALONE).items())
def test_a_name_is_read_when_the_client_was_asked_for_it(text: str, name: object) -> None:
    assert told(text, "CONTACT") == name


@pytest.mark.parametrize("stage", ["NEW", *AWAITING])
@pytest.mark.parametrize("text", NOBODY)
def test_ordinary_words_are_nobody(text: str, stage: str) -> None:
    assert told(text, stage) == (None, None, None)


@pytest.mark.parametrize("stage", ["NEW", "PRICING"])
@pytest.mark.parametrize("text", NOBODY_UNASKED)
def test_half_a_name_unasked_is_not_the_clients(text: str, stage: str) -> None:
    assert told(text, stage) == (None, None, None)


def test_a_city_that_is_a_name_is_a_city_when_the_address_was_asked() -> None:
    assert told("Владимир", "ADDRESS") == (None, None, None)
    assert told("Владимир", "CONTACT") == (None, "Владимир", None)


def test_a_street_named_after_somebody_is_no_client_when_the_address_was_asked() -> None:
    assert told("магазин на Петра Алексеева", "ADDRESS") == (None, None, None)
    assert told("на Петра Алексеева", "CONTACT") == ("Алексеев", "Пётр", None)


def test_name_and_phone_of_one_message_make_one_contact() -> None:
    contact = read("Соколова Марина Олеговна 8 912 000-00-00", stage="CONTACT").findings.contact

    assert contact == Contact("Соколова", "Марина", "Олеговна", "+79120000000")


WORDS_OF_NAMES = st.sampled_from(
    ["Иванов", "иван", "Иванович", "оглы", "И.", "-", ",", "на", "меня зовут", "ул.", "5", "Smith",
     "ivan", "спасибо", "89031234567", "Мира", "фио", "?", "\n"]
)  # fmt: skip


@given(
    st.text(max_size=80) | st.lists(WORDS_OF_NAMES, max_size=9).map(" ".join),
    st.sampled_from(STAGES),
)
def test_any_text_is_read_and_names_begin_with_capitals(text: str, stage: str) -> None:
    parts = [part for part in told(text, stage) if part is not None]

    assert all(part and part[0] == part[0].upper() for part in parts)


@given(
    st.sampled_from(["Иванов", "Петров", "Кузнецов", "Шевчук"]),
    st.sampled_from(["Иван", "Пётр", "Рустам"]),
    st.sampled_from(["Иванович", "Олегович", "Рашид оглы"]),
    st.permutations(["last first middle", "first middle last"]),
    st.sampled_from([str.lower, str.upper, str]),
)
def test_order_and_capitals_do_not_matter(
    last: str, first: str, middle: str, orders: list[str], spelling: Callable[[str], str]
) -> None:
    parts = {"last": last, "first": first, "middle": middle}
    text = spelling(" ".join(parts[part] for part in orders[0].split()))

    assert told(text, "NEW") == (last, first, middle)


@pytest.mark.parametrize(
    ("text", "full_name"),
    [
        ("мария 89161234567 иванова", "Иванова Мария"),
        ("Петров 8 916 123 45 67 Олег", "Петров Олег"),
        ("Анна 89161234567 самовывоз", "Анна"),
        ("мария 89161234567 казань", "Мария"),
        ("Иванов Иван 89161234567 Пермь", "Иванов Иван"),
    ],
)
def test_a_phone_between_a_name_and_a_surname_parts_nothing(text: str, full_name: str) -> None:
    assert read(text, stage="CONTACT").findings.contact.full_name == full_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Сидоров Пётр", "Сидоров Пётр"),
        ("марина сергеевна", "Марина Сергеевна"),
        ("Иван", "Иван"),
        ("Петров", ""),
        ("иван привет", ""),
        ("лада веста", ""),
        ("бош", ""),
        ("давайте Иван", ""),
    ],
)
def test_before_a_choice_a_message_of_nothing_but_a_name_tells_it(text: str, name: str) -> None:
    assert read(text, stage="PRICING").findings.contact.full_name == name


def test_a_surname_alone_before_a_choice_belongs_to_the_first_name_told_before() -> None:
    session = Session(stage="PRICING", contact=Contact(first_name="Иван"))

    told = extract(Situation(Message("Петров"), session), knowledge(), schema()).findings.contact

    assert told.last_name == "Петров"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("bdfyjd bdfy", ("Иванов", "Иван", None)),
        ("gtnhjdf fyyf", ("Петрова", "Анна", None)),
        ("Ivanov Ivan", ("Ivanov", "Ivan", None)),
    ],
)
def test_a_name_typed_with_the_keyboard_left_in_latin_is_russian(text: str, name: object) -> None:
    assert told(text, "CONTACT") == name


@pytest.mark.parametrize(
    ("text", "last_name"),
    [
        ("МО, г. Реутов", None),
        ("г. Киров", None),
        ("Г. Петров", "Петров"),
        ("Киров Г. И.", "Киров"),
    ],
)
def test_a_town_behind_its_abbreviation_is_no_person(text: str, last_name: str | None) -> None:
    assert read(text, stage="ADDRESS").findings.contact.last_name == last_name


def test_a_maker_taken_by_its_name_is_not_the_surname_still_missing() -> None:
    shown = offers((("VAG", 900, 2), ("MULLER", 450, 5)))
    session = Session(stage="PRICING", offers=shown, contact=Contact(first_name="Иван"))

    told = extract(Situation(Message("мюллер"), session), knowledge(), schema()).findings

    assert (told.choice.ids, told.contact.last_name) == ((2,), None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("второй, Анна, самовывоз", "Анна"),
        ("второй, Лосева Анна, самовывоз", "Лосева Анна"),
        ("2, Анна", "Анна"),
        ("Анна, второй", ""),
        ("спасибо, Анна, беру второй", ""),
        ("второй, Анна подскажите срок", ""),
        ("второй, Москва", ""),
        ("второй, Владимир, самовывоз", ""),
        ("второй, Анна приедет за ним", ""),
    ],
)
def test_a_name_in_a_clause_of_its_own_beside_a_choice_is_told(text: str, name: str) -> None:
    session = Session(stage="PRICING", offers=offers())
    told = extract(Situation(Message(text), session), knowledge(), schema()).findings.contact

    assert told.full_name == name


@pytest.mark.parametrize(
    "text",
    [
        "Котова Мария 89111112233 можно оплатить картой?",
        "Котова Мария 89111112233 когда привезете?",
        "Котова Мария 89111112233?",
        "Котова Мария. можно картой?",
    ],
)
def test_a_question_beside_a_name_leaves_it_the_clients(text: str) -> None:
    assert told(text, "CONTACT")[:2] == ("Котова", "Мария")


@pytest.mark.parametrize(
    "text",
    [
        "а Иванов Иван у вас работает?",
        "Котова Мария?",
        "Иванов, можно картой?",
        "Иванов. сдэк есть?",
    ],
)
def test_a_name_asked_about_without_a_phone_is_not_the_clients(text: str) -> None:
    assert told(text, "CONTACT")[:2] == (None, None)


def test_a_choice_asked_for_politely_leaves_the_name_behind_it_the_clients() -> None:
    session = Session(stage="PRICING", offers=offers())
    message = Message("Можно третий? Котова Мария")

    told_then = extract(Situation(message, session), knowledge(), schema()).findings.contact

    assert told_then.full_name == "Котова Мария"
