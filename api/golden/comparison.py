"""Hold what came of a turn against what was expected."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from api.golden.case import Expected, Turn
from api.golden.observed import Observed
from engine.rulesets.source import Place


@dataclass(frozen=True)
class Mismatch:
    """One thing that is not as expected."""

    key: str
    expected: str
    actual: str
    place: Place

    def __str__(self) -> str:
        return f"{self.key}: expected {self.expected}, got {self.actual}"


def mismatches(turn: Turn, seen: Observed) -> tuple[Mismatch, ...]:
    """Return everything that differs; a turn that expects no silence expects an answer."""
    expected = (*turn.expect, *_taken_for_granted(turn))
    return tuple(_mismatch(item, seen) for item in expected if not _holds(item, seen))


def _taken_for_granted(turn: Turn) -> tuple[Expected, ...]:
    if turn.redelivers or turn.rules_say is not None:
        return ()
    stated = {item.key for item in turn.expect}
    if "silent" not in stated:
        return (Expected("silent", None, turn.place),)
    if turn.expected("silent") is not None and "effects" not in stated:
        return (Expected("effects", (), turn.place),)
    return ()


def _holds(item: Expected, seen: Observed) -> bool:
    compare = _COMPARISONS.get(item.key, _equal)
    return compare(item.value, seen.get(_SHOWN_BY.get(item.key, item.key))) is not item.negated


def _mismatch(item: Expected, seen: Observed) -> Mismatch:
    sign = "anything but " if item.negated else _SIGNS.get(item.key, "")
    actual = _shown(seen.get(_SHOWN_BY.get(item.key, item.key)))
    return Mismatch(item.key, f"{sign}{_shown(item.value)}", actual, item.place)


def _shown(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(str, value))}]"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_shown(part)}" for key, part in value.items()) or "{}"
    return str(value)


def _equal(expected: Any, actual: Any) -> bool:
    return bool(expected == actual)


def _same_set(expected: Any, actual: Any) -> bool:
    return sorted(expected or ()) == sorted(actual or ())


def _contains(expected: Any, actual: Any) -> bool:
    return all(item in (actual or ()) for item in expected)


def _lacks(expected: Any, actual: Any) -> bool:
    return not any(item in (actual or ()) for item in expected)


def _partly(expected: Any, actual: Any) -> bool:
    if expected is None or actual is None:
        return expected is actual
    return all(actual.get(key) == value for key, value in expected.items())


_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    **dict.fromkeys(("part_numbers", "vins", "order_numbers", "chosen", "vetoes"), _same_set),
    **dict.fromkeys(("fired_has", "reply_has"), _contains),
    **dict.fromkeys(("not_fired", "reply_lacks"), _lacks),
    **dict.fromkeys(("contact", "pending"), _partly),
}
_SHOWN_BY: Mapping[str, str] = {
    **dict.fromkeys(("fired_has", "not_fired"), "fired"),
    **dict.fromkeys(("reply_has", "reply_lacks"), "reply"),
}
_SIGNS: Mapping[str, str] = {
    **dict.fromkeys(("fired_has", "reply_has"), "with "),
    **dict.fromkeys(("not_fired", "reply_lacks"), "without "),
}
