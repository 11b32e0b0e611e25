"""The shop as configured."""

import pytest

from integrations.abcp.shop import Shop, ShopInvalid
from integrations.secret import Secret


def a_shop(url: str, *, allow_local: bool = False) -> Shop:
    return Shop(url, Secret("canary-login"), Secret("canary-md5"), allow_local=allow_local)


@pytest.mark.parametrize("slash", ["", "/"])
def test_an_operation_is_asked_under_the_configured_host(slash: str) -> None:
    shop = a_shop("https://demo.public.api.abcp.ru" + slash)

    url = shop.operation_url("search/brands")

    assert url.reveal() == "https://demo.public.api.abcp.ru/search/brands"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "demo",
        "http://demo.ru",
        "ftp://demo.ru",
        "https://",
        "https://u@demo.ru",
        "https://demo.ru?x=1",
    ],
)
def test_an_address_that_would_show_the_password_is_refused(url: str) -> None:
    with pytest.raises(ShopInvalid):
        a_shop(url)


def test_an_emulator_on_this_machine_has_to_be_allowed_by_name() -> None:
    assert a_shop("http://127.0.0.1:8090", allow_local=True).url == "http://127.0.0.1:8090"


def test_a_shop_never_prints_its_account() -> None:
    assert "canary" not in repr(a_shop("https://demo.ru"))
