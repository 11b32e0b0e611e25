"""From the first word to the deal: one conversation, and what the CRM of a portal shows of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest

from api.bootstrap.brain import Brain, build_brain
from engine.commands.run_decision_gate import RunDecisionGate
from engine.effects import Action, Failed, Finding, Outcome, Succeeded
from engine.messages import IncomingMessage, Message, encode_incoming
from engine.order_news import ORDER_PARTIAL, with_missing
from integrations.bitrix24.crm_creators import crm_creators
from integrations.bitrix24.lead_update import LeadUpdateExecutor
from integrations.bitrix24.leads import PortalLeads
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.bitrix24.product_rows_set import ProductRowsSetExecutor
from tests.integration.crm_desk import ADDRESS_FIELD, CONTACT, CrmDesk, a_portal, crm_desk
from tests.unit.engine.commands.a_dialog import DIALOG, Dialog, offers_for

NUMBER = "06A115561B"


@dataclass
class Sale:
    """A chat whose CRM is an emulated portal; chat and shop are played."""

    desk: CrmDesk
    dialog: Dialog
    shop: "OrderDesk"

    def hears(self, *texts: str) -> None:
        for text in texts:
            self.receives(text)
            self.takes(1)

    def takes(self, times: int) -> None:
        """Serve what waits in the mailbox: messages, and what came of orders."""
        for _ in range(times):
            served = self.dialog.serves()
            states = {delivery.delivery.state for delivery in served.deliveries}  # type: ignore[union-attr]
            assert states <= {"succeeded"}

    def receives(self, text: str) -> None:
        dialog = self.dialog
        incoming = IncomingMessage(
            member_id="m1",
            dialog=DIALOG,
            dialog_id="chat7",
            chat_id=7,
            message_id=next(dialog.message_ids),
            message=Message(text),
            lead_id=self.desk.lead_id,
        )
        event = dialog.identifiers.new("event")
        document = encode_incoming(incoming)
        dialog.inbox.enqueue(dialog=DIALOG, event_key=event, document=document)


class OrderDesk:
    """A shop that takes every order and numbers it."""

    repeatable = False

    def __init__(self) -> None:
        self.numbers = count(102123458)
        self.missing: dict[int, int] = {}

    def execute(self, action: Action) -> Outcome:
        assert action.kind == "abcp_order"
        number = str(next(self.numbers))
        if self.missing:
            return Failed(f"{ORDER_PARTIAL} {with_missing(number, self.missing)}")
        return Succeeded(number)

    def probe(self, action: Action) -> Finding:
        raise AssertionError(f"{action.kind} was answered and is not looked for")


@pytest.fixture(scope="module")
def brain() -> Brain:
    return build_brain(rules_directory=Path("rules"))


@pytest.fixture
def sale(brain: Brain) -> Iterator[Sale]:
    with crm_desk() as desk:
        desk.open_lead()
        portals = PortalDirectory([replace(a_portal(desk.webhook), member_id="m1")])
        dialog, shop = Dialog(brain), OrderDesk()
        client, clock = desk.client, dialog.clock
        executors = {
            **dialog.serve.executors,
            "abcp_order": shop,
            "lead_update": LeadUpdateExecutor(client, portals),
            **crm_creators(client, portals, longest_call_seconds=70.0),
            "product_rows_set": ProductRowsSetExecutor(client, portals),
        }
        gate = RunDecisionGate(PortalLeads(client, portals), clock)
        handle = replace(dialog.serve.handle, gate=gate)
        dialog.serve = replace(dialog.serve, executors=executors, handle=handle)
        policy = dialog.world.portal_policy
        dialog.world.portal_policy = replace(policy, kept_on_lead=frozenset({"address"}))
        dialog.world.answers[NUMBER] = offers_for(NUMBER, 890, 1200)
        yield Sale(desk, dialog, shop)


def confirms(sale: Sale) -> None:
    sale.hears(
        f"нужен {NUMBER}",
        "первый, 2 шт",
        "Соколова Марина Петровна, +7 912 345-67-89",
        "г. Пермь, ул. Мира, д. 4, кв. 5",
    )
    sale.receives("да, всё верно")


def test_a_conversation_ends_in_one_deal_with_the_right_contact_and_rows(sale: Sale) -> None:
    confirms(sale)

    sale.takes(2)

    (deal,) = sale.desk.deals()
    contact = sale.desk.item(CONTACT, int(deal["fields"]["CONTACT_ID"]))
    assert (contact["lastName"], contact["secondName"]) == ("Соколова", "Петровна")
    rows = [(row["productName"], row["price"], row["quantity"]) for row in deal["rows"]]
    assert rows == [(f"VAG {NUMBER}", 890, 2)]
    assert deal["fields"]["ORIGIN_ID"] == "102123458"
    assert sale.desk.lead["stageId"] == "CONVERTED"
    assert "Пермь" in sale.desk.lead[ADDRESS_FIELD]


def test_an_order_placed_in_part_is_a_deal_of_it_and_its_lead_is_the_managers(sale: Sale) -> None:
    confirms(sale)
    sale.shop.missing = {0: 1}

    assert sale.dialog.serves().deliveries
    sale.takes(1)

    (deal,) = sale.desk.deals()
    rows = [(row["productName"], row["price"], row["quantity"]) for row in deal["rows"]]
    assert rows == [(f"VAG {NUMBER}", 890, 1)]
    assert deal["fields"]["ORIGIN_ID"] == "102123458"
    assert sale.desk.lead["stageId"] == "UC_ZA04R1"
    (note,) = sale.desk.comments("lead", sale.desk.lead_id)
    assert f"Не заказано: VAG {NUMBER}, 1 шт." in note


def test_what_was_confirmed_is_sold_though_the_client_has_gone_on_since(sale: Sale) -> None:
    confirms(sale)
    sale.dialog.world.answers["5QM411105R"] = offers_for("5QM411105R", 6400)
    sale.receives("и ещё нужен 5QM411105R")

    sale.takes(3)

    (deal,) = sale.desk.deals()
    assert [row["productName"] for row in deal["rows"]] == [f"VAG {NUMBER}"]


def test_a_second_order_is_a_second_deal_of_the_same_contact(sale: Sale) -> None:
    confirms(sale)
    sale.takes(2)
    sale.dialog.world.answers["5QM411105R"] = offers_for("5QM411105R", 6400)

    sale.hears("ещё нужен 5QM411105R", "беру", "да, всё верно")
    sale.takes(1)

    first, second = sale.desk.deals()
    assert [deal["fields"]["ORIGIN_ID"] for deal in (first, second)] == ["102123458", "102123459"]
    assert [row["productName"] for row in second["rows"]] == ["VAG 5QM411105R"]
    assert first["fields"]["CONTACT_ID"] == second["fields"]["CONTACT_ID"]
    assert len(sale.desk.crm["contacts"]) == 1


def test_a_manager_reads_why_the_chat_was_handed_over(sale: Sale) -> None:
    sale.hears(f"нужен {NUMBER}", "позовите человека")

    (note,) = sale.desk.comments("lead", sale.desk.lead_id)
    assert "клиент просит человека" in note
    assert "позовите человека" in note
