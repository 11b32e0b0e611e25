"""The mutation run of `cortex golden mutants`: do the cases notice when a version is broken?"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import orjson

from api.cli import complain
from api.cli.exit_codes import ExitCode
from api.cli.progress import Progress
from api.golden.case import GoldenCase
from api.golden.mutants.hunt import hunt_all, prepare
from api.golden.mutants.lexicon_mutants import fact_mutants, phrase_mutants
from api.golden.mutants.mutant import Mutant
from api.golden.mutants.rule_mutants import order_mutants, rule_mutants
from api.golden.mutants.score import LEAST_KILLED, Score
from api.golden.mutants.survivors_file import read_survivors
from api.golden.subject import Subject
from integrations.clock import SystemClock

MUTANTS = "mutants.json"


def run_mutants(
    cases: Sequence[GoldenCase], subject: Subject, *, golden: Path, report: Path, phrases: bool
) -> int:
    """Judge every mutant of a version and tell how many the cases kill."""
    clock = SystemClock()
    today = datetime.fromtimestamp(clock.now(), UTC).date()
    started = clock.monotonic()
    hunt = prepare(cases, subject, clock, today=today)
    left_out = len(cases) - len(hunt.cases)
    if left_out:
        complain(f"{left_out} cases do not hold on the version as it is and kill nothing")
    judgements = hunt_all(
        hunt, _mutants(subject, phrases=phrases), told=Progress("mutants judged", every=100)
    )
    score = Score(judgements, read_survivors(golden))
    _write(score, report)
    for line in score.lines():
        print(line)
    seconds = clock.monotonic() - started
    word = "OK" if score.is_met else "GATE_NOT_MET"
    killed = len(score.judgements) - len(score.survivors)
    print(
        f"mutants {word}: {killed} of {len(score.judgements)} killed, {score.share:.1%} "
        f"(needs {LEAST_KILLED:.0%}), {len(score.unexplained)} survivors without a reason; "
        f"{subject.policy.version}, {seconds:.1f} s"
    )
    return ExitCode[word]


def _mutants(subject: Subject, *, phrases: bool) -> Sequence[Mutant]:
    release = subject.policy.release
    lexicon = release.knowledge.lexicon
    return (
        *rule_mutants(release.rules),
        *order_mutants(release.rules),
        *fact_mutants(lexicon),
        *(phrase_mutants(lexicon) if phrases else ()),
    )


def _write(score: Score, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    document = {
        "version": 1,
        "killed": score.share,
        "mutants": [
            {**vars(found), "reason": score.reasons.get(found.name)} for found in score.judgements
        ],
    }
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    (folder / MUTANTS).write_bytes(orjson.dumps(document, option=options))
