"""What is told of a CRM that the bot cannot work with, and nothing of one that it can."""

from dataclasses import replace

import pytest

from engine.errors import OutcomeUnknown
from integrations.bitrix24.crm_faults import crm_faults
from integrations.bitrix24.crm_fields import CrmFields
from integrations.bitrix24.crm_setup import CrmSetup, field_names, semantics_by_status
from integrations.bitrix24.portal import Portal
from tests.unit.api.edge import the_contract
from tests.unit.integrations.bitrix24.test_portal_directory import a_portal

PORTAL = replace(a_portal("m1"), lead_part_number_field="UF_CRM_1")
STATUSES = {
    **dict.fromkeys(the_contract().status_ids.values(), "P"),
    **dict.fromkeys(PORTAL.manual_statuses | PORTAL.disabled_statuses, "P"),
    "CONVERTED": "S",
    "JUNK": "F",
}
GOOD = CrmSetup(
    has_leads=True,
    lead_statuses=STATUSES,
    deal_stages={"NEW": "P", "WON": "S", "LOSE": "F"},
    lead_fields=frozenset({"TITLE", "UF_CRM_1"}),
    deal_fields=frozenset({"TITLE", "UF_CRM_2"}),
)


def codes(setup: CrmSetup, portal: Portal = PORTAL) -> list[str]:
    faults = crm_faults(setup, portal, the_contract().status_ids)
    return [fault.code for fault in faults]


def without(status_id: str) -> CrmSetup:
    return replace(GOOD, lead_statuses={k: v for k, v in STATUSES.items() if k != status_id})


def test_a_portal_that_has_everything_has_no_fault() -> None:
    assert codes(GOOD) == []


@pytest.mark.parametrize("status_id", sorted(STATUSES))
def test_every_status_that_is_used_must_be_there(status_id: str) -> None:
    assert codes(without(status_id)) == ["STATUS_UNKNOWN"]


def test_a_portals_own_status_takes_the_place_of_the_usual_one() -> None:
    own = replace(PORTAL, statuses={"PRICING": "UC_OWN"})

    assert codes(without("UC_5SCNOB"), own) == ["STATUS_UNKNOWN"]
    with_own = {**without("UC_5SCNOB").lead_statuses, "UC_OWN": "P"}
    assert codes(replace(GOOD, lead_statuses=with_own), own) == []


def test_a_status_for_a_stage_that_does_not_exist_is_told() -> None:
    assert codes(GOOD, replace(PORTAL, statuses={"PRICE": "NEW"})) == ["STAGE_UNKNOWN"]


@pytest.mark.parametrize("setting", ["manual_statuses", "disabled_statuses"])
def test_a_status_of_people_must_be_there_too(setting: str) -> None:
    asked: dict[str, frozenset[str]] = {setting: frozenset({"UC_NOWHERE"})}
    portal = Portal(**{**vars(PORTAL), **asked})

    assert codes(GOOD, portal) == ["STATUS_UNKNOWN"]


@pytest.mark.parametrize(
    ("status_id", "semantics"),
    [("CONVERTED", "P"), ("CONVERTED", "F"), ("JUNK", "P"), ("JUNK", "S"), ("UC_5SCNOB", "F")],
)
def test_a_status_that_means_something_else_is_told(status_id: str, semantics: str) -> None:
    turned = replace(GOOD, lead_statuses={**STATUSES, status_id: semantics})

    assert codes(turned) == ["STATUS_MISPLACED"]


def test_of_a_portal_without_leads_nothing_else_is_told() -> None:
    assert codes(replace(GOOD, has_leads=False, lead_statuses={})) == ["LEADS_OFF"]


@pytest.mark.parametrize("stages", [{}, {"WON": "S", "LOSE": "F"}])
def test_deals_need_a_stage_to_begin_in(stages: dict[str, str]) -> None:
    assert codes(replace(GOOD, deal_stages=stages)) == ["DEAL_STAGES_MISSING"]


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        (CrmFields(), 0),
        (CrmFields(lead_address="UF_CRM_1", deal_address="UF_CRM_2"), 0),
        (CrmFields(lead_address="UF_CRM_2"), 1),
        (CrmFields(lead_order_number="UF_CRM_2", lead_decision_log="UF_CRM_2"), 2),
        (CrmFields(deal_order_number="UF_CRM_1", deal_address="UF_CRM_1"), 2),
    ],
)
def test_a_field_that_writes_into_nothing_is_told(fields: CrmFields, count: int) -> None:
    assert codes(GOOD, replace(PORTAL, crm_fields=fields)) == ["FIELD_UNKNOWN"] * count


def test_every_fault_says_what_to_do() -> None:
    broken = CrmSetup(
        has_leads=True,
        lead_statuses={"CONVERTED": "P"},
        deal_stages={},
        lead_fields=frozenset({"TITLE"}),
        deal_fields=frozenset({"TITLE"}),
    )

    faults = crm_faults(broken, PORTAL, the_contract().status_ids)

    assert all(fault.what and fault.advice for fault in faults)
    assert {fault.code for fault in faults} == {
        *("STATUS_UNKNOWN", "STATUS_MISPLACED", "DEAL_STAGES_MISSING", "FIELD_UNKNOWN"),
    }


def test_semantics_come_as_text_or_nothing_in_a_list_or_a_map() -> None:
    rows = [{"STATUS_ID": "NEW", "SEMANTICS": None}, {"STATUS_ID": "JUNK", "SEMANTICS": "F"}]

    assert semantics_by_status(rows) == {"NEW": "P", "JUNK": "F"}
    assert semantics_by_status({"3": rows[1]}) == {"JUNK": "F"}


@pytest.mark.parametrize("result", [None, "x", 7])
def test_an_answer_of_another_shape_is_no_answer(result: object) -> None:
    with pytest.raises(OutcomeUnknown):
        semantics_by_status(result)


@pytest.mark.parametrize("result", [None, [], {}])
def test_items_without_any_field_are_no_answer(result: object) -> None:
    with pytest.raises(OutcomeUnknown):
        field_names(result, operation="crm.lead.fields")
