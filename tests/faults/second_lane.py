"""Plays the second lane of the campaign for the process that plays the first."""

import sys
from pathlib import Path

from api.cli.interruption import stop_in_order
from tests.faults.campaign import play_second_lane
from tests.faults.lanes import tell


def main(folder: Path, seed: int) -> None:
    stop_in_order()
    for outcome in play_second_lane(folder, seed=seed):
        tell(folder, outcome)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
