"""One line of the archive: a JSON object that names its end, so that two of one are told apart."""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from engine.ports.archive_queue import Ended

_VERSION = 1


def line_of(ended: Ended) -> bytes:
    """Return the line of something that has ended, without the line break."""
    document = {
        "v": _VERSION,
        "kind": ended.kind,
        "name": ended.name,
        "ended_at": ended.noted_at,
        "fields": dict(ended.fields),
    }
    return orjson.dumps({**document, "crc": _checksum(document)})


@dataclass
class Verified:
    """What was found in the lines of a file."""

    effects: int = 0
    sessions: int = 0
    deeds: int = 0
    repeated: int = 0
    broken: int = 0


def verified(lines: Iterable[bytes]) -> Verified:
    """Count the lines of a file; one that was written twice, as a crash may do, counts once."""
    found = Verified()
    seen: set[tuple[str, str, float]] = set()
    for line in lines:
        document = _read(line.rstrip(b"\n"))
        if document is None:
            found.broken += 1
            continue
        end = (document["kind"], document["name"], document["ended_at"])
        if end in seen:
            found.repeated += 1
            continue
        seen.add(end)
        match document["kind"]:
            case "effect":
                found.effects += 1
            case "session":
                found.sessions += 1
            case _:
                found.deeds += 1
    return found


def _read(line: bytes) -> dict[str, Any] | None:
    try:
        document = orjson.loads(line)
    except ValueError:
        return None
    if not isinstance(document, dict) or document.get("v") != _VERSION:
        return None
    told = document.pop("crc", None)
    return document if told == _checksum(document) else None


def _checksum(document: Mapping[str, Any]) -> str:
    # The same document is always written in the same way, so it can be written again to compare.
    return f"{zlib.crc32(orjson.dumps(document)):08x}"
