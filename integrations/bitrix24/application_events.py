"""Subscribes an installed application to what a portal tells of beside chats."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.errors import CallRefused
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.event_kinds import LEAD_EVENT, UNINSTALL_EVENT
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_fault import PortalFault
from integrations.bitrix24.wire_values import each, mapping, text, unreadable
from integrations.secret import Secret

WANTED = (UNINSTALL_EVENT, LEAD_EVENT)
"""The portal itself subscribes a bot to the events of its chats."""

_GET, _BIND, _UNBIND = "event.get", "event.bind", "event.unbind"
_KNOWN = "ERROR_HANDLER_ALREADY_EXIST"


@dataclass(frozen=True)
class _Subscription:
    event: str
    handler: str


def subscribe(client: Bitrix24Client, portal: Portal, handler_url: Secret) -> None:
    """Let the events come to this address alone; repeating changes nothing.

    Only an application may; a webhook has its events set by hand. The new address is bound before
    the old one is given up. Raises CallFailed as a call does.
    """
    if portal.oauth is None:
        return
    wanted = [_Subscription(event, handler_url.reveal()) for event in WANTED]
    present = _present(client, portal)
    for subscription in wanted:
        if subscription not in present:
            _bind(client, portal, subscription)
    for subscription in present:
        if subscription.event in WANTED and subscription not in wanted:
            client.call(portal, _UNBIND, _params(subscription))


def events_fault(client: Bitrix24Client, portal: Portal) -> PortalFault | None:
    """Say which events nobody hears, None for none; raises CallFailed as a call does."""
    if portal.oauth is None:
        return None
    heard = {subscription.event for subscription in _present(client, portal)}
    missing = [event for event in WANTED if event not in heard]
    if not missing:
        return None
    return PortalFault(
        "EVENTS_UNHEARD",
        f"the portal tells nobody of {', '.join(missing)}",
        f"cortex portal register-bot {portal.member_id} --url ADDRESS",
    )


def _bind(client: Bitrix24Client, portal: Portal, subscription: _Subscription) -> None:
    try:
        client.call(portal, _BIND, _params(subscription))
    except CallRefused as error:
        # Another run, or one whose answer was lost, has come first.
        if error.remote_code != _KNOWN:
            raise


def _present(client: Bitrix24Client, portal: Portal) -> Sequence[_Subscription]:
    """Return the subscriptions of the application: a portal shows nobody those of others."""
    listed = client.call(portal, _GET, {})
    if not isinstance(listed, list | dict):
        raise unreadable(_GET)
    return [_subscription(mapping(row)) for row in each(listed)]


def _subscription(row: Mapping[str, Any]) -> _Subscription:
    return _Subscription(text(row.get("event")).upper(), text(row.get("handler")))


def _params(subscription: _Subscription) -> Mapping[str, object]:
    return {"event": subscription.event, "handler": subscription.handler}
