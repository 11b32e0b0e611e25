"""Play the golden cases on every mutant until one fails."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.golden.case import GoldenCase
from api.golden.mutants.mutant import Judgement, Mutant
from api.golden.mutants.phrases_heard import PhrasesHeard
from api.golden.on_cores import Told, on_cores, untold
from api.golden.outcome import CaseOutcome
from api.golden.play import play
from api.golden.subject import Subject, subject_of
from engine.ports.clock import Clock

_MUTANTS_AT_ONCE = 4


@dataclass(frozen=True)
class Hunt:
    """What every mutant is judged by: the cases that hold on the version as it is."""

    subject: Subject
    cases: Sequence[GoldenCase]
    touched_by: Mapping[str, Sequence[GoldenCase]]
    """Cases in which a rule fired, a fact was true or a phrase was heard, the quickest first."""
    clock: Clock
    today: date

    def judge(self, mutant: Mutant) -> Judgement:
        """Return the first case that fails on a mutant."""
        started = self.clock.monotonic()
        cases = self.touched_by.get(mutant.touches, ())
        killer = self._killer(mutant, cases) if cases else None
        return Judgement(mutant.kind, mutant.name, killer, self.clock.monotonic() - started)

    def _killer(self, mutant: Mutant, cases: Sequence[GoldenCase]) -> str | None:
        release = mutant.broken(self.subject.policy.release)
        broken = subject_of(release, self.subject.contract, engine="reference")
        played = (play(case, broken, self.clock, today=self.today) for case in cases)
        return next((outcome.case.id for outcome in played if not outcome.is_good), None)


def prepare(cases: Sequence[GoldenCase], subject: Subject, clock: Clock, *, today: date) -> Hunt:
    """Play every case on the version as it is and note what takes part in it."""
    touched: dict[str, list[tuple[float, GoldenCase]]] = {}
    holding = []
    heard = PhrasesHeard(subject.policy.release.knowledge)
    for case in cases:
        outcome = play(case, subject, clock, today=today)
        if outcome.status != "passed":
            continue
        holding.append(case)
        for name in _takes_part(outcome, heard):
            touched.setdefault(name, []).append((outcome.seconds, case))
    by_name = {
        name: [case for _, case in sorted(found, key=lambda pair: pair[0])]
        for name, found in touched.items()
    }
    return Hunt(subject, holding, by_name, clock, today)


def _takes_part(outcome: CaseOutcome, heard: PhrasesHeard) -> frozenset[str]:
    passes = [taken for turn in outcome.turns for taken in turn.passes]
    rules = {rule for taken in passes for rule in taken.record.fired}
    facts = {name for taken in passes for name, v in taken.record.facts.items() if v is True}
    texts = {taken.situation.message.text for taken in passes}
    return frozenset(rules | facts).union(*map(heard.names_in, texts))


def hunt_all(hunt: Hunt, mutants: Sequence[Mutant], *, told: Told = untold) -> Sequence[Judgement]:
    """Judge every mutant, on several cores."""
    judgements = []
    judged = on_cores(
        lambda number: hunt.judge(mutants[number]), len(mutants), at_once=_MUTANTS_AT_ONCE
    )
    for judgement in judged:
        judgements.append(judgement)
        told(len(judgements), len(mutants))
    return judgements
