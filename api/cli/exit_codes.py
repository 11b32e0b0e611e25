"""What the exit code of a command tells the caller."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every `cortex` command.

    GATE_NOT_MET is reserved for suites of golden cases that run but stay below their floors; it
    keeps its number so that scripts written today read it right.
    """

    OK = 0
    FAILED = 1
    GATE_NOT_MET = 2
    BAD_INPUT = 3
    INTERNAL = 4
