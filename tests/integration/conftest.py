"""Emulated portals that several suites look at from outside."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.emulated_desk import Desk, OpenDesk, desks
from tests.integration.install_office import EMULATED, Office, an_office
from tests.integration.portal_client import PortalClient, a_portal_client
from tests.integration.portal_shell import Shell, a_shell


@pytest.fixture
def open_desk() -> Iterator[OpenDesk]:
    with desks() as opened:
        yield opened


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    return open_desk()


@pytest.fixture
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    """The way in for installs; a parameter says how the portal is."""
    with an_office(getattr(request, "param", EMULATED)) as opened:
        yield opened


@pytest.fixture
def shell(redis_url: str, tmp_path: Path) -> Iterator[Shell]:
    with a_shell(redis_url, tmp_path) as opened:
        yield opened


@pytest.fixture
def portal() -> Iterator[PortalClient]:
    with a_portal_client() as opened:
        yield opened
