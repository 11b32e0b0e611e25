"""Cerberus checks built once, whose mistakes come out as field faults with a stable code."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from cerberus import TypeDefinition, Validator
from cerberus.errors import BaseErrorHandler, ValidationError

from api.schemas.plain_documents import PlainDocuments
from engine.errors import FieldFault, RequestInvalid

_FAULTS: Mapping[str, tuple[str, str]] = {
    "type": ("TYPE_MISMATCH", "expected {}"),
    "nullable": ("TYPE_MISMATCH", "must not be null"),
    "required": ("FIELD_REQUIRED", "is required"),
    "allowed": ("VALUE_UNKNOWN", "must be one of {}"),
    "min": ("VALUE_TOO_SMALL", "must be at least {}"),
    "max": ("VALUE_TOO_LARGE", "must be at most {}"),
    "minlength": ("TOO_SHORT", "must have at least {} elements or characters"),
    "regex": ("VALUE_MALFORMED", "is not of the expected form"),
    "maxlength": ("TOO_LONG", "must have at most {} elements or characters"),
}
_UNKNOWN_FIELD = ("FIELD_UNKNOWN", "is not a field of this request")


class Check:
    """One precompiled schema.

    NOTE(threads): a validator keeps state while it runs; gevent never switches inside it,
    native threads would need one check each.
    """

    def __init__(self, schema: Mapping[str, Any], *, allow_unknown: bool = False) -> None:
        self._validator = _StrictValidator(
            dict(schema), allow_unknown=allow_unknown, error_handler=_AsFaults
        )
        self._plain = PlainDocuments(schema)

    def faults(self, document: Mapping[str, Any], *, at: str = "") -> tuple[FieldFault, ...]:
        """Return what is wrong with a document that stands at a path of the request."""
        if self._plain.holds(document) or self._validator.validate(document, normalize=False):
            return ()
        return tuple(
            FieldFault(fault.code, fault.message, _join(at, fault.location))
            for fault in self._validator.errors
        )

    def faults_of_each(self, items: Iterable[Any], *, at: str) -> tuple[FieldFault, ...]:
        """Return what is wrong with the elements of a list, which must be objects."""
        found: list[FieldFault] = []
        for index, item in enumerate(items):
            place = f"{at}[{index}]"
            if isinstance(item, dict):
                found.extend(self.faults(item, at=place))
            else:
                found.append(FieldFault("TYPE_MISMATCH", "expected an object", place))
        return tuple(found)


def refuse(faults: Iterable[FieldFault]) -> None:
    """Raise RequestInvalid when there is any fault."""
    found = tuple(faults)
    if found:
        raise RequestInvalid("the request has invalid fields", faults=found)


class _StrictValidator(Validator):  # type: ignore[misc]  # cerberus ships without types
    # Cerberus counts true as an integer.
    types_mapping: ClassVar = {
        **Validator.types_mapping,
        "integer": TypeDefinition("integer", (int,), (bool,)),
    }


class _AsFaults(BaseErrorHandler):  # type: ignore[misc]  # cerberus ships without types
    def __call__(self, errors: Iterable[ValidationError]) -> list[FieldFault]:
        return [fault for error in errors for fault in _flatten(error)]

    def add(self, error: ValidationError) -> None:
        """Keep nothing: the validator collects its errors itself."""


def _flatten(error: ValidationError) -> list[FieldFault]:
    if error.child_errors:
        return [fault for child in error.child_errors for fault in _flatten(child)]
    code, text = _FAULTS.get(str(error.rule), _UNKNOWN_FIELD)
    return [FieldFault(code, text.format(_constraint(error)), _path(error.document_path))]


def _constraint(error: ValidationError) -> str:
    allowed = error.constraint
    return ", ".join(map(str, allowed)) if isinstance(allowed, list | tuple) else str(allowed)


def _path(parts: Iterable[str | int]) -> str:
    steps = (f"[{part}]" if isinstance(part, int) else f".{str(part)[:64]}" for part in parts)
    return "".join(steps).lstrip(".")


def _join(outer: str, inner: str) -> str:
    return f"{outer}.{inner}" if outer and inner else outer + inner
