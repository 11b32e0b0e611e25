"""Settings of portals as JSON and back: any frozen dataclass of texts, numbers and sets of them."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from integrations.bitrix24.portal import PortalInvalid
from integrations.secret import Secret

_Reader = Callable[[Any, str], Any]
_JSON_NAMES = {str: "string", int: "number", bool: "true or false", dict: "object", list: "array"}


def to_plain(value: object) -> Any:
    """Return what JSON can hold, secrets in plain."""
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {name: to_plain(item) for name, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    return value


def values_from_plain(kind: type, document: object, *, path: str = "") -> dict[str, Any]:
    """Return the values of the dataclass by name; raises PortalInvalid naming the wrong part."""
    told = _checked(dict, document, path or "the document")
    readers, prefix = _readers(kind), f"{path}." if path else ""
    for name in sorted(told.keys() - readers.keys()):
        raise PortalInvalid(f"`{prefix}{name}` is no part of a portal")
    for field in fields(kind):
        if field.name not in told and _is_required(field):
            raise PortalInvalid(f"`{prefix}{field.name}` is missing")
    return {name: readers[name](value, f"{prefix}{name}") for name, value in told.items()}


@cache
def _readers(kind: type) -> Mapping[str, _Reader]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


def _reader(hint: Any) -> _Reader:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return _optional(inner)
    if origin is Literal:
        return lambda value, path: _one_of(inner, value, path)
    if origin in {frozenset, tuple}:
        return _several(origin, inner[0])
    return _single(hint) if origin is None else _by_name(inner[1])


def _single(kind: Any) -> _Reader:
    if is_dataclass(kind):
        make: Any = kind
        return lambda value, path: make(**values_from_plain(make, value, path=path))
    if kind is Secret:
        return lambda value, path: Secret(_checked(str, value, path))
    return lambda value, path: _checked(kind, value, path)


def _optional(inner: tuple[Any, ...]) -> _Reader:
    (kind,) = set(inner) - {type(None)}
    read = _reader(kind)
    return lambda value, path: None if value is None else read(value, path)


def _several(make: Callable[[list[Any]], Any], kind: Any) -> _Reader:
    read = _reader(kind)
    return lambda value, path: make([read(item, path) for item in _checked(list, value, path)])


def _by_name(kind: Any) -> _Reader:
    read = _reader(kind)

    def by_name(value: Any, path: str) -> Mapping[str, Any]:
        told = _checked(dict, value, path)
        return MappingProxyType({name: read(told[name], f"{path}.{name}") for name in told})

    return by_name


def _one_of(words: tuple[Any, ...], value: Any, path: str) -> Any:
    if value not in words:
        raise PortalInvalid(f"`{path}` must be one of: {', '.join(map(str, words))}")
    return value


def _checked(kind: type, value: Any, path: str) -> Any:
    # Not isinstance: true would be a number.
    if type(value) is not kind:
        raise PortalInvalid(f"`{path}` must be a JSON {_JSON_NAMES[kind]}")
    return value


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING
