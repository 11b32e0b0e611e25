"""A bot that fetches its events loses none and hears none twice, whatever dies in between."""

import os
from collections.abc import Iterator
from contextlib import closing

import pytest
from redis import Redis

from api.cli.child_process import ChildProcess
from api.cli.portal_control import PortalControl
from api.cli.stack import LocalStack, StackSettings, local_stack
from api.cli.waiting import wait_for
from api.cli.web_control import WebControl
from tests.e2e.conftest import SHORT_TIMES
from tests.e2e.customer import PATIENCE_SECONDS, Customer

pytestmark = pytest.mark.e2e

FETCH, SEND = "imbot.v2.Event.get", "imbot.v2.Chat.Message.send"


@pytest.fixture(scope="module")
def fetching(
    tmp_path_factory: pytest.TempPathFactory,
    needs_redis: None,  # noqa: ARG001 - asked for its refusal
) -> Iterator[LocalStack]:
    environment = dict(os.environ)  # noqa: TID251 - child processes need PATH and the like
    settings = StackSettings(
        folder=tmp_path_factory.mktemp("fetching"),
        environment={k: v for k, v in environment.items() if not k.startswith("CORTEX_")},
        overrides={**SHORT_TIMES, "CORTEX_BITRIX_BUTTONS": "1"},
        web_workers=1,  # no event comes to it
        bot_fetches=True,
    )
    with local_stack(settings, say=lambda _: None) as running:
        yield running


@pytest.fixture
def portal(fetching: LocalStack) -> Iterator[PortalControl]:
    with closing(PortalControl(fetching.emulators.bitrix_url)) as control:
        yield control
        control.stop_failing()


@pytest.fixture
def customer(fetching: LocalStack, portal: PortalControl) -> Customer:
    return Customer(portal, WebControl(fetching.web_url, fetching.tokens.api))


@pytest.fixture
def fetcher(fetching: LocalStack) -> Iterator[ChildProcess]:
    """The fetching process; alive again afterwards, whatever the test did to it."""
    assert fetching.fetcher is not None
    yield fetching.fetcher
    if not fetching.fetcher.alive:
        fetching.fetcher.start()


def forget_offsets(fetching: LocalStack) -> int:
    """Put the store back to before the fetcher wrote down how far it had come."""
    assert fetching.redis is not None
    with closing(Redis.from_url(fetching.redis.url, decode_responses=True)) as client:
        names = list(client.scan_iter(f"{fetching.tokens.redis_prefix}:*:eo:*"))
        return int(client.delete(*names)) if names else 0


def test_a_fetched_message_is_answered_through_version_two(
    customer: Customer, portal: PortalControl
) -> None:
    offers = customer.asks("нужен 06A115561B")

    assert "1. VAG 06A115561B" in offers
    assert customer.sees_lead_in("UC_5SCNOB")
    assert len(customer.everything_heard()) == 1
    assert portal.calls(SEND)
    assert not portal.calls("imbot.message.add")


def test_an_offer_is_chosen_by_pressing_its_button(
    customer: Customer, portal: PortalControl, fetcher: ChildProcess
) -> None:
    customer.asks("нужен 06A115561B")
    offered = portal.messages(customer.chat.chat_id)[-1]
    fetcher.kill()

    portal.press(offered.id, "2")
    fetcher.start()

    assert offered.buttons[:2] == ("1", "2")
    assert customer.sees_lead_in("PROCESSED")


@pytest.mark.parametrize("forgets", [False, True], ids=["offset kept", "offset not kept yet"])
def test_a_fetcher_killed_between_keeping_and_acknowledging_repeats_nothing(
    fetching: LocalStack,
    customer: Customer,
    portal: PortalControl,
    fetcher: ChildProcess,
    *,
    forgets: bool,
) -> None:
    # Started anew it fetches at once; the next round, which acknowledges, comes seconds later.
    fetcher.kill()
    customer.says("нужен 06A115561B")
    fetcher.start()
    offers = customer.hears()
    fetcher.kill()
    seen = len(portal.calls(FETCH))
    forgotten = forget_offsets(fetching) if forgets else 0
    fetcher.start()
    wait_for(
        lambda: len(portal.calls(FETCH)) > seen,
        what="the events are fetched again",
        seconds=PATIENCE_SECONDS,
    )

    assert "1. VAG 06A115561B" in offers
    assert forgotten == int(forgets)
    offsets = [call.params.get("offset") for call in portal.calls(FETCH)[seen:]]
    assert (offsets[0] is None) is forgets
    assert len(customer.everything_heard()) == 1
