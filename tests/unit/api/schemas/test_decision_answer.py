"""The answer of /v1/decisions: the promised form, the effects the worker would plan, the why."""

from decimal import Decimal
from typing import Any, get_args

import orjson
import pytest

from api.schemas import DecisionRequest, decision_document
from api.schemas.decision_answer import json_number
from api.schemas.decision_request import parse_decision_request
from engine.decisions import ConditionTrace, DecisionRecord, RuleTrace, Trace
from engine.evaluation.quotation import Quotation
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Contact, Lead, Offer, OfferKind, PendingClarification, Session
from tests.unit.api.edge import a_policy, a_record, the_contract


def a_request(session: Session | None = None, **options: Any) -> DecisionRequest:
    situation = Situation(Message("x"), session or Session())
    return DecisionRequest(situation, Quotation(), **options)


def answer(record: DecisionRecord, request: DecisionRequest | None = None) -> dict[str, Any]:
    document = decision_document(request or a_request(), record, policy=a_policy())
    return dict(orjson.loads(orjson.dumps(document)))


def a_rule(rule_id: str) -> RuleTrace:
    condition = ConditionTrace(
        fact="asks_price",
        operator="eq",
        expected=True,
        actual=False,
        held=False,
        set_by="facts",
    )
    return RuleTrace(rule_id, "classify", f"because of {rule_id}", (condition,))


def test_the_answer_has_exactly_the_promised_fields() -> None:
    document = answer(a_record())

    assert list(document) == [
        *("decision_id", "ruleset", "variant", "engine", "decision", "effects", "trace"),
    ]
    assert set(document["decision"]) == {
        *("intent", "stage", "action", "actions", "reply", "confidence"),
        *("requires_clarification", "ambiguity_reason", "need_operator", "topic"),
        *("part_numbers", "vins", "offers", "chosen_offer_ids", "quantity", "contact"),
        *("address", "pending_clarification"),
    }


def test_the_ruleset_that_decided_is_named() -> None:
    assert answer(a_record())["ruleset"] == {"version": "2026.11.1", "digest": "abc"}


def test_values_of_a_decision_are_written_as_json() -> None:
    offer = Offer(2, "06A115561B", "VAG", Decimal("2040.50"), delivery_days=3, quantity=2)
    record = a_record(
        offers=(offer,),
        contact=Contact(last_name="Иванов"),
        pending_clarification=PendingClarification("number_type", "1"),
    )

    decision = answer(record)["decision"]

    assert decision["offers"] == [
        {
            "id": 2,
            "oem": "06A115561B",
            "brand": "VAG",
            "price": 2040.5,
            "delivery_days": 3,
            "quantity": 2,
            "kind": "asked",
            "instead_of": "",
        }
    ]
    assert decision["contact"]["last_name"] == "Иванов"
    assert decision["pending_clarification"] == {
        "kind": "number_type",
        "number": "1",
        "options": [],
        "also": [],
    }


@pytest.mark.parametrize("kind", get_args(OfferKind))
def test_an_offer_says_what_it_stands_in_for_and_comes_back_as_it_went(kind: OfferKind) -> None:
    offer = Offer(1, "W719/30", "MANN", Decimal(450), kind=kind, instead_of="06A115561B")

    [shown] = answer(a_record(offers=(offer,)))["decision"]["offers"]

    assert (shown["kind"], shown["instead_of"]) == (kind, "06A115561B")
    again = {"message": {"text": "да"}, "session": {"offers": [shown]}}
    read = parse_decision_request(again, contract=the_contract(), policy=a_policy())
    assert read.situation.session.offers == (offer,)


@pytest.mark.parametrize(
    ("amount", "shown"), [("2040", 2040), ("2040.00", 2040), ("2040.5", 2040.5), ("0", 0)]
)
def test_money_is_a_plain_number(amount: str, shown: float) -> None:
    assert json_number(Decimal(amount)) == shown


def test_a_silent_decision_plans_nothing() -> None:
    assert answer(a_record(wait_reason="MANUAL"))["effects"] == []


def test_the_reply_comes_before_the_lead_and_the_note_of_the_handover_last() -> None:
    record = a_record(stage="HARD_PICK", reply="Передали менеджеру.", need_operator=True)
    request = a_request(Session(lead=Lead(5, "NEW")))

    assert [effect["kind"] for effect in answer(record, request)["effects"]] == [
        *("chat_reply", "lead_update", "chat_handover", "timeline_comment"),
    ]


def test_a_lead_gets_the_status_of_the_new_stage_and_the_one_part_number() -> None:
    record = a_record(stage="PRICING", part_numbers=("06A115561B",))
    request = a_request(Session(lead=Lead(5, "NEW")))

    assert answer(record, request)["effects"] == [
        {
            "kind": "lead_update",
            "parameters": {
                "lead_id": 5,
                "status_id": "UC_5SCNOB",
                "part_number": "06A115561B",
            },
        }
    ]


def test_a_contact_to_bind_is_told_whole() -> None:
    contact = Contact("Соколова", "Марина", phone="+79123456789")
    request = a_request(Session(lead=Lead(5, "NEW")))

    assert answer(a_record(stage="NEW", contact=contact), request)["effects"] == [
        {
            "kind": "contact_upsert",
            "parameters": {
                "lead_id": 5,
                "contact": {
                    "last_name": "Соколова",
                    "first_name": "Марина",
                    "middle_name": None,
                    "phone": "+79123456789",
                },
            },
        }
    ]


def test_without_a_lead_there_is_nothing_to_update() -> None:
    assert answer(a_record(stage="PRICING", part_numbers=("06A115561B",)))["effects"] == []


def test_an_unexplained_decision_has_no_trace() -> None:
    record = a_record()._replace(trace=Trace((a_rule("a"),), (), ()))

    assert answer(record)["trace"] is None


def test_explaining_rules_names_those_that_fired_and_why() -> None:
    record = a_record()._replace(trace=Trace((a_rule("a"),), (a_rule("b"),), ()))

    assert answer(record, a_request(explain="rules"))["trace"] == {
        "fired": [{"rule_id": "a", "phase": "classify", "why": "because of a"}]
    }


def test_explaining_all_shows_conditions_losers_near_misses_and_facts() -> None:
    traced = Trace((a_rule("a"),), (a_rule("b"),), (a_rule("c"),))
    record = a_record()._replace(trace=traced, facts={"asks_price": False})

    trace = answer(record, a_request(explain="full"))["trace"]

    assert [trace[part][0]["rule_id"] for part in ("fired", "lost_by_group", "near_misses")] == [
        *("a", "b", "c"),
    ]
    assert trace["fired"][0]["conditions"][0] == {
        "fact": "asks_price",
        "operator": "eq",
        "expected": True,
        "actual": False,
        "held": False,
        "set_by": "facts",
    }
    assert trace["facts"] == {"asks_price": False}
