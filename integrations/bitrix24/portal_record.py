"""What is kept of a portal, and its form as a JSON document; only ever stored sealed."""

from dataclasses import dataclass, fields

import orjson

from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_json import to_plain, values_from_plain
from integrations.secret import Secret

_NOWHERE = Secret("")
_NAMES = frozenset(field.name for field in fields(Portal))


@dataclass(frozen=True)
class PortalRecord:
    """A portal that was added or has installed the application."""

    portal: Portal
    installed: bool = True
    """False after an uninstall that keeps settings: the portal is neither heard nor called."""
    reinstall_until: float = 0.0
    """Until when, in unix seconds, an install may replace the tokens of this portal."""
    bot_events: Secret = _NOWHERE
    """Where the bot's events go as the portal was last told: an address, or `fetch`."""


def encode_record(record: PortalRecord) -> str:
    """Return the record as JSON, secrets in plain."""
    return orjson.dumps(to_plain(record)).decode()


def decode_record(document: str, *, allow_local: bool) -> PortalRecord:
    """Return the record; parts of a portal that a later version has added are ignored."""
    told = orjson.loads(document)
    known = {name: value for name, value in told["portal"].items() if name in _NAMES}
    portal = portal_from(known, allow_local=allow_local)
    # Records of earlier versions do not say where events go.
    bot_events = Secret(told.get("bot_events", ""))
    return PortalRecord(portal, told["installed"], told["reinstall_until"], bot_events)


def portal_from(document: object, *, allow_local: bool) -> Portal:
    """Return the portal that a JSON document describes; raises PortalInvalid naming the part."""
    return Portal(**{**values_from_plain(Portal, document), "allow_local": allow_local})
