"""Plays one case on a running stack, from the first word until all is quiet, and judges it."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from random import Random  # noqa: TID251 - the seed is printed and may be given
from threading import Event, Thread
from typing import Self

from engine.errors import CortexError
from integrations.clock import SystemClock
from integrations.redis.connection import RedisConnection
from integrations.redis.keys import PARTITIONS
from tests.faults.case import Case
from tests.faults.cases import SPOOLS
from tests.faults.checker import Verdict, judge, nobody_ordered
from tests.faults.crowd import Crowd
from tests.faults.flood import flood_judged, told_of_the_flood, unfair
from tests.faults.haste import answered_too_early
from tests.faults.ledger import read_ledger
from tests.faults.memory_watch import GREW, MemoryWatch
from tests.faults.misfortunes import Misfortunes
from tests.faults.outcome import Outcome
from tests.faults.points import BEFORE_A_MESSAGE_IS_HANDLED, Plan, Strike, struck
from tests.faults.stack import FaultStack, is_up, keys_of
from tests.faults.taken_in import TakenIn, drained
from tests.faults.trace_rules import (
    broken_rules,
    effects_done,
    is_hold_seen,
    mark_trace,
    read_trace,
)

LOOK_SECONDS = 0.5

LITTLE_LEFT = 0.02
"""Of the dialogs: while more have work, what goes on striking does."""

QUIET_SECONDS = 5.0 if SPOOLS else 0.0
"""Events that wait on the disk of a host come into Redis so long after it can take them."""


def run_case(stack: FaultStack, case: Case, *, seed: int, mutant: str = "") -> Outcome:
    """Let the crowd speak while the case strikes, wait for the end, and judge."""
    chance = Random(f"{seed} {case.name}")  # noqa: S311 - no secret is made of it
    crowd = Crowd(
        case.crowd,
        portal_url=stack.emulators.bitrix_url,
        webhooks=[host.webhook for host in stack.hosts[: case.hosts]],
        chance=chance,
    )
    plan = Plan(
        f"{case.name}-{mutant}",
        (*case.strikes, *_poison(case, crowd)),
        mutant,
        case.apart_seconds,
        case.skew_seconds,
    )
    with _Play(stack, case, crowd, plan) as play, MemoryWatch(stack.processes) as memory:
        clock = SystemClock()
        begun = clock.monotonic()
        said = play.let_happen(chance)
        complaints = play.wait_for_the_end()
        outcome = play.outcome(complaints)
        ended = clock.monotonic()
    if not case.watch_memory:
        return outcome
    lives = tuple(memory.lives())
    times = f"said in {said - begun:.0f} s, done {ended - said:.0f} s later"
    stream = play.told_of_the_stream(said)
    grown = tuple(life for life in lives if life.endswith(GREW))
    return replace(
        outcome, notes=(*stream, times, *lives), complaints=(*outcome.complaints, *grown)
    )


def _poison(case: Case, crowd: Crowd) -> Iterator[Strike]:
    if case.poison is not None:
        lead = str(crowd.askers[-1].chat.lead_id)
        yield Strike(BEFORE_A_MESSAGE_IS_HANDLED, case.poison, about=lead)


class _Play:
    """One case on its way."""

    def __init__(self, stack: FaultStack, case: Case, crowd: Crowd, plan: Plan) -> None:
        self._stack, self._case, self._crowd, self._plan = stack, case, crowd, plan
        self._redis = RedisConnection(stack.redis_url)
        self._keys = keys_of(stack)
        self._since = mark_trace(stack.folder)
        self._left = self._left_to_people()
        self._deeds = 0
        self._misfortunes = Misfortunes(case.misfortunes)
        self._healed = Event()

    def __enter__(self) -> Self:
        self._plan.write(self._stack.folder)
        self._keeper = Thread(target=self._keep_alive)
        self._keeper.start()
        return self

    def __exit__(self, *_: object) -> None:
        Plan().write(self._stack.folder)
        self._healed.set()
        self._keeper.join()
        self._redis.close()

    def let_happen(self, chance: Random) -> float:
        """Let everybody speak; what strikes from outside ends with the last word, or the work.

        Returns when the last word was said.
        """
        over = Event()
        nemesis = Thread(target=self._strike, args=(chance, over))
        with self._misfortunes.at_work(self._stack.emulators):
            nemesis.start()
            try:
                self._crowd.speak(seconds=self._case.seconds)
                said = SystemClock().monotonic()
                if self._case.strikes_on:
                    self._wait_until_little_is_left()
            finally:
                over.set()
                nemesis.join()
        if self._case.crowd.says_again:
            self._crowd.say_again()
        return said

    def _wait_until_little_is_left(self) -> None:
        until = SystemClock().monotonic() + self._case.quiet_seconds
        enough = len(self._crowd.chats) * LITTLE_LEFT
        while SystemClock().monotonic() < until:
            with suppress(CortexError):
                if self._scheduled() <= enough:
                    return
            Event().wait(LOOK_SECONDS)

    def wait_for_the_end(self) -> tuple[str, ...]:
        """Wait until nothing is worked on; with a mutant, only until it is noticed."""
        clock, pause = SystemClock(), Event()
        until = clock.monotonic() + self._case.quiet_seconds
        while not self._is_quiet_for(QUIET_SECONDS):
            if self._plan.mutant and self._verdict().surely_wrong:
                return ()
            if clock.monotonic() > until:
                return ("it never became quiet",)
            pause.wait(LOOK_SECONDS)
        return tuple(self._complaints())

    def outcome(self, complaints: tuple[str, ...]) -> Outcome:
        """Judge what there is now."""
        # What waited for people is forgotten with all the rest.
        left = self._left_to_people() - (0 if self._case.forgets else self._left)
        if left > self._case.left:
            complaints = (*complaints, f"{left} left to a person")
        lines = read_trace(self._stack.folder, self._since)
        return Outcome(
            case=self._case,
            mutant=self._plan.mutant,
            kills=self._blows(),
            messages=self._crowd.messages,
            effects=effects_done(lines),
            left=left,
            verdict=self._verdict(),
            complaints=complaints,
            notes=tuple(self._notes()),
        )

    def _blows(self) -> int:
        fallen = len(list(struck(self._stack.folder, self._plan.case)))
        return self._deeds + fallen + self._misfortunes.fallen

    def _verdict(self) -> Verdict:
        lines = read_trace(self._stack.folder, self._since)
        crowd = self._crowd
        ledger = read_ledger(self._stack, crowd.chats)
        verdict = judge(
            crowd.askers,
            crowd.buyers,
            ledger,
            broken_rules(lines, one_history=self._case.one_history and not self._case.forgets),
            crowd.actors,
            self._stack.forgot_at if self._case.forgets else 0.0,
        )
        if crowd.size.hasty:
            early = answered_too_early(crowd.askers, ledger, lines)
            return replace(verdict, reordered=tuple(early))
        return verdict if crowd.flood is None else flood_judged(crowd.flood, ledger, verdict)

    def told_of_the_stream(self, said: float) -> tuple[str, ...]:
        """Say how fast a steady stream was taken in, and what was left after the last word."""
        if self._crowd.stream is None:
            return ()
        lines = read_trace(self._stack.folder, self._since)
        return TakenIn(self._crowd.stream.posted).told(), drained(lines, said=said)

    def _complaints(self) -> Iterator[str]:
        fallen = set(struck(self._stack.folder, self._plan.case))
        for strike in self._case.strikes:
            if strike.name not in fallen:
                yield f"{strike.name} never struck"
        yield from self._misfortunes.missed
        refused = [one for asker in self._crowd.askers for one in asker.asked if not one.accepted]
        if self._case.some_refused and not refused:
            yield "every event was taken in"
        if self._case.all_taken and refused:
            yield f"{len(refused)} events were not taken in, such as {refused[0]}"
        if self._case.nemesis is not None and not self._deeds:
            yield "nothing struck"
        if self._case.poison is not None and self._left_to_people() == self._left:
            yield "the poison harmed nobody"
        if self._crowd.stream is not None and TakenIn(self._crowd.stream.posted).is_too_slow:
            yield "events were not taken in as fast as they came"
        yield from self._unseen()
        yield from self._unfair()

    def _unseen(self) -> Iterator[str]:
        """Name what the case is about and did not happen."""
        lines = read_trace(self._stack.folder, self._since)
        ledger = read_ledger(self._stack, self._crowd.chats)
        if self._case.forgets and nobody_ordered(self._crowd.buyers, ledger):
            yield "the store forgot, and nobody had ordered"
        if self._case.holds_orders and not is_hold_seen(lines):
            yield "nobody saw that orders are to be held"
        for number, host in enumerate(self._stack.hosts[: self._case.hosts], start=1):
            for call, pids in (("enqueue", host.web_pids), ("commit", host.worker_pids)):
                if self._case.hosts > 1 and not any(
                    line["call"] == call and line["pid"] in pids for line in lines
                ):
                    yield f"host {number} had no part in it: no {call}"

    def _unfair(self) -> Iterator[str]:
        if self._crowd.flood is not None:
            lines = read_trace(self._stack.folder, self._since)
            yield from unfair(self._crowd.flood, self._crowd.beside, lines)

    def _notes(self) -> Iterator[str]:
        crowd = self._crowd
        if crowd.flood is not None:
            lines = read_trace(self._stack.folder, self._since)
            yield told_of_the_flood(crowd.flood, crowd.calm, crowd.beside, lines)
        if self._case.forgets:
            untold = sum(not buyer.ending for buyer in self._crowd.buyers)
            asked = [one for asker in self._crowd.askers for one in asker.asked]
            before = sum(one.at < self._stack.forgot_at for one in asked)
            yield f"{before} messages came before, {untold} buyers heard no more"

    def _strike(self, chance: Random, over: Event) -> None:
        if self._case.nemesis is not None:
            self._deeds = self._case.nemesis(self._stack, chance, over)

    def _keep_alive(self) -> None:
        """Start dead workers again, as a supervisor does."""
        while not self._healed.wait(LOOK_SECONDS / 2):
            self._stack.watch()

    def _is_quiet_for(self, seconds: float) -> bool:
        if not self._is_quiet():
            return False
        if seconds:
            Event().wait(seconds)
        return self._is_quiet()

    def _is_quiet(self) -> bool:
        try:
            # What becomes ready between two looks is seen by one of them.
            looks: Sequence[int] = [self._delayed(), self._scheduled(), self._delayed()]
        except CortexError:
            return False
        return not any(looks) and all(is_up(worker) for worker in self._stack.workers)

    def _delayed(self) -> int:
        return self._redis.repeatable(
            lambda client: sum(client.zcard(self._keys.delayed(n)) for n in range(PARTITIONS))
        )

    def _scheduled(self) -> int:
        return self._redis.repeatable(
            lambda client: sum(client.xlen(self._keys.ready(n)) for n in range(PARTITIONS))
        )

    def _left_to_people(self) -> int:
        return self._redis.repeatable(
            lambda client: sum(
                client.zcard(self._keys.manual(n)) + client.xlen(self._keys.dead(n))
                for n in range(PARTITIONS)
            )
        )
