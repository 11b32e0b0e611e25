"""The existing bot played against the shipped rules: its two passes, its memory, its stages."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from falcon import testing

from api.bootstrap.brain import build_brain
from tests.unit.api.edge import CALLERS_HEADER, a_client

ROWS = [
    {"brand": "VAG", "price": 2040.5, "minDays": 3, "quantity": 4, "oem": "06A115561B"},
    {"brand": "KNECHT", "price": 900, "minDays": 9, "quantity": 1, "oem": "06A115561B"},
]
PRICED = {"06A115561B": {"offers": ROWS}}
EMPTY: dict[str, Any] = {"06A115561B": {"offers": []}}


@cache
def the_client() -> testing.TestClient:
    return a_client(decide=build_brain(rules_directory=Path("rules")).decide)


def ask(text: str, snapshot: dict[str, Any] | None = None, **payload: Any) -> dict[str, Any]:
    body = {"msg": {"text": text}, "sessionSnapshot": snapshot or {}, **payload}
    reply = the_client().simulate_post(
        "/api/hf-cortex/lead_sales",
        json={"app": "bot", "flow": "lead_sales", "payload": body},
        headers=CALLERS_HEADER,
    )
    assert (reply.status_code, reply.json["ok"]) == (200, True)
    return dict(reply.json["result"])


@pytest.mark.parametrize(
    ("text", "snapshot", "payload", "expected"),
    [
        (
            "нужен 06A115561B",
            {},
            {},
            {"intent": "OEM_QUERY", "action": "abcp_lookup", "stage": "PRICING"},
        ),
        (
            "нужен 06A115561B",
            {"state": {"stage": "PRICING"}, "lastCortexDecision": {"action": "abcp_lookup"}},
            {"injected_abcp": PRICED},
            {"intent": "OEM_QUERY", "action": "reply", "stage": "PRICING"},
        ),
        (
            "нужен 06A115561B",
            {"state": {"stage": "PRICING"}, "lastCortexDecision": {"action": "abcp_lookup"}},
            {"injected_abcp": EMPTY},
            {"intent": "OEM_QUERY", "action": "handover_operator", "need_operator": True},
        ),
        (
            "61217726563",
            {},
            {},
            {
                "intent": "CLARIFY_NUMBER_TYPE",
                "requires_clarification": True,
                "ambiguity_reason": "NUMBER_TYPE_AMBIGUOUS",
                "stage": "NEW",
                "oems": [],
            },
        ),
        (
            "61217726563",
            {"state": {"stage": "CONTACT"}},
            {},
            {"intent": "CLARIFY_NUMBER_TYPE", "stage": "CONTACT"},
        ),
        (
            "WDB2110421A123456",
            {},
            {},
            {"intent": "VIN_HARD_PICK", "action": "handover_operator", "stage": "HARD_PICK"},
        ),
        ("уже не нужно, передумал", {"state": {"stage": "PRICING"}}, {}, {"stage": "LOST"}),
        ("здравствуйте", {}, {}, {"intent": "SMALL_TALK", "stage": "NEW"}),
    ],
)
def test_the_caller_gets_the_decision_in_its_own_words(
    text: str, snapshot: dict[str, Any], payload: dict[str, Any], expected: dict[str, Any]
) -> None:
    result = ask(text, snapshot, **payload)

    assert {name: result[name] for name in expected} == expected


def test_prices_reach_the_client_numbered_from_the_cheapest() -> None:
    result = ask("нужен 06A115561B", injected_abcp=PRICED)

    assert [(offer["id"], offer["price"]) for offer in result["offers"]] == [(1, 900), (2, 2040.5)]
    assert result["reply"].index("KNECHT") < result["reply"].index("VAG")


def test_a_number_once_asked_about_is_searched_when_the_client_says_what_it_is() -> None:
    history = [{"role": "client", "text": "61217726563"}, {"role": "client", "text": "деталь"}]
    asked = {"lastCortexDecision": {"intent": "CLARIFY_NUMBER_TYPE"}, "history": history}

    result = ask("деталь", asked)

    assert (result["action"], result["oems"]) == ("abcp_lookup", ["61217726563"])


def test_prices_of_a_clarified_number_are_told() -> None:
    history = [{"role": "client", "text": "61217726563"}, {"role": "client", "text": "деталь"}]
    snapshot = {
        "state": {"stage": "PRICING"},
        "lastCortexDecision": {"intent": "OEM_QUERY", "action": "abcp_lookup"},
        "history": history,
    }
    found = {"61217726563": {"offers": [{"brand": "BMW", "price": 500}]}}

    result = ask("деталь", snapshot, injected_abcp=found)

    assert (result["action"], result["stage"]) == ("reply", "PRICING")
    assert "BMW" in result["reply"]


def test_a_new_number_beside_remembered_prices_is_searched_anew() -> None:
    snapshot = {"state": {"stage": "PRICING"}, "lastCortexDecision": {"action": "reply"}}

    result = ask("а 5QM411105R есть?", snapshot, injected_abcp=PRICED)

    assert (result["action"], result["oems"]) == ("abcp_lookup", ["5QM411105R"])


@pytest.mark.parametrize("stage", ["PRICING", "CONTACT", "ADDRESS", "FINAL"])
def test_words_nobody_understands_never_move_the_stage_back(stage: str) -> None:
    assert ask("абракадабра трям", {"state": {"stage": stage}})["stage"] == stage
