"""Answers of CRM methods as values, with PHP's habits."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from engine.errors import OutcomeUnknown
from engine.session import Contact, Lead
from integrations.bitrix24.crm_wire import (
    CommentCard,
    ContactCard,
    DealCard,
    LeadCard,
    RowCard,
    comment_id,
    comments,
    contact_card,
    contact_cards,
    deal_cards,
    found_contacts,
    item_id,
    lead_card,
    product_rows,
)

FIELD = "UF_CRM_1762873310878"


@pytest.mark.parametrize(
    ("item", "lead"),
    [
        ({"id": 55, "stageId": "NEW", FIELD: "06A115561B"}, Lead(55, "NEW", "06A115561B")),
        ({"id": "55", "stageId": "NEW", FIELD: None}, Lead(55, "NEW", "")),
        ({"id": 55, "stageId": "NEW"}, Lead(55, "NEW", "")),
        ({"id": 55, "stageId": "NEW", FIELD: 93185674}, Lead(55, "NEW", "93185674")),
    ],
)
def test_a_lead_is_read_from_its_item(item: dict[str, Any], lead: Lead) -> None:
    assert lead_card({"item": item}, part_number_field=FIELD).lead == lead


@pytest.mark.parametrize(
    "result", [[], None, {"item": []}, {"item": {"id": 55}}, {"item": {"stageId": "NEW"}}]
)
def test_an_item_without_id_or_stage_is_no_lead(result: Any) -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        lead_card(result, part_number_field=FIELD)

    assert caught.value.remote_code == "ANSWER_SHAPE"


def test_a_lead_tells_its_contact_and_its_address() -> None:
    item = {"id": 55, "stageId": "NEW", "contactId": 7, "assignedById": 5, "UF_A": "Пермь"}

    card = lead_card({"item": item}, part_number_field=FIELD, address_field="UF_A")

    assert card == LeadCard(Lead(55, "NEW", address="Пермь"), contact_id=7, assigned_by_id=5)


def test_a_lead_without_a_contact_says_zero_or_nothing() -> None:
    item = {"id": 55, "stageId": "NEW", "contactId": 0}

    assert lead_card({"item": item}, part_number_field=FIELD).contact_id is None


@pytest.mark.parametrize(
    "fm",
    [
        [{"id": 1, "typeId": "PHONE", "value": "+7912"}],
        {"0": {"typeId": "PHONE", "value": "+7912"}},
    ],
)
def test_phones_of_a_contact_come_as_a_list_or_as_a_map(fm: Any) -> None:
    item = {"id": 7, "name": "Марина", "lastName": "", "secondName": None, "fm": fm}

    card = contact_card({"item": item})

    assert card == ContactCard(7, Contact(first_name="Марина"), ("+7912",))


def test_an_e_mail_is_no_phone() -> None:
    fm = [{"typeId": "EMAIL", "value": "a@b.ru"}]

    assert contact_cards({"items": [{"id": 7, "fm": fm}]})[0].phones == ()


def test_a_deal_tells_whose_it_is() -> None:
    row = {"id": "9", "originatorId": "cortex", "originId": 102, "stageSemanticId": "F"}

    assert deal_cards({"items": [row]}) == (DealCard(9, None, "cortex", "102", lost=True),)


@pytest.mark.parametrize(
    ("result", "found"), [({"CONTACT": [7, "9"]}, (7, 9)), ([], ()), ({"LEAD": [3]}, ())]
)
def test_found_contacts_are_numbers(result: Any, found: tuple[int, ...]) -> None:
    assert found_contacts(result) == found


def test_price_and_quantity_of_a_row_stay_exact() -> None:
    rows = [{"productName": "Масло", "price": 890.1, "quantity": 2.5}]

    assert product_rows({"productRows": rows}) == (
        RowCard("Масло", Decimal("890.1"), Decimal("2.5")),
    )


def test_comments_are_read_by_their_classic_names() -> None:
    assert comments([{"ID": "801", "COMMENT": "Заметка"}]) == (CommentCard(801, "Заметка"),)


@pytest.mark.parametrize(
    "read",
    [
        lambda: contact_card({"item": []}),
        lambda: contact_cards({"items": "none"}),
        lambda: deal_cards({"items": [{"title": "Сделка"}]}),
        lambda: found_contacts(None),
        lambda: found_contacts({"CONTACT": ["seven"]}),
        lambda: product_rows([]),
        lambda: product_rows({"productRows": [{"price": None, "quantity": 1}]}),
        lambda: comments(None),
        lambda: comments([{"COMMENT": "Заметка"}]),
        lambda: comment_id({"id": 1}),
        lambda: item_id({"item": []}, operation="crm.item.add"),
    ],
)
def test_an_answer_of_another_shape_is_of_unknown_fate(read: Callable[[], object]) -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        read()

    assert caught.value.remote_code == "ANSWER_SHAPE"
