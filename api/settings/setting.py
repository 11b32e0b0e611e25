"""One environment variable, and the error for a bad one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.settings.readers import Reader
from engine.errors import InvalidInput


class SettingInvalid(InvalidInput):
    """Raised at start for a bad or missing variable; names it, never its value."""

    code = "SETTING_INVALID"

    def __init__(self, variable: str, problem: str) -> None:
        super().__init__(f"{variable}: {problem}")
        self.variable = variable


@dataclass(frozen=True)
class Setting:
    """One variable; `default` is its text."""

    variable: str
    default: str
    reader: Reader
    meaning: str

    def value(self, environ: Mapping[str, str]) -> Any:
        """Return the checked value; an empty variable counts as absent."""
        raw = environ.get(self.variable, "").strip() or self.default
        try:
            return self.reader.read(raw)
        except ValueError as error:
            # The problems below never quote the value, which may be a secret.
            raise SettingInvalid(self.variable, str(error)) from error
