"""A portal with one lead behind a chat, and the client that works on its CRM."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

from engine.session import Contact, ProductRow
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.crm_fields import CrmFields
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, start_emulators
from integrations.http import HttpPool
from integrations.secret import Secret

EMULATED = EmulatorConfiguration().portal
LEAD, DEAL, CONTACT = 1, 2, 3
MARINA = Contact("Соколова", "Марина", "Петровна", "+79123456789")
ROWS = (ProductRow("VAG 06A115561B", "890.50", 2), ProductRow("MANN W719/30", "450", 1))
ADDRESS_FIELD, ORDER_FIELD = "UF_CRM_1765564522", "UF_CRM_1756819772177"
OWN_FIELDS = CrmFields(lead_address=ADDRESS_FIELD, deal_order_number=ORDER_FIELD)


@dataclass
class CrmDesk:
    """The emulated portal from both sides."""

    url: str
    webhook: str
    session: requests.Session
    client: Bitrix24Client
    directory: PortalDirectory
    lead_id: int = 0

    def open_lead(self, **fields: Any) -> int:
        body = {"title": "Новый клиент", "lead": fields}
        opened = self.control("POST", "chats", **body)
        self.lead_id = opened["lead_id"]
        return self.lead_id

    def control(self, verb: str, path: str, **body: Any) -> Any:
        answer = self.session.request(verb, f"{self.url}/_emulator/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def rest(self, method: str, **params: Any) -> Any:
        answer = self.session.post(self.webhook + method, json=params)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def add(self, type_id: int, **fields: Any) -> int:
        item = self.rest("crm.item.add", entityTypeId=type_id, fields=fields)["item"]
        return int(item["id"])

    def change(self, type_id: int, item_id: int, **fields: Any) -> None:
        params = {"entityTypeId": type_id, "id": item_id, "useOriginalUfNames": "Y"}
        self.rest("crm.item.update", **params, fields=fields)

    def item(self, type_id: int, item_id: int) -> Any:
        params = {"entityTypeId": type_id, "id": item_id, "useOriginalUfNames": "Y"}
        return self.rest("crm.item.get", **params)["item"]

    def break_calls(self, method: str, mode: str, **more: Any) -> None:
        self.control("POST", "faults", method=method, mode=mode, **more)

    def calls(self, method: str) -> int:
        return sum(call["method"] == method for call in self.control("GET", "calls")["calls"])

    @property
    def crm(self) -> Any:
        return self.control("GET", "crm")

    @property
    def lead(self) -> Any:
        return self.item(LEAD, self.lead_id)

    def deals(self) -> list[Any]:
        """Return the deals of the lead."""
        mine = str(self.lead_id)
        return [deal for deal in self.crm["deals"] if deal["fields"]["LEAD_ID"] == mine]

    def comments(self, owner_type: str, owner_id: int) -> list[str]:
        return [
            row["COMMENT"]
            for row in self.crm["comments"]
            if (row["ENTITY_TYPE"], row["ENTITY_ID"]) == (owner_type, str(owner_id))
        ]


def a_portal(rest_url: str) -> Portal:
    return Portal(
        member_id=EMULATED.member_id,
        domain=EMULATED.domain,
        rest_url=Secret(rest_url),
        bot_id=EMULATED.bot_id,
        client_id=Secret(EMULATED.client_id),
        application_token=Secret(EMULATED.application_token),
        crm_fields=OWN_FIELDS,
        allow_local=True,
    )


@contextmanager
def crm_desk() -> Iterator[CrmDesk]:
    with (
        start_emulators(EmulatorConfiguration(), clock=lambda: 1_770_000_000.0) as running,
        requests.Session() as session,
    ):
        session.trust_env = False
        http = HttpPool(system="bitrix24", total_seconds=2.0, allow_local=True)
        yield CrmDesk(
            url=running.bitrix_url,
            webhook=running.bitrix_webhook_url,
            session=session,
            client=Bitrix24Client(http, SystemClock()),
            directory=PortalDirectory([a_portal(running.bitrix_webhook_url)]),
        )
        http.close()
