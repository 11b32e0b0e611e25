"""What holds for any text: no crash, total facts of the right type, clean findings."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.facts.extraction import Extraction
from tests.unit.engine.facts.reading import STAGES, knowledge, read, schema

# A shared machine may pause any example; the first one also loads the language data.
unhurried = settings(deadline=None)
PIECES = st.sampled_from(
    ["06A906032N", "A 271 094 02 04", "61217726563", "8 903 123-45-67", "+7", "WDB2110421A123456",
     "вин", "vin", "заказ №", "тел", "артикул", "febi", "MANN W712/75", "бмв", "2014", "20000 руб",
     "620014, Екатеринбург, Мира, 5", "http://a.ru/", "-" * 25, ">>", "[b]", "[/b]", "\n", " ", "-",
     ".", "/", "x2", "А123ВС77", "деталь", "не", "нужно", "\u0308", "№", "(",
     "@mail.ru", "１２", "٣",
     "кузов", "SXA110012345"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=15).map("".join),
    st.lists(PIECES, max_size=15).map(" ".join),
)
PENDING = st.sampled_from([None, ("number_type", "61217726563"), ("brand", "01089")])
WORDS = st.lists(
    st.sampled_from(
        ["добрый", "день", "подскажите", "пожалуйста", "на", "машину", "срочно", "очень", "мне",
         "этот", "какой", "будет", "вот", "такой", "интересно", "завтра", "если", "можно"]
    ),
    max_size=6,
).map(" ".join)  # fmt: skip
NUMBERS = st.one_of(
    # Between digits an O is a nought.
    st.from_regex(r"[0-9][A-NP-Z][0-9][0-9]{6}[A-Z]{1,2}", fullmatch=True),
    st.from_regex(r"A[1-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"[1-6][0-9]{10}", fullmatch=True),
)


def has_type(name: str, extraction: Extraction) -> bool:
    spec, value = schema()[name], extraction.values[name]
    if spec.type == "bool":
        return isinstance(value, bool)
    if spec.type == "int":
        return isinstance(value, int) and not isinstance(value, bool)
    return value in spec.values


@unhurried
@given(TEXTS, st.sampled_from(STAGES), PENDING)
def test_any_text_gives_every_fact_a_value_of_its_type(
    text: str, stage: str, pending: tuple[str, str] | None
) -> None:
    extraction = read(text, stage=stage, pending=pending)

    assert extraction.values.keys() == schema().specs.keys()
    assert all(has_type(name, extraction) for name in schema().specs)


@unhurried
@given(TEXTS, st.sampled_from(STAGES))
def test_findings_are_clean_whatever_was_typed(text: str, stage: str) -> None:
    findings = read(text, stage=stage).findings

    assert all(re.fullmatch("[0-9A-Z]{3,25}", number) for number in findings.part_numbers)
    assert all(re.fullmatch("[0-9]{4,14}", number) for number in findings.bare_numbers)
    assert all(re.fullmatch(r"\+[0-9]{10,15}", phone) for phone in findings.phones)
    assert all(re.fullmatch("[0-9A-Z]{3,20}", number) for number in findings.order_numbers)
    assert all(re.fullmatch("[0-9A-Z-]{14,17}|[A-Z0-9-]{9,14}", vin) for vin in findings.vins)


@unhurried
@given(TEXTS)
def test_no_number_has_two_meanings(text: str) -> None:
    findings = read(text).findings
    meanings = (findings.part_numbers, findings.vins, findings.bare_numbers)

    listed = [number for numbers in meanings for number in numbers]

    assert len(listed) == len(set(listed))


@unhurried
@example("00I000000000000000", "", "")
@given(TEXTS, st.text(alphabet=" \t\n\u00a0", max_size=5), st.text(alphabet=" \t\n", max_size=5))
def test_white_space_around_a_text_changes_nothing(text: str, before: str, after: str) -> None:
    assert read(before + text + after) == read(text)


@unhurried
@given(WORDS, NUMBERS, WORDS)
def test_a_number_named_as_a_part_is_found_among_any_words(
    before: str, number: str, after: str
) -> None:
    findings = read(f"{before} артикул {number} {after}").findings

    assert findings.part_numbers == (number,)


@unhurried
@given(WORDS, st.deferred(lambda: st.sampled_from(excluded_examples())), WORDS)
def test_nothing_excluded_becomes_a_part_among_any_words(
    before: str, excluded: str, after: str
) -> None:
    findings = read(f"{before}\n{excluded}\n{after}").findings

    assert (findings.part_numbers, findings.bare_numbers) == ((), ())


def excluded_examples() -> list[str]:
    return [example for kind in knowledge().part_numbers.not_parts for example in kind.examples]
