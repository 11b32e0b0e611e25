"""Who gives an order to Cortex, as it is noted beside what was done."""

import re
from argparse import ArgumentParser, Namespace

from engine.errors import InvalidInput

_NAME = re.compile(r"[\w.@+-]{1,64}")


def add_operator(parser: ArgumentParser) -> None:
    """Let a person say who they are, where the user of the machine does not tell."""
    parser.add_argument("--by", help="who does it; else the user of this machine")


def operator_of(arguments: Namespace) -> str:
    """Return who does it; raises InvalidInput when nobody says so."""
    environment = arguments.surroundings.environment
    name = arguments.by or environment.get("SUDO_USER") or environment.get("USER") or ""
    if not _NAME.fullmatch(name):
        raise InvalidInput("say who you are, in one word: --by NAME", code="USAGE")
    return str(name)
