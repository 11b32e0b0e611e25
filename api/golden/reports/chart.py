"""The trend as a small drawing: shares by day as lines of an SVG."""

from collections.abc import Sequence
from html import escape

from api.golden.reports.trend import Point

_WIDTH, _HEIGHT, _LEFT, _TOP = 560, 120, 36, 8
_LINES = (("held", "cases that hold"), ("rules", "rules fired"), ("conditions", "conditions"))
_TICKS = (0.0, 0.5, 1.0)
_DAY = slice(5, 10)


def trend_chart(points: Sequence[Point]) -> str:
    """Return the drawing; a single day is drawn as dots."""
    if not points:
        return ""
    drawn = "".join(_line(points, key, label) for key, label in _LINES)
    return (
        f'<svg class="chart" viewBox="0 0 {_WIDTH + _LEFT + 8} {_HEIGHT + 2 * _TOP + 16}" '
        f'role="img" aria-label="trend by day">{_grid()}{drawn}{_days(points)}</svg>'
    )


def _grid() -> str:
    return "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{_LEFT + _WIDTH}" y1="{_y(tick)}" y2="{_y(tick)}"/>'
        f'<text x="{_LEFT - 6}" y="{_y(tick) + 3}" text-anchor="end">{tick:.0%}</text>'
        for tick in _TICKS
    )


def _line(points: Sequence[Point], key: str, label: str) -> str:
    places = [
        (_x(number, len(points)), _y(float(point.get(key, 0))))
        for number, point in enumerate(points)
    ]
    joined = " ".join(f"{x},{y}" for x, y in places)
    told = (f"{_day(point)} {label} {float(point.get(key, 0)):.1%}" for point in points)
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="2.5"><title>{escape(text)}</title></circle>'
        for (x, y), text in zip(places, told, strict=True)
    )
    return f'<g class="{key}"><polyline points="{joined}"/>{dots}</g>'


def _day(point: Point) -> str:
    return str(point["at"])[:10]


def _days(points: Sequence[Point]) -> str:
    ends = {0: points[0], len(points) - 1: points[-1]}
    return "".join(
        f'<text x="{_x(number, len(points))}" y="{_TOP + _HEIGHT + 16}" text-anchor="middle">'
        f"{escape(str(point['at'])[_DAY])}</text>"
        for number, point in ends.items()
    )


def _x(number: int, count: int) -> float:
    share = number / (count - 1) if count > 1 else 0.5
    return round(_LEFT + 16 + share * (_WIDTH - 32), 1)


def _y(share: float) -> float:
    return round(_TOP + (1 - min(max(share, 0.0), 1.0)) * _HEIGHT, 1)
