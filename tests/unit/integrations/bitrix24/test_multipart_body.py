"""Multipart bodies of events: read like any form, under the same limits, and never with files."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import RequestInvalid
from integrations.bitrix24.event_body import parse_body
from tests.unit.integrations.bitrix24.test_event_body import (
    MULTIPART,
    code_of,
    everything,
    fate_of,
    multipart,
)

PART = b'--xYz\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
END = b"--xYz--"


def with_headers(*lines: bytes) -> bytes:
    return b"--xYz\r\n" + b"\r\n".join(lines) + b"\r\n\r\n1\r\n" + END


def named(disposition: bytes) -> bytes:
    return with_headers(b"Content-Disposition: " + disposition)


def test_values_are_taken_as_they_are_and_not_unescaped() -> None:
    text = "нужен 06A115561B 1+1 %2B\r\nи фильтр".encode()
    body = multipart((b"data[PARAMS][MESSAGE]", text))

    assert parse_body(body, MULTIPART, everything) == {
        "data": {"PARAMS": {"MESSAGE": text.decode()}}
    }


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (PART + END, MULTIPART),
        (PART + END + b"\r\n", MULTIPART),
        (PART + END, 'Multipart/Form-Data; charset=utf-8; Boundary="xYz"'),
        (PART + END, "multipart/form-data; boundary=xYz; charset=utf-8"),
        (named(b"form-data; name=a"), MULTIPART),
        (named(b'FORM-DATA;name="a"'), MULTIPART),
        (
            with_headers(
                b'content-disposition:form-data; name="a"',
                b"Content-Type: text/plain; charset=UTF-8",
                b"Content-Transfer-Encoding: 8bit",
            ),
            MULTIPART,
        ),
    ],
)
def test_browsers_and_proxies_may_write_it_in_their_own_way(body: bytes, content_type: str) -> None:
    assert parse_body(body, content_type, everything) == {"a": "1"}


def test_a_form_of_no_parts_says_nothing() -> None:
    assert parse_body(END, MULTIPART, everything) == {}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "FORM_MALFORMED"),
        (PART, "FORM_MALFORMED"),
        (END[:-1], "FORM_MALFORMED"),
        (b"hidden" + PART + END, "FORM_MALFORMED"),
        (b"hidden\r\n" + PART + END, "FORM_MALFORMED"),
        (PART + END + b"hidden", "FORM_MALFORMED"),
        (PART + END + b"\r\n" + PART, "FORM_MALFORMED"),
        (PART + b"--xYz" + END, "FORM_MALFORMED"),
        (PART.replace(b"--xYz", b"--other") + END, "FORM_MALFORMED"),
        (PART.replace(b"\r\n", b"\n") + END, "FORM_MALFORMED"),
        (PART.replace(b"\r\n\r\n", b"\r\n") + END, "FORM_MALFORMED"),
        (named(b"form-data"), "FORM_MALFORMED"),
        (named(b'form-data; name=""'), "FORM_MALFORMED"),
        (named(b'attachment; name="a"'), "FORM_MALFORMED"),
        (named(b'form-data; filename="x"; name="a"'), "FORM_MALFORMED"),
        (named(b'form-data; name="a\\"; filename=\\"x"'), "FORM_MALFORMED"),
        (named(b'form-data; name="a"; filename="x"'), "CONTENT_TYPE_UNSUPPORTED"),
        (named(b"form-data; name=\"a\"; filename*=UTF-8''x"), "CONTENT_TYPE_UNSUPPORTED"),
        (named(b'form-data; name="a[b"'), "FORM_MALFORMED"),
        (named(b'form-data; name="a\xff"'), "FORM_MALFORMED"),
        (named(b'form-data; name="' + b"k" * 129 + b'"'), "KEY_TOO_LONG"),
        (named(b'form-data; name="' + b"k" * 5000 + b'"'), "FORM_MALFORMED"),
        (named(b'form-data; name="a' + b"[b]" * 6 + b'"'), "TOO_DEEP"),
        (multipart((b"a", b"1"), (b"a", b"2")), "KEY_CONFLICT"),
        (multipart((b"a", b"1"), (b"a[b]", b"2")), "KEY_CONFLICT"),
        (multipart((b"a", b"\xff")), "FORM_MALFORMED"),
        (multipart(*[(b"k%d" % n, b"") for n in range(1001)]), "TOO_MANY_FIELDS"),
        (b"--xYz\r\n" * 200_000, "TOO_MANY_FIELDS"),
    ],
)
def test_a_wrong_multipart_form_is_named_by_its_code(body: bytes, code: str) -> None:
    assert code_of(body, MULTIPART) == code


@pytest.mark.parametrize(
    "line",
    [
        b"Content-Type: text/plain; charset=windows-1251",
        b"Content-Transfer-Encoding: base64",
        b'Content-Disposition: form-data; name="b"',
        b"no header at all",
        b" folded",
    ],
)
def test_a_part_that_means_something_else_is_refused(line: bytes) -> None:
    body = with_headers(b'Content-Disposition: form-data; name="a"', line)

    assert code_of(body, MULTIPART) == "FORM_MALFORMED"


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=" + "x" * 71,
        'multipart/form-data; boundary="x',
        "multipart/form-data; boundary=x\ny",
        "multipart/form-data; xboundary=xYz",
    ],
)
def test_a_boundary_of_another_form_is_none(content_type: str) -> None:
    assert code_of(PART + END, content_type) == "FORM_MALFORMED"


@pytest.mark.parametrize("name", ["__proto__", "prototype", "constructor"])
def test_names_that_poison_javascript_objects_are_dropped(name: str) -> None:
    body = multipart((f"a[{name}][x]".encode(), b"1"), (b"b", b"3"))

    assert parse_body(body, MULTIPART, everything) == {"b": "3"}


def test_a_thousand_parts_pass() -> None:
    body = multipart(*[(b"k%d" % number, b"1") for number in range(1000)])

    assert len(parse_body(body, MULTIPART, everything)) == 1000


def test_what_nobody_reads_stays_empty_as_in_any_form() -> None:
    body = multipart((b"a", b"1"))

    assert parse_body(body, MULTIPART, lambda _path: False) == {"a": ""}


PIECES: Any = st.sampled_from(
    [
        *(b"--xYz", b"--xYz--", b"\r\n", b"\r\n\r\n", b"Content-Disposition: form-data; "),
        *(b'name="a"', b'name="a[b]"', b'; filename="f"', b"text", b"\xff", b"\x00", b'"', b": "),
    ]
)


@given(st.lists(PIECES, max_size=30).map(b"".join))
def test_no_pieces_raise_anything_but_request_invalid(body: bytes) -> None:
    assert fate_of(body, MULTIPART) not in {"deep", RequestInvalid.code}


@given(st.binary(max_size=64).filter(lambda value: b"--xYz" not in value))
def test_a_value_survives_whatever_it_holds(value: bytes) -> None:
    body = multipart((b"a", value))

    try:
        expected = {"a": value.decode()}
    except UnicodeDecodeError:
        assert fate_of(body, MULTIPART) == "FORM_MALFORMED"
    else:
        assert parse_body(body, MULTIPART, everything) == expected
