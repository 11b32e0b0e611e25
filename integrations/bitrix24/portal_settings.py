"""What an operator may change of a kept portal: how it is served, never who it is."""

from collections.abc import Mapping
from typing import Any

from integrations.bitrix24.portal import Portal, PortalInvalid
from integrations.bitrix24.portal_json import to_plain
from integrations.bitrix24.portal_record import portal_from

SETTINGS = (
    *("chat", "statuses", "manual_statuses", "disabled_statuses"),
    *("lead_part_number_field", "crm_fields"),
)
"""Parts of a portal without anything secret."""

_MERGED = frozenset({"chat", "crm_fields"})
"""Changed part by part; all others are replaced as a whole."""


def settings_of(portal: Portal) -> Mapping[str, Any]:
    """Return the settings as JSON has them."""
    return {name: to_plain(getattr(portal, name)) for name in SETTINGS}


def with_settings(portal: Portal, document: object) -> Portal:
    """Return the portal with other settings; raises InvalidInput PORTAL_INVALID naming the part."""
    if not isinstance(document, dict):
        raise PortalInvalid("the document must be a JSON object")
    for name in sorted(document.keys() - set(SETTINGS)):
        raise PortalInvalid(f"`{name}` is no setting of a portal: {', '.join(SETTINGS)}")
    whole = to_plain(portal)
    changed = {name: _merged(name, whole[name], value) for name, value in document.items()}
    return portal_from({**whole, **changed}, allow_local=portal.allow_local)


def _merged(name: str, known: Any, value: Any) -> Any:
    if name in _MERGED and isinstance(value, dict):
        return {**known, **value}
    return value
