"""What a text of an event may look like: decided quickly, and explained by Cerberus if refused."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from cerberus import Validator

from engine.errors import FieldFault, RequestInvalid


@dataclass(frozen=True)
class TextLimit:
    """One text: whether it must be there, how long it may be and of what form."""

    required: bool = False
    maxlength: int | None = None
    form: str | None = None

    def rule(self) -> Mapping[str, object]:
        """Return the limit as Cerberus takes it."""
        # Cerberus ends a pattern with `$`, which lets a line end through; `\Z` does not.
        given = {"maxlength": self.maxlength, "regex": self.form and rf"(?:{self.form})\Z"}
        rule = {name: value for name, value in given.items() if value is not None}
        return {"type": "string", "required": self.required, **rule}


class EventLimits:
    """The limits of all texts of one block of an event.

    This stands before every answer, and Cerberus takes longer for it than all the rest of reading
    an event: it is asked only for what is not plainly good, and then has the last word.
    """

    def __init__(self, limits: Mapping[str, TextLimit]) -> None:
        self._required = frozenset(name for name, limit in limits.items() if limit.required)
        self._longest = {
            name: limit.maxlength for name, limit in limits.items() if limit.maxlength is not None
        }
        self._forms = {
            name: re.compile(limit.form).fullmatch
            for name, limit in limits.items()
            if limit.form is not None
        }
        self._validator = Validator({name: limit.rule() for name, limit in limits.items()})
        # Cerberus keeps the state of a validation in its validator, so one at a time.
        self._lock = Lock()

    def require(self, texts: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the texts; raises RequestInvalid EVENT_INVALID with what is wrong with which."""
        if not self.plainly_met_by(texts):
            self.validate(texts)
        return texts

    def plainly_met_by(self, texts: Mapping[str, Any]) -> bool:
        """Say whether the texts are surely within the limits."""
        if not self._required <= texts.keys():
            return False
        for name, text in texts.items():
            if type(text) is not str:
                return False
            form, longest = self._forms.get(name), self._longest.get(name)
            if form is None and longest is None:
                return False
            if form is not None and form(text) is None:
                return False
            if longest is not None and len(text) > longest:
                return False
        return True

    def validate(self, texts: Mapping[str, Any]) -> None:
        """Raise RequestInvalid as `require` does, by Cerberus alone."""
        with self._lock:
            if self._validator.validate(texts, normalize=False):
                return
            errors = dict(self._validator.errors)
        raise RequestInvalid(
            "the event lacks what it needs or says it in another form",
            code="EVENT_INVALID",
            faults=tuple(_faults(errors)),
        )


def _faults(errors: Mapping[str, list[Any]]) -> Iterator[FieldFault]:
    for name, reasons in errors.items():
        for reason in reasons:
            yield FieldFault("FIELD_INVALID", str(reason), name)
