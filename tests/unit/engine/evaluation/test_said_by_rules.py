"""What rules say together, and what vetoes leave of it."""

import pytest

from engine.decisions import Decision
from engine.evaluation.said_by_rules import SaidByRules


def said(*vetoes: str, **outputs: object) -> SaidByRules:
    return SaidByRules(outputs, frozenset(vetoes))


def test_what_no_rule_says_is_left_as_it_was() -> None:
    assert said().decision(stage="PRICING") == Decision(stage="PRICING")


def test_what_rules_say_is_decided() -> None:
    decision = said(
        stage="CONTACT", action="reply", reply="ask", intent="OFFER_CHOICE", confidence=1
    ).decision(stage="PRICING")

    assert decision == Decision(
        stage="CONTACT", action="reply", reply_id="ask", intent="OFFER_CHOICE", confidence=1.0
    )


@pytest.mark.parametrize(
    ("action", "veto"),
    [
        ("abcp_lookup", "lookup"),
        ("handover_operator", "handover"),
        ("create_order_abcp", "order"),
        ("convert_lead", "convert"),
    ],
)
def test_an_action_that_is_vetoed_leaves_the_reply(action: str, veto: str) -> None:
    assert said(veto, action=action, reply="text").decision(stage="NEW").action == "reply"
    assert said(veto, action=action).decision(stage="NEW").action == "none"
    assert said(action=action, reply="text").decision(stage="NEW").action == action


def test_a_vetoed_stage_stays_where_the_sale_stood() -> None:
    assert said("stage", stage="LOST").decision(stage="PRICING").stage == "PRICING"


def test_nothing_is_said_beside_a_reply_that_is_vetoed_or_missing() -> None:
    assert said(reply="one", also="two").reply_ids == ("one", "two")
    assert said(also="two").reply_ids == ()
    assert said("reply", reply="one", also="two").reply_ids == ()


def test_no_operator_is_called_where_handing_over_is_vetoed() -> None:
    assert said(need_operator=True).decision(stage="NEW").need_operator
    assert not said("handover", need_operator=True).decision(stage="NEW").need_operator


def test_nothing_is_taken_where_the_choice_is_vetoed() -> None:
    assert said(take=("choice", "contact")).taken == {"choice", "contact"}
    assert said("choice", take=("choice", "contact")).taken == frozenset()


@pytest.mark.parametrize(
    ("veto", "outputs"),
    [
        ("order", {"action": "create_order_abcp"}),
        ("convert", {"action": "convert_lead"}),
        ("lost", {"intent": "LOST"}),
    ],
)
def test_a_reply_about_what_is_vetoed_must_not_be_said(
    veto: str, outputs: dict[str, object]
) -> None:
    assert SaidByRules(outputs, frozenset({veto})).is_gutted
    assert not SaidByRules(outputs, frozenset()).is_gutted
