"""Reads what Bitrix24 sends when a portal installs or removes the application."""

import re
from dataclasses import dataclass
from typing import Literal

from engine.errors import FieldFault, RequestInvalid
from integrations.bitrix24.event_body import Path, Tree, parse_body
from integrations.secret import Secret

_AUTH = frozenset(
    {
        *("member_id", "domain", "client_endpoint", "application_token"),
        *("access_token", "refresh_token"),
    }
)
_READ = _AUTH | {"event", "CLEAN"}
_KINDS: dict[str, Literal["install", "uninstall"]] = {
    "ONAPPINSTALL": "install",
    "ONAPPUNINSTALL": "uninstall",
}
_FORMS = {
    "member_id": re.compile(r"[0-9A-Za-z]{1,64}"),
    "domain": re.compile(r"[A-Za-z0-9.:-]{1,253}"),
    "client_endpoint": re.compile(r"[\x21-\x7e]{0,300}"),
    "application_token": re.compile(r"[\x21-\x7e]{1,256}"),
    "access_token": re.compile(r"[\x21-\x7e]{0,512}"),
    "refresh_token": re.compile(r"[\x21-\x7e]{0,512}"),
}


@dataclass(frozen=True)
class InstallEvent:
    """What a portal claims; nothing of it is proven yet."""

    kind: Literal["install", "uninstall"]
    member_id: str
    host: str
    client_endpoint: str
    application_token: Secret
    access_token: Secret
    refresh_token: Secret
    clean: bool
    """The person who uninstalled wants the settings gone too."""


def parse_install(body: bytes, content_type: str) -> InstallEvent | None:
    """Return the event, None for another one; raises RequestInvalid as the webhook does."""
    tree = parse_body(body, content_type, _is_read)
    kind = _KINDS.get(_text(tree, "event").upper())
    if kind is None:
        return None
    auth = tree.get("auth")
    given = {name: _text(auth if isinstance(auth, dict) else {}, name) for name in _AUTH}
    faults = tuple(
        FieldFault("FIELD_INVALID", "is missing or of another form", f"auth.{name}")
        for name, form in _FORMS.items()
        if not form.fullmatch(given[name])
    )
    if faults:
        raise RequestInvalid(
            "the event is not as it should be", code="EVENT_INVALID", faults=faults
        )
    data = tree.get("data")
    return InstallEvent(
        kind=kind,
        member_id=given["member_id"],
        host=given["domain"].lower(),
        client_endpoint=given["client_endpoint"],
        application_token=Secret(given["application_token"]),
        access_token=Secret(given["access_token"]),
        refresh_token=Secret(given["refresh_token"]),
        clean=isinstance(data, dict) and data.get("CLEAN") == "1",
    )


def _is_read(path: Path) -> bool:
    return not _READ.isdisjoint(path)


def _text(tree: Tree, name: str) -> str:
    value = tree.get(name, "")
    return value if isinstance(value, str) else ""
