"""Words of a text and the codes that numbers are put together from."""

import pytest

from engine.facts.words import split_words


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("vin bosch масло", ("VIN", "BOSCH", "")),
        ("фильтр oc 90", ("", "OC", "90")),
        ("ос 90", ("OC", "90")),
        ("ос масляный", ("", "")),
        ("А 271", ("A", "271")),
        ("А деталь", ("", "")),
        ("а 271", ("", "271")),
        ("06А115561В", ("06A115561B",)),
        ("06ж115", ("",)),
        ("1К0129620 д", ("1K0129620", "D")),
        ("А ٣", ("A", "")),
    ],
)
def test_a_word_has_a_code_where_it_may_belong_to_a_number(
    text: str, codes: tuple[str, ...]
) -> None:
    assert split_words(text).codes == codes


@pytest.mark.parametrize(
    ("text", "words"),
    {
        "номер06A905115D": ("номер", "06a905115d"),
        "катушка06A905115D": ("катушка", "06a905115d"),
        "тел89161234567": ("тел", "89161234567"),
        "винWDB2110421A123456": ("вин", "wdb2110421a123456"),
        "АВС1234567": ("авс1234567",),
        "ваз2110": ("ваз2110",),
        "06А905115Д": ("06а905115д",),
    }.items(),
)
def test_a_russian_word_glued_to_a_long_number_is_a_word(text: str, words: tuple[str, ...]) -> None:
    assert split_words(text).lower == words


def test_words_cut_from_a_number_remember_where_they_stand() -> None:
    words = split_words("мой тел89161234567, да")

    assert [words.text[a:b] for a, b in zip(words.starts, words.ends, strict=True)] == [
        *("мой", "тел", "89161234567", "да")
    ]
