"""Deciding, put together: contract, ruleset versions, the command that applies them."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from api.settings import Settings
from engine.commands.decide import Decide
from engine.contract import Contract, DecisionGuard, load_contract
from engine.errors import FilesInvalid
from engine.evaluation.evaluator import Evaluator
from engine.evaluation.policies import CONTRACT, Policies, Shelf
from engine.ports.clock import Clock, Identifiers
from engine.ports.last_good import LastGood, NothingKept
from engine.ports.metrics import Metrics, SilentMetrics
from integrations.clock import RandomIdentifiers, SystemClock
from integrations.last_good import FolderLastGood
from integrations.ruleset_trial.trial import try_version


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
    last_good: LastGood | None = None,
) -> Brain:
    """Load the contract and the newest good ruleset version, else those that served last.

    Raises FilesInvalid when nothing is good, InvalidInput when there is no version.
    """
    measured = metrics or SilentMetrics()
    kept = last_good or NothingKept()
    rules = _good_rules(rules_directory, kept)
    shelf = Shelf(
        folder=rules.folder,
        vocabulary=rules.contract.vocabulary,
        evaluator=partial(Evaluator, metrics=measured, parity_every=parity_every),
        pinned=version,
        trial=lambda folder: try_version(folder, rules.folder / CONTRACT).faults,
        last_good=kept,
    )
    policies = Policies(shelf, refused=rules.refused)
    decide = Decide(
        policy=policies.policy,
        guard=DecisionGuard(rules.contract),
        identifiers=identifiers or RandomIdentifiers(),
        clock=clock or SystemClock(),
        metrics=measured,
    )
    return Brain(rules.contract, policies, decide)


def build_serving_brain(settings: Settings, metrics: Metrics) -> Brain:
    """Load what a long-running process serves, falling back to what served last."""
    return build_brain(
        rules_directory=settings.rules_directory,
        version=settings.ruleset_version,
        parity_every=settings.parity_every,
        metrics=metrics,
        last_good=FolderLastGood(settings.last_good_directory),
    )


@dataclass(frozen=True)
class _Rules:
    """Where rules are served from, and why not from where authors edit, if so."""

    folder: Path
    contract: Contract
    refused: FilesInvalid | None = None


def _good_rules(folder: Path, last_good: LastGood) -> _Rules:
    try:
        return _Rules(folder, load_contract(folder / CONTRACT))
    except FilesInvalid as error:
        kept = last_good.folder()
        if kept is None:
            raise
        return _Rules(kept, load_contract(kept / CONTRACT), error)
