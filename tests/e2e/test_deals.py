"""A placed order becomes one deal, through every real process and its death."""

import pytest

from api.cli.portal_control import Deal, PortalControl, RestCall
from api.cli.stack import LocalStack
from api.cli.waiting import wait_for
from tests.e2e.customer import PATIENCE_SECONDS, Customer
from tests.e2e.order_steps import confirms, goes_to_the_summary

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("worker_left_alive")]


def deals_of(customer: Customer) -> list[Deal]:
    return [deal for deal in customer.portal.deals() if deal.lead_id == customer.chat.lead_id]


def slow_calls(portal: PortalControl, method: str) -> list[RestCall]:
    return [call for call in portal.calls(method) if call.fault == "slow"]


def test_two_customers_of_one_phone_share_a_contact_and_have_a_deal_each(
    customer: Customer, portal: PortalControl
) -> None:
    confirms(customer)
    assert customer.sees_lead_in("CONVERTED")
    first = deals_of(customer)
    again = Customer(portal, customer.web)

    confirms(again)

    assert again.sees_lead_in("CONVERTED")
    second = deals_of(again)
    assert [len(first), len(second)] == [1, 1]
    assert first[0].contact_id == second[0].contact_id != 0
    assert first[0].rows == second[0].rows == ("VAG 06A115561B x2",)


@pytest.mark.parametrize("method", ["crm.item.add", "crm.timeline.comment.add"])
def test_a_worker_killed_in_the_middle_of_a_conversion_has_it_finished_by_the_next(
    stack: LocalStack, customer: Customer, portal: PortalControl, method: str
) -> None:
    goes_to_the_summary(customer)
    customer.everything_heard()
    last = max(call.number for call in portal.calls())
    before = len(slow_calls(portal, method))
    portal.fail(method, "slow", delay_seconds=30)
    customer.says("да")
    wait_for(
        lambda: len(slow_calls(portal, method)) > before,
        what=f"{method} was done and its answer is on its way",
        seconds=PATIENCE_SECONDS,
        poll_seconds=0.01,
    )

    stack.worker.kill()
    stack.worker.start()

    assert customer.sees_lead_in("CONVERTED")
    customer.everything_heard()
    assert len(deals_of(customer)) == 1
    assert len(portal.calls(method, after=last)) == 1
