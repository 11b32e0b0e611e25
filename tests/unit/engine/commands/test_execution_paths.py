"""Nothing a rule may say is left without somebody who does it."""

from pathlib import Path
from typing import get_args

import pytest

from api.bootstrap.brain import Brain
from api.bootstrap.hands import build_hands
from api.bootstrap.portals import ServedPortals
from api.settings import Settings
from engine.commands.plan_effects import PLANNED_ACTIONS
from engine.commands.run_cortex_flow import LOOKUP_ACTION
from engine.effects import Action, ChatTyping
from engine.ports.call_limits import Unlimited
from engine.ports.metrics import SilentMetrics
from engine.rulesets.model import Rule
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.clock import SystemClock
from integrations.memory.order_desk import MemoryOrderDesk
from integrations.memory.store import MemoryStore

ENVIRONMENT = {
    "CORTEX_API_TOKEN": "0123456789abcdef",
    "CORTEX_ABCP_URL": "https://shop.example",
    "CORTEX_ABCP_LOGIN": "login",
    "CORTEX_ABCP_PASSWORD_MD5": "0" * 32,
}
VERSIONS = sorted(path.parent.name for path in Path("rules").glob("*/manifest.yaml"))


def rules_of(brain: Brain, version: str) -> list[Rule]:
    phases = brain.policies.policy(version).release.rules.phases
    return [rule for phase in phases.values() for rule in phase.rules]


def said(brain: Brain, version: str, name: str) -> set[object]:
    rules = rules_of(brain, version)
    return {output.value for rule in rules for output in rule.outputs if output.name == name}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_action_a_rule_may_ask_for_is_carried_out(brain: Brain, version: str) -> None:
    actions = said(brain, version, "action")

    assert actions
    assert actions <= {*PLANNED_ACTIONS, LOOKUP_ACTION}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_intent_a_rule_may_name_is_answered_by_a_rule(brain: Brain, version: str) -> None:
    answered = {
        condition.expected
        for rule in rules_of(brain, version)
        for condition in rule.all
        if condition.fact == "intent" and any(out.name == "reply" for out in rule.outputs)
    }

    assert said(brain, version, "intent") <= answered


@pytest.mark.parametrize("version", VERSIONS)
def test_every_stage_a_rule_may_move_to_can_be_written_to_the_crm(
    brain: Brain, version: str
) -> None:
    assert said(brain, version, "stage") <= set(brain.contract.status_ids)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_reply_is_used_and_every_hand_over_is_told(brain: Brain, version: str) -> None:
    replies = set(brain.policies.policy(version).release.replies.by_id)
    silent = [
        rule.id
        for rule in rules_of(brain, version)
        if any(out.value == "handover_operator" for out in rule.outputs)
        and not any(out.name == "reply" for out in rule.outputs)
    ]

    spoken = (said(brain, version, name) for name in ("reply", "also", "meanwhile"))
    assert set().union(*spoken) == replies
    assert silent == []


def test_every_kind_of_effect_has_hands_and_a_name_in_the_contract(brain: Brain) -> None:
    settings = Settings.from_environment(ENVIRONMENT)
    hands = build_hands(
        settings,
        ServedPortals(PortalDirectory(), None),
        SystemClock(),
        limits=Unlimited(),
        desk=MemoryOrderDesk(MemoryStore(SystemClock())),
        cache=None,
        metrics=SilentMetrics(),
    )
    kinds = {kind.kind for kind in get_args(Action)}

    assert set(hands.executors) == kinds
    assert {*kinds, ChatTyping.kind} <= set(brain.contract.effects)
