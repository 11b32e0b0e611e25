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
