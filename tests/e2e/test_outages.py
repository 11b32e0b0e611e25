"""When Bitrix24 or the shop fail, the customer still hears something true, once."""

import pytest

from api.cli.portal_control import PortalControl
from tests.e2e.customer import Customer

pytestmark = pytest.mark.e2e


def test_when_the_shop_is_down_the_customer_is_told_and_a_manager_takes_over(
    customer: Customer, shop: PortalControl
) -> None:
    shop.fail("search/brands", "error_500", times=50)

    # A number that no other test asks for: what the shop said before would be remembered.
    reply = customer.asks("нужен 5QM411105R")

    assert "5QM411105R" in reply
    assert "менеджер" in reply
    assert customer.sees_lead_in("UC_ZA04R1")


def test_a_message_waits_while_the_lead_cannot_be_read_and_is_answered_later(
    customer: Customer, portal: PortalControl
) -> None:
    before = len(portal.calls("crm.item.get"))
    portal.fail("crm.item.get", "html_502", times=1)

    reply = customer.asks("нужен 06A115561B")

    reads = [call.fault for call in portal.calls("crm.item.get")[before:]]
    assert reads[:2] == ["html_502", None]
    assert "1. VAG 06A115561B" in reply
    assert len(customer.everything_heard()) == 1


def test_a_lead_that_cannot_be_written_now_is_written_later_and_nothing_is_said_twice(
    customer: Customer, portal: PortalControl
) -> None:
    portal.fail("crm.item.update", "error_503_limit", times=2)

    customer.asks("нужен 06A115561B")

    assert customer.sees_lead_in("UC_5SCNOB")
    assert len(customer.everything_heard()) == 1


def test_a_lead_without_rights_does_not_silence_its_client(
    customer: Customer, portal: PortalControl
) -> None:
    portal.fail("crm.item.update", "access_denied", times=50)

    prices = customer.asks("нужен 06A115561B")
    taken = customer.asks("1")

    assert "1. VAG 06A115561B" in prices
    assert taken
    assert len(customer.everything_heard()) == 1
