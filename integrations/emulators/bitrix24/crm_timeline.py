"""crm.timeline.comment.add and list: texts that people read beside an item."""

from collections.abc import Mapping

from integrations.emulators.bitrix24.crm import CONTACT, DEAL, LEAD, Crm
from integrations.emulators.bitrix24.portal_time import iso
from integrations.emulators.bitrix24.rest_call import (
    Page,
    Params,
    RestError,
    RestMethod,
    positive_id,
)
from integrations.emulators.bitrix24.timeline import Comment
from integrations.emulators.exchange import Json
from integrations.emulators.fields import mapping

_PAGE_SIZE = 50
_TYPES = {"lead": LEAD, "deal": DEAL, "contact": CONTACT}


class TimelineMethods:
    """Writes comments in the name of the webhook's user and reads them back."""

    def __init__(self, crm: Crm, *, author_id: int) -> None:
        self._crm = crm
        self._author_id = author_id

    def table(self) -> Mapping[str, RestMethod]:
        return {
            "crm.timeline.comment.add": self.add,
            "crm.timeline.comment.list": self.list_comments,
        }

    def add(self, params: Params) -> Json:
        # The key is read in lower case only, unlike the names inside it.
        fields = mapping(params, "fields")
        owner_type, owner_id = self._owner(fields)
        text = fields.get("COMMENT")
        if not isinstance(text, str) or not text:
            raise RestError(400, "INVALID_ARG_VALUE", "COMMENT is required")
        comment = self._crm.timeline.add(owner_type, owner_id, text, author_id=self._author_id)
        return comment.comment_id

    def list_comments(self, params: Params) -> Page:
        found = self._crm.timeline.of(*self._owner(mapping(params, "filter")))
        if str(mapping(params, "order").get("ID", "ASC")).upper() == "DESC":
            found = found[::-1]
        start = positive_id(params.get("start")) or 0
        end = start + _PAGE_SIZE
        rows = [comment_row(comment) for comment in found[start:end]]
        return Page(rows, len(found), end if end < len(found) else None)

    def _owner(self, given: Mapping[str, Json]) -> tuple[str, int]:
        owner_type, owner_id = (
            str(given.get("ENTITY_TYPE", "")),
            positive_id(given.get("ENTITY_ID")),
        )
        if owner_type not in _TYPES or owner_id is None:
            raise RestError(400, "INVALID_ARG_VALUE", "ENTITY_TYPE and ENTITY_ID are required")
        if self._crm.shelves[_TYPES[owner_type]].book.find(owner_id) is None:
            raise RestError(400, "OWNER_NOT_FOUND", "Owner was not found")
        return owner_type, owner_id


def comment_row(comment: Comment) -> Mapping[str, Json]:
    """Lay a comment out as the portal does: classic, every value a string."""
    return {
        "ID": str(comment.comment_id),
        "ENTITY_ID": str(comment.owner_id),
        "ENTITY_TYPE": comment.owner_type,
        "CREATED": iso(comment.written_at),
        "COMMENT": comment.text,
        "AUTHOR_ID": str(comment.author_id),
    }
