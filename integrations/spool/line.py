"""One line of a spool file: what waits, since when, and a checksum over both."""

from dataclasses import dataclass
from typing import Any
from zlib import crc32

import orjson

from engine.errors import CortexError
from engine.messages import DialogKey
from engine.ports.spool import Spooled, SpooledLead, SpooledMessage

_VERSION = 1
_DIGITS = 8


@dataclass(frozen=True)
class Line:
    """What waits and when it was put there, by the clock of this host."""

    spooled: Spooled
    at: float


class LineBroken(CortexError):  # noqa: N818 - a state, not a mistake
    """Raised when a line is not what was written: a torn write, a bad disk, another version."""

    code = "SPOOL_LINE_BROKEN"


def write_line(line: Line) -> bytes:
    """Return the line with its end; JSON writes neither tabs nor line ends as they are."""
    document = orjson.dumps({"v": _VERSION, "at": line.at, **_plain(line.spooled)})
    return b"%b\t%b\n" % (document, _checksum(document))


def read_line(written: bytes) -> Line:
    """Return what a line says; raises LineBroken."""
    document, _, checksum = written.rstrip(b"\n").rpartition(b"\t")
    if checksum != _checksum(document):
        raise LineBroken("the checksum of a line of the spool is another")
    try:
        return _line(orjson.loads(document))
    except (ValueError, KeyError, TypeError) as error:
        # The cause stays out: it may quote what the client wrote.
        fault = type(error).__name__
    raise LineBroken(f"a line of the spool cannot be read ({fault})")


def _plain(spooled: Spooled) -> dict[str, Any]:
    if isinstance(spooled, SpooledMessage):
        return {
            "dialog": spooled.dialog,
            "event_key": spooled.event_key,
            "document": spooled.document,
            "order": spooled.order,
        }
    return {
        "member_id": spooled.member_id,
        "lead_id": spooled.lead_id,
        "sent_at": spooled.sent_at,
    }


def _line(written: dict[str, Any]) -> Line:
    if written["v"] != _VERSION:
        raise ValueError("another version")
    at = float(written["at"])
    if "lead_id" in written:
        lead = SpooledLead(written["member_id"], written["lead_id"], written["sent_at"])
        return Line(lead, at)
    message = SpooledMessage(
        DialogKey(written["dialog"]),
        written["event_key"],
        written["document"],
        int(written["order"]),
    )
    return Line(message, at)


def _checksum(document: bytes) -> bytes:
    return b"%0*x" % (_DIGITS, crc32(document))
