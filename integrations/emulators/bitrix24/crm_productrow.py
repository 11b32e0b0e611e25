"""crm.item.productrow.set and list: the rows of a lead or a deal."""

from collections.abc import Mapping

from integrations.emulators.bitrix24.crm import TYPE_CODES, Crm
from integrations.emulators.bitrix24.product_rows import NewRow, Owner, ProductRow
from integrations.emulators.bitrix24.rest_call import (
    Page,
    Params,
    RestError,
    RestMethod,
    positive_id,
)
from integrations.emulators.exchange import Json
from integrations.emulators.fields import FieldError, items, mapping, text


class ProductRowMethods:
    """Reads and replaces product rows."""

    def __init__(self, crm: Crm) -> None:
        self._crm = crm

    def table(self) -> Mapping[str, RestMethod]:
        return {"crm.item.productrow.set": self.set, "crm.item.productrow.list": self.list_rows}

    def set(self, params: Params) -> Json:
        owner = self._owner(params.get("ownerType"), params.get("ownerId"))
        if "productRows" not in params:
            raise RestError(400, "100", "Could not find value for parameter {productRows}")
        try:
            rows = [_row(row) for row in items(params["productRows"])]
        except FieldError as error:
            raise RestError(400, "INVALID_ARG_VALUE", str(error)) from error
        stored = self._crm.rows.set(owner, rows)
        self._crm.recount(owner)
        return {"productRows": [laid_out(row) for row in stored]}

    def list_rows(self, params: Params) -> Page:
        wanted = mapping(params, "filter")
        if not {"=ownerType", "=ownerId"} <= wanted.keys():
            raise RestError(400, "INVALID_ARG_VALUE", "=ownerType and =ownerId are required")
        owner = self._owner(wanted["=ownerType"], wanted["=ownerId"])
        rows = [laid_out(row) for row in self._crm.rows.of(owner)]
        return Page({"productRows": rows}, len(rows), None)

    def _owner(self, code: Json, record_id: Json) -> Owner:
        if code not in TYPE_CODES:
            raise RestError(400, "ENTITY_TYPE_NOT_SUPPORTED", "Owner type is not supported")
        owner = (str(code), positive_id(record_id) or 0)
        if self._crm.owner(owner) is None:
            raise RestError(400, "OWNER_NOT_FOUND", "Owner was not found")
        return owner


def laid_out(stored: ProductRow) -> Mapping[str, Json]:
    """Lay a row out as crm.item does."""
    code, owner_id = stored.owner
    return {
        "id": stored.row_id,
        "ownerId": owner_id,
        "ownerType": code,
        "productId": stored.row.product_id,
        "productName": stored.row.name,
        "price": stored.row.price,
        "quantity": stored.row.quantity,
    }


def _row(given: Json) -> NewRow:
    if not isinstance(given, Mapping):
        raise FieldError("a product row must be an object")
    row = NewRow(
        product_id=positive_id(given.get("productId")) or 0,
        name=text(given, "productName", ""),
        price=_figure(given, "price", "0"),
        quantity=_figure(given, "quantity", "1"),
    )
    if not (row.product_id or row.name) or row.quantity <= 0:
        raise FieldError("a product row needs a product or a name, and a quantity above zero")
    return row


def _figure(given: Mapping[str, Json], name: str, default: str) -> float:
    try:
        return float(text(given, name, default))
    except ValueError as error:
        raise FieldError(f"{name} must be a number") from error
