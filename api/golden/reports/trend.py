"""How runs came out over time: one line of JSON per run, drawn by day."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from api.golden.reports.results import Document

TREND = "trend.jsonl"
_DAY = len("2026-12-31")
_KEPT_DAYS = 60

Point = Mapping[str, Any]


def trend_point(results: Document) -> Point:
    """Return what of a run is worth comparing with other days."""
    counts = results["counts"]
    played = sum(counts.values()) - counts.get("skipped", 0)
    return {
        "at": results["started"],
        "suite": results["suite"],
        "ruleset": results["ruleset"]["version"],
        "verdict": results["verdict"]["word"],
        "cases": played,
        "held": counts.get("passed", 0) / played if played else 0.0,
        "rules": results["coverage"]["rule_share"],
        "conditions": results["coverage"]["condition_share"],
        "p95_decision_ms": results["p95_decision_ms"],
        "accuracy": results["accuracy"],
    }


def append_trend(folder: Path, point: Point) -> None:
    """Add a run to the trend kept in a folder."""
    with (folder / TREND).open("ab") as file:
        file.write(orjson.dumps(point, option=orjson.OPT_APPEND_NEWLINE))


def read_trend(folder: Path) -> Sequence[Point]:
    """Return the runs so far, oldest first; a line cut short is left out."""
    path = folder / TREND
    if not path.is_file():
        return ()
    return tuple(point for line in path.read_bytes().splitlines() if (point := _point(line)))


def last_of_each_day(points: Sequence[Point], suite: str) -> Sequence[Point]:
    """Return the last run of a suite on every day."""
    days = {str(point["at"])[:_DAY]: point for point in points if point.get("suite") == suite}
    return tuple(days[day] for day in sorted(days))[-_KEPT_DAYS:]


def _point(line: bytes) -> Point | None:
    try:
        point = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return point if isinstance(point, dict) and "at" in point else None
