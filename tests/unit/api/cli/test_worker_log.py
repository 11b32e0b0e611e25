"""What workers logged is read back as decisions with their effects."""

from pathlib import Path
from typing import Any

import orjson

from api.cli.worker_log import LoggedEffect, turn_about, turns_since, wrong_lines


def a_decision(message_id: int, dialog: str = "aaa") -> dict[str, Any]:
    return {
        "event": "decision_made",
        "level": "info",
        "dialog": dialog,
        "message_id": message_id,
        "intent": "OEM_QUERY",
        "stage": "PRICING",
        "action": "reply",
        "fired": ["quote.tell_offers"],
    }


def an_effect(kind: str, dialog: str = "aaa") -> dict[str, Any]:
    return {
        "event": "effect_delivered",
        "level": "info",
        "effect_key": f"{dialog}.1.0",
        "kind": kind,
        "state": "succeeded",
    }


def a_log(folder: Path, *lines: dict[str, Any] | str) -> Path:
    log = folder / "worker.log"
    written = (line if isinstance(line, str) else orjson.dumps(line).decode() for line in lines)
    log.write_text("\n".join(written), encoding="utf-8")
    return log


def test_a_message_nobody_decided_about_has_no_turn(tmp_path: Path) -> None:
    log = a_log(tmp_path, a_decision(1))

    assert turn_about(2, log) is None
    assert turn_about(1, tmp_path / "missing.log") is None


def test_a_turn_holds_the_effects_up_to_the_next_decision_of_its_dialog(tmp_path: Path) -> None:
    log = a_log(
        tmp_path,
        a_decision(1),
        an_effect("chat_reply"),
        a_decision(2, dialog="bbb"),
        an_effect("chat_reply", dialog="bbb"),
        an_effect("lead_update"),
        a_decision(3),
        an_effect("chat_handover"),
    )

    turn = turn_about(1, log)

    assert turn is not None
    assert turn.effects == (
        LoggedEffect("aaa", "chat_reply", "succeeded"),
        LoggedEffect("aaa", "lead_update", "succeeded"),
    )


def test_a_message_decided_twice_is_told_by_its_last_decision(tmp_path: Path) -> None:
    log = a_log(tmp_path, a_decision(1), an_effect("chat_reply"), a_decision(1))

    turn = turn_about(1, log)

    assert turn is not None
    assert turn.effects == ()


def test_what_the_effects_of_a_message_brought_follows_it_until_somebody_speaks(
    tmp_path: Path,
) -> None:
    log = a_log(
        tmp_path,
        a_decision(1),
        an_effect("abcp_order"),
        a_decision(2, dialog="bbb"),
        a_decision(0, dialog="bbb"),
        a_decision(0),
        an_effect("deal_convert"),
        a_decision(3),
        a_decision(0),
    )

    turns = turns_since(1, log)

    assert [turn.decision.message_id for turn in turns] == [1, 0]
    assert [[effect.kind for effect in turn.effects] for turn in turns] == [
        ["abcp_order"],
        ["deal_convert"],
    ]
    assert turns_since(4, log) == ()


def test_errors_and_tracebacks_are_wrong_and_warnings_are_not(tmp_path: Path) -> None:
    error = {"event": "message_failed", "level": "error"}
    log = a_log(
        tmp_path,
        a_decision(1),
        {"event": "store_unavailable", "level": "warning"},
        error,
        "",
        "Traceback (most recent call last):",
    )

    wrong = wrong_lines(log)

    assert wrong == [orjson.dumps(error).decode(), "Traceback (most recent call last):"]
