"""Leads, contacts and deals of a portal through crm.item.*."""

from collections.abc import Mapping, Sequence

from engine.errors import CallRefused
from engine.session import ProductRow
from integrations.bitrix24.batch import Read
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.crm_wire import (
    CONTACT_TYPE_ID,
    DEAL_TYPE_ID,
    LEAD_TYPE_ID,
    ContactCard,
    DealCard,
    LeadCard,
    RowCard,
    contact_card,
    contact_cards,
    deal_cards,
    item_id,
    lead_card,
    product_rows,
)
from integrations.bitrix24.portal import SYSTEM, Portal

ORIGINATOR = "cortex"
"""originatorId of everything that Cortex creates."""


class CrmItems:
    """One portal's items; reads and writes, decides nothing."""

    def __init__(self, client: Bitrix24Client, portal: Portal) -> None:
        self.client = client
        self.portal = portal

    def lead(self, lead_id: int) -> LeadCard | None:
        """Return the lead, None when the portal has none of this id."""
        try:
            result = self._call("crm.item.get", entityTypeId=LEAD_TYPE_ID, id=lead_id)
        except CallRefused as error:
            if error.remote_code == "NOT_FOUND":
                return None
            raise
        return lead_card(
            result,
            part_number_field=self.portal.lead_part_number_field,
            address_field=self.portal.crm_fields.lead_address,
        )

    def require_lead(self, lead_id: int, *, operation: str) -> LeadCard:
        """Return the lead; raises CallRefused LEAD_NOT_FOUND for one that is gone."""
        lead = self.lead(lead_id)
        if lead is None:
            message = "the lead does not exist any more"
            raise CallRefused(
                message, system=SYSTEM, operation=operation, remote_code="LEAD_NOT_FOUND"
            )
        return lead

    def contact(self, contact_id: int) -> ContactCard:
        return contact_card(self._call("crm.item.get", entityTypeId=CONTACT_TYPE_ID, id=contact_id))

    def contacts(self, wanted: Mapping[str, object]) -> tuple[ContactCard, ...]:
        """Return contacts with their phones, which come only when everything is asked for."""
        params = {"filter": wanted, "select": ["*"], "order": {"id": "ASC"}}
        return contact_cards(self._call("crm.item.list", entityTypeId=CONTACT_TYPE_ID, **params))

    def deals_read(self, wanted: Mapping[str, object]) -> Read:
        """Return the read of deals, oldest first, for a batch."""
        return Read(
            "crm.item.list",
            {
                "entityTypeId": DEAL_TYPE_ID,
                "filter": wanted,
                "order": {"id": "ASC"},
                "useOriginalUfNames": "Y",
            },
        )

    def deals_from(self, result: object) -> tuple[DealCard, ...]:
        """Read the answer of `deals_read`."""
        return deal_cards(result, order_number_field=self.portal.crm_fields.deal_order_number)

    def rows_read(self, owner: str, owner_id: int) -> Read:
        """Return the read of product rows for a batch; L and D are lead and deal."""
        wanted = {"=ownerType": owner, "=ownerId": owner_id}
        return Read("crm.item.productrow.list", {"filter": wanted})

    def rows(self, owner: str, owner_id: int) -> tuple[RowCard, ...]:
        read = self.rows_read(owner, owner_id)
        return product_rows(self.client.call(self.portal, read.method, read.params))

    def set_rows(self, owner: str, owner_id: int, rows: Sequence[ProductRow | RowCard]) -> None:
        """Replace all rows."""
        laid_out = [
            {"productName": row.name, "price": str(row.price), "quantity": str(row.quantity)}
            for row in rows
        ]
        params = {"ownerType": owner, "ownerId": owner_id, "productRows": laid_out}
        self.client.call(self.portal, "crm.item.productrow.set", params)

    def add(self, type_id: int, fields: Mapping[str, object]) -> int:
        """Create an item and return its id."""
        result = self._call("crm.item.add", entityTypeId=type_id, fields=dict(fields))
        return item_id(result, operation="crm.item.add")

    def update(self, type_id: int, known_id: int, fields: Mapping[str, object]) -> int:
        """Write absolute values and return the item's id."""
        changes = {"entityTypeId": type_id, "id": known_id, "fields": dict(fields)}
        return item_id(self._call("crm.item.update", **changes), operation="crm.item.update")

    def _call(self, method: str, **params: object) -> object:
        return self.client.call(self.portal, method, {**params, "useOriginalUfNames": "Y"})
