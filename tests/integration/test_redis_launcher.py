"""A Redis of our own: found, started once per folder, its data kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis

from engine.errors import CortexError
from integrations.redis.launcher import RunningRedis, find_server, start_redis


@contextmanager
def running(directory: Path) -> Iterator[RunningRedis]:
    redis = start_redis(directory)
    try:
        yield redis
    finally:
        redis.stop()


@pytest.fixture(autouse=True)
def _server_installed(redis_url: str) -> None:
    """These tests start their own servers, and need a program for it as all others do."""
    assert redis_url


def test_started_server_answers_and_keeps_an_append_only_log(tmp_path: Path) -> None:
    with running(tmp_path / "redis") as redis, Redis.from_url(redis.url) as client:
        settings = client.config_get("append*", "maxmemory-policy", "save", "bind")

    assert settings["appendonly"] == "yes"
    assert settings["appendfsync"] == "always"
    assert settings["maxmemory-policy"] == "noeviction"
    assert (settings["save"], settings["bind"]) == ("", "127.0.0.1")


def test_data_survives_a_restart(tmp_path: Path) -> None:
    with running(tmp_path) as redis, Redis.from_url(redis.url) as client:
        client.set("key", "value")

    with running(tmp_path) as redis, Redis.from_url(redis.url, decode_responses=True) as client:
        assert client.get("key") == "value"


def test_stopped_server_is_gone(tmp_path: Path) -> None:
    redis = start_redis(tmp_path)

    redis.stop()

    assert redis.process.poll() is not None


def test_data_files_are_for_their_owner_only(tmp_path: Path) -> None:
    with running(tmp_path / "redis"):
        kept = [*(tmp_path / "redis").rglob("appendonly*"), tmp_path / "redis" / "redis.log"]
        modes = [path.stat().st_mode & 0o077 for path in kept]

    assert len(modes) > 1
    assert not any(modes)


def test_folder_in_use_is_not_given_to_a_second_server(tmp_path: Path) -> None:
    with running(tmp_path), pytest.raises(CortexError) as raised:
        start_redis(tmp_path)

    assert raised.value.code == "REDIS_FOLDER_IN_USE"


def test_port_in_use_is_told_and_not_taken_for_our_server(tmp_path: Path) -> None:
    with running(tmp_path / "one") as redis, pytest.raises(CortexError) as raised:
        start_redis(tmp_path / "two", redis.port)

    assert raised.value.code == "REDIS_NOT_STARTED"


def test_program_that_is_no_server_is_told(tmp_path: Path) -> None:
    with pytest.raises(CortexError) as raised:
        start_redis(tmp_path, server=Path("/bin/true"))

    assert raised.value.code == "REDIS_NOT_STARTED"


def test_what_a_program_says_before_it_fails_is_in_the_log_that_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "redis-server"
    broken.write_text("#!/bin/sh\necho cannot open shared object file >&2\nexit 127\n")
    broken.chmod(0o700)

    with pytest.raises(CortexError) as raised:
        start_redis(tmp_path / "data", server=broken)

    log = tmp_path / "data" / "redis.log"
    assert str(log) in raised.value.message
    assert "cannot open shared object file" in log.read_text()


def test_machine_without_redis_gets_one_clear_line() -> None:
    with pytest.raises(CortexError) as raised:
        find_server(search_path="", wheel="no_such_wheel")

    assert raised.value.code == "REDIS_NOT_FOUND"
    assert len(raised.value.message.splitlines()) == 1


def test_server_on_the_path_is_taken_before_the_wheel(tmp_path: Path) -> None:
    program = tmp_path / "redis-server"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)

    assert find_server(search_path=str(tmp_path)) == program
