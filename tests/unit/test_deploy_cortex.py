"""`cortex` on an installed host: the program with the settings of its processes."""

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "docs" / "deploy" / "cortex"
SETTINGS = "/etc/cortex/cortex.env"
PROGRAM = "/opt/cortex/.venv/bin/cortex"
TOLD = """#!/bin/sh
env | grep '^CORTEX_\\|^REDIS_\\|^SUDO_'
printf '(%s)\\n' "$@"
cat
exit 7
"""
"""Says with which settings, words and input it was called; a command that found faults."""


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """A host of its own: the script with the two places that it names moved there."""
    text = SCRIPT.read_text(encoding="utf-8")
    assert (text.count(f"={SETTINGS}\n"), text.count(f"exec {PROGRAM} ")) == (1, 1)
    moved = text.replace(SETTINGS, f"{tmp_path}/cortex.env")
    moved = moved.replace(PROGRAM, f"{tmp_path}/program")
    (tmp_path / "cortex").write_text(moved, encoding="utf-8")
    (tmp_path / "program").write_text(TOLD, encoding="utf-8")
    (tmp_path / "program").chmod(0o700)
    return tmp_path


def called(host: Path, *words: str) -> tuple[int, list[str]]:
    done = subprocess.run(  # noqa: S603 - our own words
        ["/bin/sh", str(host / "cortex"), *words],
        env={"PATH": "/usr/bin:/bin", "SUDO_USER": "anna"},
        input="a portal\n",
        cwd=host,
        check=False,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout.splitlines()


def test_a_command_gets_the_settings_the_words_the_input_and_who_says_it(host: Path) -> None:
    (host / "cortex.env").write_text("# Where.\nREDIS_URL=redis://a/0\n\n#CORTEX_OFF=1\n")

    code, told = called(host, "effects", "settle", "K", "--note", "found by hand")

    words = ["(effects)", "(settle)", "(K)", "(--note)", "(found by hand)"]
    assert code == 7
    assert sorted(told[:2]) == ["REDIS_URL=redis://a/0", "SUDO_USER=anna"]
    assert told[2:] == [*words, "a portal"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("rediss://a/0?x=1&y=2", "rediss://a/0?x=1&y=2"),
        ("redis://u:a$HOME;b@c/0 #1", "redis://u:a$HOME;b@c/0 #1"),
        ("$(touch ran)`touch ran`", "$(touch ran)`touch ran`"),
        ('"two words"', "two words"),
        ("'one'", "one"),
        ("", ""),
    ],
)
def test_settings_are_read_as_systemd_reads_them_and_never_run(
    host: Path, written: str, read: str
) -> None:
    # The last line of a file may lack its end.
    (host / "cortex.env").write_text(f"REDIS_URL={written}")

    _, told = called(host, "deeds")

    assert f"REDIS_URL={read}" in told
    assert not (host / "ran").exists()


def test_without_settings_that_can_be_read_nothing_is_called(host: Path) -> None:
    assert called(host, "deeds") == (2, [])
