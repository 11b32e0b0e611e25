"""What the shop's owner has switched on: what an order must choose, which subsystem runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from threading import Lock

from integrations.emulators.abcp.refusals import NOT_FOUND, AbcpError
from integrations.emulators.exchange import Json
from integrations.emulators.fields import FieldError


@dataclass(frozen=True)
class ShopOptions:
    """Settings of the shop's control panel that change what an order needs."""

    order_version: int = 1
    partial_ordering: bool = False
    """Basket lines can be ordered one by one (`positionIds`)."""
    multibasket: bool = False
    """The login has a second basket, which calls name by `basketId`."""
    shipment_methods: bool = True
    """The shop lists shipment methods; since 2025-10-20 an order must then name one."""
    shipment_addresses: bool = True
    payment_methods: bool = True
    shipment_dates: bool = False
    new_addresses: bool = True
    """Off is the option `disallow_new_shipment_address`."""
    adds_up: bool = True
    """Off: a line that is in the basket already is refused instead of growing."""
    item_key_seconds: int = 900
    empty_is_not_found: bool = False
    """A list of no orders, or an empty cart, is answered with "No results" instead of a list."""


class Options:
    """The options as they are now; a test or the page changes them while the shop runs."""

    def __init__(self, options: ShopOptions | None = None) -> None:
        self._options = options or ShopOptions()
        self._lock = Lock()

    @property
    def now(self) -> ShopOptions:
        return self._options

    def require_some(self, found: Sequence[object]) -> None:
        """Answer "No results" where the shop has nothing to list and says so."""
        if not found and self._options.empty_is_not_found:
            raise AbcpError(NOT_FOUND)

    def change(self, changes: Mapping[str, Json]) -> ShopOptions:
        """Take new values; an unknown name or another type is refused."""
        types = {
            field.name: type(getattr(self._options, field.name)) for field in fields(ShopOptions)
        }
        for name, value in changes.items():
            if name not in types or type(value) is not types[name]:
                raise FieldError(f"{name} is no option or not of its type")
        with self._lock:
            self._options = replace(self._options, **changes)  # type: ignore[arg-type]
            return self._options
