"""How far a long command has come, told to whoever watches it at a terminal."""

import sys
from dataclasses import dataclass

from api.cli import complain


@dataclass(frozen=True)
class Progress:
    """Says now and then how many were done, where somebody is there to read it."""

    done: str
    """What was done with each, as in "cases played"."""
    every: int

    def __call__(self, count: int, of: int) -> None:
        if count % self.every == 0 and sys.stderr.isatty():
            complain(f"{count} of {of} {self.done} ...")
