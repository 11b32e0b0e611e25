"""`cortex dead`: messages that were put aside; words of people are shown only when asked for."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from api.bootstrap.store import open_store
from api.cli.exit_codes import ExitCode
from api.cli.operator_name import add_operator, operator_of
from api.cli.readable_entry import moment, readable_document
from api.settings import Settings
from engine.errors import InvalidInput
from engine.ports.operator_queue import DeadLetter, DeadLetterId, OperatorQueue
from integrations.pii import keep_identifier, mask_dialog

EXAMPLES = """  cortex dead list                      what was put aside, the oldest first
  cortex dead show p07-1795671493678-0  one message, words and people masked
  cortex dead show p07-1795671493678-0 --reveal   in full, with its chat
  cortex dead retry p07-1795671493678-0 give it to its dialog again, as if it came in now
  cortex dead drop p07-1795671493678-0  forget it for good"""

LISTED = 100


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="do", required=True, metavar="|".join(_ACTIONS))
    listing = actions.add_parser("list", help="what was put aside")
    listing.add_argument("--limit", type=int, default=LISTED, help="lines at most")
    for name, purpose in (
        ("show", "one message"),
        ("retry", "give it to its dialog again"),
        ("drop", "forget it for good"),
    ):
        action = actions.add_parser(name, help=purpose)
        action.add_argument("id", help="as `list` shows it")
        if name == "show":
            action.add_argument("--reveal", action="store_true", help="words and people unmasked")
        else:
            add_operator(action)


def run(arguments: Namespace) -> int:
    settings = Settings.from_environment(arguments.surroundings.environment)
    with _queue(settings) as queue:
        return _ACTIONS[arguments.do](queue, arguments)


@contextmanager
def _queue(settings: Settings) -> Iterator[OperatorQueue]:
    store = open_store(settings)
    try:
        yield store.operator_queue
    finally:
        store.connection.close()


def _list(queue: OperatorQueue, arguments: Namespace) -> int:
    for letter in queue.dead_letters(limit=max(1, arguments.limit)):
        print(
            f"{letter.id}  {moment(letter.put_aside_at)}  {mask_dialog(letter.dialog)}  "
            f"{keep_identifier(letter.reason)}  failures {letter.failures}"
        )
    return ExitCode.OK


def _show(queue: OperatorQueue, arguments: Namespace) -> int:
    letter = _found(queue, arguments)
    dialog = letter.dialog if arguments.reveal else mask_dialog(letter.dialog)
    print(f"{letter.id}  {moment(letter.put_aside_at)}  {dialog}")
    print(f"reason {keep_identifier(letter.reason)}, failures {letter.failures}")
    print(readable_document(letter.document, reveal=arguments.reveal))
    return ExitCode.OK


def _retry(queue: OperatorQueue, arguments: Namespace) -> int:
    done = queue.retry(_found(queue, arguments), by=operator_of(arguments))
    return _told("retried", arguments, done=done)


def _drop(queue: OperatorQueue, arguments: Namespace) -> int:
    done = queue.drop(_found(queue, arguments), by=operator_of(arguments))
    return _told("dropped", arguments, done=done)


def _told(deed: str, arguments: Namespace, *, done: bool) -> int:
    if not done:
        raise _unknown()
    print(f"{deed}  {arguments.id}")
    return ExitCode.OK


def _found(queue: OperatorQueue, arguments: Namespace) -> DeadLetter:
    letter = queue.dead_letter(DeadLetterId(arguments.id))
    if letter is None:
        raise _unknown()
    return letter


def _unknown() -> InvalidInput:
    return InvalidInput(
        "no message put aside is called so; was it taken up?", code="DEAD_LETTER_UNKNOWN"
    )


_ACTIONS: Mapping[str, Callable[[OperatorQueue, Namespace], int]] = {
    "list": _list,
    "show": _show,
    "retry": _retry,
    "drop": _drop,
}
