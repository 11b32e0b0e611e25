"""A run as one page of HTML that needs nothing else: styles, script and data inside."""

from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

import orjson

from api.golden.reports.chart import trend_chart
from api.golden.reports.results import Document
from api.golden.reports.trend import Point, last_of_each_day

_PARTS = ("page.html", "page.css", "page.js")


def html_page(results: Document, trend: Sequence[Point]) -> str:
    """Return the page; whatever texts hold, they stay texts."""
    page, style, script = _parts()
    filled = {
        "{{title}}": escape(results["verdict"]["line"]),
        "{{style}}": style,
        "{{chart}}": trend_chart(last_of_each_day(trend, results["suite"])),
        "{{script}}": script,
        # Data goes last: nothing inside it can be taken for a place to fill.
        "{{data}}": _embedded(results),
    }
    for place, content in filled.items():
        page = page.replace(place, content, 1)
    return page


def _embedded(results: Document) -> str:
    """Return JSON that cannot end the script element it stands in."""
    return orjson.dumps(results).decode().replace("<", "\\u003c")


@cache
def _parts() -> tuple[str, ...]:
    folder = Path(__file__).parent
    return tuple((folder / name).read_text(encoding="utf-8") for name in _PARTS)
