"""How many mutants the golden cases kill, and which live on for what reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.golden.mutants.mutant import Judgement, Kind

LEAST_KILLED = 0.95
KINDS: Mapping[Kind, str] = {
    "rule": "rules removed",
    "veto": "vetoes removed",
    "order": "priorities swapped",
    "fact": "lexicon facts never true",
    "phrase": "phrases forgotten",
}


@dataclass(frozen=True)
class Score:
    """The outcome of a hunt."""

    judgements: Sequence[Judgement]
    reasons: Mapping[str, str]
    """Why a survivor may live on, by its name."""

    @property
    def survivors(self) -> Sequence[Judgement]:
        return tuple(found for found in self.judgements if found.killed_by is None)

    @property
    def unexplained(self) -> Sequence[Judgement]:
        """Survivors that nobody gave a reason for."""
        return tuple(found for found in self.survivors if found.name not in self.reasons)

    @property
    def outdated(self) -> Sequence[str]:
        """Reasons for mutants that do not survive."""
        living = {found.name for found in self.survivors}
        judged = {found.name for found in self.judgements}
        return tuple(name for name in self.reasons if name in judged - living)

    @property
    def share(self) -> float:
        """Share of mutants killed; nothing judged is nothing killed."""
        if not self.judgements:
            return 0.0
        return 1 - len(self.survivors) / len(self.judgements)

    @property
    def is_met(self) -> bool:
        return self.share >= LEAST_KILLED

    def by_kind(self) -> Iterator[tuple[str, int, int]]:
        """Yield what was broken, how many of these were killed and how many there were."""
        for kind, means in KINDS.items():
            judged = [found for found in self.judgements if found.kind == kind]
            killed = sum(found.killed_by is not None for found in judged)
            if judged:
                yield means, killed, len(judged)

    def lines(self) -> Iterator[str]:
        """Yield the report, survivors last."""
        for means, killed, judged in self.by_kind():
            yield f"{means}: {killed} of {judged} killed"
        for found in self.survivors:
            yield f"survived: {found.name}: {self.reasons.get(found.name, 'no reason given')}"
        for name in self.outdated:
            yield f"killed, take it from survivors.yaml: {name}"
