"""Text with named gaps."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Template:
    """Text with named gaps: literals at even places, variable names at odd ones."""

    parts: tuple[str, ...]

    @property
    def variables(self) -> frozenset[str]:
        return frozenset(self.parts[1::2])

    def render(self, values: Mapping[str, str]) -> str:
        """Fill the gaps; raises KeyError naming a variable that has no value."""
        words = [values[p] if i % 2 else p for i, p in enumerate(self.parts)]
        return "".join(words)
