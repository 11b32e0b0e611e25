"""Which deal of a lead an order goes on with, and what it is given."""

import pytest

from integrations.bitrix24.crm_wire import DealCard
from integrations.bitrix24.deal_choice import deal_of_order, deals_to_fill, missing_in_deal

OURS = DealCard(9, originator_id="cortex", origin_id="102")
OURS_OF_ANOTHER_ORDER = DealCard(8, originator_id="cortex", origin_id="101")
OF_A_PERSON = DealCard(7)
CLOSED = DealCard(6, closed=True)
OF_ANOTHER_PROGRAM = DealCard(5, originator_id="1c", origin_id="55")
YOUNGER = DealCard(11)


@pytest.mark.parametrize(
    ("deals", "chosen"),
    [
        ([], None),
        ([OF_A_PERSON, OURS], OURS),
        ([DealCard(10, originator_id="cortex", origin_id="102"), OURS], OURS),
        ([OURS_OF_ANOTHER_ORDER, OF_A_PERSON, OF_ANOTHER_PROGRAM], None),
        ([DealCard(9, originator_id="1c", origin_id="102")], None),
    ],
)
def test_a_deal_of_this_very_order_is_gone_on_with(
    deals: list[DealCard], chosen: DealCard | None
) -> None:
    assert deal_of_order("102", deals) == chosen


def test_only_open_deals_of_no_origin_may_have_been_made_for_this_sale() -> None:
    deals = [OURS, YOUNGER, OURS_OF_ANOTHER_ORDER, CLOSED, OF_ANOTHER_PROGRAM, OF_A_PERSON]

    assert deals_to_fill(deals) == (OF_A_PERSON, YOUNGER)


@pytest.mark.parametrize(
    ("deal", "missing"),
    [
        (
            OF_A_PERSON,
            {"contactId": 4, "originatorId": "cortex", "originId": "102", "UF_N": "102"},
        ),
        (DealCard(7, 3, "1c", "55", order_number="99"), {}),
        (DealCard(9, 4, "cortex", "102", order_number="102"), {}),
    ],
)
def test_a_deal_is_completed_and_nothing_in_it_replaced(
    deal: DealCard, missing: dict[str, object]
) -> None:
    given = missing_in_deal(deal, order_number="102", contact_id=4, order_number_field="UF_N")

    assert given == missing


def test_a_portal_without_a_field_for_the_order_gets_none() -> None:
    given = missing_in_deal(OURS, order_number="102", contact_id=None, order_number_field="")

    assert given == {}
