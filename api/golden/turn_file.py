"""Read one turn of a golden case: who says what, what changed before it, what is expected."""

import re
from typing import get_args

from api.golden.case import Turn
from api.golden.expectation_file import ExpectationReader
from api.golden.fields import Fields, word_of
from api.golden.orders_file import read_orders
from api.golden.shop_file import read_shop
from engine.decisions import FactValue
from engine.facts.situation import OrderConfirmation
from engine.messages import Attachment, AttachmentKind, Author, Happening, Message
from engine.rulesets.source import Faults, YamlNode

TURN_KEYS = (
    *("say", "expect", "author", "attachments", "forwarded", "happening", "order_number"),
    *(
        "lead_status",
        "lead_oem",
        "lead_unreadable",
        "too_early",
        "deal_id",
        "after",
        "redeliver",
        "order_confirmation",
    ),
    *("rules_say", "orders"),
)
_SECONDS = {"m": 60, "h": 3600, "d": 86400}
_PERIOD = re.compile(r"(\d{1,4})([mhd])")
_HAPPENINGS: tuple[Happening, ...] = get_args(Happening)[1:]


class TurnReader:
    """Reads turns; mistakes go to the faults."""

    def __init__(self, expectations: ExpectationReader, faults: Faults) -> None:
        self._expectations = expectations
        self._faults = faults

    def read(self, node: YamlNode) -> Turn:
        """Return one turn."""
        fields = Fields(node, self._faults, required=("expect",), optional=(*TURN_KEYS, "shop"))
        confirmations: tuple[OrderConfirmation, ...] = get_args(OrderConfirmation)
        expect = (
            self._expectations.read(fields["expect"], self._faults) if "expect" in fields else ()
        )
        self._require_one_event(fields)
        return Turn(
            place=node.place,
            message=self._message(fields),
            expect=expect,
            after_seconds=self._period(fields),
            lead_status=fields.text("lead_status", None),
            lead_oem=self._free_text(fields, "lead_oem"),
            lead_unreadable=fields.flag("lead_unreadable"),
            too_early=fields.flag("too_early"),
            deal_id=fields.integer("deal_id", None),
            shop=read_shop(fields.get("shop"), self._faults),
            shows_orders="orders" in fields,
            orders=read_orders(fields.get("orders"), self._faults),
            order_confirmation=fields.word("order_confirmation", confirmations, "required"),
            redelivers=fields.flag("redeliver"),
            rules_say=self._rules_say(fields),
        )

    def _require_one_event(self, fields: Fields) -> None:
        events = [key for key in ("say", "happening", "redeliver") if key in fields]
        if len(events) != 1:
            message = f"a turn has `say`, `happening` or `redeliver`, one of them; not {events}"
            self._faults.add(fields.node.place, "WRONG_TURN", message)

    def _message(self, fields: Fields) -> Message:
        happened = "happening" in fields
        kinds: tuple[AttachmentKind, ...] = get_args(AttachmentKind)
        attached = (word_of(item, kinds, self._faults) for item in fields.items("attachments"))
        author = Author.SYSTEM if happened else Author.CLIENT
        return Message(
            text=self._free_text(fields, "say") or "",
            author=Author(fields.word("author", tuple(Author), author)),
            attachments=tuple(Attachment(kind) for kind in attached if kind),
            forwarded=fields.flag("forwarded"),
            happening=fields.word("happening", _HAPPENINGS, "none"),
            order_number=fields.text("order_number", None),
        )

    def _free_text(self, fields: Fields, key: str) -> str | None:
        """Return a text that may be empty: a picture comes without words."""
        if key not in fields or fields[key].scalar == "":
            return "" if key in fields else None
        return fields.text(key, None)

    def _period(self, fields: Fields) -> int:
        written = _PERIOD.fullmatch(fields.text("after", "0m"))
        if written is None:
            self._faults.add(fields["after"].place, "WRONG_TIME", "write a time as 10m, 2h or 3d")
            return 0
        return int(written[1]) * _SECONDS[written[2]]

    def _rules_say(self, fields: Fields) -> dict[str, FactValue] | None:
        if "rules_say" not in fields:
            return None
        said: dict[str, FactValue] = {}
        for name, node in fields["rules_say"].entries(self._faults).items():
            if isinstance(node.scalar, bool | int | str):
                said[name] = node.scalar
            else:
                self._faults.add(node.place, "TYPE_MISMATCH", "expected a word, number or flag")
        return said
