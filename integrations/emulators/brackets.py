"""PHP's http_build_query and its inverse: `a[b][0]=1` both ways."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias
from urllib.parse import parse_qsl, urlencode

from integrations.emulators.exchange import Json

Nested: TypeAlias = dict[str, "str | Nested"]

_KEY = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")
_SEGMENT = re.compile(r"\[([^\[\]]*)\]")


def encode(value: Mapping[str, Json]) -> str:
    """Encode as PHP does: null and empty containers vanish, true is "1", false is "0"."""
    return urlencode([pair for key, item in value.items() for pair in _pairs(key, item)])


def decode(text: str) -> Mapping[str, Json]:
    """Nest the bracket keys of a query or form body; maps keyed by ids stay maps."""
    root: Nested = {}
    for key, value in parse_qsl(text, keep_blank_values=True):
        match = _KEY.match(key)
        path = [match[1], *_SEGMENT.findall(match[2])] if match else [key]
        _insert(root, path, value)
    return root


def _pairs(key: str, value: Json) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    if isinstance(value, bool):
        yield key, "1" if value else "0"
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _pairs(f"{key}[{name}]", item)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, item in enumerate(value):
            yield from _pairs(f"{key}[{index}]", item)
    else:
        yield key, str(value)


def _insert(root: Nested, path: Sequence[str], value: str) -> None:
    node = root
    for segment in path[:-1]:
        child = node.setdefault(segment or _next_index(node), {})
        if isinstance(child, str):
            return
        node = child
    node[path[-1] or _next_index(node)] = value


def _next_index(node: Nested) -> str:
    taken = [int(key) for key in node if key.isdecimal()]
    return str(max(taken, default=-1) + 1)
