"""The `cortex` command line: one module per command, imported only when it is asked for."""

import importlib
import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn, Protocol, cast

from api.cli.exit_codes import ExitCode
from api.cli.surroundings import Surroundings, surroundings_of_this_process
from engine.errors import CortexError, FilesInvalid, InvalidInput, place_of


@dataclass(frozen=True)
class Command:
    """Where a command lives and what it is for."""

    module: str
    purpose: str


COMMANDS: Mapping[str, Command] = {
    "check": Command("api.cli.check", "check the contract and rulesets, run all rule examples"),
    "fmt": Command("api.cli.fmt", "lay rule files out in the one way, keeping what they mean"),
    "test": Command("api.cli.test", "run the examples of rules while they are being written"),
    "new-version": Command("api.cli.new_version", "copy a ruleset version to a new one to edit"),
    "seal": Command("api.cli.seal", "write the file hashes of a version into its manifest"),
    "diff": Command("api.cli.diff", "name the messages that two versions decide otherwise"),
    "schemas": Command("api.cli.schemas", "compare or write the JSON Schemas of rule files"),
    "eval": Command("api.cli.eval", "decide a message and show why; --jsonl for many"),
    "golden": Command("api.cli.golden", "play the golden cases against a version: run"),
    "explain": Command("api.cli.explain", "show why rules fire on a message, or why one does not"),
    "chat": Command("api.cli.chat", "type as a customer against a running `make run`"),
    "worker": Command("api.cli.worker", "take dialogs that have work, until stopped"),
    "dead": Command("api.cli.dead", "messages put aside: list, show, retry, drop"),
    "effects": Command(
        "api.cli.effects", "what was done or waits for a person: list, show, settle"
    ),
    "deeds": Command("api.cli.deeds", "what operators did to those, and who"),
    "archive": Command("api.cli.archive", "files of what has ended: verify"),
    "portal": Command("api.cli.portal", "keep, list and check the portals in Redis"),
    "fetch-events": Command("api.cli.fetch_events", "bring in events that portals keep for us"),
    "emulators": Command("api.cli.emulators", "serve Bitrix24 and ABCP look-alikes"),
    "run": Command("api.cli.run", "everything on this machine, until Ctrl-C"),
    "demo": Command("api.cli.demo", "play a conversation through the real webhook and check it"),
}


_NAME_WIDTH = max(map(len, COMMANDS)) + 1


class CommandModule(Protocol):
    """What every command module offers; `EXAMPLES` stands at the end of its --help.

    Among the arguments, `surroundings` is there for those that read variables or standard input.
    """

    EXAMPLES: str

    def add_arguments(self, parser: ArgumentParser) -> None: ...

    def run(self, arguments: Namespace) -> int: ...


def main(
    argv: Sequence[str] | None = None,
    *,
    commands: Mapping[str, Command] = COMMANDS,
    surroundings: Surroundings | None = None,
) -> int:
    """Run one command and return its exit code; errors become one line each, never a traceback.

    Arguments and surroundings that are not given are those of this process.
    """
    words = sys.argv[1:] if argv is None else argv
    try:
        return _dispatch(words, commands, surroundings or surroundings_of_this_process())
    except CortexError as error:
        return _refuse(error)
    except KeyboardInterrupt:
        complain("INTERRUPTED stopped by the keyboard")
        return ExitCode.FAILED
    except BrokenPipeError:
        # The reader left, as `head` does: nothing more can be said, also not while exiting.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.FAILED
    except Exception as error:  # noqa: BLE001 - the process edge of the command line
        complain(f"INTERNAL {type(error).__name__} at {place_of(error)}; this is a fault of Cortex")
        return ExitCode.INTERNAL


def complain(*lines: str) -> None:
    """Print error lines."""
    for line in lines:
        print(line, file=sys.stderr)


def _refuse(error: CortexError) -> int:
    if isinstance(error, FilesInvalid):
        complain(*map(str, error.faults))
    else:
        complain(f"{error.code} {error.message}")
    return ExitCode.BAD_INPUT if isinstance(error, InvalidInput) else ExitCode.FAILED


class _Parser(ArgumentParser):
    """Raises for bad usage, because argparse's own exit code means something else here."""

    def error(self, message: str) -> NoReturn:
        raise InvalidInput(f"{message}; see `{self.prog} --help`", code="USAGE")


def _dispatch(
    argv: Sequence[str], commands: Mapping[str, Command], surroundings: Surroundings
) -> int:
    if not argv or argv[0] in {"-h", "--help"}:
        print(_overview(commands))
        return ExitCode.OK if argv else ExitCode.BAD_INPUT
    name, rest = argv[0], argv[1:]
    if name not in commands:
        raise InvalidInput(f"no command `{name}`; see `cortex --help`", code="USAGE")
    command = cast("CommandModule", importlib.import_module(commands[name].module))
    parser = _Parser(
        prog=f"cortex {name}",
        description=_sentence(commands[name].purpose),
        epilog=f"examples:\n{command.EXAMPLES}",
        formatter_class=RawDescriptionHelpFormatter,
    )
    command.add_arguments(parser)
    return command.run(parser.parse_args(rest, Namespace(surroundings=surroundings)))


def _sentence(purpose: str) -> str:
    # Not capitalize(), which would make Bitrix24 and Ctrl-C lower-case.
    return f"{purpose[:1].upper()}{purpose[1:]}."


def _overview(commands: Mapping[str, Command]) -> str:
    listed = "\n".join(
        f"  {name:<{_NAME_WIDTH}} {command.purpose}" for name, command in commands.items()
    )
    codes = ", ".join(f"{code} {code.name.lower().replace('_', ' ')}" for code in ExitCode)
    return (
        f"usage: cortex COMMAND [OPTIONS]\n\n{listed}\n\n"
        f"`cortex COMMAND --help` shows options and examples. Exit codes: {codes}."
    )
