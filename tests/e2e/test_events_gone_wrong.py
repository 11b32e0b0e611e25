"""Events that come twice, out of order or without tokens are answered once and rightly."""

from collections.abc import Iterator

import pytest

from api.cli.portal_control import PortalControl
from tests.e2e.customer import Customer

pytestmark = pytest.mark.e2e


@pytest.fixture
def portal(portal: PortalControl) -> Iterator[PortalControl]:
    yield portal
    portal.switch_events()


def test_doubled_events_without_tokens_are_answered_once(
    portal: PortalControl, customer: Customer
) -> None:
    portal.switch_events(
        duplicate=True, token_less=True, without_bot_tokens=True, without_handler_id=True
    )

    offers = customer.asks("нужен 06A115561B")

    assert "1. VAG 06A115561B" in offers
    assert len(customer.everything_heard()) == 1


def test_an_edit_that_overtakes_its_message_is_what_the_customer_said(
    portal: PortalControl, customer: Customer
) -> None:
    portal.switch_events(reorder=True)
    said = customer.says("нужна деталь 06A999999Z")

    portal.edit(said.message_id, "нужен 06A115561B")

    assert "1. VAG 06A115561B" in customer.hears()
    assert len(customer.everything_heard()) == 1
