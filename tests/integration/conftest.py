"""Emulated portals that several suites look at from outside."""

from collections.abc import Iterator

import pytest

from tests.integration.emulated_desk import Desk, OpenDesk, desks


@pytest.fixture
def open_desk() -> Iterator[OpenDesk]:
    with desks() as opened:
        yield opened


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    return open_desk()
