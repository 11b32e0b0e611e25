"""PHP brackets both ways."""

from collections.abc import Mapping

from integrations.emulators.brackets import decode, encode
from integrations.emulators.exchange import Json


def test_nested_values_become_bracket_keys_as_php_writes_them() -> None:
    value: Mapping[str, Json] = {"data": {"BOT": {"39": {"BOT_ID": "39"}}, "FILES": [{"id": "7"}]}}

    encoded = encode(value)

    assert encoded == "data%5BBOT%5D%5B39%5D%5BBOT_ID%5D=39&data%5BFILES%5D%5B0%5D%5Bid%5D=7"


def test_null_and_empty_containers_vanish_and_flags_become_digits() -> None:
    assert encode({"a": None, "b": [], "c": {}, "d": True, "e": False}) == "d=1&e=0"


def test_russian_text_with_markup_survives_the_round_trip() -> None:
    value = {"data": {"PARAMS": {"MESSAGE": "нужен [b]06A 115 561 B[/b] & цена=?\nсрочно"}}}

    assert decode(encode(value)) == value


def test_a_map_keyed_by_ids_stays_a_map() -> None:
    assert decode("data[BOT][0][BOT_ID]=1") == {"data": {"BOT": {"0": {"BOT_ID": "1"}}}}


def test_empty_brackets_append() -> None:
    assert decode("ids[]=5&ids[]=6") == {"ids": {"0": "5", "1": "6"}}


def test_an_unbalanced_key_is_kept_as_it_is() -> None:
    assert decode("a[b=1") == {"a[b": "1"}
