"""Runs the fault campaign and ends with its table: `make faults`, one case with CASE=F3.

`make soak MINUTES=30` plays everything at once, round after round.
"""

import os
import sys
from collections.abc import Sequence
from secrets import randbelow
from shutil import rmtree

from api.cli.interruption import stop_in_order
from api.cli.stack import PROJECT
from integrations.clock import SystemClock
from tests.faults.campaign import hold_campaign, known_names, soak, unknown_among
from tests.faults.lanes import LaneBroken
from tests.faults.outcome import Outcome, table

FOLDER = PROJECT / "_runtime" / "faults"
"""Logs and traces stay there until the next campaign."""


def main() -> int:
    stop_in_order()
    surroundings = os.environ  # noqa: TID251 - a failed run is repeated by its seed
    seed = int(surroundings.get("FAULT_SEED") or randbelow(10**6))
    wanted = [name for name in surroundings.get("CASE", "").split(",") if name]
    unknown = unknown_among(wanted)
    if unknown:
        print(f"no case or mutant: {', '.join(unknown)}; known: {', '.join(known_names())}")
        return 2
    print(f"FAULT_SEED={seed} plays the same again", flush=True)
    rmtree(FOLDER, ignore_errors=True)
    minutes = float(surroundings.get("MINUTES") or 0)
    played = (
        soak(FOLDER, seed=seed, minutes=minutes)
        if minutes
        else hold_campaign(FOLDER, seed=seed, wanted=wanted)
    )
    outcomes: list[Outcome] = []
    clock = SystemClock()
    begun = clock.monotonic()
    broken = ""
    try:
        for outcome in played:
            outcomes.append(outcome)
            print(table([outcome]).splitlines()[1], flush=True)
    except LaneBroken as error:
        broken = str(error)
    print()
    print(table(outcomes))
    print(f"{(clock.monotonic() - begun) / 60:.1f} minutes")
    _tell_failures(outcomes, seed)
    print(broken)
    return exit_code(outcomes, broken)


def _tell_failures(outcomes: Sequence[Outcome], seed: int) -> None:
    for outcome in outcomes:
        if not outcome.passed:
            print(f"FAULT_SEED={seed} CASE={outcome.mutant or outcome.case.name} make faults")
            print("\n".join(f"  {line}" for line in outcome.wrong))


def exit_code(outcomes: Sequence[Outcome], broken: str) -> int:
    """Say 0 only where something was played, to the end, and all of it passed."""
    return 0 if outcomes and not broken and all(outcome.passed for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
