"""Reads and writes the timelines of CRM items."""

from collections.abc import Mapping

from integrations.bitrix24.chat_text import plain
from integrations.bitrix24.creation_steps import CreationSteps
from integrations.bitrix24.crm_items import CrmItems
from integrations.bitrix24.crm_wire import comment_id, comments

_ADD, _LIST = "crm.timeline.comment.add", "crm.timeline.comment.list"

Owner = tuple[str, int]
"""`lead` or `deal`, and its id."""


def comment_once(
    items: CrmItems, owner: Owner, text: str, marker: str, steps: CreationSteps
) -> int:
    """Return the id of the comment that ends with the marker, written now or before."""
    return steps.once(
        "comment",
        find=lambda: _find(items, owner, marker),
        create=lambda: _write(items, owner, text),
    )


def _write(items: CrmItems, owner: Owner, text: str) -> int:
    """Write a comment without any markup; a second call writes a second one."""
    fields = {**_owner(owner), "COMMENT": plain(text)}
    # The method reads its one parameter in lower case only.
    return comment_id(items.client.call(items.portal, _ADD, {"fields": fields}))


def _find(items: CrmItems, owner: Owner, marker: str) -> int | None:
    """Return the comment that ends with the marker, among the newest fifty of the item."""
    params = {"filter": _owner(owner), "order": {"ID": "DESC"}, "select": ["ID", "COMMENT"]}
    found = comments(items.client.call(items.portal, _LIST, params))
    return next((comment.id for comment in found if comment.text.endswith(marker)), None)


def _owner(owner: Owner) -> Mapping[str, object]:
    owner_type, owner_id = owner
    return {"ENTITY_TYPE": owner_type, "ENTITY_ID": owner_id}
