"""What the exit code of a command tells the caller."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every `cortex` command.

    GATE_NOT_MET is for golden cases that were played but stay below what the suite demands.
    """

    OK = 0
    FAILED = 1
    GATE_NOT_MET = 2
    BAD_INPUT = 3
    INTERNAL = 4
