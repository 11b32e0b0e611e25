"""Which of the shop's ways to ship and pay an order takes: those configured, or none at all."""

from collections.abc import Iterable, Mapping

from integrations.abcp.answers import Row
from integrations.abcp.orders.fresh_lines import OrderImpossible

PICKUP_ADDRESS = "0"


def chosen(name: str, configured: str | None, offered: Iterable[str]) -> str | None:
    """Return the choice configured, None when the shop asks for none.

    Raises OrderImpossible when the shop asks and nothing is configured, or something it lacks.
    """
    known = set(offered)
    if not known:
        return None
    if configured is None:
        raise OrderImpossible(f"ORDER_{name}_MISSING")
    if configured not in known:
        raise OrderImpossible(f"ORDER_{name}_UNKNOWN")
    return configured


def chosen_if_configured(name: str, configured: str | None, offered: Iterable[str]) -> str | None:
    """Return an optional choice; one that the shop does not list is still a mistake."""
    return None if configured is None else chosen(name, configured, offered)


def known_address(address: str, addresses: Mapping[str, str]) -> str | None:
    """Return the id of an address that the account already has."""
    wanted = _folded(address)
    return next((number for number, name in addresses.items() if _folded(name) == wanted), None)


def ids_of(rows: Iterable[Row]) -> frozenset[str]:
    return frozenset(str(row["id"]) for row in rows if row.get("id") not in (None, ""))


def names_by_id(rows: Iterable[Row]) -> Mapping[str, str]:
    return {str(row["id"]): str(row.get("name", "")) for row in rows if row.get("id")}


def _folded(address: str) -> str:
    return " ".join(address.casefold().replace(",", " ").replace(".", " ").split())
