"""Reads and writes the timelines of CRM items."""

from collections.abc import Mapping

from integrations.bitrix24.chat_text import plain
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.crm_wire import comment_id, comments
from integrations.bitrix24.portal import Portal

ADD = "crm.timeline.comment.add"
LIST = "crm.timeline.comment.list"


def write_comment(client: Bitrix24Client, portal: Portal, owner: tuple[str, int], text: str) -> int:
    """Write a comment without any markup; a second call writes a second one."""
    fields = {**_owner(owner), "COMMENT": plain(text)}
    # The method reads its one parameter in lower case only.
    return comment_id(client.call(portal, ADD, {"fields": fields}))


def find_comment(
    client: Bitrix24Client, portal: Portal, owner: tuple[str, int], marker: str
) -> int | None:
    """Return the comment that ends with the marker, among the newest fifty of the item."""
    params = {"filter": _owner(owner), "order": {"ID": "DESC"}, "select": ["ID", "COMMENT"]}
    found = comments(client.call(portal, LIST, params))
    return next((comment.id for comment in found if comment.text.endswith(marker)), None)


def _owner(owner: tuple[str, int]) -> Mapping[str, object]:
    owner_type, owner_id = owner
    return {"ENTITY_TYPE": owner_type, "ENTITY_ID": owner_id}
