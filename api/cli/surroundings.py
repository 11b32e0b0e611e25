"""What a command finds around it beside its arguments: variables and standard input."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from api.settings.surroundings import environment_of_this_process


@dataclass(frozen=True)
class Surroundings:
    """The variables, and what is typed or piped in."""

    environment: Mapping[str, str] = field(repr=False)
    standard_input: Callable[[], BinaryIO]


def surroundings_of_this_process() -> Surroundings:
    """Return those of a command typed in a terminal."""
    return Surroundings(environment_of_this_process(), lambda: sys.stdin.buffer)
