"""A command that fails in the way its argument names."""

from argparse import ArgumentParser, Namespace

from engine.errors import CortexError, Fault, FilesInvalid, InvalidInput

EXAMPLES = "  cortex break input"

FAULTS = (
    Fault("rules/a.yaml", 1, 2, "UNKNOWN_FACT", "no such fact"),
    Fault("rules/b.yaml", 3, 4, "TIE_IN_GROUP", "two rules, one priority"),
)
FAILURES = {
    "input": InvalidInput("the words are wrong", code="WORDS_WRONG"),
    "files": FilesInvalid(FAULTS),
    "outside": CortexError("nobody answers", code="NOBODY_ANSWERS"),
    "bug": KeyError("79031234567"),
    "keyboard": KeyboardInterrupt(),
}


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("failure", choices=FAILURES)


def run(arguments: Namespace) -> int:
    raise FAILURES[arguments.failure]
