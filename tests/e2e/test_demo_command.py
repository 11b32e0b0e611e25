"""`cortex demo` as a person uses it: it passes, it is stopped, and by wrong rules it fails."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.command_line import cortex, processes_under
from tests.unit.api.cli.sealed_rules import sealed_copy

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("needs_redis")]


def test_a_demo_told_to_stop_leaves_no_process_behind(folder: Path) -> None:
    command = [sys.executable, "-m", "api.cli", "demo", "--rules", "rules"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as demo:  # noqa: S603 - our own command
        assert demo.stdout is not None
        next(line for line in demo.stdout if " you " in line)
        children = processes_under(demo.pid)
        demo.terminate()

    assert demo.returncode == 1
    assert len(children) == 3
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def test_the_demo_passes_and_shows_message_decision_rules_reply_and_effects(
    folder: Path,
) -> None:
    demo = cortex(folder, "demo", "--rules", "rules")

    assert demo.returncode == 0, demo.stdout + demo.stderr
    for words in (
        " you  61217726563",
        " bot  Подскажите",
        "decision  CLARIFY_NUMBER_TYPE, stage NEW, reply",
        "rules     qualify.number_is_part, quote.tell_offers",
        "effects   chat_reply succeeded, lead_update succeeded",
        "effects   chat_reply succeeded, deal_convert succeeded",
        "demo passed",
    ):
        assert words in demo.stdout


def test_a_demo_by_rules_that_do_not_price_fails(folder: Path, tmp_path: Path) -> None:
    rules = sealed_copy(tmp_path / "rules")
    quote = max(rules.glob("*/quote.yaml"))  # the newest version serves
    text = quote.read_text(encoding="utf-8")
    quote.write_text(text.replace("reply: quote.offers,", "reply: quote.searching,"), "utf-8")
    cortex(folder, "seal", "--rules", str(rules))

    demo = cortex(folder, "demo", "--rules", str(rules))

    assert demo.returncode == 1
    assert "demo FAILED" in demo.stdout
    assert "the reply does not say `1. BMW 61217726563" in demo.stdout
