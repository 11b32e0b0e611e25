"""Reads what Bitrix24 sends when a portal installs, opens or removes the application."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from engine.errors import FieldFault, RequestInvalid
from integrations.bitrix24.event_body import Path, Tree, parse_body
from integrations.bitrix24.event_kinds import APPLICATION_EVENTS
from integrations.secret import Secret

_AUTH = frozenset(
    {
        *("member_id", "domain", "client_endpoint", "application_token"),
        *("access_token", "refresh_token"),
    }
)
# By our own names; Bitrix24 documentation, settings/oauth/simple-way.md.
_FRAME = {
    "member_id": "member_id",
    "application_token": "APPLICATION_TOKEN",
    "access_token": "AUTH_ID",
    "refresh_token": "REFRESH_ID",
}
_READ = _AUTH | {"event", "ts", "CLEAN", *_FRAME.values()}
_FORMS = {
    "member_id": re.compile(r"[0-9A-Za-z]{1,64}"),
    "domain": re.compile(r"[A-Za-z0-9.:-]{1,253}"),
    "client_endpoint": re.compile(r"[\x21-\x7e]{0,300}"),
    "application_token": re.compile(r"[\x21-\x7e]{1,256}"),
    "access_token": re.compile(r"[\x21-\x7e]{0,512}"),
    "refresh_token": re.compile(r"[\x21-\x7e]{0,512}"),
    "ts": re.compile(r"[0-9]{0,12}"),
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
    sent_at: int | None
    """Unix seconds by the portal's clock."""
    clean: bool
    """The person who uninstalled wants the settings gone too."""


def parse_install(body: bytes, content_type: str, *, frame_domain: str = "") -> InstallEvent | None:
    """Return the install, told by an event or by opening a frame; None for another event.

    A frame names its portal in the query, as `frame_domain`. Raises RequestInvalid as the webhook
    does.
    """
    tree = parse_body(body, content_type, _is_read)
    if "AUTH_ID" in tree:
        given = {ours: _text(tree, theirs) for ours, theirs in _FRAME.items()}
        return _install("install", {**given, "domain": frame_domain})
    kind = APPLICATION_EVENTS.get(_text(tree, "event").upper())
    if kind is None:
        return None
    auth, data = tree.get("auth"), tree.get("data")
    given = {name: _text(auth if isinstance(auth, dict) else {}, name) for name in _AUTH}
    clean = isinstance(data, dict) and data.get("CLEAN") == "1"
    return _install(kind, {**given, "ts": _text(tree, "ts")}, clean=clean)


def _install(
    kind: Literal["install", "uninstall"],
    given: Mapping[str, str],
    *,
    clean: bool = False,
) -> InstallEvent:
    faults = tuple(
        FieldFault("FIELD_INVALID", "is missing or of another form", name)
        for name, form in _FORMS.items()
        if not form.fullmatch(given.get(name, ""))
    )
    if faults:
        raise RequestInvalid(
            "the event is not as it should be", code="EVENT_INVALID", faults=faults
        )
    return InstallEvent(
        kind=kind,
        member_id=given["member_id"],
        host=given["domain"].lower(),
        client_endpoint=given.get("client_endpoint", ""),
        application_token=Secret(given["application_token"]),
        access_token=Secret(given["access_token"]),
        refresh_token=Secret(given["refresh_token"]),
        sent_at=int(given["ts"]) if given.get("ts") else None,
        clean=clean,
    )


def _is_read(path: Path) -> bool:
    return not _READ.isdisjoint(path)


def _text(tree: Tree, name: str) -> str:
    value = tree.get(name, "")
    return value if isinstance(value, str) else ""
