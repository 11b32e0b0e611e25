"""`cortex worker`: take dialogs that have work and serve them, until told to stop."""

from gevent import monkey

monkey.patch_all()  # before anything imports ssl, socket or threading: they must be cooperative

import os  # noqa: E402 - after the patch
from argparse import ArgumentParser, Namespace  # noqa: E402 - after the patch

from api.settings import settings_of_this_process  # noqa: E402 - after the patch

EXAMPLES = """  cortex worker              settings come from the environment, see docs/settings.md
  kill -TERM <its pid>       finish the dialogs in hand, then end"""


def add_arguments(parser: ArgumentParser) -> None:
    """Take none: a worker is set up by its environment alone."""
    del parser


def run(_: Namespace) -> int:
    settings = settings_of_this_process()
    folder = settings.metrics_directory.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    # prometheus_client picks shared files over plain memory when this is set before its import.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)  # noqa: TID251 - told, not read
    from api.cli.worker_process import work  # noqa: PLC0415 - imports prometheus_client

    return work(settings)
