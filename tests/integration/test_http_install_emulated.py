"""What the emulated portal sends when people install, open and remove the application."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import requests

from tests.integration.install_office import EVENTS_PATH, PATH, Office


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(office: Office) -> Iterator[str]:
    """Serve the edge of the office on a real socket and give its address."""
    with make_server("127.0.0.1", 0, office.edge.app, handler_class=_Quiet) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def told(office: Office, deed: str, **body: Any) -> Any:
    answer = requests.post(f"{office.url}/_emulator/app/{deed}", json=body, timeout=10)
    answer.raise_for_status()
    return answer.json()["webhook_status"]


@pytest.mark.parametrize("path", [PATH, EVENTS_PATH], ids=["install", "events"])
def test_a_portal_installs_and_removes_the_application(office: Office, path: str) -> None:
    with served(office) as address:
        installed = told(office, "install", url=f"{address}{path}")
        kept = office.kept()
        again = told(office, "install", url=f"{address}{path}")
        removed = told(office, "uninstall", url=f"{address}{EVENTS_PATH}")
        left = office.kept()
        cleaned = told(office, "uninstall", url=f"{address}{EVENTS_PATH}", clean=True)

    assert (installed, again, removed, cleaned) == (200, 409, 200, 403)
    assert (kept.installed, left.installed) == (True, False)


def test_a_portal_that_removes_the_settings_too_is_forgotten(office: Office) -> None:
    with served(office) as address:
        told(office, "install", url=f"{address}{PATH}")
        told(office, "uninstall", url=f"{address}{EVENTS_PATH}", clean=True)

    assert office.records.all() == {}


def test_a_portal_opens_the_application_in_a_frame(office: Office) -> None:
    with served(office) as address:
        opened = told(office, "open", url=f"{address}{PATH}")
        again = told(office, "open", url=f"{address}{PATH}")

    assert (opened, again) == (200, 409)
    assert office.kept().installed
