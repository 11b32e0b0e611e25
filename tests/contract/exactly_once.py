"""A world of workers that die, stall and come back at any step, and what must hold in it."""

from collections import Counter, defaultdict
from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from engine.effect_patience import Patience
from engine.effects import (
    ACTION_KINDS,
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
from engine.ports.dialogs import Busy, Claim, Commit, Committed, PlannedEffect
from engine.ports.inbox import Enqueued
from tests.contract.stores import LEASE_SECONDS, Store, StoreFactory, a_dialog

GRACE_SECONDS = 40.0
WORKERS = st.sampled_from(["worker-1", "worker-2"])
ORDERS = st.integers(0, 9)
DIALOGS = st.integers(1, 2).map(a_dialog)
EVENTS = st.sampled_from(
    [*["worker"] * 8, *["stalled worker"] * 2, *["time"] * 2, *["message"] * 2, "same event again"]
)
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
        self.orders: dict[str, int] = {}
        self.claims: dict[str, Claim] = {}
        self.stalled: list[Claim] = []

    @initialize()
    def some_customers_have_written(self) -> None:
        for dialog in (a_dialog(1), a_dialog(1), a_dialog(2)):
            self._accept(dialog, order=9)

    # One rule on purpose: with several, Hypothesis leaves whole rules out of many runs, and a run
    # without workers, messages or time shows nothing.
    @rule(event=EVENTS, data=st.data())
    def something_happens(self, event: str, data: st.DataObject) -> None:
        if event == "worker":
            self._worker_goes_on(data.draw(WORKERS, label="worker"), data)
        elif event == "stalled worker":
            self._stalled_worker_goes_on(data)
        elif event == "message":
            self._accept(data.draw(DIALOGS, label="dialog"), data.draw(ORDERS, label="order"))
        elif event == "same event again":
            self._accept_again(data)
        else:
            self._let_pass(data.draw(st.sampled_from([1, LEASE_SECONDS + 1, 60])))

    def _accept(self, dialog: DialogKey, order: int = 0) -> None:
        event = f"event {len(self.events)}"
        self.orders[event] = order
        answer = self.store.inbox.enqueue(
            dialog=dialog, event_key=event, document=event, order=order
        )
        if answer is Enqueued.ACCEPTED:
            self.accepted[dialog].append(event)
            self.events.append((dialog, event))

    def _accept_again(self, data: st.DataObject) -> None:
        dialog, event = data.draw(st.sampled_from(self.events))
        answer = self.store.inbox.enqueue(dialog=dialog, event_key=event, document="again")
        assert answer is Enqueued.DUPLICATE

    def _worker_goes_on(self, worker: str, data: st.DataObject) -> None:
        claim = self.claims.get(worker)
        if claim is None:
            if not self._claim_one(worker):
                self._let_pass(25)
            return
        step = data.draw(st.sampled_from(_steps(claim)), label="step")
        if step == "deliver":
            self._keep(worker, self._deliver(claim, data.draw(FATES, label="fate")))
        elif step == "commit":
            times = data.draw(st.sampled_from([1, 1, 2]), label="commits heard")
            self._keep(worker, self._commit(claim, data.draw(st.integers(0, 2)), times=times))
        elif step == "renew":
            self.store.dialogs.renew(claim, lease_seconds=LEASE_SECONDS)
        elif step == "give back":
            self.store.dialogs.release(self.claims.pop(worker))
        elif step == "stall":
            self.stalled.append(self.claims.pop(worker))
        else:
            del self.claims[worker]

    def _stalled_worker_goes_on(self, data: st.DataObject) -> None:
        if not self.stalled:
            return
        claim = data.draw(st.sampled_from(self.stalled), label="claim")
        step = data.draw(st.sampled_from(_steps(claim)), label="step")
        if step == "commit":
            self._commit(claim, effects=1, times=1)
        elif step == "deliver":
            self._deliver(claim, data.draw(FATES, label="fate"))
        elif step == "renew":
            self.store.dialogs.renew(claim, lease_seconds=LEASE_SECONDS)
        else:
            self.store.dialogs.release(claim)

    @invariant()
    def no_effect_is_applied_twice(self) -> None:
        assert len(set(self.world.applied)) == len(self.world.applied)

    @invariant()
    def nothing_is_sent_again_without_proof(self) -> None:
        for name, times in self.world.sent.items():
            assert times <= 1 + self.world.may_send_again[name]

    @invariant()
    def messages_are_consumed_once(self) -> None:
        for dialog, documents in self.consumed.items():
            assert len(set(documents)) == len(documents)
            assert set(documents) <= set(self.accepted[dialog])

    @invariant()
    def only_what_was_written_earlier_overtakes(self) -> None:
        for dialog, documents in self.consumed.items():
            for place, late in enumerate(documents):
                arrived = self.accepted[dialog][: self.accepted[dialog].index(late)]
                overtaken = [x for x in arrived if x not in documents[:place]]
                assert not overtaken or self._goes_before(late, overtaken)

    def _goes_before(self, late: str, overtaken: list[str]) -> bool:
        """Say whether a message was written before the first of those, and after none."""
        order, first, *others = (self.orders[x] for x in (late, *overtaken))
        return 0 < order < first and all(other > order for other in others if other)

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
        assert {k: sorted(v) for k, v in self.consumed.items()} == {
            k: sorted(v) for k, v in self.accepted.items() if v
        }
        assert {*self.world.applied, *self.world.refused} == set(self.planned)
        assert not self.world.refused & set(self.world.applied)

    def _works_off_one(self) -> bool:
        self._let_pass(120)
        if not self._claim_one("last"):
            return False
        claim = self.claims.pop("last")
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

    def _let_pass(self, seconds: float) -> None:
        self.store.pass_time(seconds)
        self.store.dialogs.promote_due()

    def _claim_one(self, worker: str) -> bool:
        for ready in [*self.store.ready(worker), *self.store.reclaim(worker)][:1]:
            claim = self.store.try_claim(ready, worker)
            if not isinstance(claim, Busy):
                self.claims[worker] = claim
        return worker in self.claims

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
            executors=dict.fromkeys(ACTION_KINDS, self.world),
            may_act=lambda: True,
            nonce=self.store.nonce(),
            patience=Patience(GRACE_SECONDS),
        )


def _steps(claim: Claim) -> list[str]:
    """Return what the owner of a claim may do next, the likely things more often."""
    open_first = ["deliver"] * 6 if claim.effects else ["commit"] * 6 if claim.mail else []
    return [*open_first, "renew", "give back", "stall", "die"]


def _document(name: str) -> str:
    return encode_effect(ChatHandover(member_id=name, chat_id=1))


def _name(action: Action) -> str:
    return action.member_id
