"""Bodies of events: nesting, limits, and nothing but RequestInvalid for what is wrong."""

from typing import Any
from urllib.parse import quote_plus, unquote_plus

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import RequestInvalid
from integrations.bitrix24.event_body import Tree, parse_body, parse_form, parse_json

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=xYz"
NAMES = st.text(alphabet="abcXYZ019_ я-", min_size=1, max_size=8)
TREES: Any = st.dictionaries(
    NAMES,
    st.recursive(
        st.text(max_size=12),
        lambda inner: st.dictionaries(NAMES, inner, min_size=1, max_size=4),
        max_leaves=12,
    ),
    max_size=4,
)


def everything(_path: tuple[str, ...]) -> bool:
    return True


def form(body: bytes) -> Tree:
    return parse_form(body, everything)


def encoded(tree: Tree, prefix: str = "") -> list[str]:
    """Write a tree as PHP's http_build_query would, on its own terms."""
    fields: list[str] = []
    for name, value in tree.items():
        key = f"{prefix}[{name}]" if prefix else name
        if isinstance(value, dict):
            fields += encoded(value, key)
        else:
            fields.append(f"{quote_plus(key)}={quote_plus(value)}")
    return fields


def multipart(*fields: tuple[bytes, bytes], end: bytes = b"--xYz--\r\n") -> bytes:
    """Write fields as a browser does."""
    head = b'--xYz\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    return b"".join(head % field for field in fields) + end


def depth(tree: Tree | str) -> int:
    return 1 + max(map(depth, tree.values()), default=0) if isinstance(tree, dict) else 0


def code_of(body: bytes, content_type: str = FORM) -> str:
    with pytest.raises(RequestInvalid) as caught:
        parse_body(body, content_type, everything)
    return caught.value.code


@given(TREES.filter(lambda tree: depth(tree) <= 6))
def test_a_form_gives_back_the_tree_it_was_written_from(tree: Tree) -> None:
    body = "&".join(encoded(tree)).encode()

    parsed = form(body)

    assert parsed == tree


@given(TREES.filter(lambda tree: depth(tree) <= 6))
def test_json_and_form_of_one_tree_read_the_same(tree: Tree) -> None:
    body = "&".join(encoded(tree)).encode()

    assert parse_json(orjson.dumps(tree)) == form(body)


@given(TREES.filter(lambda tree: depth(tree) <= 6))
def test_a_multipart_form_of_one_tree_reads_the_same(tree: Tree) -> None:
    fields = [field.partition("=") for field in encoded(tree)]
    parts = [(unquote_plus(key).encode(), unquote_plus(value).encode()) for key, _, value in fields]

    assert parse_body(multipart(*parts), MULTIPART, everything) == tree


@pytest.mark.parametrize("padding", [b"", b"&z=" + b"0" * 20_000], ids=["small", "large"])
def test_forms_of_the_same_keys_share_nothing_but_their_shape(padding: bytes) -> None:
    first = form(b"a[]=1&a[]=2&b[][x]=3&b[][x]=4" + padding)
    inner = first["a"]
    assert isinstance(inner, dict)
    inner["of the first"] = "alone"

    second = form(b"a[]=5&a[]=&b[][x]=6&b[][x]=7" + padding)

    assert second["a"] == {"0": "5", "1": ""}
    assert second["b"] == {"0": {"x": "6"}, "1": {"x": "7"}}


def test_what_is_read_of_a_form_depends_on_who_reads_it() -> None:
    body = b"a=1&b=2"

    assert parse_form(body, lambda path: path == ("a",)) == {"a": "1", "b": ""}
    assert parse_form(body, lambda path: path == ("b",)) == {"a": "", "b": "2"}


@given(st.text(alphabet="%7C2|+", max_size=24))
def test_escapes_are_undone_once(text: str) -> None:
    undone = unquote_plus(text)

    if "\N{REPLACEMENT CHARACTER}" not in undone:
        assert form(f"a={text}".encode()) == {"a": undone}


def fate_of(body: bytes, content_type: str = FORM) -> str:
    try:
        return "parsed" if depth(parse_body(body, content_type, everything)) <= 6 else "deep"
    except RequestInvalid as error:
        return error.code


@given(st.binary(max_size=300), st.sampled_from([FORM, "application/json", MULTIPART]))
def test_no_bytes_raise_anything_but_request_invalid(body: bytes, content_type: str) -> None:
    assert fate_of(body, content_type) not in {"deep", RequestInvalid.code}


@given(st.text(alphabet="ab[]=&%+0", max_size=60))
def test_no_brackets_raise_anything_but_request_invalid(text: str) -> None:
    fates = {"parsed", "FORM_MALFORMED", "TOO_DEEP", "KEY_CONFLICT"}

    assert fate_of(text.encode()) in fates


def test_cyrillic_pluses_and_escapes_are_undone() -> None:
    body = "data[PARAMS][MESSAGE]=%D0%BD%D1%83%D0%B6%D0%B5%D0%BD+06A115561B+1%2B1+%zz"

    parsed = form(body.encode())

    assert parsed == {"data": {"PARAMS": {"MESSAGE": "нужен 06A115561B 1+1 %zz"}}}


@pytest.mark.parametrize(
    ("body", "tree"),
    [
        (b"a&b=c=d", {"a": "", "b": "c=d"}),
        (b"a=b=c&d", {"a": "b=c", "d": ""}),
        (b"a=1&&b=2", {"a": "1", "b": "2"}),
        (b"a=1&b=2=3&&", {"a": "1", "b": "2=3"}),
        (b"a&b", {"a": "", "b": ""}),
    ],
)
def test_fields_without_a_value_or_with_a_sign_inside_it_keep_their_own(
    body: bytes, tree: Tree
) -> None:
    assert form(body) == tree


def test_escaped_brackets_nest_like_plain_ones() -> None:
    assert form(b"a%5Bb%5D=1") == {"a": {"b": "1"}}


def test_nameless_places_are_numbered_in_order() -> None:
    assert form(b"a[]=x&a[]=y") == {"a": {"0": "x", "1": "y"}}


def test_ids_that_look_like_list_places_stay_keys() -> None:
    assert form(b"BOT[0][x]=1&BOT[1][x]=2") == {"BOT": {"0": {"x": "1"}, "1": {"x": "2"}}}


def test_an_empty_field_between_ampersands_is_nothing() -> None:
    assert form(b"&a=1&&b&") == {"a": "1", "b": ""}


@pytest.mark.parametrize("name", ["__proto__", "prototype", "constructor"])
def test_names_that_poison_javascript_objects_are_dropped_at_any_depth(name: str) -> None:
    parsed = form(f"a[{name}][x]=1&{name}=2&b=3".encode())

    assert parsed == {"b": "3"}
    assert parse_json(orjson.dumps({name: 1, "b": {name: 2}})) == {"b": {}}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"a=1&a[b]=2", "KEY_CONFLICT"),
        (b"a[b]=2&a=1", "KEY_CONFLICT"),
        (b"a=1&a=2", "KEY_CONFLICT"),
        (b"a[b=1", "FORM_MALFORMED"),
        (b"a]b=1", "FORM_MALFORMED"),
        (b"[a]=1", "FORM_MALFORMED"),
        (b"a[b]c=1", "FORM_MALFORMED"),
        (b"=1", "FORM_MALFORMED"),
        (b"a=%FF", "FORM_MALFORMED"),
        (b"a%FF=1", "FORM_MALFORMED"),
        (b"a=\xff", "FORM_MALFORMED"),
        (b"a[b][c][d][e][f][g]=1", "TOO_DEEP"),
        (b"a" + b"[b]" * 40 + b"=1", "TOO_DEEP"),
        (b"k" * 129 + b"=1", "KEY_TOO_LONG"),
        (b"%6b" * 129 + b"=1", "KEY_TOO_LONG"),
        (b"[" * 1_000_000 + b"=1", "KEY_TOO_LONG"),
    ],
)
def test_a_wrong_form_is_named_by_its_code(body: bytes, code: str) -> None:
    assert code_of(body) == code


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"{", "JSON_MALFORMED"),
        (b"[]", "JSON_MALFORMED"),
        (b'{"a":"\\ud800"}', "JSON_MALFORMED"),
        (b'{"a":{"b":{"c":{"d":{"e":{"f":{}}}}}}}', "TOO_DEEP"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "JSON_MALFORMED"),
        (orjson.dumps({"k" * 129: 1}), "KEY_TOO_LONG"),
        (orjson.dumps({"a": [1] * 1000}), "TOO_MANY_FIELDS"),
    ],
)
def test_wrong_json_is_named_by_its_code(document: bytes, code: str) -> None:
    assert code_of(document, "application/json; charset=utf-8") == code


def test_a_thousand_fields_pass_and_one_more_does_not() -> None:
    fields = [f"k{number}=1" for number in range(1001)]

    parsed = form("&".join(fields[:1000]).encode())

    assert len(parsed) == 1000
    assert code_of("&".join(fields).encode()) == "TOO_MANY_FIELDS"


def test_six_levels_and_128_characters_are_still_allowed() -> None:
    assert depth(form(b"a[b][c][d][e][f]=1")) == 6
    assert list(form(b"k" * 128 + b"=1")) == ["k" * 128]


def test_json_scalars_become_the_texts_a_form_would_carry() -> None:
    document = {"yes": True, "no": False, "none": None, "number": 7, "list": ["x"]}

    parsed = parse_json(orjson.dumps(document))

    assert parsed == {"yes": "1", "no": "0", "none": "", "number": "7", "list": {"0": "x"}}


def test_a_conflict_counts_even_where_nobody_reads() -> None:
    with pytest.raises(RequestInvalid) as caught:
        parse_form(b"a=1&a[b]=2", lambda _path: False)

    assert caught.value.code == "KEY_CONFLICT"


def test_other_content_types_are_refused() -> None:
    assert code_of(b"<a/>", "text/xml") == "CONTENT_TYPE_UNSUPPORTED"
