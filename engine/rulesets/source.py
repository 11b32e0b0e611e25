"""Rule data on disk: YAML whose every value remembers its file, line and column."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml
from rapidfuzz import process

from engine.errors import Fault, FilesInvalid

Scalar = bool | int | float | str | None

_SCALARS = {"bool": "true or false", "int": "a whole number", "str": "text"}
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_FINITE = re.compile(r"[+-]?(?:[0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18})(?:[eE][+-]?[0-9]{1,2})?")
"""What YAML 1.1 calls numbers beside these (`.inf`, `190:20:30`, a thousand digits) stays text."""

_NESTING_LIMIT = 30
_ABYSS = re.compile(r"(?:[\[{][^\[\]{}]*){500}|(?:[-?:] ){500}")
"""So many levels that PyYAML, which is C and calls itself for each, would end the process."""

_VALUES_LIMIT = 200_000
"""A few lines of aliases of aliases would be more values than any machine can hold."""

_NEAREST_SCORE = 60


@dataclass(frozen=True)
class Place:
    """Where something stands; line and column count from 1."""

    file: str
    line: int
    column: int


@dataclass
class Faults:
    """Collects every mistake of a load, so that an author sees all of them at once."""

    found: list[Fault] = field(default_factory=list)

    def add(self, place: Place, code: str, message: str) -> None:
        """Record one mistake."""
        self.found.append(Fault(place.file, place.line, place.column, code, message))

    def raise_if_any(self) -> None:
        """Raise FilesInvalid with all mistakes, in file order."""
        if self.found:
            raise FilesInvalid(tuple(sorted(set(self.found))))


class YamlNode:
    """One YAML value with its place; accessors record a fault and return None on a wrong type."""

    def __init__(self, value: Any, place: Place, keys: Mapping[str, Place] | None = None) -> None:
        self._value = value
        self.place = place
        self.key_places: Mapping[str, Place] = keys or {}

    @property
    def is_mapping(self) -> bool:
        return isinstance(self._value, dict)

    @property
    def is_list(self) -> bool:
        return isinstance(self._value, list)

    @property
    def scalar(self) -> Scalar:
        """The plain value; None for null, mappings and lists."""
        return None if isinstance(self._value, dict | list) else self._value

    def plain(self) -> Any:
        """Return the value as plain data, without places."""
        if isinstance(self._value, dict):
            return {key: node.plain() for key, node in self._value.items()}
        if isinstance(self._value, list):
            return [node.plain() for node in self._value]
        return self._value

    def only(self, keys: Collection[str]) -> "YamlNode":
        """Return a mapping without its other keys."""
        return YamlNode(
            {key: node for key, node in self._value.items() if key in keys},
            self.place,
            self.key_places,
        )

    def entries(self, faults: Faults) -> Mapping[str, "YamlNode"]:
        """Return a mapping with free keys."""
        if isinstance(self._value, dict):
            return self._value
        faults.add(self.place, "TYPE_MISMATCH", "expected a mapping `key: value`")
        return {}

    def fields(
        self, faults: Faults, *, required: Iterable[str] = (), optional: Iterable[str] = ()
    ) -> Mapping[str, "YamlNode"]:
        """Return the known keys of a mapping; record unknown and missing ones."""
        entries = self.entries(faults)
        required = tuple(required)
        known = (*required, *optional)
        for key in entries:
            if key not in known:
                hint = suggestion(key, known)
                faults.add(self.key_places[key], "UNKNOWN_KEY", f"unknown key `{key}`{hint}")
        if self.is_mapping:
            for key in required:
                if key not in entries:
                    faults.add(self.place, "MISSING_KEY", f"`{key}` is required here")
        return {key: entries[key] for key in known if key in entries}

    def items(self, faults: Faults) -> Sequence["YamlNode"]:
        """Return list elements."""
        if isinstance(self._value, list):
            return self._value
        faults.add(self.place, "TYPE_MISMATCH", "expected a list")
        return ()

    def text(self, faults: Faults) -> str | None:
        """Return non-empty text; a bare number is not text, quote it."""
        if isinstance(self._value, str) and self._value:
            return self._value
        faults.add(self.place, "TYPE_MISMATCH", f"expected {_SCALARS['str']}")
        return None

    def texts(self, faults: Faults) -> tuple[str, ...]:
        """Return a list of texts."""
        found = (item.text(faults) for item in self.items(faults))
        return tuple(text for text in found if text is not None)

    def integer(self, faults: Faults) -> int | None:
        """Return a whole number."""
        if isinstance(self._value, int) and not isinstance(self._value, bool):
            return self._value
        faults.add(self.place, "TYPE_MISMATCH", f"expected {_SCALARS['int']}")
        return None

    def number(self, faults: Faults) -> float | None:
        """Return any number."""
        if isinstance(self._value, int | float) and not isinstance(self._value, bool):
            return float(self._value)
        faults.add(self.place, "TYPE_MISMATCH", "expected a number")
        return None

    def boolean(self, faults: Faults) -> bool | None:
        """Return true or false."""
        if isinstance(self._value, bool):
            return self._value
        faults.add(self.place, "TYPE_MISMATCH", f"expected {_SCALARS['bool']}")
        return None


def read_yaml(text: str, *, file: str, faults: Faults) -> YamlNode | None:
    """Parse one document; None (and a fault) when it is no valid YAML."""
    if abyss := _ABYSS.search(text):
        line = text.count("\n", 0, abyss.start()) + 1
        faults.add(Place(file, line, 1), "TOO_DEEP", f"nesting over {_NESTING_LIMIT} levels")
        return None
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, (mark.line if mark else 0) + 1, (mark.column if mark else 0) + 1)
        told = ", ".join(part for part in (error.context, error.problem) if part)
        faults.add(place, "YAML_SYNTAX", told)
        return None
    except yaml.YAMLError as error:
        faults.add(Place(file, 1, 1), "YAML_SYNTAX", str(error))
        return None
    if node is None:
        faults.add(Place(file, 1, 1), "FILE_EMPTY", "the file holds no document")
        return None
    return _Conversion(file, faults).of(node)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean ...?)` for the nearest known word, else nothing."""
    best = process.extractOne(word, list(known), score_cutoff=_NEAREST_SCORE)
    return f" (did you mean `{best[0]}`?)" if best else ""


class _Conversion:
    """Turns what PyYAML composed of one file into nodes that know their places."""

    def __init__(self, file: str, faults: Faults) -> None:
        self._file = file
        self._faults = faults
        self._left = _VALUES_LIMIT

    def of(self, node: yaml.Node, *, depth: int = 0) -> YamlNode:
        place = self._place(node)
        if depth > _NESTING_LIMIT:
            self._faults.add(place, "TOO_DEEP", f"nesting over {_NESTING_LIMIT} levels")
            return YamlNode(None, place)
        self._left -= 1
        if self._left <= 0:
            if self._left == 0:
                message = f"over {_VALUES_LIMIT} values, those that `*` repeats included"
                self._faults.add(place, "FILE_TOO_LARGE", message)
            return YamlNode(None, place)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place, depth=depth)
        if isinstance(node, yaml.SequenceNode):
            return YamlNode([self.of(item, depth=depth + 1) for item in node.value], place)
        return YamlNode(_scalar(node), place)

    def _mapping(self, node: yaml.MappingNode, place: Place, *, depth: int) -> YamlNode:
        values: dict[str, YamlNode] = {}
        places: dict[str, Place] = {}
        for key_node, value_node in node.value:
            where = self._place(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self._faults.add(where, "TYPE_MISMATCH", "a key is a word, no list or mapping")
                continue
            key = str(key_node.value)
            if key in values:
                self._faults.add(where, "DUPLICATE_KEY", f"`{key}` stands twice; keep one")
            values[key] = self.of(value_node, depth=depth + 1)
            places[key] = where
        return YamlNode(values, place, places)

    def _place(self, node: yaml.Node) -> Place:
        return Place(self._file, node.start_mark.line + 1, node.start_mark.column + 1)


def _scalar(node: yaml.Node) -> Scalar:
    # YAML 1.1 reads no, on and dates as something else than the words they are; YAML 1.2 does not.
    tag, raw = node.tag.rpartition(":")[2], str(node.value)
    if tag == "bool" and raw.lower() in {"true", "false"}:
        return raw.lower() == "true"
    if tag == "int" and _WHOLE.fullmatch(raw):
        return int(raw)
    if tag == "float" and _FINITE.fullmatch(raw):
        return float(raw)
    return None if tag == "null" else raw
