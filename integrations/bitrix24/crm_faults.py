"""What in a portal's CRM keeps the bot from its work."""

from collections.abc import Iterator, Mapping
from itertools import chain

from engine.ports.portals import PortalPolicy
from integrations.bitrix24.crm_setup import CrmSetup
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_fault import PortalFault
from integrations.bitrix24.portal_policies import policy_of

_FINAL_STAGES = {"DEAL": ("S", "success"), "LOST": ("F", "failure")}
_IN_PROGRESS = ("P", "work in progress")


def crm_faults(
    setup: CrmSetup, portal: Portal, status_ids: Mapping[str, str]
) -> tuple[PortalFault, ...]:
    """Return everything that is wrong; nothing else is told of a portal without leads.

    `status_ids` are the usual statuses by stage.
    """
    policy = policy_of(portal, status_ids)
    if not setup.has_leads:
        return (
            PortalFault(
                "LEADS_OFF",
                "the CRM works without leads (simple mode)",
                "every sale of the bot is a lead: switch leads on in the settings of the CRM",
            ),
        )
    return tuple(
        chain(
            _unknown_stages(portal, status_ids),
            _unknown_statuses(setup, policy),
            _misplaced_statuses(setup, policy),
            _deal_stages(setup),
            _unknown_fields(setup, portal),
        )
    )


def _unknown_stages(portal: Portal, status_ids: Mapping[str, str]) -> Iterator[PortalFault]:
    for stage in sorted(portal.statuses.keys() - status_ids.keys()):
        yield PortalFault(
            "STAGE_UNKNOWN",
            f"`statuses` names a stage {stage}, which rules never reach",
            f"the stages are: {', '.join(status_ids)}",
        )


def _unknown_statuses(setup: CrmSetup, policy: PortalPolicy) -> Iterator[PortalFault]:
    used: dict[str, list[str]] = {}
    for stage, status_id in policy.status_ids.items():
        used.setdefault(status_id, []).append(stage)
    for name in ("manual_statuses", "disabled_statuses"):
        for status_id in getattr(policy, name):
            used.setdefault(status_id, []).append(name)
    for status_id in sorted(used.keys() - setup.lead_statuses.keys()):
        yield PortalFault(
            "STATUS_UNKNOWN",
            f"no lead status {status_id}, which is used for {', '.join(used[status_id])}",
            "add it to the lead statuses of the portal, or name the portal's own in its file:"
            " `statuses` by stage, `manual_statuses`, `disabled_statuses`",
        )


def _misplaced_statuses(setup: CrmSetup, policy: PortalPolicy) -> Iterator[PortalFault]:
    for stage, status_id in policy.status_ids.items():
        semantics, meaning = _FINAL_STAGES.get(stage, _IN_PROGRESS)
        if setup.lead_statuses.get(status_id, semantics) != semantics:
            yield PortalFault(
                "STATUS_MISPLACED",
                f"lead status {status_id} of stage {stage} does not mean {meaning}",
                f"name another one in `statuses.{stage}` of the portal's file",
            )


def _deal_stages(setup: CrmSetup) -> Iterator[PortalFault]:
    if _IN_PROGRESS[0] not in setup.deal_stages.values():
        yield PortalFault(
            "DEAL_STAGES_MISSING",
            "the general deal pipeline has no stage of work in progress",
            "orders become deals there: add a stage to it",
        )


def _unknown_fields(setup: CrmSetup, portal: Portal) -> Iterator[PortalFault]:
    """Bitrix24 silently ignores fields it does not know: what is written there is lost."""
    own = portal.crm_fields
    of_leads: Mapping[str, str] = {
        "lead_part_number_field": portal.lead_part_number_field,
        "crm_fields.lead_address": own.lead_address,
        "crm_fields.lead_order_number": own.lead_order_number,
        "crm_fields.lead_decision_log": own.lead_decision_log,
    }
    of_deals: Mapping[str, str] = {
        "crm_fields.deal_order_number": own.deal_order_number,
        "crm_fields.deal_address": own.deal_address,
    }
    for item, fields, known in (
        ("lead", of_leads, setup.lead_fields),
        ("deal", of_deals, setup.deal_fields),
    ):
        for setting, name in fields.items():
            if name and name not in known:
                yield PortalFault(
                    "FIELD_UNKNOWN",
                    f"no {item} field {name}, which `{setting}` names",
                    "add the field in the CRM of the portal, or name the one there is",
                )
