"""`cortex worker`: take dialogs that have work and serve them, until told to stop."""

from gevent import monkey

monkey.patch_all()  # before anything imports ssl, socket or threading: they must be cooperative

import os  # noqa: E402 - after the patch
from argparse import ArgumentParser, ArgumentTypeError, Namespace  # noqa: E402 - after the patch

from api.settings import settings_of_this_process  # noqa: E402 - after the patch

EXAMPLES = """  cortex worker              settings come from the environment, see docs/settings.md
  cortex worker --processes 3     rules are loaded once, and who dies is replaced at once
  kill -TERM <its pid>       finish the dialogs in hand, then end"""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--processes",
        type=_count,
        metavar="N",
        help="keep N processes forked from this one alive, instead of serving in it",
    )


def _count(written: str) -> int:
    if not written.isdecimal() or not int(written):
        raise ArgumentTypeError("must be a whole number from 1")
    return int(written)


def run(arguments: Namespace) -> int:
    settings = settings_of_this_process()
    folder = settings.metrics_directory.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    # prometheus_client picks shared files over plain memory when this is set before its import.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)  # noqa: TID251 - told, not read
    from api.cli.worker_process import work_alone, work_forked  # noqa: PLC0415 - same

    if arguments.processes is None:
        return work_alone(settings)
    return work_forked(settings, arguments.processes)
