"""Bitrix24's own library speaks to the emulated portal and hears what our client hears."""

import sys
from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import Any
from urllib.parse import urlsplit

import pytest
from b24pysdk import BitrixWebhook, Client
from b24pysdk.errors import BitrixAPIError

from engine.errors import CallRefused
from integrations.bitrix24.batch import Read, command, read_together
from tests.integration.crm_desk import CONTACT, DEAL, EMULATED, LEAD, CrmDesk, crm_desk

FIELD = "UF_CRM_1762873310878"
PHONE = {"n0": {"typeId": "PHONE", "valueType": "WORK", "value": "+79123456789"}}


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[CrmDesk]:
    # The library writes https:// before every domain, and emulators speak http.
    domain = attrgetter("_domain")
    caller = vars(sys.modules["b24pysdk.api.callers.call_method"])["_MethodCaller"]
    monkeypatch.setattr(caller, "_base_url", property(lambda self: f"http://{domain(self)}/rest"))
    with crm_desk() as opened:
        opened.open_lead()
        yield opened


def library(desk: CrmDesk, code: str = EMULATED.webhook_code) -> Client:
    domain = urlsplit(desk.url).netloc
    token = f"{EMULATED.webhook_user_id}/{code}"
    return Client(BitrixWebhook(domain=domain, webhook_token=token))


def ours(desk: CrmDesk, method: str, params: Mapping[str, object]) -> Any:
    portal = desk.directory.require(EMULATED.member_id, operation=method)
    return desk.client.call(portal, method, params)


def refusal_of_ours(desk: CrmDesk, method: str, params: Mapping[str, object]) -> str | None:
    with pytest.raises(CallRefused) as raised:
        ours(desk, method, params)
    return raised.value.remote_code


def test_both_read_the_same_profile(desk: CrmDesk) -> None:
    assert library(desk).profile().result == ours(desk, "profile", {})


def test_a_wrong_code_is_refused_to_the_library_too(desk: CrmDesk) -> None:
    with pytest.raises(BitrixAPIError) as raised:
        _ = library(desk, "yyyyyyyyyyyyyyyy").profile().result

    assert raised.value.error == "NO_AUTH_FOUND"


@pytest.mark.parametrize("type_id", [LEAD, DEAL, CONTACT])
def test_an_item_the_library_adds_is_what_our_client_reads(desk: CrmDesk, type_id: int) -> None:
    fields = {"title": "Проба", "name": "Марина", "originId": "7", "fm": PHONE, "nope": 1}

    added = library(desk).crm.item.add(type_id, fields).result["item"]

    known = {"entityTypeId": type_id, "id": added["id"]}
    assert ours(desk, "crm.item.get", known) == {"item": added}
    assert library(desk).crm.item.get(type_id, added["id"]).result == {"item": added}


def test_an_item_is_updated_and_listed_alike(desk: CrmDesk) -> None:
    changed = {"stageId": "UC_5SCNOB", FIELD: "06A115561B"}
    items = library(desk).crm.item

    updated = items.update(LEAD, desk.lead_id, changed, use_original_uf_names=True).result
    wanted = {"=stageId": "UC_5SCNOB"}
    listed = items.list(LEAD, filter=wanted, select=["*"], use_original_uf_names=True).result

    params = {"entityTypeId": LEAD, "filter": wanted, "select": ["*"], "useOriginalUfNames": "Y"}
    assert updated["item"][FIELD] == "06A115561B"
    assert listed == ours(desk, "crm.item.list", params) == {"items": [updated["item"]]}


def test_an_item_that_is_not_there_is_refused_alike(desk: CrmDesk) -> None:
    with pytest.raises(BitrixAPIError) as raised:
        _ = library(desk).crm.item.get(DEAL, 1).result

    assert raised.value.error == "NOT_FOUND"
    assert refusal_of_ours(desk, "crm.item.get", {"entityTypeId": DEAL, "id": 1}) == "NOT_FOUND"


def test_product_rows_are_set_and_listed_alike(desk: CrmDesk) -> None:
    rows = [{"productName": "VAG 06A115561B", "price": 890.5, "quantity": 2}]
    productrow = library(desk).crm.item.productrow

    stored = productrow.set(desk.lead_id, "L", rows).result

    wanted = {"=ownerType": "L", "=ownerId": desk.lead_id}
    assert productrow.list(filter=wanted).result == stored
    assert ours(desk, "crm.item.productrow.list", {"filter": wanted}) == stored


def test_a_batch_of_the_library_answers_as_one_of_ours(desk: CrmDesk) -> None:
    client = library(desk)
    portal = desk.directory.require(EMULATED.member_id, operation="batch")
    wanted = {"=leadId": desk.lead_id}

    theirs = client.call_batch(
        {
            "lead": client.crm.item.get(LEAD, desk.lead_id),
            "deals": client.crm.item.list(DEAL, filter=wanted),
        }
    ).result.result
    own = read_together(
        desk.client,
        portal,
        {
            "lead": Read("crm.item.get", {"entityTypeId": LEAD, "id": desk.lead_id}),
            "deals": Read("crm.item.list", {"entityTypeId": DEAL, "filter": wanted}),
        },
    )

    assert theirs == own


def test_a_refused_read_of_a_batch_is_told_by_both(desk: CrmDesk) -> None:
    client = library(desk)
    portal = desk.directory.require(EMULATED.member_id, operation="batch")

    theirs = client.call_batch({"deal": client.crm.item.get(DEAL, 1)}).result.result_error
    read = Read("crm.item.get", {"entityTypeId": DEAL, "id": 1})
    with pytest.raises(CallRefused) as raised:
        read_together(desk.client, portal, {"deal": read})

    assert theirs["deal"]["error"] == raised.value.remote_code == "NOT_FOUND"


def test_a_command_is_written_in_the_brackets_of_php() -> None:
    read = Read("crm.item.list", {"filter": {"@id": [7, 9]}, "select": ["*"]})

    assert command(read) == (
        "crm.item.list?filter%5B%40id%5D%5B0%5D=7&filter%5B%40id%5D%5B1%5D=9&select%5B0%5D=%2A"
    )
