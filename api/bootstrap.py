"""Composition: the only place that picks implementations and puts the service together."""

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from api.settings import AbcpSettings, BitrixSettings, Settings
from engine.commands.decide import Decide
from engine.commands.handle_incoming_message import HandleIncomingMessage
from engine.commands.run_cortex_flow import RunCortexFlow
from engine.commands.run_decision_gate import RunDecisionGate
from engine.commands.serve_dialog import ServeDialog
from engine.contract import Contract, DecisionGuard, load_contract
from engine.errors import InvalidInput
from engine.evaluation.evaluator import Evaluator
from engine.evaluation.policies import Policies, Shelf
from engine.ports.clock import Clock, Identifiers
from engine.ports.executors import Executor
from engine.ports.metrics import Metrics, SilentMetrics
from engine.ports.parts import PartsCatalogue
from integrations.abcp.catalogue import AbcpCatalogue
from integrations.abcp.client import AbcpClient
from integrations.abcp.shop import Shop
from integrations.bitrix24.chat_handover import ChatHandoverExecutor
from integrations.bitrix24.chat_reply import ChatReplyExecutor
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.lead_update import LeadUpdateExecutor
from integrations.bitrix24.leads import PortalLeads
from integrations.bitrix24.portal import Portal, PortalDirectory
from integrations.bitrix24.portal_policies import PortalPolicies
from integrations.bitrix24.typing_indicator import ChatTypingIndicator
from integrations.clock import SystemClock, UuidIdentifiers
from integrations.http import HttpPool
from integrations.redis.connection import RedisConnection, connect
from integrations.redis.dialogs import RedisDialogs
from integrations.redis.effects_journal import RedisEffectsJournal
from integrations.redis.inbox import RedisInbox
from integrations.redis.keys import Keys

GRACE_MARGIN_SECONDS = 2.0
"""Added to HTTP limit and lease before an unanswered effect is looked for."""


@dataclass(frozen=True)
class Brain:
    """What deciding needs, and nothing that reaches outside."""

    contract: Contract
    policies: Policies
    decide: Decide


def build_brain(
    *,
    rules_directory: Path,
    version: str | None = None,
    parity_every: int = 100,
    metrics: Metrics | None = None,
    clock: Clock | None = None,
    identifiers: Identifiers | None = None,
) -> Brain:
    """Load the contract and the newest good ruleset version.

    Raises FilesInvalid when no version is good, InvalidInput when there is none.
    """
    measured = metrics or SilentMetrics()
    contract = load_contract(rules_directory / "contract.yaml")
    evaluator = partial(Evaluator, metrics=measured, parity_every=parity_every)
    shelf = Shelf(rules_directory, contract.vocabulary, evaluator, pinned=version)
    policies = Policies(shelf)
    decide = Decide(
        policy=policies.policy,
        guard=DecisionGuard(contract),
        identifiers=identifiers or UuidIdentifiers(),
        clock=clock or SystemClock(),
        metrics=measured,
    )
    return Brain(contract, policies, decide)


@dataclass(frozen=True)
class Store:
    """Everything durable, over one set of Redis connections."""

    connection: RedisConnection
    inbox: RedisInbox
    dialogs: RedisDialogs
    journal: RedisEffectsJournal


def open_store(settings: Settings) -> Store:
    """Connect to Redis.

    Raises InvalidInput when no address is given, StoreUnavailable when nothing answers there,
    CortexError REDIS_TOO_OLD for a server that is too old.
    """
    if settings.redis_url is None:
        raise InvalidInput(
            "REDIS_URL must be set: the address of Redis 6.2 or newer", code="SETTING_INVALID"
        )
    connection = connect(settings.redis_url.reveal())
    keys = Keys(settings.redis_prefix, settings.partitions)
    return Store(
        connection=connection,
        inbox=RedisInbox(connection, keys),
        dialogs=RedisDialogs(connection, keys),
        journal=RedisEffectsJournal(connection, keys),
    )


def portal_directory(settings: Settings) -> PortalDirectory:
    """Return the portals this installation serves; empty when none is configured."""
    if settings.bitrix is None:
        return PortalDirectory(())
    return PortalDirectory((_portal(settings.bitrix, allow_local=settings.allow_local_endpoints),))


@dataclass(frozen=True)
class Hands:
    """What reads and changes the outside."""

    leads: PortalLeads
    catalogue: PartsCatalogue
    typing: ChatTypingIndicator
    executors: dict[str, Executor]


def build_hands(settings: Settings, portals: PortalDirectory, clock: Clock) -> Hands:
    """Build the clients; raises InvalidInput when the shop is not configured."""
    if settings.abcp is None:
        raise InvalidInput("CORTEX_ABCP_URL must be set for a worker", code="SETTING_INVALID")
    pool = partial(
        HttpPool,
        pool_size=settings.worker_greenlets,
        total_seconds=float(settings.http_total_seconds),
        allow_local=settings.allow_local_endpoints,
    )
    bitrix = Bitrix24Client(pool(system="bitrix24"), clock)
    shop = _shop(settings.abcp, allow_local=settings.allow_local_endpoints)
    abcp = AbcpClient(pool(system="abcp"), shop, clock, sleep=time.sleep)
    executors: tuple[Executor, ...] = (
        ChatReplyExecutor(bitrix, portals),
        ChatHandoverExecutor(bitrix, portals),
        LeadUpdateExecutor(bitrix, portals),
    )
    kinds = ("chat_reply", "chat_handover", "lead_update")
    return Hands(
        leads=PortalLeads(bitrix, portals),
        catalogue=AbcpCatalogue(abcp, clock),
        typing=ChatTypingIndicator(bitrix, portals),
        executors=dict(zip(kinds, executors, strict=True)),
    )


def _portal(settings: BitrixSettings, *, allow_local: bool) -> Portal:
    return Portal(
        member_id=settings.member_id,
        domain=settings.domain,
        rest_url=settings.rest_url,
        bot_id=settings.bot_id,
        client_id=settings.client_id,
        application_token=settings.application_token,
        allow_local=allow_local,
    )


def _shop(settings: AbcpSettings, *, allow_local: bool) -> Shop:
    return Shop(settings.url, settings.login, settings.password_md5, allow_local=allow_local)


def build_serve_dialog(
    settings: Settings, brain: Brain, store: Store, *, clock: Clock
) -> ServeDialog:
    """Put together what a worker does with a claimed dialog."""
    portals = portal_directory(settings)
    hands = build_hands(settings, portals, clock)
    handle = HandleIncomingMessage(
        portals=PortalPolicies(portals, brain.contract.status_ids),
        gate=RunDecisionGate(hands.leads),
        flow=RunCortexFlow(brain.decide, hands.catalogue, hands.typing),
        give_up=brain.decide.give_up,
    )
    return ServeDialog(
        handle=handle,
        dialogs=store.dialogs,
        journal=store.journal,
        executors=hands.executors,
        identifiers=UuidIdentifiers(),
        clock=clock,
        grace_seconds=settings.http_total_seconds + settings.lock_seconds + GRACE_MARGIN_SECONDS,
    )
