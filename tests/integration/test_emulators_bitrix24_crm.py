"""CRM methods of the emulated portal over real sockets: contacts, deals, rows, comments, batch."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from integrations.emulators import EmulatorConfiguration, start_emulators

LEAD, DEAL, CONTACT = 1, 2, 3
PHONE = {"n0": {"typeId": "PHONE", "valueType": "WORK", "value": "+7 912 345-67-89"}}
ROWS = [{"productName": "VAG 06A115561B", "price": 890, "quantity": 2}]


@dataclass(frozen=True)
class Crm:
    """A portal as its CRM methods show it."""

    url: str
    webhook: str
    session: requests.Session

    def call(self, method: str, **params: Any) -> Any:
        return self.session.post(self.webhook + method, json=params)

    def result(self, method: str, **params: Any) -> Any:
        answer = self.call(method, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def refusal(self, method: str, **params: Any) -> tuple[int, str]:
        answer = self.call(method, **params)
        return answer.status_code, answer.json()["error"]

    def control(self, path: str, **body: Any) -> Any:
        return self.session.post(f"{self.url}/_emulator/{path}", json=body).json()

    def shown(self) -> Any:
        return self.session.get(f"{self.url}/_emulator/crm").json()

    def add(self, type_id: int, **fields: Any) -> Any:
        return self.result("crm.item.add", entityTypeId=type_id, fields=fields)["item"]

    def item(self, type_id: int, item_id: int) -> Any:
        return self.result("crm.item.get", entityTypeId=type_id, id=item_id)["item"]

    def found(self, type_id: int, **wanted: Any) -> list[int]:
        answer = self.result("crm.item.list", entityTypeId=type_id, filter=wanted)
        return [item["id"] for item in answer["items"]]

    def set_rows(self, owner: str, owner_id: int, rows: Any = ROWS) -> Any:
        return self.result(
            "crm.item.productrow.set", ownerType=owner, ownerId=owner_id, productRows=rows
        )

    def rows(self, owner: str, owner_id: int) -> Any:
        wanted = {"=ownerType": owner, "=ownerId": owner_id}
        return self.result("crm.item.productrow.list", filter=wanted)["productRows"]


@pytest.fixture
def crm() -> Iterator[Crm]:
    with (
        start_emulators(EmulatorConfiguration(), clock=lambda: 1_770_000_000.0) as running,
        requests.Session() as session,
    ):
        session.trust_env = False
        yield Crm(running.bitrix_url, running.bitrix_webhook_url, session)


class TestItems:
    def test_a_contact_is_added_with_its_phone(self, crm: Crm) -> None:
        contact = crm.add(CONTACT, lastName="Соколова", name="Марина", fm=PHONE)

        stored = crm.item(CONTACT, contact["id"])
        assert (stored["lastName"], stored["secondName"]) == ("Соколова", None)
        assert [phone["value"] for phone in stored["fm"]] == ["+7 912 345-67-89"]

    def test_writing_the_same_phone_without_its_id_makes_a_second_one(self, crm: Crm) -> None:
        contact = crm.add(CONTACT, name="Марина", fm=PHONE)

        changes = {"entityTypeId": CONTACT, "id": contact["id"], "fields": {"fm": PHONE}}
        crm.result("crm.item.update", **changes)

        assert len(crm.item(CONTACT, contact["id"])["fm"]) == 2

    def test_a_deal_knows_its_lead_contact_and_origin(self, crm: Crm) -> None:
        lead, contact = crm.add(LEAD, title="Лид"), crm.add(CONTACT, name="Марина")

        deal = crm.add(
            DEAL, leadId=lead["id"], contactIds=[contact["id"]], originatorId="c", originId="7"
        )

        assert (deal["leadId"], deal["contactId"], deal["stageId"]) == (
            *(lead["id"], contact["id"]),
            "NEW",
        )
        assert crm.found(DEAL, **{"=originatorId": "c", "=originId": "7"}) == [deal["id"]]
        assert crm.found(DEAL, **{"=leadId": lead["id"]}) == [deal["id"]]

    def test_origins_are_not_unique(self, crm: Crm) -> None:
        same = {"originatorId": "c", "originId": "7"}

        assert crm.add(DEAL, **same)["id"] != crm.add(DEAL, **same)["id"]

    def test_unknown_fields_are_ignored(self, crm: Crm) -> None:
        assert "nope" not in crm.add(DEAL, nope=1, title="Сделка")

    def test_multi_fields_come_with_everything_only(self, crm: Crm) -> None:
        crm.add(CONTACT, name="Марина", fm=PHONE)

        bare = crm.result("crm.item.list", entityTypeId=CONTACT)["items"]
        whole = crm.result("crm.item.list", entityTypeId=CONTACT, select=["*"])["items"]

        assert ("fm" in bare[0], "fm" in whole[0]) == (False, True)

    @pytest.mark.parametrize(
        ("method", "params", "error"),
        [
            ("crm.item.add", {"entityTypeId": 77, "fields": {}}, "NOT_FOUND"),
            ("crm.item.get", {"entityTypeId": DEAL, "id": 1}, "NOT_FOUND"),
            ("crm.item.update", {"entityTypeId": CONTACT, "id": 1, "fields": {}}, "NOT_FOUND"),
            ("crm.item.add", {"entityTypeId": DEAL, "fields": 7}, "100"),
            (
                "crm.item.add",
                {"entityTypeId": DEAL, "fields": {"stageId": "NOPE"}},
                "CRM_FIELD_ERROR_VALUE_NOT_VALID",
            ),
            (
                "crm.item.add",
                {"entityTypeId": DEAL, "fields": {"contactId": 1}},
                "CRM_FIELD_ERROR_VALUE_NOT_VALID",
            ),
            (
                "crm.item.add",
                {"entityTypeId": DEAL, "fields": {"leadId": 1}},
                "CRM_FIELD_ERROR_VALUE_NOT_VALID",
            ),
            (
                "crm.item.add",
                {"entityTypeId": CONTACT, "fields": {"fm": {"n0": {"value": "1"}}}},
                "CRM_FIELD_ERROR_VALUE_NOT_VALID",
            ),
            (
                "crm.item.list",
                {"entityTypeId": DEAL, "filter": {"=nope": 1}},
                "INVALID_ARG_VALUE",
            ),
        ],
    )
    def test_what_a_portal_refuses_is_refused_with_its_code(
        self, crm: Crm, method: str, params: Any, error: str
    ) -> None:
        assert crm.refusal(method, **params) == (400, error)


class TestProductRows:
    def test_setting_rows_replaces_all_of_them_and_counts_the_amount(self, crm: Crm) -> None:
        deal = crm.add(DEAL, title="Сделка")
        crm.set_rows("D", deal["id"], [*ROWS, *ROWS])

        crm.set_rows("D", deal["id"])

        (row,) = crm.rows("D", deal["id"])
        assert (row["productName"], row["price"], row["quantity"]) == ("VAG 06A115561B", 890, 2)
        assert crm.item(DEAL, deal["id"])["opportunity"] == 1780

    def test_an_amount_set_by_hand_stays(self, crm: Crm) -> None:
        deal = crm.add(DEAL, opportunity=5, isManualOpportunity="Y")

        crm.set_rows("D", deal["id"])

        assert crm.item(DEAL, deal["id"])["opportunity"] == 5

    @pytest.mark.parametrize(
        ("owner", "owner_id", "rows", "error"),
        [
            ("D", 1, ROWS, "OWNER_NOT_FOUND"),
            ("CO", 1, ROWS, "ENTITY_TYPE_NOT_SUPPORTED"),
            ("L", 3001, [{"price": 1}], "INVALID_ARG_VALUE"),
            ("L", 3001, [{"productName": "VAG", "price": "дорого"}], "INVALID_ARG_VALUE"),
        ],
    )
    def test_bad_rows_are_refused(
        self, crm: Crm, owner: str, owner_id: int, rows: Any, error: str
    ) -> None:
        crm.add(LEAD, title="Лид")
        params = {"ownerType": owner, "ownerId": owner_id, "productRows": rows}

        assert crm.refusal("crm.item.productrow.set", **params) == (400, error)

    def test_rows_are_listed_by_owner_only(self, crm: Crm) -> None:
        refused = crm.refusal("crm.item.productrow.list", filter={})

        assert refused == (400, "INVALID_ARG_VALUE")


class TestTimeline:
    def test_the_same_comment_twice_is_two_comments(self, crm: Crm) -> None:
        fields = {"ENTITY_TYPE": "lead", "ENTITY_ID": crm.add(LEAD)["id"], "COMMENT": "Заметка"}

        ids = [crm.result("crm.timeline.comment.add", fields=fields) for _ in range(2)]

        listed = crm.result("crm.timeline.comment.list", filter=fields, order={"ID": "DESC"})
        assert [row["ID"] for row in listed] == [str(ids[1]), str(ids[0])]

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({"ENTITY_TYPE": "lead", "ENTITY_ID": 1, "COMMENT": "а"}, "OWNER_NOT_FOUND"),
            ({"ENTITY_TYPE": "shop", "ENTITY_ID": 1, "COMMENT": "а"}, "INVALID_ARG_VALUE"),
            ({"ENTITY_TYPE": "lead", "ENTITY_ID": 3001}, "INVALID_ARG_VALUE"),
        ],
    )
    def test_a_bad_comment_is_refused(self, crm: Crm, fields: Any, error: str) -> None:
        crm.add(LEAD)

        assert crm.refusal("crm.timeline.comment.add", fields=fields) == (400, error)


class TestDirectory:
    def test_a_phone_is_found_by_its_digits_in_contacts_and_leads(self, crm: Crm) -> None:
        contact, lead = crm.add(CONTACT, fm=PHONE), crm.add(LEAD, fm=PHONE)

        found = crm.result("crm.duplicate.findbycomm", type="PHONE", values=["79123456789"])

        assert found == {"LEAD": [lead["id"]], "CONTACT": [contact["id"]]}

    def test_another_country_code_is_another_phone(self, crm: Crm) -> None:
        crm.add(CONTACT, fm=PHONE)

        found = crm.result("crm.duplicate.findbycomm", type="PHONE", values=["89123456789"])

        assert found == []

    def test_an_error_code_may_be_prose(self, crm: Crm) -> None:
        refused = crm.refusal("crm.duplicate.findbycomm", type="FAX", values=["1"])

        assert refused == (400, "Communication type is not defined")

    def test_twenty_hits_of_one_type_hide_the_others(self, crm: Crm) -> None:
        leads = [crm.add(LEAD, fm=PHONE)["id"] for _ in range(20)]
        crm.add(CONTACT, fm=PHONE)

        found = crm.result("crm.duplicate.findbycomm", type="PHONE", values=["79123456789"])

        assert found == {"LEAD": leads}

    def test_statuses_tell_success_from_failure(self, crm: Crm) -> None:
        listed = crm.result("crm.status.list", filter={"ENTITY_ID": "STATUS"})

        ends = {row["STATUS_ID"]: row["SEMANTICS"] for row in listed if row["SEMANTICS"]}
        assert ends == {"CONVERTED": "S", "JUNK": "F"}


class TestConversion:
    def test_moving_a_lead_to_success_creates_nothing(self, crm: Crm) -> None:
        lead = crm.add(LEAD, title="Лид")

        changes = {"entityTypeId": LEAD, "id": lead["id"], "fields": {"stageId": "CONVERTED"}}
        crm.result("crm.item.update", **changes)

        assert crm.result("crm.settings.mode.get") == 1
        assert crm.shown()["deals"] == []

    def test_the_simple_mode_turns_a_new_lead_with_a_name_into_a_deal(self, crm: Crm) -> None:
        crm.control("crm/conversion", simple_mode=True)

        lead = crm.add(LEAD, name="Марина")

        assert crm.result("crm.settings.mode.get") == 2
        assert lead["stageId"] == "CONVERTED"
        assert len(crm.found(DEAL, **{"=leadId": lead["id"]})) == 1

    def test_automation_converts_a_lead_that_reaches_its_status(self, crm: Crm) -> None:
        crm.control("crm/conversion", automation_statuses=["UC_T710VD"])
        lead = crm.add(LEAD, title="Лид")
        crm.set_rows("L", lead["id"])

        changes = {"entityTypeId": LEAD, "id": lead["id"], "fields": {"stageId": "UC_T710VD"}}
        crm.result("crm.item.update", **changes)

        (deal,) = crm.shown()["deals"]
        assert [row["productName"] for row in deal["rows"]] == ["VAG 06A115561B"]
        assert crm.item(LEAD, lead["id"])["stageId"] == "CONVERTED"


class TestBatch:
    def test_a_later_command_uses_what_an_earlier_one_found(self, crm: Crm) -> None:
        contact = crm.add(CONTACT, name="Марина")
        lead = crm.add(LEAD, contactId=contact["id"])

        answer = crm.result(
            "batch",
            cmd={
                "lead": f"crm.item.get?entityTypeId=1&id={lead['id']}",
                "contact": "crm.item.get?entityTypeId=3&id=$result[lead][item][contactId]",
            },
        )

        assert answer["result"]["contact"]["item"]["name"] == "Марина"
        assert answer["result_error"] == []

    @pytest.mark.parametrize(("halt", "answered"), [(0, ["after"]), (1, [])])
    def test_a_failing_command_hides_the_rest_only_when_told_to_halt(
        self, crm: Crm, halt: int, answered: list[str]
    ) -> None:
        cmd = {"bad": "crm.item.get?entityTypeId=1&id=1", "after": "server.time"}

        answer = crm.result("batch", halt=halt, cmd=cmd)

        assert answer["result_error"]["bad"]["error"] == "NOT_FOUND"
        assert list(answer["result"]) == answered

    @pytest.mark.parametrize(
        ("cmd", "error"),
        [
            ({"a": "batch?cmd[b]=profile"}, "ERROR_BATCH_METHOD_NOT_ALLOWED"),
            ({"a": "crm.lead.convert"}, "ERROR_METHOD_NOT_FOUND"),
        ],
    )
    def test_what_may_not_be_batched_is_an_error_of_its_own(
        self, crm: Crm, cmd: Any, error: str
    ) -> None:
        answer = crm.result("batch", cmd=cmd)

        assert answer["result_error"]["a"]["error"] == error

    def test_fifty_one_commands_are_too_many(self, crm: Crm) -> None:
        cmd = {f"c{number}": "profile" for number in range(51)}

        assert crm.refusal("batch", cmd=cmd) == (400, "ERROR_BATCH_LENGTH_EXCEEDED")


def test_deals_contacts_and_comments_stand_on_the_page(crm: Crm) -> None:
    lead = crm.add(LEAD, title="Лид")
    crm.add(CONTACT, lastName="Соколова", fm=PHONE)
    crm.set_rows("D", crm.add(DEAL, title="Заказ 102", leadId=lead["id"])["id"])
    fields = {"ENTITY_TYPE": "lead", "ENTITY_ID": lead["id"], "COMMENT": "Передан менеджеру"}
    crm.result("crm.timeline.comment.add", fields=fields)

    page = crm.session.get(crm.url).content.decode()

    for shown in ("Заказ 102", "VAG 06A115561B × 2", "Соколова", "Передан менеджеру"):
        assert shown in page
