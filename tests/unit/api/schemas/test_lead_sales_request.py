"""The existing bot's call: its text, stage, offers and memory become our situation."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.schemas import LeadSalesCall, parse_lead_sales
from engine.errors import RequestInvalid
from engine.evaluation.quotation import Quotation
from engine.facts.situation import Situation
from engine.session import Contact, PendingClarification
from tests.unit.api.edge import the_contract


def call(**payload: Any) -> LeadSalesCall:
    document = {"app": "bot", "flow": "lead_sales", "payload": payload}
    return parse_lead_sales(document, contract=the_contract())


def situation(text: str = "", **payload: Any) -> Situation:
    return call(**{"msg": {"text": text}, **payload}).request.situation


def quotation(text: str, **payload: Any) -> Quotation:
    return call(msg={"text": text}, **payload).request.quotation


def at(stage: str, **snapshot: Any) -> dict[str, Any]:
    return {"state": {"stage": stage}, **snapshot}


def priced(**offers: list[dict[str, Any]]) -> dict[str, Any]:
    return {number: {"offers": rows} for number, rows in offers.items()}


def a_row(price: Any, **fields: Any) -> dict[str, Any]:
    return {"price": price, "brand": "VAG", **fields}


@pytest.mark.parametrize(
    "message",
    [
        {"text": "привет"},
        {"text": " ", "MESSAGE": "привет"},
        {"message": "привет"},
        {"body": "привет", "msg": "позже"},
        {"msg": "привет"},
        {"TEXT": "привет"},
        {"message": {"text": "привет"}},
        {"data": {"payload": {"body": "привет"}}},
        "привет",
    ],
)
def test_the_text_is_found_wherever_the_caller_puts_it(message: Any) -> None:
    assert call(msg=message).request.situation.message.text == "привет"


@pytest.mark.parametrize("message", [None, {}, {"text": 5}, {"text": "  "}, {"other": "x"}])
def test_a_message_without_text_is_empty(message: Any) -> None:
    assert call(msg=message).request.situation.message.text == ""


@pytest.mark.parametrize(
    ("snapshot", "stage"),
    [
        ({}, "NEW"),
        ({"state": {"stage": "PRICING"}}, "PRICING"),
        ({"state": {"stage": "PRICING"}, "stage": "CONTACT"}, "PRICING"),
        ({"state": {"stage": "NEW"}, "stage": "CONTACT"}, "CONTACT"),
        ({"state": {"stage": "new"}, "stage": "CONTACT"}, "CONTACT"),
        ({"state": {"stage": "NEW"}}, "NEW"),
        ({"stage": "FINAL"}, "FINAL"),
        ({"state": {"stage": "SUCCESS"}}, "DEAL"),
        ({"state": {"stage": "BAD_LEAD"}}, "LOST"),
        ({"state": None, "stage": None}, "NEW"),
    ],
)
def test_the_current_stage_follows_the_callers_own_rule(
    snapshot: dict[str, Any], stage: str
) -> None:
    assert situation(sessionSnapshot=snapshot).session.stage == stage


def test_an_unknown_stage_is_refused_and_never_read_as_new() -> None:
    with pytest.raises(RequestInvalid) as caught:
        situation(sessionSnapshot=at("PAID"))

    assert caught.value.faults[0].location == "payload.sessionSnapshot.state.stage"


@pytest.mark.parametrize(
    ("document", "code", "location"),
    [
        ({"flow": "other", "payload": {}}, "FLOW_UNKNOWN", "flow"),
        ({"payload": {}}, "REQUEST_INVALID", "flow"),
        ({"flow": "lead_sales"}, "REQUEST_INVALID", "payload"),
        ({"flow": "lead_sales", "payload": []}, "REQUEST_INVALID", "payload"),
        ({"flow": "lead_sales", "payload": {"offers": {}}}, "REQUEST_INVALID", "payload.offers"),
        (
            {"flow": "lead_sales", "payload": {"sessionSnapshot": "x"}},
            "REQUEST_INVALID",
            "payload.sessionSnapshot",
        ),
    ],
)
def test_a_call_of_another_form_is_refused(
    document: dict[str, Any], code: str, location: str
) -> None:
    with pytest.raises(RequestInvalid) as caught:
        parse_lead_sales(document, contract=the_contract())

    assert (caught.value.code, caught.value.faults[0].location) == (code, location)


def test_fields_we_do_not_know_are_let_through() -> None:
    assert call(msg={"text": "x", "chatId": 5}, surprise=1, sessionSnapshot={"new": {}})


def test_this_caller_orders_without_a_further_confirmation() -> None:
    assert situation("x").order_confirmation == "not_required"


def test_context_goes_back_as_it_came() -> None:
    snapshot = {"state": {"stage": "PRICING", "odd": [1, {"a": None}]}}

    context = call(sessionSnapshot=snapshot, baseContext={"k": 1}).context

    assert context == {"sessionSnapshot": snapshot, "baseContext": {"k": 1}, "injected_abcp": None}


def test_found_offers_are_numbered_by_price_and_then_by_days() -> None:
    rows = [a_row(300), a_row("100.5", minDays=9), a_row("100.5", maxDays=2), a_row(None), a_row(0)]

    offers = situation("06A115561B", injected_abcp=priced(X1=rows)).session.offers

    assert [(o.id, str(o.price), o.delivery_days) for o in offers] == [
        (1, "100.5", 2),
        (2, "100.5", 9),
        (3, "300", None),
    ]


def test_the_number_of_the_message_is_listed_before_others() -> None:
    injected = priced(A1=[a_row(1)], B2C3D4=[a_row(2)])

    offers = situation("нужен b2-c3 d4", injected_abcp=injected).session.offers

    assert [offer.part_number for offer in offers] == ["B2C3D4", "A1"]


def test_a_replacement_keeps_its_own_number() -> None:
    rows = [a_row(1, oem="new77")]

    assert situation("x", injected_abcp=priced(OLD1=rows)).session.offers[0].part_number == "NEW77"


def test_numbers_without_offers_are_told_beside_found_ones() -> None:
    injected = priced(A1=[a_row(1)], B2=[])

    assert quotation("A1 и B2", injected_abcp=injected).nothing_found == ("B2",)


@pytest.mark.parametrize(
    ("injected", "lookup"),
    [
        (None, "none"),
        ({}, "none"),
        (priced(X1=[]), "empty"),
        ({"X1": None}, "empty"),
        (priced(X1=[a_row("dear")]), "empty"),
        (priced(X1=[a_row(5)]), "found"),
    ],
)
def test_what_the_shop_said_is_understood(injected: Any, lookup: str) -> None:
    assert situation("нужен X1", injected_abcp=injected).lookup == lookup


@pytest.mark.parametrize(
    ("text", "snapshot", "lookup"),
    [
        ("x", at("NEW"), "found"),
        ("а этот 06A-115-561 B?", at("PRICING"), "found"),
        ("деталь", at("PRICING", lastCortexDecision={"action": "abcp_lookup"}), "found"),
        ("", at("VIN_PICK"), "found"),
        ("дорого", at("PRICING"), "none"),
        ("нужен 5QM411105R", at("PRICING"), "none"),
        ("беру 1", at("PRICING", lastCortexDecision={"action": "reply"}), "none"),
    ],
)
def test_a_remembered_search_is_not_taken_for_a_fresh_one(
    text: str, snapshot: dict[str, Any], lookup: str
) -> None:
    injected = priced(**{"06A115561B": [a_row(5)]})

    assert situation(text, sessionSnapshot=snapshot, injected_abcp=injected).lookup == lookup


def test_offers_already_shown_keep_their_numbers() -> None:
    shown = [
        {"id": 4, "oem": "a1", "brand": "B", "price": 5, "maxDays": 2, "quantity": 3},
        {"id": 2, "oem": "A1", "brand": "B", "price": 4},
    ]

    offers = situation("беру 4", offers=shown, sessionSnapshot=at("PRICING")).session.offers

    assert [(o.id, o.part_number, o.quantity, o.delivery_days) for o in offers] == [
        (4, "A1", 3, 2),
        (2, "A1", 1, None),
    ]


def test_shown_offers_win_over_a_remembered_search() -> None:
    shown = [{"id": 4, "oem": "A1", "brand": "B", "price": 5}]

    found = call(
        msg="дорого",
        offers=shown,
        injected_abcp=priced(A1=[a_row(7)]),
        sessionSnapshot=at("PRICING"),
    )

    assert [offer.id for offer in found.request.situation.session.offers] == [4]
    assert found.offers_source == "payload"


@pytest.mark.parametrize(
    "broken",
    [
        {"oem": "A1", "price": 5},
        {"id": 0, "oem": "A1", "price": 5},
        {"id": True, "oem": "A1", "price": 5},
        {"id": "2", "oem": "A1", "price": 5},
        {"id": 2, "price": 5},
        {"id": 2, "oem": "A1", "price": "NaN"},
        {"id": 2, "oem": "A1", "price": "Infinity"},
        {"id": 2, "oem": "A1", "price": True},
        {"id": 1, "oem": "REPEATED", "price": 5},
        "text",
    ],
)
def test_broken_and_repeated_offers_are_left_out(broken: Any) -> None:
    shown = [{"id": 1, "oem": "A1", "brand": "B", "price": 5}, broken]

    offers = situation("x", offers=shown, sessionSnapshot=at("PRICING")).session.offers

    assert [(offer.id, offer.part_number) for offer in offers] == [(1, "A1")]


@pytest.mark.parametrize(
    ("remembered", "chosen"),
    [(1, (1,)), ("2", (2,)), ([2, 1, 2], (1, 2)), (7, ()), (None, ()), ("x", ()), (True, ())],
)
def test_a_remembered_choice_counts_only_among_offers_at_hand(
    remembered: Any, chosen: tuple[int, ...]
) -> None:
    shown = [{"id": i, "oem": "A1", "brand": "B", "price": 5} for i in (1, 2)]
    snapshot = {"state": {"stage": "CONTACT", "chosen_offer_id": remembered}}

    session = situation("x", offers=shown, sessionSnapshot=snapshot).session

    assert session.chosen_offer_ids == chosen


def test_a_choice_dies_with_a_new_search() -> None:
    snapshot = {"state": {"stage": "PRICING", "chosen_offer_id": 1}}

    session = situation("A1", sessionSnapshot=snapshot, injected_abcp=priced(A1=[a_row(5)])).session

    assert session.chosen_offer_ids == ()


@pytest.mark.parametrize(
    ("name", "contact"),
    [
        ("Иванов Пётр Сергеевич", Contact("Иванов", "Пётр", "Сергеевич")),
        ("Алиев Рашид Гасан оглы", Contact("Алиев", "Рашид", "Гасан оглы")),
        ("Иванов Пётр", Contact("Иванов", "Пётр")),
        ("Пётр", Contact(first_name="Пётр")),
        ("", Contact()),
    ],
)
def test_a_remembered_name_is_read_in_its_order(name: str, contact: Contact) -> None:
    snapshot = {"state": {"stage": "CONTACT", "client_name": name}}

    assert situation("x", sessionSnapshot=snapshot).session.contact == contact


def test_phone_and_address_are_remembered() -> None:
    snapshot = {"phone": "+79031234567", "state": {"delivery_address": "Самовывоз"}}

    session = situation("x", sessionSnapshot=snapshot).session

    assert (session.contact.phone, session.address) == ("+79031234567", "Самовывоз")


CLARIFYING = {"intent": "CLARIFY_NUMBER_TYPE", "action": "reply"}
ASKED = [
    {"role": "client", "text": "61217726563"},
    {"role": "bot", "text": "Это номер детали или заказа?"},
]


def test_the_number_of_an_open_question_is_recovered_from_the_history() -> None:
    history = [*ASKED, {"role": "client", "text": "деталь"}]
    snapshot = {"lastCortexDecision": CLARIFYING, "history": history}

    session = situation("деталь", sessionSnapshot=snapshot).session

    assert session.pending_clarification == PendingClarification("number_type", "61217726563")


def test_the_answer_to_the_question_still_stands_when_its_prices_come() -> None:
    snapshot = at("PRICING", lastCortexDecision={"action": "abcp_lookup"}, history=ASKED)
    injected: dict[str, Any] = {"61217726563": {"offers": []}}

    session = situation("деталь", sessionSnapshot=snapshot, injected_abcp=injected).session

    assert session.pending_clarification == PendingClarification("number_type", "61217726563")


@pytest.mark.parametrize(
    ("text", "snapshot"),
    [
        ("деталь", {"history": ASKED}),
        ("деталь", {"history": ASKED, "lastCortexDecision": {"intent": "SMALL_TALK"}}),
        ("нет, 06421 55 22", {"history": ASKED, "lastCortexDecision": CLARIFYING}),
        ("деталь", {"history": [], "lastCortexDecision": CLARIFYING}),
        ("деталь", {"history": ["broken"], "lastCortexDecision": CLARIFYING}),
        ("деталь", {"history": ASKED, "lastCortexDecision": {"action": "abcp_lookup"}}),
    ],
)
def test_no_question_is_made_up(text: str, snapshot: dict[str, Any]) -> None:
    assert situation(text, sessionSnapshot=snapshot).session.pending_clarification is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "state", "stage", "offers", "price", "id"]), inner
        )
    ),
    max_leaves=10,
)


@given(JSON, JSON, JSON, JSON)
def test_any_payload_is_either_understood_or_refused(
    msg: Any, snapshot: Any, injected: Any, offers: Any
) -> None:
    try:
        outcome: object = call(
            msg=msg, sessionSnapshot=snapshot, injected_abcp=injected, offers=offers
        )
    except RequestInvalid as error:
        outcome = error.code

    assert isinstance(outcome, LeadSalesCall | str)


def test_an_offer_marked_as_an_analog_is_told_as_that_of_the_number_asked_for() -> None:
    analog = {**a_row(2), "oem": "W71930", "isAnalog": True}
    injected = priced(**{"06A115561B": [], "W71930": [analog]})

    (offer,) = situation("нужен 06A115561B", injected_abcp=injected).session.offers

    assert (offer.part_number, offer.kind, offer.asked_number) == (
        "W71930",
        "analog",
        "06A115561B",
    )


def test_an_analog_asked_for_by_its_own_number_is_the_part() -> None:
    injected = priced(W71930=[{**a_row(2), "isAnalog": True}])

    (offer,) = situation("нужен W719/30", injected_abcp=injected).session.offers

    assert (offer.kind, offer.asked_number) == ("asked", "W71930")
