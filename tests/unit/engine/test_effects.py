"""Actions as documents: what is written is read back, anything else is refused."""

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.crm_effects import ContactUpsert, DealConvert, ProductRowsSet, TimelineComment
from engine.effects import (
    Action,
    ChatHandover,
    ChatReply,
    EffectState,
    LeadUpdate,
    OrderWait,
    decode_effect,
    encode_effect,
)
from engine.errors import InvalidInput
from engine.order_effects import OrderLine, PlaceOrder
from engine.session import Contact, ProductRow

ANY_TEXT = st.text(st.characters(exclude_categories=()))
CONTACTS = st.builds(Contact, last_name=st.none() | ANY_TEXT, phone=st.none() | ANY_TEXT)
ROWS = st.lists(
    st.builds(ProductRow, name=ANY_TEXT, price=ANY_TEXT, quantity=st.integers()), max_size=2
).map(tuple)
ACTIONS = st.one_of(
    *(
        st.builds(
            said,
            member_id=ANY_TEXT,
            dialog_id=ANY_TEXT,
            chat_id=st.integers(),
            text=ANY_TEXT,
            after_message_id=st.integers(),
        )
        for said in (ChatReply, OrderWait)
    ),
    st.builds(ChatHandover, member_id=ANY_TEXT, chat_id=st.integers()),
    st.builds(
        LeadUpdate,
        member_id=ANY_TEXT,
        lead_id=st.integers(),
        status_id=st.none() | ANY_TEXT,
        part_number=st.none() | ANY_TEXT,
        seen_status_id=st.none() | ANY_TEXT,
        address=st.none() | ANY_TEXT,
        seen_address=ANY_TEXT,
        order_number=st.none() | ANY_TEXT,
        decision_log=st.none() | ANY_TEXT,
    ),
    st.builds(ContactUpsert, member_id=ANY_TEXT, lead_id=st.integers(), contact=CONTACTS),
    st.builds(ProductRowsSet, member_id=ANY_TEXT, lead_id=st.integers(), rows=ROWS, replaces=ROWS),
    st.builds(
        TimelineComment,
        member_id=ANY_TEXT,
        lead_id=st.integers(),
        text=ANY_TEXT,
        marker=ANY_TEXT,
    ),
    st.builds(
        DealConvert,
        member_id=ANY_TEXT,
        lead_id=st.integers(),
        order_number=ANY_TEXT,
        title=ANY_TEXT,
        comment=ANY_TEXT,
        contact=CONTACTS,
        rows=ROWS,
        address=st.none() | ANY_TEXT,
        status_id=st.none() | ANY_TEXT,
        seen_status_id=st.none() | ANY_TEXT,
    ),
    st.builds(
        PlaceOrder,
        member_id=ANY_TEXT,
        dialog_id=ANY_TEXT,
        chat_id=st.integers(),
        tag=ANY_TEXT,
        lines=st.lists(
            st.builds(
                OrderLine,
                part_number=ANY_TEXT,
                brand=ANY_TEXT,
                supplier_code=ANY_TEXT,
                quantity=st.integers(),
                price=st.decimals(allow_nan=False, allow_infinity=False),
                item_key=ANY_TEXT,
            ),
            max_size=3,
        ).map(tuple),
        client_name=ANY_TEXT,
        phone=ANY_TEXT,
        address=ANY_TEXT,
        pickup=st.booleans(),
    ),
)


def _order(*, lines: object = None, **line: object) -> str:
    whole = {"part_number": "1", "brand": "b", "supplier_code": "s", "quantity": 1, "price": "2"}
    written = [{**whole, **line}] if lines is None else lines
    texts = ("member_id", "dialog_id", "tag", "client_name", "phone", "address")
    return json.dumps(
        {"kind": "abcp_order", "chat_id": 1, "lines": written, **dict.fromkeys(texts, "x")}
    )


@given(ACTIONS)
def test_every_action_is_read_back_as_it_was_written(action: Action) -> None:
    assert decode_effect(encode_effect(action)) == action


@given(ACTIONS)
def test_document_can_be_stored_as_utf8_whatever_the_client_wrote(action: Action) -> None:
    assert encode_effect(action).encode().decode() == encode_effect(action)


def test_round_trip_is_tried_for_every_kind_of_action() -> None:
    assert {
        *(ChatReply, OrderWait, ChatHandover, LeadUpdate, PlaceOrder),
        *(ContactUpsert, ProductRowsSet, TimelineComment, DealConvert),
    } == set(get_args(Action))


@pytest.mark.parametrize(
    "document",
    [
        "",
        "{",
        "null",
        "[]",
        "{}",
        '{"kind":7}',
        '{"kind":"abcp_order_of_tomorrow","member_id":"m"}',
        '{"kind":"chat_handover","member_id":"m"}',
        '{"kind":"chat_handover","member_id":"m","chat_id":1,"more":1}',
        '{"kind":"chat_handover","member_id":"m","chat_id":"1"}',
        '{"kind":"chat_handover","member_id":"m","chat_id":true}',
        _order(lines="all"),
        _order(lines=["one"]),
        _order(lines=[{"brand": "VAG"}]),
        _order(price=12),
        _order(price="NaN"),
        _order(price="many"),
        _order(quantity="2"),
        '{"kind":"chat_handover","member_id":null,"chat_id":1}',
        '{"kind":"lead_update","member_id":"m","lead_id":1,"status_id":5,"part_number":null}',
        '{"kind":"lead_update","member_id":"m","status_id":"NEW"}',
        '{"kind":"contact_upsert","member_id":"m","lead_id":1,"contact":"Марина"}',
        '{"kind":"contact_upsert","member_id":"m","lead_id":1,"contact":{"age":7}}',
        '{"kind":"product_rows_set","member_id":"m","lead_id":1,"rows":{}}',
        '{"kind":"product_rows_set","member_id":"m","lead_id":1,"rows":[7]}',
        '{"kind":"product_rows_set","member_id":"m","lead_id":1,"rows":[{"name":"VAG"}]}',
    ],
)
def test_document_of_another_shape_is_refused(document: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        decode_effect(document)

    assert raised.value.code == "EFFECT_DOCUMENT_INVALID"


def test_a_document_written_before_a_field_was_added_is_still_read() -> None:
    older = '{"kind":"lead_update","member_id":"m","lead_id":1,"status_id":"N","part_number":null}'

    assert decode_effect(older) == LeadUpdate("m", lead_id=1, status_id="N")


@given(st.recursive(st.none() | st.booleans() | st.text(), st.lists).map(json.dumps))
def test_any_other_json_is_refused_with_a_code(document: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        decode_effect(document)

    assert raised.value.code == "EFFECT_DOCUMENT_INVALID"


def test_only_states_that_need_nothing_more_are_terminal() -> None:
    assert {state for state in EffectState if state.terminal} == {
        EffectState.SUCCEEDED,
        EffectState.FAILED,
        EffectState.MANUAL,
    }


def test_what_a_client_told_stays_out_of_reprs() -> None:
    contact = Contact("Соколова", "Марина", phone="+79123456789")
    actions = (
        ContactUpsert("m", 1, contact),
        TimelineComment("m", 1, "Соколова ждёт", "#bot-7"),
        DealConvert("m", 1, "102", "Заказ Соколова", "Соколова", contact, address="Соколова"),
    )

    assert not any("Соколова" in repr(action) for action in actions)
