"""The answer to the existing bot: its fields, its words, and a stage that is never lost."""

from decimal import Decimal
from typing import Any

import pytest

from api.schemas import (
    LeadSalesCall,
    lead_sales_document,
    lead_sales_failure,
    parse_lead_sales,
)
from engine.session import Contact, Offer
from tests.unit.api.edge import a_record, the_contract

RESULT_FIELDS = {
    *("action", "stage", "reply", "intent", "confidence", "ambiguity_reason"),
    *("requires_clarification", "oems", "update_lead_fields", "product_rows", "product_picks"),
    *("client_name", "need_operator", "offers", "chosen_offer_id", "contact_update"),
    *("meta", "debug"),
}
OFFERS = (
    Offer(1, "06A115561B", "VAG", Decimal("2040.5"), delivery_days=3),
    Offer(2, "06A115561B", "Knecht", Decimal(900), quantity=2),
)


def a_call(**snapshot: Any) -> LeadSalesCall:
    payload = {"msg": {"text": "x"}, "sessionSnapshot": snapshot}
    document = {"app": "bot", "flow": "lead_sales", "payload": payload}
    return parse_lead_sales(document, contract=the_contract())


def answer(call: LeadSalesCall | None = None, **decision: Any) -> dict[str, Any]:
    return lead_sales_document(
        call or a_call(), a_record(**decision), request_id="r", answered_at="t"
    )


def result(call: LeadSalesCall | None = None, **decision: Any) -> dict[str, Any]:
    return dict(answer(call, **decision)["result"])


def test_the_answer_has_exactly_the_callers_fields() -> None:
    document = answer()

    assert list(document) == [
        *("ok", "app", "flow", "stage", "context", "result", "error", "request_id", "ts"),
    ]
    assert set(document["result"]) == RESULT_FIELDS
    assert (document["ok"], document["error"], document["app"]) == (True, None, "bot")


@pytest.mark.parametrize(
    ("intent", "told"),
    [("OEM_QUERY", "OEM_QUERY"), ("LOST", "LOST"), ("OFFER_CHOICE", None), ("UNKNOWN", None)],
)
def test_an_intent_the_caller_does_not_know_is_null(intent: str, told: str | None) -> None:
    assert result(intent=intent)["intent"] == told


@pytest.mark.parametrize(
    ("stage", "told"), [("DEAL", "SUCCESS"), ("LOST", "LOST"), ("ADDRESS", "ADDRESS")]
)
def test_a_stage_is_told_in_the_callers_word(stage: str, told: str) -> None:
    document = answer(stage=stage)

    assert (document["stage"], document["result"]["stage"]) == (told, told)


@pytest.mark.parametrize(
    ("action", "told"),
    [("abcp_lookup", "abcp_lookup"), ("create_order_abcp", "reply"), ("none", None)],
)
def test_an_action_is_told_in_the_callers_word(action: str, told: str | None) -> None:
    assert result(action=action)["action"] == told


@pytest.mark.parametrize("action", the_contract().vocabulary.actions)
def test_every_action_of_the_contract_has_a_word_for_the_caller(action: str) -> None:
    assert result(action=action)["action"] in {
        *("reply", "abcp_lookup", "handover_operator", "service_notice"),
        None,
    }


@pytest.mark.parametrize(("ids", "told"), [((), None), ((2,), 2), ((1, 2), [1, 2])])
def test_a_choice_is_a_number_a_list_or_null(ids: tuple[int, ...], told: Any) -> None:
    assert result(offers=OFFERS, chosen_offer_ids=ids)["chosen_offer_id"] == told


def test_offers_are_told_in_the_callers_form() -> None:
    assert result(offers=OFFERS)["offers"][0] == {
        "id": 1,
        "oem": "06A115561B",
        "brand": "VAG",
        "name": "VAG 06A115561B",
        "price": 2040.5,
        "currency": "RUB",
        "quantity": 1,
        "delivery_days": 3,
        "source": None,
        "comment": None,
    }


def test_only_chosen_offers_become_product_rows_and_only_at_the_end() -> None:
    chosen: dict[str, Any] = {"offers": OFFERS, "chosen_offer_ids": (2,)}

    assert result(stage="CONTACT", **chosen)["product_rows"] == []
    assert result(stage="FINAL", offers=OFFERS)["product_rows"] == []
    assert result(stage="FINAL", **chosen)["product_rows"] == [
        {"PRODUCT_NAME": "Knecht 06A115561B", "PRICE": 900, "QUANTITY": 2}
    ]


def test_part_numbers_on_offer_stand_in_while_the_sale_goes_on() -> None:
    assert result(stage="PRICING", offers=OFFERS)["oems"] == ["06A115561B"]


@pytest.mark.parametrize(
    "decision",
    [{"stage": "LOST"}, {"need_operator": True}, {"requires_clarification": True}],
)
def test_part_numbers_are_cleared_where_no_sale_goes_on(decision: dict[str, Any]) -> None:
    assert result(offers=OFFERS, **decision)["oems"] == []


def test_a_contact_is_told_whole() -> None:
    contact = Contact("Иванов", "Пётр", "Сергеевич", "+79031234567")

    assert result(contact=contact, address="Казань")["contact_update"] == {
        "full_name_raw": "Иванов Пётр Сергеевич",
        "name": "Пётр",
        "last_name": "Иванов",
        "second_name": "Сергеевич",
        "phone": "+79031234567",
        "address": "Казань",
    }


def test_without_a_contact_there_is_no_contact_update() -> None:
    assert result()["contact_update"] is None


def test_a_phone_already_known_is_not_sent_to_the_lead_again() -> None:
    call = a_call(phone="+79031234567")
    contact = Contact(last_name="Иванов", phone="+79031234567")

    assert result(call, contact=contact)["update_lead_fields"] == {"LAST_NAME": "Иванов"}


def test_only_known_fields_can_reach_the_lead() -> None:
    contact = Contact("Иванов", "Пётр", "Сергеевич", "+79031234567")

    fields = result(contact=contact, address="Казань")["update_lead_fields"]

    assert set(fields) <= {"LAST_NAME", "NAME", "SECOND_NAME", "PHONE", "DELIVERY_ADDRESS"}


@pytest.mark.parametrize("stage", ["PRICING", "CONTACT", "FINAL", "HARD_PICK", "DEAL", "LOST"])
def test_a_failure_keeps_the_stage_and_asks_for_an_operator(stage: str) -> None:
    call = a_call(state={"stage": stage})

    document = lead_sales_failure(call, contract=the_contract(), request_id="r", answered_at="t")

    told = "SUCCESS" if stage == "DEAL" else stage
    assert (document["stage"], document["result"]["stage"]) == (told, told)
    assert (document["ok"], document["result"]["need_operator"]) == (False, True)
    assert document["error"]["code"] == "INTERNAL"
    assert set(document["result"]) == RESULT_FIELDS
