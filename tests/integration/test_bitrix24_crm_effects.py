"""Contacts, rows, comments and deals on a portal over real HTTP."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from engine.crm_effects import ContactUpsert, DealConvert, ProductRowsSet, TimelineComment
from engine.effects import (
    Action,
    Applied,
    Failed,
    LeadUpdate,
    NotApplied,
    NotRun,
    Succeeded,
    Unknown,
)
from engine.session import Contact, ProductRow
from integrations.bitrix24.crm_creators import crm_creators
from integrations.bitrix24.lead_update import LeadUpdateExecutor
from integrations.bitrix24.product_rows_set import ProductRowsSetExecutor
from tests.integration.crm_desk import (
    ADDRESS_FIELD,
    CONTACT,
    DEAL,
    EMULATED,
    LEAD,
    MARINA,
    ORDER_FIELD,
    ROWS,
    CrmDesk,
    crm_desk,
)

NOT_APPLIED = ["drop_before", "error_500", "html_502"]
LOST_ANSWERS = ["apply_then_drop", "apply_then_500", *NOT_APPLIED]
NOT_RUN = ["error_503_limit", "limit_in_200", "operating_429"]


@pytest.fixture
def desk() -> Iterator[CrmDesk]:
    with crm_desk() as opened:
        opened.open_lead()
        yield opened


def phone(value: str) -> Any:
    return {"n0": {"typeId": "PHONE", "valueType": "WORK", "value": value}}


def create(desk: CrmDesk, action: Action) -> Any:
    return crm_creators(desk.client, desk.directory, longest_call_seconds=70.0)[
        action.kind
    ].execute(action)


def upsert(desk: CrmDesk, contact: Contact = MARINA) -> Any:
    return create(desk, ContactUpsert(EMULATED.member_id, desk.lead_id, contact))


def set_rows(desk: CrmDesk, rows: tuple[ProductRow, ...] = ROWS, **more: Any) -> Any:
    executor = ProductRowsSetExecutor(desk.client, desk.directory)
    return executor.execute(ProductRowsSet(EMULATED.member_id, desk.lead_id, rows, **more))


def a_note(desk: CrmDesk) -> TimelineComment:
    return TimelineComment(EMULATED.member_id, desk.lead_id, "Клиент ждёт.\n#bot-7", "#bot-7")


def note(desk: CrmDesk) -> Any:
    return create(desk, a_note(desk))


def a_conversion(desk: CrmDesk, **changes: Any) -> DealConvert:
    conversion = DealConvert(
        member_id=EMULATED.member_id,
        lead_id=desk.lead_id,
        order_number="102",
        title="Заказ 102 — Соколова Марина",
        comment="Бот оформил заказ 102 в магазине.",
        contact=MARINA,
        rows=ROWS,
        address="Пермь, ул. Мира, 4",
        status_id="CONVERTED",
        seen_status_id="NEW",
    )
    return replace(conversion, **changes)


def convert(desk: CrmDesk, **changes: Any) -> Any:
    return create(desk, a_conversion(desk, **changes))


def names(rows: Any) -> list[tuple[str, float, float]]:
    return [(row["productName"], row["price"], row["quantity"]) for row in rows]


SOLD = [("VAG 06A115561B", 890.5, 2), ("MANN W719/30", 450, 1)]


class TestContact:
    def test_a_new_client_becomes_a_contact_of_the_lead(self, desk: CrmDesk) -> None:
        outcome = upsert(desk)

        contact_id = desk.lead["contactId"]
        contact = desk.item(CONTACT, contact_id)
        assert outcome == Succeeded(str(contact_id))
        assert (contact["lastName"], contact["name"]) == ("Соколова", "Марина")
        assert [field["value"] for field in contact["fm"]] == ["+79123456789"]

    @pytest.mark.parametrize(
        "written", ["8 (912) 345-67-89", "+7 912 345 67 89", "79123456789", "9123456789"]
    )
    def test_a_known_client_is_found_by_phone_in_any_form_and_gets_no_second_one(
        self, desk: CrmDesk, written: str
    ) -> None:
        known = desk.add(CONTACT, lastName="Соколова", name="М.", fm=phone(written))

        upsert(desk)

        contact = desk.item(CONTACT, known)
        assert desk.lead["contactId"] == known
        assert [field["value"] for field in contact["fm"]] == [written]
        assert (contact["lastName"], contact["name"]) == ("Соколова", "М.")

    def test_the_same_client_told_twice_stays_one_contact_with_one_phone(
        self, desk: CrmDesk
    ) -> None:
        upsert(desk)
        upsert(desk)

        (contact,) = desk.crm["contacts"]
        assert contact["phones"] == ["+79123456789"]

    def test_a_contact_bound_to_the_lead_stays_and_gets_the_phone(self, desk: CrmDesk) -> None:
        bound = desk.add(CONTACT, name="Ольга")
        desk.change(LEAD, desk.lead_id, contactId=bound)
        desk.add(CONTACT, lastName="Соколова", fm=phone("+79123456789"))

        upsert(desk)

        contact = desk.item(CONTACT, bound)
        assert desk.lead["contactId"] == bound
        assert (contact["name"], contact["lastName"]) == ("Ольга", None)
        assert [field["value"] for field in contact["fm"]] == ["+79123456789"]

    @pytest.mark.parametrize("mode", LOST_ANSWERS)
    def test_a_creation_without_an_answer_is_of_unknown_fate(
        self, desk: CrmDesk, mode: str
    ) -> None:
        desk.break_calls("crm.item.add", mode)

        assert isinstance(upsert(desk), Unknown)
        assert desk.calls("crm.item.add") == 1

    @pytest.mark.parametrize("mode", LOST_ANSWERS)
    def test_a_creation_repeated_after_an_unknown_one_makes_one_contact(
        self, desk: CrmDesk, mode: str
    ) -> None:
        desk.break_calls("crm.item.add", mode)
        upsert(desk)

        upsert(desk)

        assert len(desk.crm["contacts"]) == 1

    @pytest.mark.parametrize("method", ["crm.item.add", "crm.duplicate.findbycomm", "crm.item.get"])
    @pytest.mark.parametrize("mode", NOT_RUN)
    def test_a_limit_is_waited_for(self, desk: CrmDesk, method: str, mode: str) -> None:
        desk.break_calls(method, mode)

        assert isinstance(upsert(desk), NotRun)
        assert isinstance(upsert(desk), Succeeded)

    def test_a_lead_that_is_gone_gets_no_contact(self, desk: CrmDesk) -> None:
        desk.lead_id = 1

        assert upsert(desk) == Failed("LEAD_NOT_FOUND")
        assert desk.crm["contacts"] == []


class TestProductRows:
    def test_rows_are_replaced_as_a_whole(self, desk: CrmDesk) -> None:
        before = (ProductRow("VAG 5QM411105R", "6400", 1),)
        set_rows(desk, before)

        outcome = set_rows(desk, replaces=before)

        rows = desk.rest(
            "crm.item.productrow.list",
            filter={"=ownerType": "L", "=ownerId": desk.lead_id},
        )["productRows"]
        assert outcome == Succeeded(str(desk.lead_id))
        assert names(rows) == SOLD

    def test_rows_of_a_person_are_left_alone(self, desk: CrmDesk) -> None:
        by_hand = [{"productName": "Масло", "price": 1, "quantity": 1}]
        params = {"ownerType": "L", "ownerId": desk.lead_id, "productRows": by_hand}
        desk.rest("crm.item.productrow.set", **params)

        assert set_rows(desk) == Failed("CHANGED_BY_PERSON")
        assert desk.calls("crm.item.productrow.set") == 1

    def test_a_piece_and_a_half_of_a_person_is_not_taken_for_the_one_of_the_bot(
        self, desk: CrmDesk
    ) -> None:
        before = (ProductRow("Масло", "890", 1),)
        by_hand = [{"productName": "Масло", "price": 890, "quantity": 1.5}]
        params = {"ownerType": "L", "ownerId": desk.lead_id, "productRows": by_hand}
        desk.rest("crm.item.productrow.set", **params)

        assert set_rows(desk, replaces=before) == Failed("CHANGED_BY_PERSON")

    def test_rows_that_stand_there_are_not_written_again(self, desk: CrmDesk) -> None:
        set_rows(desk)
        set_rows(desk)

        assert desk.calls("crm.item.productrow.set") == 1

    @pytest.mark.parametrize("mode", LOST_ANSWERS)
    def test_rows_without_an_answer_are_of_unknown_fate_and_found(
        self, desk: CrmDesk, mode: str
    ) -> None:
        desk.break_calls("crm.item.productrow.set", mode)
        executor = ProductRowsSetExecutor(desk.client, desk.directory)
        action = ProductRowsSet(EMULATED.member_id, desk.lead_id, ROWS)

        assert isinstance(executor.execute(action), Unknown)
        found = executor.probe(action)
        expected = NotApplied() if mode in NOT_APPLIED else Applied(str(desk.lead_id))
        assert found == expected

    def test_rows_of_a_lead_that_is_gone_are_refused(self, desk: CrmDesk) -> None:
        desk.lead_id = 1

        assert set_rows(desk) == Failed("OWNER_NOT_FOUND")


class TestComment:
    def test_a_note_stands_in_the_timeline_of_the_lead(self, desk: CrmDesk) -> None:
        assert isinstance(note(desk), Succeeded)
        assert desk.comments("lead", desk.lead_id) == ["Клиент ждёт.\n#bot-7"]

    @pytest.mark.parametrize("mode", LOST_ANSWERS)
    def test_a_note_of_unknown_fate_is_looked_for_before_it_is_repeated(
        self, desk: CrmDesk, mode: str
    ) -> None:
        desk.break_calls("crm.timeline.comment.add", mode)

        assert isinstance(note(desk), Unknown)
        assert isinstance(note(desk), Succeeded)
        assert len(desk.comments("lead", desk.lead_id)) == 1

    def test_markup_in_a_note_is_plain_text(self, desk: CrmDesk) -> None:
        action = replace(a_note(desk), text="[URL=https://evil.tld]тут[/URL]\n#bot-7")

        create(desk, action)

        (text,) = desk.comments("lead", desk.lead_id)
        assert "[" not in text

    def test_a_note_to_a_lead_that_is_gone_is_refused(self, desk: CrmDesk) -> None:
        desk.lead_id = 1

        assert note(desk) == Failed("OWNER_NOT_FOUND")


class TestAddress:
    def test_an_address_is_written_to_the_field_of_the_portal(self, desk: CrmDesk) -> None:
        executor = LeadUpdateExecutor(desk.client, desk.directory)

        executor.execute(LeadUpdate(EMULATED.member_id, desk.lead_id, address="Пермь"))

        assert desk.lead[ADDRESS_FIELD] == "Пермь"

    def test_an_address_of_a_person_is_left_alone(self, desk: CrmDesk) -> None:
        desk.change(LEAD, desk.lead_id, **{ADDRESS_FIELD: "Казань"})
        executor = LeadUpdateExecutor(desk.client, desk.directory)

        executor.execute(LeadUpdate(EMULATED.member_id, desk.lead_id, address="Пермь"))

        assert desk.lead[ADDRESS_FIELD] == "Казань"


class TestConversion:
    def test_a_placed_order_makes_one_deal_with_contact_rows_and_comment(
        self, desk: CrmDesk
    ) -> None:
        outcome = convert(desk)

        (deal,) = desk.deals()
        fields = deal["fields"]
        assert outcome == Succeeded(str(deal["id"]))
        assert fields["TITLE"] == "Заказ 102 — Соколова Марина"
        assert fields["CONTACT_ID"] == str(desk.lead["contactId"])
        assert (fields["ORIGINATOR_ID"], fields["ORIGIN_ID"]) == ("cortex", "102")
        assert fields[ORDER_FIELD] == "102"
        assert names(deal["rows"]) == SOLD
        assert fields["OPPORTUNITY"] == "2231.00"
        assert desk.lead["stageId"] == "CONVERTED"
        assert len(desk.comments("deal", deal["id"])) == 1

    def test_converting_again_changes_nothing(self, desk: CrmDesk) -> None:
        convert(desk)
        before = desk.crm

        convert(desk)

        assert desk.crm == before

    def test_the_next_order_of_the_lead_is_a_deal_of_its_own(self, desk: CrmDesk) -> None:
        convert(desk)

        convert(desk, order_number="103", seen_status_id="CONVERTED")

        assert [deal["fields"]["ORIGIN_ID"] for deal in desk.deals()] == ["102", "103"]
        assert len(desk.crm["contacts"]) == 1

    def test_an_empty_deal_made_by_a_person_is_completed_and_not_doubled(
        self, desk: CrmDesk
    ) -> None:
        contact = desk.add(CONTACT, name="Ольга")
        deal_id = desk.add(DEAL, title="Сделка Анны", leadId=desk.lead_id, contactId=contact)

        convert(desk)
        convert(desk)

        (deal,) = desk.deals()
        assert (deal["id"], deal["fields"]["TITLE"]) == (deal_id, "Сделка Анны")
        assert deal["fields"]["CONTACT_ID"] == str(contact)
        assert names(deal["rows"]) == SOLD
        assert deal["fields"][ORDER_FIELD] == "102"

    @pytest.mark.parametrize(
        "sale",
        [
            {"rows": [{"productName": "Масло", "price": 3000, "quantity": 1}]},
            {"stageId": "WON"},
            {"stageId": "LOSE"},
            {"originatorId": "site", "originId": "77"},
        ],
    )
    def test_a_deal_of_another_sale_is_left_alone_and_each_order_gets_its_own(
        self, desk: CrmDesk, sale: Any
    ) -> None:
        rows = sale.pop("rows", None)
        other = desk.add(DEAL, title="Прошлая продажа", leadId=desk.lead_id, **sale)
        if rows:
            params = {"ownerType": "D", "ownerId": other, "productRows": rows}
            desk.rest("crm.item.productrow.set", **params)
        (before,) = desk.deals()

        convert(desk)
        convert(desk, order_number="103", rows=ROWS[:1], seen_status_id="CONVERTED")

        left, first, second = desk.deals()
        assert left == before
        assert (first["fields"]["ORIGIN_ID"], names(first["rows"])) == ("102", SOLD)
        assert (second["fields"]["ORIGIN_ID"], names(second["rows"])) == ("103", SOLD[:1])

    @pytest.mark.parametrize(
        "conversion", [{"simple_mode": True}, {"automation_statuses": ["UC_T710VD"]}]
    )
    def test_a_deal_that_the_portal_made_itself_is_used(
        self, desk: CrmDesk, conversion: Any
    ) -> None:
        desk.control("POST", "crm/conversion", **conversion)
        desk.lead_id = desk.add(LEAD, name="Марина")
        desk.change(LEAD, desk.lead_id, stageId="UC_T710VD")

        convert(desk, seen_status_id=desk.lead["stageId"])

        (deal,) = desk.deals()
        assert names(deal["rows"]) == SOLD
        assert desk.lead["stageId"] == "CONVERTED"

    def test_without_rows_of_the_order_the_deal_gets_those_of_the_lead(self, desk: CrmDesk) -> None:
        set_rows(desk)

        convert(desk, rows=())

        assert names(desk.deals()[0]["rows"]) == SOLD

    def test_a_deal_gets_the_quantities_of_the_lead_as_a_person_wrote_them(
        self, desk: CrmDesk
    ) -> None:
        by_hand = [{"productName": "Масло", "price": 890.1, "quantity": 2.5}]
        params = {"ownerType": "L", "ownerId": desk.lead_id, "productRows": by_hand}
        desk.rest("crm.item.productrow.set", **params)

        convert(desk, rows=())

        (row,) = desk.deals()[0]["rows"]
        assert (row["price"], row["quantity"]) == (890.1, 2.5)

    def test_a_lead_that_a_person_has_moved_meanwhile_stays_there(self, desk: CrmDesk) -> None:
        desk.change(LEAD, desk.lead_id, stageId="UC_ZMK36I")

        outcome = convert(desk)

        assert isinstance(outcome, Succeeded)
        assert desk.lead["stageId"] == "UC_ZMK36I"
        assert len(desk.deals()) == 1

    def test_without_a_phone_the_deal_has_no_contact(self, desk: CrmDesk) -> None:
        convert(desk, contact=Contact())

        assert desk.deals()[0]["fields"]["CONTACT_ID"] == ""
        assert desk.crm["contacts"] == []

    def test_the_lead_is_moved_only_when_the_deal_and_its_rows_are_there(
        self, desk: CrmDesk
    ) -> None:
        desk.break_calls("crm.item.productrow.set", "error_500")

        assert isinstance(convert(desk), Unknown)
        assert desk.lead["stageId"] == "NEW"

    def test_a_lead_that_is_gone_is_not_converted(self, desk: CrmDesk) -> None:
        desk.lead_id = 1

        assert convert(desk) == Failed("LEAD_NOT_FOUND")
        assert desk.crm["deals"] == []


REFUSALS = [
    ("access_denied", Failed("ACCESS_DENIED")),
    ("intranet_only", Failed("ALLOWED_ONLY_INTRANET_USER")),
]


class TestRefusals:
    """A portal that does not let the webhook in gets nothing written, and the reason is told."""

    @pytest.mark.parametrize(("mode", "outcome"), REFUSALS)
    @pytest.mark.parametrize("method", ["crm.item.get", "crm.duplicate.findbycomm", "crm.item.add"])
    def test_of_a_contact(self, desk: CrmDesk, method: str, mode: str, outcome: Any) -> None:
        desk.break_calls(method, mode)

        assert upsert(desk) == outcome
        assert desk.crm["contacts"] == []

    @pytest.mark.parametrize(("mode", "outcome"), REFUSALS)
    @pytest.mark.parametrize("method", ["crm.item.productrow.list", "crm.item.productrow.set"])
    def test_of_rows(self, desk: CrmDesk, method: str, mode: str, outcome: Any) -> None:
        desk.break_calls(method, mode)

        assert set_rows(desk) == outcome

    @pytest.mark.parametrize(("mode", "outcome"), REFUSALS)
    @pytest.mark.parametrize("method", ["crm.timeline.comment.list", "crm.timeline.comment.add"])
    def test_of_a_note(self, desk: CrmDesk, method: str, mode: str, outcome: Any) -> None:
        desk.break_calls(method, mode)

        assert note(desk) == outcome
        assert desk.comments("lead", desk.lead_id) == []

    @pytest.mark.parametrize(("mode", "outcome"), REFUSALS)
    @pytest.mark.parametrize(
        "method", ["batch", "crm.item.productrow.set", "crm.timeline.comment.add"]
    )
    def test_of_a_conversion(self, desk: CrmDesk, method: str, mode: str, outcome: Any) -> None:
        desk.break_calls(method, mode)

        assert convert(desk) == outcome
        assert convert(desk) == Succeeded(str(desk.deals()[0]["id"]))
        assert len(desk.deals()) == 1
