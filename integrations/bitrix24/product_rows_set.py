"""Writes the product rows of a lead."""

from decimal import Decimal

from engine.crm_effects import ProductRowsSet
from engine.effects import Action, Applied, Finding, NotApplied, Outcome
from engine.errors import CallRefused
from engine.session import ProductRow
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.crm_items import CrmItems
from integrations.bitrix24.crm_wire import RowCard
from integrations.bitrix24.lead_update import CHANGED_BY_PERSON
from integrations.bitrix24.outcomes import attempt, expect, look
from integrations.bitrix24.portal import SYSTEM
from integrations.bitrix24.portal_directory import PortalDirectory

_SET = "crm.item.productrow.set"


class ProductRowsSetExecutor:
    """Writes all rows at once, so that writing twice equals writing once; never over a person's."""

    repeatable = True

    def __init__(self, client: Bitrix24Client, portals: PortalDirectory) -> None:
        self._client = client
        self._portals = portals

    def execute(self, action: Action) -> Outcome:
        rows_set = expect(ProductRowsSet, action)
        return attempt(lambda: self._write(rows_set))

    def probe(self, action: Action) -> Finding:
        rows_set = expect(ProductRowsSet, action)
        return look(lambda: self._find(rows_set))

    def _write(self, wanted: ProductRowsSet) -> str:
        items = self._items(wanted)
        present = items.rows("L", wanted.lead_id)
        if same_rows(present, wanted.rows):
            return str(wanted.lead_id)
        if present and not same_rows(present, wanted.replaces):
            raise CallRefused(
                "the rows are others than the bot wrote",
                system=SYSTEM,
                operation=_SET,
                remote_code=CHANGED_BY_PERSON,
            )
        items.set_rows("L", wanted.lead_id, wanted.rows)
        return str(wanted.lead_id)

    def _find(self, wanted: ProductRowsSet) -> Finding:
        present = self._items(wanted).rows("L", wanted.lead_id)
        written = same_rows(present, wanted.rows)
        return Applied(str(wanted.lead_id)) if written else NotApplied()

    def _items(self, wanted: ProductRowsSet) -> CrmItems:
        portal = self._portals.require(wanted.member_id, operation=_SET)
        return CrmItems(self._client, portal)


def same_rows(present: tuple[RowCard, ...], ours: tuple[ProductRow, ...]) -> bool:
    """Compare rows by what they say, not by how the price is written."""
    return list(present) == [
        RowCard(row.name, Decimal(row.price), Decimal(row.quantity)) for row in ours
    ]
