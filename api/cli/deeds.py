"""`cortex deeds`: what operators did to messages put aside and effects that waited, and who."""

from argparse import ArgumentParser, Namespace

from api.bootstrap.store import open_store
from api.cli.exit_codes import ExitCode
from api.cli.readable_entry import moment
from api.settings import Settings
from integrations.pii import mask_dialog, scrub

EXAMPLES = """  cortex deeds               the latest first; why something was settled is masked
  cortex deeds --reveal      with reasons and chats in full
  cortex deeds --limit 1000"""

LISTED = 100


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=LISTED, help="lines at most")
    parser.add_argument("--reveal", action="store_true", help="reasons and chats in full")


def run(arguments: Namespace) -> int:
    store = open_store(Settings.from_environment(arguments.surroundings.environment))
    try:
        for deed in store.operator_queue.deeds(limit=max(1, arguments.limit)):
            subject = deed.subject if arguments.reveal else _masked(deed.subject, deed.dialog)
            who, colon, why = deed.by.partition(": ")
            reason = why if arguments.reveal else scrub(why)
            print(f"{moment(deed.at)}  {deed.did}  {subject}  {who}{colon}{reason}")
    finally:
        store.connection.close()
    return ExitCode.OK


def _masked(subject: str, dialog: str) -> str:
    # The name of a message put aside holds nothing of its dialog; the key of an effect begins so.
    return mask_dialog(subject) if subject.startswith(dialog) else subject
