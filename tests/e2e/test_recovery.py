"""Whatever dies in the middle, the customer gets exactly one reply."""

from collections.abc import Iterator

import pytest
import requests

from api.cli.portal_control import PortalControl
from api.cli.private_redis import PrivateRedis
from api.cli.stack import LocalStack
from api.cli.waiting import wait_for
from tests.e2e.customer import PATIENCE_SECONDS, Customer

pytestmark = pytest.mark.e2e

REPLY = "imbot.message.add"


@pytest.fixture
def redis(stack: LocalStack) -> Iterator[PrivateRedis]:
    assert stack.redis is not None
    yield stack.redis
    if not stack.redis.alive:
        stack.redis.start()


def failed_calls(portal: PortalControl, mode: str) -> int:
    return sum(call.fault == mode for call in portal.calls(REPLY))


@pytest.mark.usefixtures("worker_left_alive")
def test_a_worker_killed_after_its_reply_arrived_is_not_repeated_by_the_next(
    stack: LocalStack, customer: Customer, portal: PortalControl
) -> None:
    portal.fail(REPLY, "slow", delay_seconds=30)
    customer.says("нужен 06A115561B")
    applied = customer.hears()

    stack.worker.kill()
    stack.worker.start()

    assert "1. VAG 06A115561B" in applied
    assert customer.sees_lead_in("UC_5SCNOB")
    assert len(customer.everything_heard()) == 1


@pytest.mark.usefixtures("worker_left_alive")
@pytest.mark.parametrize("held_up_seconds", [0, 30], ids=["lost", "while sending"])
def test_a_worker_killed_before_its_reply_arrived_has_it_sent_by_the_next(
    stack: LocalStack, customer: Customer, portal: PortalControl, held_up_seconds: float
) -> None:
    before = failed_calls(portal, "drop_before")
    portal.fail(REPLY, "drop_before", delay_seconds=held_up_seconds)
    customer.says("нужен 06A115561B")
    wait_for(
        lambda: failed_calls(portal, "drop_before") > before,
        what="the reply is lost on its way",
        seconds=PATIENCE_SECONDS,
        poll_seconds=0.01,
    )

    stack.worker.kill()
    stack.worker.start()

    assert "1. VAG 06A115561B" in customer.hears()
    assert customer.sees_lead_in("UC_5SCNOB")
    assert len(customer.everything_heard()) == 1


def test_a_second_worker_shares_the_work_and_no_reply_comes_twice(
    stack: LocalStack, portal: PortalControl, customer: Customer
) -> None:
    second = stack.new_worker("worker-2")
    second.start()
    wait_for(
        lambda: "worker_started" in second.log.read_text(encoding="utf-8"),
        what="the second worker is up",
        seconds=PATIENCE_SECONDS,
    )
    chats = [portal.open_chat() for _ in range(10)]

    said = [portal.say(chat.chat_id, "Здравствуйте!") for chat in chats]
    customer.asks("Здравствуйте!")
    customer.everything_heard()
    second.stop()

    replies = [
        len(portal.replies(chat.chat_id, after=one.message_id))
        for chat, one in zip(chats, said, strict=True)
    ]
    assert replies == [1] * 10


def test_a_dialog_goes_on_after_redis_was_killed_and_started_again(
    redis: PrivateRedis, customer: Customer
) -> None:
    customer.asks("61217726563")

    redis.kill()
    redis.start()
    offers = customer.asks("деталь")

    assert "1. BMW 61217726563" in offers
    assert len(customer.everything_heard()) == 1


def test_what_is_said_while_redis_is_down_is_answered_in_order_once_it_is_back(
    stack: LocalStack, redis: PrivateRedis, customer: Customer
) -> None:
    redis.kill()
    said = [customer.says(text) for text in ("61217726563", "деталь")]
    ready = requests.get(f"{stack.web_url}/health/ready", timeout=15)

    redis.start()
    wait_for(
        lambda: len(customer.replies()) >= len(said),
        what="everything is answered",
        seconds=PATIENCE_SECONDS,
    )
    heard = customer.everything_heard()

    assert [one.webhook_status for one in said] == [200, 200]
    assert (ready.status_code, ready.json()["reasons"]) == (503, ["REDIS_UNAVAILABLE"])
    assert (ready.json()["spool"]["dialogs"], ready.json()["warnings"]) == (1, ["SPOOL_WAITS"])
    assert ["1. BMW 61217726563" in reply for reply in heard] == [False, True]
