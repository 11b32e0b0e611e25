"""Tell at a glance that nothing is wrong with a document, as is so with nearly every one."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

_TYPES: Mapping[str, type] = {"string": str, "boolean": bool, "dict": dict, "list": list}
_JUDGED = frozenset({"type", "required", "nullable", "maxlength", "allowed"})


class PlainDocuments:
    """The documents of one schema that need no validator.

    Only ever says that a document is right: whatever is wrong, or judged by a rule that takes
    work, is left to the validator, which alone knows what to say of it.
    """

    def __init__(self, schema: Mapping[str, Mapping[str, Any]]) -> None:
        self._required = {name for name, rules in schema.items() if rules.get("required")}
        self._fields = {
            name: _plain_field(rules)
            for name, rules in schema.items()
            if _JUDGED.issuperset(rules) and str(rules.get("type")) in _TYPES
        }

    def holds(self, document: Mapping[str, Any]) -> bool:
        """Say whether a document is surely right; a wrong one never is."""
        if not self._required <= document.keys():
            return False
        for name, value in document.items():
            field = self._fields.get(name)
            if field is None or not field.allows(value):
                return False
        return True


class _PlainField(NamedTuple):
    kind: type
    nullable: bool
    longest: int | None
    allowed: Collection[Any] | None

    def allows(self, value: Any) -> bool:
        if value is None:
            return self.nullable
        if not isinstance(value, self.kind):
            return False
        if self.longest is not None and len(value) > self.longest:  # type: ignore[arg-type]
            return False
        return self.allowed is None or value in self.allowed


def _plain_field(rules: Mapping[str, Any]) -> _PlainField:
    return _PlainField(
        _TYPES[rules["type"]],
        rules.get("nullable", False),
        rules.get("maxlength"),
        rules.get("allowed"),
    )
