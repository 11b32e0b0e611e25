"""Faults put into the code on purpose: the campaign must notice each of them (F17)."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

from engine.effects import EffectKey, EffectState, NotApplied
from engine.ports.dialogs import Claim
from engine.ports.effects_journal import Refused, Started
from integrations.redis import scripts
from tests.faults.points import PlanFile

Change = Callable[[str], str]

_FENCE = re.compile(
    r"if redis\.call\('GET', (?:lock|KEYS\[1\])\) ~= ARGV\[1\] then\n  return [^\n]+\nend\n"
)
_VERSION = "if (known[1] or '0') ~= ARGV[2] then\n  return 'conflict'\nend\n"


def _without_fence(text: str) -> str:
    return _FENCE.sub("", text)


def _swap(old: str, new: str) -> Change:
    return lambda text: text.replace(old, new)


SCRIPTS: Mapping[str, Mapping[str, Change]] = {
    "fence": dict.fromkeys(("commit", "fxstart", "fxmark", "done", "renew"), _without_fence),
    "version": {"commit": _swap(_VERSION, "")},
    "seen": {"enqueue": _swap("redis.call('EXISTS', seen) == 1", "false")},
    "mark": {"fxmark": _swap("'marker', ARGV[3]", "'marker', ''")},
    "nonce": {
        "claim": _swap(
            "\n    and redis.call('HGET', state, 'claim_nonce') == ARGV[2]", " and false"
        ),
        "commit": _swap(" and known[3] == ARGV[4]", " and false"),
        "fxstart": _swap(" and known[3] == ARGV[2]", " and false"),
    },
}
"""What each mutant changes in the text of which scripts."""

SENT_UNRECORDED, NEVER_LOOKED_FOR = "journal-before-send", "at-most-once"
UNCONFIRMED = "wait"
MUTANTS = (*SCRIPTS, SENT_UNRECORDED, NEVER_LOOKED_FOR, UNCONFIRMED)


class MutantLost(Exception):  # noqa: N818 - reads as the claim it makes
    """Raised when the text that a mutant changes is no longer there."""


def require_mutants() -> None:
    """Raise MutantLost where a script no longer holds what a mutant changes in it."""
    for mutant, changes in SCRIPTS.items():
        for name in changes:
            _mutated(scripts._load, mutant, name)


def put_into_scripts(mutant: Callable[[], str]) -> None:
    """Let this process run the scripts with the changes of whichever mutant is at work."""
    original: Callable[[Any], tuple[str, str]] = scripts._load
    mutated = cache(partial(_mutated, original))

    def load(name: Any) -> tuple[str, str]:
        asked = mutant()
        return mutated(asked, name) if name in SCRIPTS.get(asked, ()) else original(name)

    setattr(scripts, "_load", load)  # noqa: B010 - a plain one is refused: it has no cache


@contextmanager
def at_work_here(mutant: str) -> Iterator[None]:
    """Put a mutant into the scripts of this process for a while; "" changes nothing."""
    original = scripts._load
    put_into_scripts(lambda: mutant)
    try:
        yield
    finally:
        scripts._load = original


def changed(text: str, mutant: str, name: str) -> str:
    """Return the text of a script with the mutant in it."""
    mutated = SCRIPTS[mutant][name](text)
    if mutated == text:
        raise MutantLost(f"{name}.lua no longer holds what the mutant {mutant} changes")
    return mutated


def _mutated(original: Callable[[Any], tuple[str, str]], mutant: str, name: str) -> tuple[str, str]:
    text = changed(original(name)[0], mutant, name)
    return text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


class UnrecordedJournal:
    """A journal that lets effects be sent first and writes them down when they are answered."""

    def __init__(self, journal: Any, kept: PlanFile) -> None:
        self._journal = journal
        self._kept = kept
        self._nonces: dict[EffectKey, str] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._journal, name)

    def start(self, claim: Claim, key: EffectKey, *, nonce: str) -> Any:
        if self._kept.plan.mutant != SENT_UNRECORDED:
            return self._journal.start(claim, key, nonce=nonce)
        entry = self._journal.entry(claim, key)
        if entry.state not in {EffectState.PLANNED, EffectState.RETRY}:
            return Refused.NOT_STARTABLE
        self._nonces[key] = nonce
        return Started(entry.attempt + 1)

    def finish(self, claim: Claim, key: EffectKey, **outcome: Any) -> bool:
        nonce = self._nonces.pop(key, None)
        if nonce is not None:
            self._journal.start(claim, key, nonce=nonce)
        return bool(self._journal.finish(claim, key, **outcome))


class Blind:
    """An executor that believes of every open attempt that it was not applied."""

    def __init__(self, executor: Any, kept: PlanFile) -> None:
        self._executor = executor
        self._kept = kept

    def __getattr__(self, name: str) -> Any:
        return getattr(self._executor, name)

    def probe(self, action: object) -> Any:
        blind = self._kept.plan.mutant == NEVER_LOOKED_FOR
        return NotApplied() if blind else self._executor.probe(action)


class Confirmed(frozenset[str]):
    """The steps that replicas must confirm; none of them while the mutant is at work."""

    kept: PlanFile

    def __contains__(self, name: object) -> bool:
        return self.kept.plan.mutant != UNCONFIRMED and super().__contains__(name)
