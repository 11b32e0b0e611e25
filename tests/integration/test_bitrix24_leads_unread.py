"""A lead that cannot be read because of tokens or addresses is read later: no message is lost."""

import pytest

from engine.errors import CallNotRun, CallRefused
from integrations.bitrix24.leads import PortalLeads
from tests.integration.test_bitrix24_portal_access import EMULATED, Office, office

__all__ = ["office"]


def read(office: Office, lead_id: int) -> str:
    lead = PortalLeads(office.client, office.directory).read(
        member_id=EMULATED.member_id, lead_id=lead_id
    )
    assert lead is not None
    return lead.status_id


@pytest.mark.parametrize(
    "mode", ["error_expired_token", "error_no_auth_found", "error_invalid_credentials"]
)
def test_a_way_that_fails_twice_leaves_the_lead_for_later(office: Office, mode: str) -> None:
    lead_id = office.control("chats")["lead_id"]
    office.control("faults", method="crm.item.get", mode=mode, times=2)

    with pytest.raises(CallNotRun):
        read(office, lead_id)


def test_a_lead_that_nobody_may_read_is_refused_for_good(office: Office) -> None:
    lead_id = office.control("chats")["lead_id"]
    office.control("faults", method="crm.item.get", mode="access_denied")

    with pytest.raises(CallRefused):
        read(office, lead_id)
