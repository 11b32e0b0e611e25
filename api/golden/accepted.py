"""Which cases were accepted last, so that none can be removed or changed unseen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from api.golden.case import GoldenCase
from engine.errors import InvalidInput

ACCEPTED = "accepted.json"


@dataclass(frozen=True)
class Changes:
    """How the cases of today differ from those accepted; `known` says whether any were."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    known: bool = True

    @property
    def kinds(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Every kind of change with the cases it befell, kinds without any left out."""
        kinds = (("added", self.added), ("removed", self.removed), ("changed", self.changed))
        return tuple((kind, names) for kind, names in kinds if names)


def read_accepted(folder: Path) -> Mapping[str, str] | None:
    """Return case ids with their digests; None when nothing was accepted yet.

    Raises InvalidInput ACCEPTED_UNREADABLE.
    """
    path = folder / ACCEPTED
    if not path.is_file():
        return None
    try:
        accepted = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError:
        accepted = None
    if not isinstance(accepted, dict):
        message = f"`{path}` is no list of cases: take it back from version control"
        raise InvalidInput(message, code="ACCEPTED_UNREADABLE")
    return accepted


def changes_since(accepted: Mapping[str, str] | None, cases: Iterable[GoldenCase]) -> Changes:
    """Compare cases with those accepted."""
    now = _digests(cases)
    before = accepted or {}
    return Changes(
        added=tuple(sorted(now.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - now.keys())),
        changed=tuple(sorted(n for n in now.keys() & before.keys() if now[n] != before[n])),
        known=accepted is not None,
    )


def accept(folder: Path, cases: Iterable[GoldenCase]) -> None:
    """Make the cases of today those that later runs compare with."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    (folder / ACCEPTED).write_bytes(orjson.dumps(_digests(cases), option=options))


def _digests(cases: Iterable[GoldenCase]) -> Mapping[str, str]:
    return {case.id: case.digest for case in cases}
