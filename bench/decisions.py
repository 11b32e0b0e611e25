"""Whole decisions: facts and rules together, and the command that reads them line by line."""

import resource
import statistics
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

import orjson

from api.bootstrap.brain import build_brain
from bench.facts import WARM_UP, messages
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session

ROOT = Path(__file__).parents[1]
DECISIONS = 4_000
LINES = 2_000


def main() -> int:
    """Print both tables; the exit code says nothing about speed, the numbers do."""
    _report_decisions()
    return _report_lines()


def _report_decisions() -> None:
    decide = build_brain(rules_directory=ROOT / "rules").decide
    texts = list(islice(messages(), WARM_UP + DECISIONS))
    situations = [Situation(Message(text), Session()) for text in texts]
    for situation in situations[:WARM_UP]:
        decide(situation)
    taken = []
    for situation in situations[WARM_UP:]:
        started = time.perf_counter_ns()
        decide(situation)
        taken.append((time.perf_counter_ns() - started) / 1_000)
    per_second = 1_000_000 * len(taken) / sum(taken)
    centiles = statistics.quantiles(taken, n=100)
    print(
        f"facts and rules   {per_second:9,.0f} decisions/s"
        f"   p50 {centiles[49]:7.1f} us   p99 {centiles[98]:7.1f} us"
    )


def _report_lines() -> int:
    lines = [orjson.dumps({"message": {"text": text}}) for text in islice(messages(), LINES)]
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "eval", "--jsonl"],
        input=b"\n".join(lines) + b"\n",
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"cortex eval --jsonl   {done.stderr.decode().strip()}, {megabytes:.0f} MB")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
