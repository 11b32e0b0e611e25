"""Tokens: right ones open, wrong ones of any kind close, none of them breaks anything."""

import falcon
import pytest
from falcon import testing

from api.resources.access import TokenGate
from engine.errors import InvalidInput

TOKEN = "токен-ключ-0123456789"


def a_request(**headers: str) -> falcon.Request:
    return testing.create_req(headers={name.replace("_", "-"): v for name, v in headers.items()})


def on_the_wire(text: str) -> str:
    """Header bytes as WSGI shows them."""
    return text.encode().decode("latin-1")


def test_the_right_token_opens() -> None:
    TokenGate("a-right-token-123").require(a_request(Authorization="Bearer a-right-token-123"))


def test_the_scheme_is_read_in_any_case() -> None:
    TokenGate("a-right-token-123").require(a_request(Authorization="bearer a-right-token-123"))


def test_a_right_token_outside_ascii_opens() -> None:
    TokenGate(TOKEN).require(a_request(Authorization="Bearer " + on_the_wire(TOKEN)))


@pytest.mark.parametrize(
    "offered",
    ["wrong", "a-right-token-12", "a-right-token-1234", "жук", "\u20ac", "A-RIGHT-TOKEN-123"],
)
def test_a_wrong_token_is_refused_whatever_it_is_made_of(offered: str) -> None:
    request = a_request(Authorization="Bearer " + on_the_wire(offered))

    with pytest.raises(InvalidInput) as caught:
        TokenGate("a-right-token-123").require(request)

    assert caught.value.code == "BEARER_INVALID"


@pytest.mark.parametrize("header", ["Basic a-right-token-123", "a-right-token-123", "Bearer"])
def test_no_bearer_token_is_no_token(header: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        TokenGate("a-right-token-123").require(a_request(Authorization=header))

    assert caught.value.code == "BEARER_REQUIRED"


def test_an_own_header_opens_as_well() -> None:
    gate = TokenGate("a-right-token-123", header="X-HF-CORTEX-TOKEN")

    gate.require(a_request(X_HF_CORTEX_TOKEN="a-right-token-123"))


def test_a_wrong_own_header_is_not_saved_by_a_right_bearer() -> None:
    gate = TokenGate("a-right-token-123", header="X-HF-CORTEX-TOKEN")
    request = a_request(X_HF_CORTEX_TOKEN="wrong", Authorization="Bearer a-right-token-123")

    with pytest.raises(InvalidInput) as caught:
        gate.require(request)

    assert caught.value.code == "BEARER_INVALID"


def test_an_own_header_means_nothing_to_other_gates() -> None:
    with pytest.raises(InvalidInput) as caught:
        TokenGate("a-right-token-123").require(a_request(X_HF_CORTEX_TOKEN="a-right-token-123"))

    assert caught.value.code == "BEARER_REQUIRED"
