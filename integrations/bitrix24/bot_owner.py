"""Says in a call whose the bot is: a webhook must, the token of an application says it already."""

from collections.abc import Mapping

from integrations.bitrix24.portal import Portal


def owner_v1(portal: Portal) -> Mapping[str, object]:
    """Return the parameter of methods of version 1, and of those that move a line's chat."""
    return {"CLIENT_ID": portal.client_id.reveal()} if portal.client_id else {}


def owner_v2(portal: Portal) -> Mapping[str, object]:
    """Return the parameter of imbot.v2 methods, which has the same value."""
    return {"botToken": portal.client_id.reveal()} if portal.client_id else {}
