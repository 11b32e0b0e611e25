"""The personal-data policy: each kind is shown as docs/pii.md says, under whatever name."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.pii import KEYS, mask_fields, scrub


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("phone", "+7 903 123-45-67", "***67"),
        ("phone", "", "***"),
        ("last_name", "Иванов", "И."),
        ("client_name", "Иванов Пётр Сергеевич", "И. П. С."),
        ("address", "Казань, ул. Баумана, 7, кв. 12", "Казань, ***"),
        ("address", "г. Санкт-Петербург, Невский 1", "Санкт-Петербург, ***"),
        ("address", "ул. Баумана, 7", "***"),
        ("address", "Баумана 7 кв 12", "***"),
        ("vin", "WDB2110421A123456", "***3456"),
        ("token", "abc", "***"),
        ("authorization", "Bearer abc", "***"),
        ("rest_url", "https://p.bitrix24.ru/rest/1/c0de/", "***"),
        ("stage", "PRICING", "PRICING"),
        ("lead_id", 79031234567, 79031234567),
        ("attempt", 2, 2),
        (
            "request_id",
            "req_4de393dd2e4a23949275e1c68ce40fff",
            "req_4de393dd2e4a23949275e1c68ce40fff",
        ),
    ],
)
def test_a_known_name_is_shown_by_its_rule(name: str, value: object, shown: object) -> None:
    assert mask_fields({name: value}) == {name: shown}


def test_text_is_shown_as_its_length_and_a_short_digest() -> None:
    shown = mask_fields({"text": "нужен 06A115561B"})["text"]

    assert shown.startswith("<16 chars ")
    assert "06A115561B" not in shown


def test_the_same_text_gives_the_same_digest() -> None:
    assert mask_fields({"text": "да"}) == mask_fields({"text": "да"})
    assert mask_fields({"text": "да"}) != mask_fields({"text": "ок"})


def test_an_effect_key_hides_its_dialog_and_keeps_its_steps() -> None:
    first = mask_fields({"effect_key": "demo.bitrix24.ru|chat12.3.1"})["effect_key"]
    second = mask_fields({"effect_key": "demo.bitrix24.ru|chat12.4.1"})["effect_key"]

    assert first.endswith(".3.1")
    assert first.partition(".")[0] == second.partition(".")[0]
    assert "chat12" not in first


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call +7 (903) 123-45-67 now", "call ***67 now"),
        ("id 1234567", "id ***67"),
        ("row 123456 of 7", "row 123456 of 7"),
        ("mail ivan.petrov@mail.ru", "mail ***@***"),
        ("vin WDB2110421A123456", "vin ***3456"),
        ("GET https://p.ru/rest/1/c0de/im.json?auth=x", "GET https://p.ru/***"),
        ("redis://:hunter2@10.0.0.5:6379/0", "redis://10.0.0.5:6379/***"),
        ("token 51856fefc120afa4b628cc82d3935cce", "token ***"),
        ("plain words stay", "plain words stay"),
        ("rules/2026.11.1/quote.yaml:14:5", "rules/2026.11.1/quote.yaml:14:5"),
        ("since 2026-11-23", "since 2026-11-23"),
        ("call 2026.11.1234", "call ***34"),
    ],
)
def test_free_text_is_scrubbed(text: str, shown: str) -> None:
    assert scrub(text) == shown


def test_cyrillic_under_any_name_is_somebodys_words() -> None:
    shown = mask_fields({"note": "client Иванов, Баумана 7"})["note"]

    assert shown.startswith("<24 chars ")


@pytest.mark.parametrize("name", ["reason", "stage", "code", "event"])
def test_an_allowed_name_is_no_hiding_place(name: str) -> None:
    shown = mask_fields({name: "Иванов Пётр"})[name]

    assert "Иванов" not in shown


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\x1b[31mb", "a\u2028b", "a\x00b"])
def test_no_value_can_break_a_line_or_colour_a_terminal(text: str) -> None:
    shown = mask_fields({"note": text, "stage": text, "event": text})

    assert all(value.isprintable() for value in shown.values())


def test_a_number_long_enough_to_be_a_phone_is_masked_under_an_unknown_name() -> None:
    shown = mask_fields({"n": 79031234567, "f": 79031234567.0, "m": 42, "seconds": 0.0123456789})

    assert shown == {"n": "***67", "f": "***67", "m": 42, "seconds": 0.0123456789}


@pytest.mark.parametrize("value", [float("inf"), float("nan"), -1.5, 0, True, None])
def test_odd_numbers_are_shown_as_they_are(value: object) -> None:
    assert str(mask_fields({"n": value})["n"]) == str(value)


def test_nested_values_follow_their_own_names() -> None:
    shown = mask_fields({"contact": {"phone": "+79031234567", "notes": ["79031234567"]}})

    assert shown == {"contact": {"phone": "***67", "notes": ["***67"]}}


def test_values_below_a_masked_name_are_masked_by_it() -> None:
    shown = mask_fields({"history": [{"role": "x", "said": "secret words"}]})

    assert "secret words" not in str(shown)


def test_a_key_cannot_carry_what_its_value_may_not() -> None:
    shown = mask_fields({"contact": {"+79031234567": 1}})

    assert "+79031234567" not in str(shown)


def test_bottomless_values_are_cut() -> None:
    deep: object = "79031234567"
    for _ in range(50):
        deep = {"deeper": deep}

    assert "79031234567" not in str(mask_fields({"note": deep}))


class Stranger:
    def __repr__(self) -> str:
        return "Stranger(phone=79031234567)"


def test_objects_are_scrubbed_as_their_text() -> None:
    assert mask_fields({"note": Stranger()}) == {"note": "Stranger(phone=***67)"}


PHONES = st.from_regex(r"\+?[78] ?\(?9[0-9]{2}\)? ?[0-9]{3}-?[0-9]{2}-?[0-9]{2}", fullmatch=True)
LATIN = st.text(alphabet="abcxyz ,.;:!\n", max_size=12)


@given(LATIN, PHONES, LATIN, st.sampled_from([*KEYS, "note"]))
def test_no_written_phone_survives_under_any_name(
    before: str, phone: str, after: str, name: str
) -> None:
    text = f"{before} {phone} {after}"

    shown = str(mask_fields({name: text})[name])

    digits = "".join(character for character in phone if character.isdigit())
    assert digits[1:] not in "".join(character for character in shown if character.isdigit())


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_any_value_can_be_shown(value: object) -> None:
    assert set(mask_fields({"note": value})) == {"note"}


def test_the_page_of_the_policy_names_every_allowed_key() -> None:
    page = Path("docs/pii.md").read_text(encoding="utf-8")

    assert [name for name in KEYS if f"`{name}`" not in page] == []
