"""The fields of one YAML mapping, read by name with a default for those left out."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar, cast

from engine.rulesets.source import Faults, YamlNode, suggestion

_T = TypeVar("_T")
_Word = TypeVar("_Word", bound=str)


class Fields:
    """Known keys of a mapping; every mistake goes to the faults, the default stands in for it."""

    def __init__(
        self,
        node: YamlNode,
        faults: Faults,
        *,
        required: Iterable[str] = (),
        optional: Iterable[str] = (),
    ) -> None:
        self.node = node
        self.faults = faults
        self._nodes: Mapping[str, YamlNode] = node.fields(
            faults, required=tuple(required), optional=tuple(optional)
        )

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def __getitem__(self, key: str) -> YamlNode:
        return self._nodes[key]

    def get(self, key: str, default: YamlNode | None = None) -> YamlNode | None:
        """Return the node under a key."""
        return self._nodes.get(key, default)

    def text(self, key: str, default: _T) -> str | _T:
        """Return a text that is not empty."""
        return self._read(key, YamlNode.text, default)

    def integer(self, key: str, default: _T) -> int | _T:
        """Return a whole number."""
        return self._read(key, YamlNode.integer, default)

    def flag(self, key: str) -> bool:
        """Return true or false, false when left out."""
        return self._read(key, YamlNode.boolean, default=False)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty when left out."""
        return self[key].texts(self.faults) if key in self else ()

    def items(self, key: str) -> tuple[YamlNode, ...]:
        """Return the elements of a list, none when left out."""
        return tuple(self[key].items(self.faults)) if key in self else ()

    def word(self, key: str, words: Collection[_Word], default: _T) -> _Word | _T:
        """Return one of a closed set of words."""
        if key not in self:
            return default
        return word_of(self[key], words, self.faults) or default

    def _read(self, key: str, read: Callable[[YamlNode, Faults], _T | None], default: object) -> _T:
        value = read(self[key], self.faults) if key in self else None
        return cast("_T", default) if value is None else value


def word_of(node: YamlNode, words: Collection[_Word], faults: Faults) -> _Word | None:
    """Return the word a node holds; anything outside the set is a fault."""
    said = node.text(faults)
    if said is None or said in words:
        return cast("_Word | None", said)
    message = f"`{said}` is none of {', '.join(words)}{suggestion(said, words)}"
    faults.add(node.place, "UNKNOWN_VALUE", message)
    return None
