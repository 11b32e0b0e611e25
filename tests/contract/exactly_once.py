"""A world of workers that die, stall and come back at any step, and what must hold in it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from engine.effects import (
    Action,
    Applied,
    ChatHandover,
    EffectKey,
    Failed,
    Finding,
    NotApplied,
    NotRun,
    Outcome,
    Succeeded,
    Unknown,
    encode_effect,
)
from engine.journal import Delivery, Lost, Postponed, deliver_once
from engine.messages import DialogKey
from engine.ports.dialogs import Busy, Claim, Commit, Committed, PlannedEffect, Ready
from engine.ports.inbox import Enqueued
from tests.contract.stores import LEASE_SECONDS, Store, StoreFactory, a_dialog

GRACE_SECONDS = 40.0
WORKERS = st.sampled_from(["worker-1", "worker-2", "worker-3"])
DIALOGS = st.integers(1, 3).map(a_dialog)
FATES = st.sampled_from(
    [
        "answered",
        "answered",
        "refused",
        "not run",
        "applied, no answer",
        "not applied, no answer",
        "died before sending",
        "died after sending",
    ]
)


class WorkerDied(BaseException):
    """Ends a delivery where a killed process would."""


class World:
    """The other side: knows what was really applied, and says so when it is looked at."""

    repeatable = False

    def __init__(self) -> None:
        self.fate = "answered"
        self.sent: Counter[str] = Counter()
        self.applied: list[str] = []
        self.refused: set[str] = set()
        self.may_send_again: Counter[str] = Counter()

    def execute(self, action: Action) -> Outcome:
        name = _name(action)
        if self.fate == "died before sending":
            raise WorkerDied
        self.sent[name] += 1
        if self.fate == "not run":
            self.may_send_again[name] += 1
            return NotRun("busy", retry_after_seconds=1)
        if self.fate == "refused":
            self.refused.add(name)
            return Failed("no")
        if self.fate != "not applied, no answer":
            self.applied.append(name)
        if self.fate == "died after sending":
            raise WorkerDied
        return Succeeded() if self.fate == "answered" else Unknown("timeout")

    def probe(self, action: Action) -> Finding:
        if _name(action) in self.applied:
            return Applied()
        self.may_send_again[_name(action)] += 1
        return NotApplied()


class ExactlyOnce(RuleBasedStateMachine):
    """Messages in, effects out; nothing lost, nothing twice, everything in its order."""

    def __init__(self, new_store: StoreFactory) -> None:
        super().__init__()
        self.store: Store = new_store()
        self.world = World()
        self.accepted: defaultdict[DialogKey, list[str]] = defaultdict(list)
        self.consumed: defaultdict[DialogKey, list[str]] = defaultdict(list)
        self.planned: list[str] = []
        self.events: list[tuple[DialogKey, str]] = []
        self.claims: dict[str, Claim] = {}
        self.stalled: list[Claim] = []

    @rule(dialog=DIALOGS)
    def a_message_arrives(self, dialog: DialogKey) -> None:
        event = f"event {len(self.events)}"
        answer = self.store.inbox.enqueue(dialog=dialog, event_key=event, document=event)
        if answer is Enqueued.ACCEPTED:
            self.accepted[dialog].append(event)
            self.events.append((dialog, event))

    @precondition(lambda self: self.events)
    @rule(data=st.data())
    def an_event_arrives_again(self, data: st.DataObject) -> None:
        dialog, event = data.draw(st.sampled_from(self.events))
        answer = self.store.inbox.enqueue(dialog=dialog, event_key=event, document="again")
        assert answer is Enqueued.DUPLICATE

    @rule(worker=WORKERS)
    def a_worker_takes_what_is_ready(self, worker: str) -> None:
        self._claim_first(worker, self.store.ready)

    @rule(worker=WORKERS)
    def a_worker_takes_over_from_the_silent(self, worker: str) -> None:
        self._claim_first(worker, self.store.reclaim)

    @rule(worker=WORKERS, effects=st.integers(0, 3), answer_lost=st.booleans())
    def a_worker_commits(self, worker: str, effects: int, *, answer_lost: bool) -> None:
        claim = self.claims.get(worker)
        if claim is not None and claim.mail:
            after = self._commit(claim, effects, times=2 if answer_lost else 1)
            self._keep(worker, after)

    @rule(worker=WORKERS, fate=FATES)
    def a_worker_delivers(self, worker: str, fate: str) -> None:
        claim = self.claims.get(worker)
        if claim is not None and claim.effects:
            self._keep(worker, self._deliver(claim, fate))

    @rule(worker=WORKERS)
    def a_worker_renews(self, worker: str) -> None:
        claim = self.claims.get(worker)
        if claim is not None:
            self.store.dialogs.renew(claim, lease_seconds=LEASE_SECONDS)

    @rule(worker=WORKERS, delay=st.sampled_from([None, 5.0]))
    def a_worker_gives_back(self, worker: str, delay: float | None) -> None:
        claim = self.claims.pop(worker, None)
        if claim is not None:
            self.store.dialogs.release(claim, delay_seconds=delay)

    @rule(worker=WORKERS)
    def a_worker_dies(self, worker: str) -> None:
        self.claims.pop(worker, None)

    @rule(worker=WORKERS)
    def a_worker_stalls(self, worker: str) -> None:
        if worker in self.claims:
            self.stalled.append(self.claims.pop(worker))

    @precondition(lambda self: self.stalled)
    @rule(data=st.data(), step=st.sampled_from(["commit", "deliver", "release", "renew"]))
    def a_stalled_worker_goes_on(self, data: st.DataObject, step: str) -> None:
        claim = data.draw(st.sampled_from(self.stalled))
        if step == "commit" and claim.mail:
            self._commit(claim, effects=1, times=1)
        elif step == "deliver" and claim.effects:
            self._deliver(claim, "answered")
        elif step == "release":
            self.store.dialogs.release(claim)
        else:
            self.store.dialogs.renew(claim, lease_seconds=LEASE_SECONDS)

    @rule(seconds=st.sampled_from([1, LEASE_SECONDS + 1, 60]))
    def time_passes(self, seconds: float) -> None:
        self.store.pass_time(seconds)
        self.store.dialogs.promote_due()

    @invariant()
    def no_effect_is_applied_twice(self) -> None:
        assert len(set(self.world.applied)) == len(self.world.applied)

    @invariant()
    def nothing_is_sent_again_without_proof(self) -> None:
        for name, times in self.world.sent.items():
            assert times <= 1 + self.world.may_send_again[name]

    @invariant()
    def messages_are_consumed_once_and_in_order(self) -> None:
        for dialog, documents in self.consumed.items():
            assert documents == self.accepted[dialog][: len(documents)]

    @invariant()
    def effects_of_a_dialog_are_applied_in_order(self) -> None:
        for dialog in self.consumed:
            mine = [x for x in self.world.applied if x.startswith(f"{dialog}.")]
            assert mine == sorted(mine)

    def teardown(self) -> None:
        """Let one worker finish everything: whatever was accepted must come out."""
        self.claims.clear()
        for _ in range(200):
            if not self._works_off_one():
                break
        assert self.consumed == {k: v for k, v in self.accepted.items() if v}
        assert {*self.world.applied, *self.world.refused} == set(self.planned)
        assert not self.world.refused & set(self.world.applied)

    def _works_off_one(self) -> bool:
        self.store.pass_time(120)
        self.store.dialogs.promote_due()
        self._claim_first("last", self._anything)
        claim = self.claims.pop("last", None)
        if claim is None:
            return False
        delay = None
        while claim.effects and delay is None:
            delivery = self._deliver_first(claim, "answered")
            delay = delivery.seconds if isinstance(delivery, Postponed) else None
            claim = claim if delay else replace(claim, effects=claim.effects[1:])
        if claim.mail and delay is None:
            after = self._commit(claim, effects=1, times=1)
            assert after is not None
        assert self.store.dialogs.release(claim, delay_seconds=delay)
        return True

    def _anything(self, worker: str) -> list[Ready]:
        return [*self.store.ready(worker), *self.store.reclaim(worker)]

    def _claim_first(self, worker: str, source: Callable[[str], Sequence[Ready]]) -> None:
        if worker in self.claims:
            return
        for ready in source(worker)[:1]:
            claim = self.store.try_claim(ready, worker)
            if not isinstance(claim, Busy):
                self.claims[worker] = claim

    def _keep(self, worker: str, claim: Claim | None) -> None:
        if claim is None:
            del self.claims[worker]
        else:
            self.claims[worker] = claim

    def _commit(self, claim: Claim, effects: int, *, times: int) -> Claim | None:
        head = claim.mail[0]
        names = [f"{claim.dialog}.{head.sequence:04d}.{index}" for index in range(effects)]
        planned = tuple(PlannedEffect(EffectKey(name), _document(name)) for name in names)
        commit = Commit(head.sequence, f"after {head.document}", planned)
        nonce = self.store.nonce()
        answers = {self.store.dialogs.commit(claim, commit, nonce=nonce) for _ in range(times)}
        if answers != {Committed.OK}:
            assert Committed.OK not in answers
            return None
        self.consumed[claim.dialog].append(head.document)
        self.planned += names
        return claim.after(commit)

    def _deliver(self, claim: Claim, fate: str) -> Claim | None:
        """Deliver the first open effect; None when the worker no longer has the dialog."""
        try:
            delivery = self._deliver_first(claim, fate)
        except WorkerDied:
            return None
        if isinstance(delivery, Postponed):
            self.store.dialogs.release(claim, delay_seconds=delivery.seconds)
        if isinstance(delivery, Postponed | Lost):
            return None
        return replace(claim, effects=claim.effects[1:])

    def _deliver_first(self, claim: Claim, fate: str) -> Delivery:
        self.world.fate = fate
        return deliver_once(
            claim.effects[0],
            claim=claim,
            journal=self.store.journal,
            executor=self.world,
            may_act=lambda: True,
            nonce=self.store.nonce(),
            grace_seconds=GRACE_SECONDS,
        )


def _document(name: str) -> str:
    return encode_effect(ChatHandover(member_id=name, chat_id=1))


def _name(action: Action) -> str:
    return action.member_id
