"""What ends in Redis is archived where an archive is kept, and noted nowhere else."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from api.settings import Settings
from api.worker.archiving import archiving_of
from engine.effects import ChatReply
from engine.ports.metrics import SilentMetrics
from integrations.archive.line import Verified, verified
from tests.integration.operator_shell import OperatorShell, an_operator_shell

REPLY = ChatReply("m1", "chat1", 1, "Здравствуйте!", after_message_id=100)


@pytest.fixture
def shell(redis_url: str) -> Iterator[Callable[..., OperatorShell]]:
    with ExitStack() as opened:
        yield lambda more: opened.enter_context(an_operator_shell(redis_url, more))


def archives(shell: OperatorShell) -> None:
    settings = Settings.from_environment(shell.environment)
    archive = archiving_of(settings, "w1", shell.store, SilentMetrics())
    assert archive is not None
    archive()


def test_an_effect_is_archived_when_it_ends_and_when_a_person_settles_it(
    shell: Callable[..., OperatorShell], tmp_path: Path
) -> None:
    opened = shell({"CORTEX_ARCHIVE_DIR": str(tmp_path)})
    key = opened.leaves_to_a_person(1, REPLY, "ACCESS_DENIED")

    archives(opened)
    opened.cortex("effects", "settle", key, "--as", "not-done", "--note", "called the client")
    archives(opened)

    with (tmp_path / "archive.jsonl").open("rb") as lines:
        assert verified(lines) == Verified(effects=2)
    assert opened.cortex("archive", "verify", str(tmp_path / "archive.jsonl"))[0] == 0


def test_where_no_archive_is_kept_nothing_is_noted_for_one(
    shell: Callable[..., OperatorShell],
) -> None:
    opened = shell({})
    key = opened.leaves_to_a_person(1, REPLY, "ACCESS_DENIED")
    opened.cortex("effects", "settle", key, "--as", "not-done", "--note", "called the client")

    settings = Settings.from_environment(opened.environment)
    assert archiving_of(settings, "w1", opened.store, SilentMetrics()) is None
    noted = opened.store.connection.once(
        lambda client: list(client.scan_iter(f"{settings.redis_prefix}:*:arc"))
    )
    assert noted == []
