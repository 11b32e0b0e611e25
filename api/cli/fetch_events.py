"""`cortex fetch-events`: bring events in from portals that keep them until they are fetched."""

from gevent import monkey

monkey.patch_all()  # before anything imports ssl, socket or threading: they must be cooperative

import os  # noqa: E402 - after the patch
from argparse import ArgumentParser, Namespace  # noqa: E402 - after the patch

from api.settings import settings_of_this_process  # noqa: E402 - after the patch

EXAMPLES = """  cortex fetch-events        for every portal that keeps its events, until stopped
  kill -TERM <its pid>       finish the round in hand, then end"""


def add_arguments(parser: ArgumentParser) -> None:
    """Take none: a fetcher is set up by its environment alone."""
    del parser


def run(_: Namespace) -> int:
    settings = settings_of_this_process()
    folder = settings.metrics_directory.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    # prometheus_client picks shared files over plain memory when this is set before its import.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)  # noqa: TID251 - told, not read
    from api.cli.fetcher_process import fetch  # noqa: PLC0415 - imports prometheus_client

    return fetch(settings)
