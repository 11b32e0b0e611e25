"""The demo may pass only when everything came as the script wants it."""

from dataclasses import replace

import pytest

from api.cli.demo_outcome import Outcome, differences, replies_by_message
from api.cli.demo_report import Report
from api.cli.demo_script import DIALOGS, Step
from api.cli.portal_control import ChatMessage
from api.cli.worker_log import LoggedDecision, LoggedEffect, LoggedTurn

STEP = Step("61217726563", "CLARIFY_NUMBER_TYPE", "NEW", "NEW", ("61217726563", "номер заказа"))
DECISION = LoggedDecision("d1", 20001, "CLARIFY_NUMBER_TYPE", "NEW", "reply", ("a.b",))
GOOD = Outcome(
    replies=("61217726563 — это номер детали или номер заказа?",),
    turn=LoggedTurn(DECISION, (LoggedEffect("d1", "chat_reply", "succeeded"),)),
    lead_status="NEW",
    webhook_status=200,
)
NEWS = LoggedTurn(
    replace(DECISION, message_id=0, stage="DEAL", fired=("c.d",)),
    (LoggedEffect("d1", "deal_convert", "succeeded"),),
)


def test_an_outcome_as_scripted_has_no_differences() -> None:
    assert differences(STEP, GOOD) == []
    assert differences(replace(STEP, ends="DEAL"), replace(GOOD, news=(NEWS,))) == []


def test_news_that_had_to_come_and_did_not_are_a_difference() -> None:
    assert differences(replace(STEP, ends="DEAL"), GOOD) == [
        "stage after the news is None, not DEAL"
    ]


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (replace(GOOD, webhook_status=503), "webhook answered 503"),
        (replace(GOOD, turn=None), "no worker decided"),
        (replace(GOOD, replies=()), "number of replies is 0, not 1"),
        (replace(GOOD, replies=GOOD.replies * 2), "number of replies is 2, not 1"),
        (replace(GOOD, replies=("Уточните",)), "does not say `номер заказа`"),
        (replace(GOOD, lead_status="JUNK"), "lead status is JUNK, not NEW"),
        (
            replace(GOOD, turn=LoggedTurn(replace(DECISION, intent="UNKNOWN"), ())),
            "intent is UNKNOWN",
        ),
        (replace(GOOD, turn=LoggedTurn(replace(DECISION, stage="LOST"), ())), "stage is LOST"),
        (
            replace(
                GOOD, turn=LoggedTurn(DECISION, (LoggedEffect("d1", "lead_update", "unknown"),))
            ),
            "state of lead_update is unknown",
        ),
        (replace(GOOD, news=(NEWS,)), "stage after the news is DEAL, not None"),
        (
            replace(
                GOOD, news=(replace(NEWS, effects=(LoggedEffect("d1", "deal_convert", "failed"),)),)
            ),
            "state of deal_convert is failed",
        ),
    ],
)
def test_anything_else_is_a_difference(outcome: Outcome, told: str) -> None:
    assert any(told in difference for difference in differences(STEP, outcome))


def test_replies_are_counted_after_each_message_of_the_client() -> None:
    chat = [
        ChatMessage(1, "client", "а"),
        ChatMessage(2, "bot", "б"),
        ChatMessage(3, "client", "в"),
        ChatMessage(4, "client", "г"),
        ChatMessage(5, "bot", "д"),
        ChatMessage(6, "system", "е"),
        ChatMessage(7, "bot", "ж"),
    ]

    assert replies_by_message(chat) == {1: 1, 3: 0, 4: 2}


def test_a_bot_that_speaks_unasked_is_counted_too() -> None:
    assert replies_by_message([ChatMessage(1, "bot", "реклама")]) == {0: 1}


def test_one_fault_fails_the_demo_and_is_named_in_the_verdict() -> None:
    lines: list[str] = []
    report = Report(lines.append)

    report.step(STEP, replace(GOOD, lead_status="JUNK"))

    assert not report.passed
    assert "lead status is JUNK" in report.verdict()
    assert any("WRONG" in line for line in lines)


def test_a_message_is_shown_with_its_decision_rules_effects_and_reply() -> None:
    lines: list[str] = []
    report = Report(lines.append)

    report.step(replace(STEP, ends="DEAL"), replace(GOOD, news=(NEWS,)))

    shown = "\n".join(lines)
    assert report.passed
    for words in (STEP.text, GOOD.replies[0], "CLARIFY_NUMBER_TYPE", "a.b", "chat_reply succeeded"):
        assert words in shown
    assert "rules     c.d" in shown
    assert "effects   deal_convert succeeded" in shown


def test_the_script_goes_from_a_greeting_over_a_clarified_number_to_prices() -> None:
    intents = [step.intent for step in DIALOGS[0].steps]

    assert intents == ["SMALL_TALK", "CLARIFY_NUMBER_TYPE", "OEM_QUERY", "OEM_QUERY", "SMALL_TALK"]
