"""What a Redis URL says, and that nothing of it is repeated where it is wrong."""

import pytest

from engine.errors import InvalidInput
from integrations.redis.endpoints import endpoint_of


@pytest.mark.parametrize(
    "url", ["redis://host", "rediss://u:p@host:6380/2", "unix:///run/redis.sock"]
)
def test_one_server_is_reached_by_its_own_url(url: str) -> None:
    endpoint = endpoint_of(url)

    assert (endpoint.kind, endpoint.url) == ("one", url)


def test_sentinels_name_a_master_whose_login_and_database_follow() -> None:
    endpoint = endpoint_of("redis+sentinel://us%40er:p%2Fw@one:1234,two,[::1]:5/shop.1/3")

    assert endpoint.kind == "sentinel"
    assert endpoint.hosts == (("one", 1234), ("two", 26379), ("::1", 5))
    assert endpoint.service == "shop.1"
    assert endpoint.options == {"username": "us@er", "password": "p/w", "db": 3}


def test_nodes_of_a_cluster_are_told_apart_by_commas() -> None:
    endpoint = endpoint_of("redis+cluster://:secret@one,two:7001")

    assert endpoint.kind == "cluster"
    assert endpoint.hosts == (("one", 6379), ("two", 7001))
    assert endpoint.options == {"password": "secret"}


@pytest.mark.parametrize("url", ["rediss+sentinel://a/name", "rediss+cluster://a"])
def test_a_second_s_asks_for_tls(url: str) -> None:
    options = endpoint_of(f"{url}?ssl_ca_certs=/etc/ca.pem").options

    assert options == {"ssl": True, "ssl_ca_certs": "/etc/ca.pem"}


@pytest.mark.parametrize(
    "url",
    [
        "redis+sentinel://u:s3cret@host",
        "redis+sentinel://u:s3cret@host/",
        "redis+sentinel://u:s3cret@host/name/zero",
        "redis+sentinel://u:s3cret@host/name/1/2",
        "redis+sentinel://u:s3cret@host:port/name",
        "redis+sentinel://u:s3cret@,host/name",
        "redis+cluster://u:s3cret@host/1",
        "redis+cluster://u:s3cret@host:99999",
        "redis+cluster://u:s3cret@",
        "redis+other://u:s3cret@host",
    ],
)
def test_a_url_that_names_no_way_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        endpoint_of(url)

    assert raised.value.code == "REDIS_URL_INVALID"
    assert "s3cret" not in raised.value.message
    assert raised.value.__suppress_context__


def test_a_password_is_not_shown() -> None:
    assert "secret" not in repr(endpoint_of("redis+cluster://:secret@one"))
