"""Bodies of events as nested text: PHP-bracket forms of two kinds, and JSON brought to that."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias, cast

import orjson

from engine.errors import RequestInvalid
from integrations.bitrix24.multipart_body import MULTIPART, multipart_fields

Tree: TypeAlias = dict[str, "str | Tree"]
Path: TypeAlias = tuple[str, ...]
IsRead: TypeAlias = Callable[[Path], bool]

FIELD_LIMIT = 1000
DEPTH_LIMIT = 6
KEY_LIMIT_CHARACTERS = 128
_CACHED_KEYS = 4096
# Bounds what strangers can make a process remember, for bodies are read before they are trusted.
_REMEMBERED_SHAPES = 128
_REMEMBERED_BODY_BYTES = 16 * 1024
_ESCAPES = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")
_KEY = re.compile(r"[^\[\]]+(?:\[[^\[\]]*\])*")
# Other services of the shop merge such trees into JavaScript objects.
_DROPPED_NAMES = frozenset({"__proto__", "prototype", "constructor"})


def parse_body(body: bytes, content_type: str, is_read: IsRead) -> Tree:
    """Return the body as nested text; values of a form that nobody reads may stay empty.

    Raises RequestInvalid when it is malformed, too large in any direction or of another type.
    """
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type == "application/x-www-form-urlencoded":
        return parse_form(body, is_read)
    if media_type == "application/json":
        return parse_json(body)
    if media_type == MULTIPART:
        return parse_multipart(body, content_type, is_read)
    raise RequestInvalid("events are forms or JSON", code="CONTENT_TYPE_UNSUPPORTED")


def parse_form(body: bytes, is_read: IsRead) -> Tree:
    """Nest a form with PHP brackets; every limit is checked before anything is nested.

    Most of an event is never read and stays empty: unescaping it would cost more than the rest.
    """
    if body.count(b"&") >= FIELD_LIMIT:
        raise _too_many_fields()
    try:
        tree = _even_form(body, is_read) if len(body) <= _REMEMBERED_BODY_BYTES else None
        return _odd_form(body, is_read) if tree is None else tree
    except UnicodeDecodeError as error:
        raise RequestInvalid("the form is not UTF-8", code="FORM_MALFORMED") from error


def _even_form(body: bytes, is_read: IsRead) -> Tree | None:
    """Nest a form whose fields have a key and one value each; None for any other."""
    if body.count(b"=") != body.count(b"&") + 1:
        return None
    # One pass over all fields: keys and values take turns, and every value begins with `=`.
    parts = body.replace(b"=", b"&=").split(b"&")
    keys, values = tuple(parts[0::2]), parts[1::2]
    shape = _remembered_shape(keys, is_read)
    return None if shape is None else shape.filled(values)


def _odd_form(body: bytes, is_read: IsRead) -> Tree:
    fields = [field.partition(b"=") for field in body.split(b"&") if field]
    shape = _shape(tuple([key for key, _, _ in fields]), is_read)
    return shape.filled([b"=" + value for _, _, value in fields])


def parse_multipart(body: bytes, content_type: str, is_read: IsRead) -> Tree:
    """Nest a multipart form as if it had been an ordinary one."""
    tree: Tree = {}
    try:
        for key, value in multipart_fields(body, content_type, limit=FIELD_LIMIT):
            if len(key) > KEY_LIMIT_CHARACTERS * 4:
                raise _key_too_long()
            path, read = _named_path(key.decode(), is_read)
            if path:
                _put(tree, path, value.decode() if read else "")
    except UnicodeDecodeError as error:
        raise RequestInvalid("the form is not UTF-8", code="FORM_MALFORMED") from error
    return tree


def parse_json(body: bytes) -> Tree:
    """Read a JSON object as the form would have said it: scalars become text."""
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RequestInvalid("the body is not JSON", code="JSON_MALFORMED") from error
    if not isinstance(document, dict):
        raise RequestInvalid("the JSON body is not an object", code="JSON_MALFORMED")
    return tree_of(document)


def tree_of(document: Mapping[str, Any]) -> Tree:
    """Bring values of JSON to the form of a body; raises RequestInvalid beyond the limits."""
    return _JsonReader().read(document, depth=1)


@dataclass(frozen=True)
class _FormShape:
    """How the fields of a form nest, which is the same for all forms of the same keys.

    Branches of which nothing is read are shared by all trees of the shape: nobody may change them.
    """

    root: Tree
    """The whole tree, empty where values are read."""
    branches: tuple[tuple[int, str, Tree], ...]
    """What is not shared, each after the one it hangs on: the place of that one, its own name."""
    read: tuple[tuple[int, int, str], ...]
    """Of each value that is read: its place in the form, its branch, and its name there."""

    def filled(self, values: Sequence[bytes]) -> Tree:
        nodes = [self.root.copy()]
        for above, name, branch in self.branches:
            node = branch.copy()
            nodes[above][name] = node
            nodes.append(node)
        for place, above, name in self.read:
            value = values[place]
            escaped = b"%" in value or b"+" in value
            nodes[above][name] = _unescaped(value[1:]) if escaped else value[1:].decode()
        return nodes[0]


def _even_shape(keys: tuple[bytes, ...], is_read: IsRead) -> _FormShape | None:
    # What begins with `=` is a value, so some field has none, and another more than one.
    odd = any(not key or key.startswith(b"=") for key in keys)
    return None if odd else _shape(keys, is_read)


def _shape(keys: tuple[bytes, ...], is_read: IsRead) -> _FormShape:
    root: Tree = {}
    places: dict[Path, int] = {(): 0}
    branches: list[tuple[int, str, Tree]] = []
    read = []
    for place, key in enumerate(keys):
        names, is_looked_at = _path(key, is_read)
        if not names:
            continue
        path = _put(root, names, "")
        if is_looked_at:
            for depth in range(1, len(path)):
                above, own = path[: depth - 1], path[:depth]
                if own not in places:
                    places[own] = len(places)
                    branches.append((places[above], own[-1], _branch(root, own)))
            read.append((place, places[path[:-1]], path[-1]))
    return _FormShape(root, tuple(branches), tuple(read))


def _branch(tree: Tree, path: Path) -> Tree:
    for name in path:
        tree = cast("Tree", tree[name])
    return tree


# A portal sends its events of one kind with the same keys, in the same order, for ever.
_remembered_shape = lru_cache(maxsize=_REMEMBERED_SHAPES)(_even_shape)


def _path(raw_key: bytes, is_read: IsRead) -> tuple[Path, bool]:
    # An escape takes three bytes for one, and a character has up to four.
    if len(raw_key) > KEY_LIMIT_CHARACTERS * 12:
        raise _key_too_long()
    return _decoded_path(raw_key, is_read)


@lru_cache(maxsize=_CACHED_KEYS)
def _decoded_path(raw_key: bytes, is_read: IsRead) -> tuple[Path, bool]:
    return _named_path(_unescaped(raw_key), is_read)


def _named_path(key: str, is_read: IsRead) -> tuple[Path, bool]:
    """Split a key into names, `` for a list's next place and nothing for a key to be dropped."""
    if len(key) > KEY_LIMIT_CHARACTERS:
        raise _key_too_long()
    if key.count("[") >= DEPTH_LIMIT:
        raise _too_deep()
    if not _KEY.fullmatch(key):
        raise RequestInvalid("a key has unbalanced brackets", code="FORM_MALFORMED")
    names = tuple(name.rstrip("]") for name in key.split("["))
    return (() if _DROPPED_NAMES.intersection(names) else names), is_read(names)


def _unescaped(raw: bytes) -> str:
    """Undo form escapes a run at a time: unquote_plus goes byte by byte, slow over Cyrillic."""
    if b"+" in raw:
        raw = raw.replace(b"+", b" ")
    if b"%7C" in raw:
        # What the CRM is bound to comes as many short words between bars.
        raw = raw.replace(b"%7C", b"|")
    return (_ESCAPES.sub(_bytes_of_run, raw) if b"%" in raw else raw).decode()


def _bytes_of_run(run: re.Match[bytes]) -> bytes:
    return bytes.fromhex(run[0].replace(b"%", b"").decode())


def _put(tree: Tree, path: Path, value: str) -> Path:
    """Put a value at its place; return that, with the numbers that lists gave it."""
    node, taken = tree, []
    for name in path[:-1]:
        taken.append(name or str(len(node)))
        child = node.setdefault(taken[-1], {})
        if isinstance(child, str):
            raise _key_conflict()
        node = child
    last = path[-1] or str(len(node))
    if last in node:
        raise _key_conflict()
    node[last] = value
    return (*taken, last)


class _JsonReader:
    def __init__(self) -> None:
        self._fields = 0

    def read(self, document: Mapping[str, Any], *, depth: int) -> Tree:
        if depth > DEPTH_LIMIT:
            raise _too_deep()
        return {
            name: self._value(value, depth=depth)
            for name, value in document.items()
            if name not in _DROPPED_NAMES and _fits(name)
        }

    def _value(self, value: Any, *, depth: int) -> str | Tree:
        self._fields += 1
        if self._fields > FIELD_LIMIT:
            raise _too_many_fields()
        if isinstance(value, list):
            value = {str(index): item for index, item in enumerate(value)}
        if isinstance(value, dict):
            return self.read(value, depth=depth + 1)
        return _as_text(value)


def _fits(name: str) -> bool:
    if len(name) > KEY_LIMIT_CHARACTERS:
        raise _key_too_long()
    return True


def _as_text(value: Any) -> str:
    # Bitrix24 writes true as "1", false as "0" and null as nothing.
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else str(value)


def _too_many_fields() -> RequestInvalid:
    return RequestInvalid(f"more than {FIELD_LIMIT} fields", code="TOO_MANY_FIELDS")


def _too_deep() -> RequestInvalid:
    return RequestInvalid(f"nested deeper than {DEPTH_LIMIT} levels", code="TOO_DEEP")


def _key_too_long() -> RequestInvalid:
    return RequestInvalid(
        f"a key is longer than {KEY_LIMIT_CHARACTERS} characters", code="KEY_TOO_LONG"
    )


def _key_conflict() -> RequestInvalid:
    return RequestInvalid("one key is given twice or in two forms", code="KEY_CONFLICT")
