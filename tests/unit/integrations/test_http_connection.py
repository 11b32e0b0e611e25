"""Which addresses may be called."""

import pytest

from integrations.http_connection import is_public


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "5.255.255.70", "2a02:6b8::2:242", "::ffff:8.8.8.8"]
)
def test_addresses_of_the_internet_may_be_called(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - an address to refuse, not to listen on
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
    ],
)
def test_private_and_special_addresses_may_not(address: str) -> None:
    assert not is_public(address)
