"""/metrics tells the sum over all web processes, whichever of them answers."""

from urllib.parse import urlsplit

import pytest

from api.cli.stack import LocalStack
from api.cli.web_control import WebControl
from tests.e2e.customer import Customer

pytestmark = pytest.mark.e2e

EVENTS = "cortex_webhook_requests_total"


def test_events_taken_by_two_processes_add_up_on_the_page(
    stack: LocalStack, web: WebControl, customer: Customer
) -> None:
    queued, repeated = web.total(EVENTS, result="queued"), web.total(EVENTS, result="duplicate")
    said = customer.keeps_back("Здравствуйте!")

    answers = web.post_at_once(
        urlsplit(stack.webhook_url).path, said.body, processes=2, per_process=3
    )

    assert len(answers) == 2
    assert web.total(EVENTS, result="queued") == queued + 1
    assert web.total(EVENTS, result="duplicate") == repeated + 5
    assert len(customer.everything_heard()) == 1


def test_decisions_and_effects_of_the_worker_are_on_the_page_of_the_web_service(
    web: WebControl, customer: Customer
) -> None:
    decisions = web.total("cortex_decisions_total", intent="SMALL_TALK")
    replies = web.total("cortex_effects_total", action="chat_reply", result="succeeded")

    customer.asks("Здравствуйте!")
    customer.everything_heard()

    assert web.total("cortex_decisions_total", intent="SMALL_TALK") == decisions + 1
    assert web.total("cortex_effects_total", action="chat_reply", result="succeeded") == replies + 1
