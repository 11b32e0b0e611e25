"""The body of /v1/decisions: every field reaches the situation, every mistake its own place."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.schemas.decision_request import parse_decision_request
from engine.errors import RequestInvalid
from engine.facts.situation import LeadStatus, Situation
from engine.messages import Attachment, Author
from engine.rulesets.outputs import CLARIFICATIONS
from engine.session import Contact, Lead, PendingClarification, Session, Turn
from tests.unit.api.edge import a_policy, the_contract


def parse(document: dict[str, Any]) -> Situation:
    return parse_decision_request(document, contract=the_contract(), policy=a_policy()).situation


def faults(document: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(RequestInvalid) as caught:
        parse(document)
    return [(fault.location, fault.code) for fault in caught.value.faults]


def about(**session: Any) -> dict[str, Any]:
    return {"message": {"text": "привет"}, "session": session}


def an_offer(**changes: Any) -> dict[str, Any]:
    return {"id": 1, "oem": "06A115561B", "brand": "VAG", "price": 2040.5, **changes}


def test_a_bare_text_is_a_client_speaking_in_a_new_dialog() -> None:
    situation = parse({"message": {"text": "нужен 06A115561B"}})

    assert situation.message.text == "нужен 06A115561B"
    assert situation.message.author is Author.CLIENT
    assert situation.session == Session()


def test_our_own_executors_ask_for_a_confirmation_of_orders() -> None:
    assert parse(about()).order_confirmation == "required"


def test_author_attachments_and_forwarding_reach_the_message() -> None:
    message = parse(
        {
            "message": {
                "text": "",
                "author": "manager",
                "attachments": [{"kind": "image", "name": "a.jpg"}, {"kind": "voice"}],
                "forwarded": True,
            }
        }
    ).message

    assert message.author is Author.MANAGER
    assert message.attachments == (Attachment("image", "a.jpg"), Attachment("voice"))
    assert message.forwarded


def test_every_field_of_a_session_is_read() -> None:
    session = parse(
        about(
            stage="CONTACT",
            mode="manual",
            offers=[an_offer(id=3, delivery_days=2, quantity=4)],
            chosen_offer_ids=[3],
            contact={"last_name": "Иванов", "phone": "+79031234567"},
            address="Казань, Баумана 7",
            pending_clarification={"kind": "number_type", "number": "61217726563"},
            history=[{"role": "client", "text": "привет"}],
            lead={"id": 5, "status_id": "NEW", "oem": "X1"},
            deal_id=9,
        )
    ).session

    assert (session.stage, session.mode, session.chosen_offer_ids) == ("CONTACT", "manual", (3,))
    assert session.contact == Contact(last_name="Иванов", phone="+79031234567")
    assert session.address == "Казань, Баумана 7"
    assert session.pending_clarification == PendingClarification("number_type", "61217726563")
    assert session.history == (Turn("client", "привет"),)
    assert (session.lead, session.deal_id) == (Lead(5, "NEW", "X1"), 9)


@pytest.mark.parametrize("kind", CLARIFICATIONS)
def test_an_open_question_comes_back_as_a_decision_handed_it_out(kind: str) -> None:
    asked = PendingClarification(kind, "2", ("1", "3"), ("06A115561B",))
    handed_out = orjson.loads(orjson.dumps(asdict(asked)))

    session = parse(
        about(offers=[an_offer(id=1), an_offer(id=3)], pending_clarification=handed_out)
    ).session

    assert session.pending_clarification == asked


@pytest.mark.parametrize("kind", ["offer", "named", "quantity", "digit", "pieces"])
def test_of_offers_asked_about_those_still_shown_are_left(kind: str) -> None:
    asked = {"kind": kind, "number": "2", "options": ["1", "7", "манн"]}

    session = parse(about(offers=[an_offer(id=1)], pending_clarification=asked)).session

    assert session.pending_clarification == PendingClarification(kind, "2", ("1",))


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({}, ("asked", "")),
        ({"kind": "replacement", "instead_of": "X1"}, ("replacement", "X1")),
        ({"kind": "analog"}, ("analog", "")),
        ({"instead_of": "X1"}, ("analog", "X1")),
    ],
)
def test_an_offer_may_stand_in_for_another_part(
    given: dict[str, str], read: tuple[str, str]
) -> None:
    [offer] = parse(about(offers=[an_offer(**given)])).session.offers

    assert (offer.kind, offer.instead_of) == read


@pytest.mark.parametrize("price", [2040.5, 0.1, 2040, 999999999])
def test_a_price_keeps_every_digit_written(price: float) -> None:
    session = parse(about(offers=[an_offer(price=price)])).session

    assert session.offers[0].price == Decimal(str(price))


@pytest.mark.parametrize(
    ("word", "stage"),
    [
        ("PRICING", "PRICING"),
        ("pricing", "PRICING"),
        ("SUCCESS", "DEAL"),
        ("BAD_LEAD", "LOST"),
        (None, "NEW"),
        ("", "NEW"),
    ],
)
def test_a_stage_is_taken_by_name_or_alias(word: str | None, stage: str) -> None:
    assert parse(about(stage=word)).session.stage == stage


@pytest.mark.parametrize(
    ("status_id", "expected"),
    [
        ("NEW", "auto"),
        ("UC_ZA04R1", "manual"),
        ("UC_UAO7E9", "manual"),
        ("UC_ZMK36I", "disabled"),
        (None, "none"),
    ],
)
def test_the_status_of_a_lead_says_who_leads(status_id: str | None, expected: LeadStatus) -> None:
    assert parse(about(lead={"id": 5, "status_id": status_id})).lead_status == expected


def test_a_deal_binds_the_dialog() -> None:
    assert parse(about(deal_id=9)).deal_bound
    assert not parse(about()).deal_bound


def test_without_offers_the_shop_was_not_asked() -> None:
    assert parse(about(offers=[an_offer()])).lookup == "none"


def test_an_empty_list_of_offers_says_that_the_shop_has_none() -> None:
    assert parse({"message": {"text": "x"}, "offers": []}).lookup == "empty"


def test_fresh_offers_replace_remembered_ones_and_the_choice_among_them() -> None:
    remembered = about(offers=[an_offer(id=1), an_offer(id=2)], chosen_offer_ids=[2])

    situation = parse({**remembered, "offers": [an_offer(id=1, oem="NEW1")]})

    assert situation.lookup == "found"
    assert [offer.part_number for offer in situation.session.offers] == ["NEW1"]
    assert situation.session.chosen_offer_ids == ()


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({}, ("message", "FIELD_REQUIRED")),
        ({"message": None}, ("message", "TYPE_MISMATCH")),
        ({"message": {"text": "x"}, "surprise": 1}, ("surprise", "FIELD_UNKNOWN")),
        ({"message": {}}, ("message.text", "FIELD_REQUIRED")),
        ({"message": {"text": 5}}, ("message.text", "TYPE_MISMATCH")),
        ({"message": {"text": "x" * 20_001}}, ("message.text", "TOO_LONG")),
        ({"message": {"text": "x", "author": "boss"}}, ("message.author", "VALUE_UNKNOWN")),
        (
            {"message": {"text": "x", "attachments": [{"kind": "pdf"}]}},
            ("message.attachments[0].kind", "VALUE_UNKNOWN"),
        ),
        (about(stage="PAID"), ("session.stage", "VALUE_UNKNOWN")),
        (about(stage="X" * 33), ("session.stage", "TOO_LONG")),
        (about(mode="asleep"), ("session.mode", "VALUE_UNKNOWN")),
        (about(mood="good"), ("session.mood", "FIELD_UNKNOWN")),
        (about(offers={}), ("session.offers", "TYPE_MISMATCH")),
        (about(offers=[7]), ("session.offers[0]", "TYPE_MISMATCH")),
        (about(offers=[an_offer(), an_offer()]), ("session.offers", "OFFER_ID_REPEATED")),
        (about(offers=[an_offer(id=True)]), ("session.offers[0].id", "TYPE_MISMATCH")),
        (about(offers=[an_offer(id=0)]), ("session.offers[0].id", "VALUE_TOO_SMALL")),
        (about(offers=[an_offer(price="1")]), ("session.offers[0].price", "TYPE_MISMATCH")),
        (about(offers=[an_offer(price=-1)]), ("session.offers[0].price", "VALUE_TOO_SMALL")),
        (about(offers=[an_offer(kind="x")]), ("session.offers[0].kind", "VALUE_UNKNOWN")),
        (about(offers=[an_offer(quantity=0)]), ("session.offers[0].quantity", "VALUE_TOO_SMALL")),
        (about(chosen_offer_ids=[7]), ("session.chosen_offer_ids", "OFFER_UNKNOWN")),
        (about(contact={"phone": 7}), ("session.contact.phone", "TYPE_MISMATCH")),
        (about(contact={"email": "x"}), ("session.contact.email", "FIELD_UNKNOWN")),
        (
            about(pending_clarification={"kind": "number_type", "number": ""}),
            ("session.pending_clarification.number", "VALUE_MALFORMED"),
        ),
        (
            about(pending_clarification={"kind": "number_type", "number": "номер"}),
            ("session.pending_clarification.number", "VALUE_MALFORMED"),
        ),
        (
            about(pending_clarification={"kind": "digit", "number": "06A115561B"}),
            ("session.pending_clarification.number", "VALUE_MALFORMED"),
        ),
        (
            about(pending_clarification={"kind": "brand", "number": "7", "options": [7]}),
            ("session.pending_clarification.options[0]", "TYPE_MISMATCH"),
        ),
        (
            about(pending_clarification={"kind": "mood", "number": "1234"}),
            ("session.pending_clarification.kind", "VALUE_UNKNOWN"),
        ),
        (about(history=[{"role": "client"}]), ("session.history[0].text", "FIELD_REQUIRED")),
        (about(lead={"status_id": "NEW"}), ("session.lead.id", "FIELD_REQUIRED")),
        (about(deal_id=0), ("session.deal_id", "VALUE_TOO_SMALL")),
        ({"message": {"text": "x"}, "offers": [an_offer(oem="")]}, ("offers[0].oem", "TOO_SHORT")),
        (
            {"message": {"text": "x"}, "offers": [an_offer(id=i) for i in range(1, 102)]},
            ("offers", "TOO_LONG"),
        ),
    ],
)
def test_a_mistake_is_told_with_its_code_and_path(
    document: dict[str, Any], place: tuple[str, str]
) -> None:
    assert faults(document) == [place]


def test_all_mistakes_are_told_at_once() -> None:
    found = faults({"message": {"text": 5}, "session": {"mode": 1, "deal_id": "x"}})

    assert {place for place, _ in found} == {"message.text", "session.mode", "session.deal_id"}


def test_a_refused_value_is_not_repeated_to_the_log_of_the_caller() -> None:
    with pytest.raises(RequestInvalid) as caught:
        parse(about(mode="79031234567"))

    assert "79031234567" not in str(caught.value) + str(caught.value.faults)


def test_one_bad_request_leaves_nothing_for_the_next() -> None:
    faults({"message": {"text": 5}})

    assert parse({"message": {"text": "x"}}).message.text == "x"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["stage", "mode", "offers", "chosen_offer_ids", "contact", "lead", "history", "deal_id"]
)


@given(st.dictionaries(FIELDS, JSON, max_size=4), JSON, JSON)
def test_any_json_is_either_a_situation_or_refused_by_code(
    session: dict[str, Any], text: Any, offers: Any
) -> None:
    document = {"message": {"text": text}, "session": session, "offers": offers}

    try:
        outcome: object = parse(document)
    except RequestInvalid as error:
        outcome = error.faults[0].code

    assert isinstance(outcome, Situation | str)
