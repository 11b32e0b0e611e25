"""Which deal of a lead an order goes on with, and what it is given."""

import pytest

from integrations.bitrix24.crm_wire import DealCard
from integrations.bitrix24.deal_choice import deal_of_order, missing_in_deal

OURS = DealCard(9, originator_id="cortex", origin_id="102")
OURS_OF_ANOTHER_ORDER = DealCard(8, originator_id="cortex", origin_id="101")
OF_A_PERSON = DealCard(7)
LOST = DealCard(6, lost=True)
OF_ANOTHER_PROGRAM = DealCard(5, originator_id="1c", origin_id="55")


@pytest.mark.parametrize(
    ("deals", "chosen"),
    [
        ([], None),
        ([OF_A_PERSON, OURS], OURS),
        ([DealCard(10, originator_id="cortex", origin_id="102"), OURS], OURS),
        ([OURS_OF_ANOTHER_ORDER], None),
        ([OURS_OF_ANOTHER_ORDER, OF_A_PERSON], OF_A_PERSON),
        ([LOST], None),
        ([OF_A_PERSON, OF_ANOTHER_PROGRAM], OF_ANOTHER_PROGRAM),
    ],
)
def test_an_existing_deal_is_respected(deals: list[DealCard], chosen: DealCard | None) -> None:
    assert deal_of_order("102", deals) == chosen


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
