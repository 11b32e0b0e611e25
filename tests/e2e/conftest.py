"""One whole stack for all end-to-end tests, with times short enough to see it recover."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from api.cli.portal_control import PortalControl
from api.cli.stack import LocalStack, StackSettings, local_stack
from api.cli.web_control import WebControl
from engine.errors import CortexError
from integrations.redis.launcher import find_server
from tests.e2e.customer import Customer
from tests.unit.api.cli.sealed_rules import sealed_copy

SHORT_TIMES = {
    "CORTEX_HTTP_TOTAL_SECONDS": "2",
    "CORTEX_LOCK_SECONDS": "3",
    "CORTEX_PORTAL_CALL_SECONDS": "6",
    "CORTEX_RECLAIM_SECONDS": "4",
    "CORTEX_RELOAD_SECONDS": "1",
    "CORTEX_ABCP_ORDER_SECONDS": "5",
    # All tests talk to one portal: by its true limit each would wait for those before it.
    "CORTEX_PORTAL_CALLS_AT_ONCE": "1000",
    "CORTEX_PORTAL_CALLS_PER_SECOND": "100",
}


@pytest.fixture(scope="session")
def needs_redis() -> None:
    """Skip where there is no Redis, which in CI is a failure."""
    try:
        find_server()
    except CortexError as error:
        if _environment().get("CI") == "true":
            pytest.fail(f"no Redis in CI: {error.code} {error.message}")
        pytest.skip(f"no Redis here: {error.code} {error.message}")


@contextmanager
def a_stack(folder: Path, *, versions: str = "*") -> Iterator[LocalStack]:
    """Start a stack that serves a copy of the rules; it ends with the block."""
    settings = StackSettings(
        folder=folder,
        environment={k: v for k, v in _environment().items() if not k.startswith("CORTEX_")},
        overrides=SHORT_TIMES,
        rules=sealed_copy(folder / "rules", versions=versions),
    )
    with local_stack(settings, say=lambda _: None) as running:
        yield running


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, needs_redis: None) -> Iterator[LocalStack]:  # noqa: ARG001 - asked for its refusal
    with a_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a person stands: an empty folder beside the rules."""
    base = tmp_path_factory.mktemp("run")
    sealed_copy(base / "rules")
    return base


@pytest.fixture
def worker_left_alive(stack: LocalStack) -> Iterator[None]:
    """Leave a running worker behind, whatever the test did to it."""
    yield
    if not stack.worker.alive:
        stack.worker.start()


@pytest.fixture
def portal(stack: LocalStack) -> Iterator[PortalControl]:
    with closing(PortalControl(stack.emulators.bitrix_url)) as control:
        yield control
        control.stop_failing()


@pytest.fixture
def shop(stack: LocalStack) -> Iterator[PortalControl]:
    with closing(PortalControl(stack.emulators.abcp_url)) as control:
        yield control
        control.stop_failing()


@pytest.fixture
def web(stack: LocalStack) -> WebControl:
    return WebControl(stack.web_url, stack.tokens.api)


@pytest.fixture
def customer(portal: PortalControl, web: WebControl) -> Customer:
    return Customer(portal, web)


def _environment() -> dict[str, str]:
    return dict(os.environ)  # noqa: TID251 - child processes need PATH and the like
