"""How a portal has set up its CRM, as far as the bot depends on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from integrations.bitrix24.batch import Read, read_together
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.wire_values import each, mapping, text, unreadable, whole

_MODE, _STATUSES = "crm.settings.mode.get", "crm.status.list"
_READS = {
    "mode": Read(_MODE, {}),
    "leads": Read(_STATUSES, {"filter": {"ENTITY_ID": "STATUS"}}),
    "deals": Read(_STATUSES, {"filter": {"ENTITY_ID": "DEAL_STAGE"}}),
    "lead_fields": Read("crm.lead.fields", {}),
    "deal_fields": Read("crm.deal.fields", {}),
}
_CLASSIC = 1
_IN_PROGRESS = "P"


@dataclass(frozen=True)
class CrmSetup:
    """What a portal has; statuses and stages with their semantics: P, S success or F failure."""

    has_leads: bool
    lead_statuses: Mapping[str, str]
    deal_stages: Mapping[str, str]
    lead_fields: frozenset[str]
    deal_fields: frozenset[str]


def read_crm_setup(client: Bitrix24Client, portal: Portal) -> CrmSetup:
    """Ask the portal in one request; raises CallFailed as a call does."""
    found = read_together(client, portal, _READS)
    return CrmSetup(
        # Bitrix24 documentation, tutorials/crm/how-to-add-objects-with-crm-mode.md: 1, 2 simple.
        has_leads=whole(found["mode"]) == _CLASSIC,
        lead_statuses=semantics_by_status(found["leads"]),
        deal_stages=semantics_by_status(found["deals"]),
        lead_fields=field_names(found["lead_fields"], operation="crm.lead.fields"),
        deal_fields=field_names(found["deal_fields"], operation="crm.deal.fields"),
    )


def semantics_by_status(result: Any) -> Mapping[str, str]:
    """Read the answer of crm.status.list."""
    if not isinstance(result, list | dict):
        raise unreadable(_STATUSES)
    rows = [mapping(row) for row in each(result)]
    return {text(row.get("STATUS_ID")): text(row.get("SEMANTICS")) or _IN_PROGRESS for row in rows}


def field_names(result: Any, *, operation: str) -> frozenset[str]:
    """Read the answer of crm.lead.fields or crm.deal.fields."""
    names = frozenset(mapping(result))
    if not names:
        raise unreadable(operation)
    return names
