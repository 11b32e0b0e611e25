"""Acknowledging events beside a bare Falcon app with one XADD: same gunicorn, Redis and run."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from api.cli.child_process import ChildProcess
from api.cli.local_ports import LOOPBACK, claim_port
from api.cli.portal_control import PortalControl
from api.cli.stack import PROJECT, LocalStack, StackSettings, local_stack
from api.cli.waiting import wait_for
from bench.processor_time import seconds_used

SECONDS, ROUNDS, CALM_ROUNDS, WEB_WORKERS = 1.5, 11, 5, 1
AT_LEAST, P99_SECONDS = 0.6, 0.06
"""What the product promises: so much of the bare app's rate, and this p99 at half of its own."""


@dataclass(frozen=True)
class Measured:
    """One run against one server."""

    per_second: float
    p99_seconds: float
    cpu_ms: float
    """Of the server's processes, for each event: unlike the rest, hardly moved by neighbours."""
    refused: int


@dataclass(frozen=True)
class Served:
    """A server to measure."""

    url: str
    process: ChildProcess

    def measure(self, body: Path, *, rate: float = 0.0) -> Measured:
        before = seconds_used([self.process.pid])
        command = [sys.executable, "-m", "bench.ack_load", self.url, str(body)]
        said = subprocess.run(  # noqa: S603 - our own words
            [*command, str(SECONDS), str(rate)], check=True, capture_output=True, text=True
        )
        answered, refused, _, p99 = (float(word) for word in said.stdout.split())
        cpu = seconds_used([self.process.pid]) - before
        return Measured(answered / SECONDS, p99, cpu * 1000 / max(answered, 1), int(refused))


def main() -> int:
    """Print both, their ratio and the p99 at half the rate; 1 when a promise is not kept."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = StackSettings(folder, environment=_surroundings(), web_workers=WEB_WORKERS)
        with local_stack(settings, say=lambda _: None) as stack, _bare(stack, folder) as bare:
            stack.worker.stop()  # what is acknowledged stays in its mailbox
            body = _an_event(stack, folder)
            return _compare(Served(stack.webhook_url, stack.web), bare, body)


def _compare(ours: Served, bare: Served, body: Path) -> int:
    pairs = [(bare.measure(body), ours.measure(body)) for _ in range(ROUNDS)]
    ratio = statistics.median(own.per_second / other.per_second for other, own in pairs)
    for name, runs in zip(("bare Falcon, XADD", "Cortex"), zip(*pairs, strict=True), strict=True):
        rate = statistics.median(run.per_second for run in runs)
        cpu = statistics.median(run.cpu_ms for run in runs)
        print(f"{name:20} {rate:7.0f}/s {cpu:6.2f} ms of CPU per event")
    by_cpu = statistics.median(other.cpu_ms / own.cpu_ms for other, own in pairs)
    half = statistics.median(own.per_second for _, own in pairs) / 2
    calm = [ours.measure(body, rate=half) for _ in range(CALM_ROUNDS)]
    p99, refused = statistics.median(run.p99_seconds for run in calm), sum(r.refused for r in calm)
    print(
        f"Cortex is at {ratio:.0%}, by CPU alone at {by_cpu:.0%}; "
        f"at least {AT_LEAST:.0%} is promised"
    )
    print(
        f"Cortex at {half:.0f}/s: p99 {p99 * 1000:.0f} ms of {P99_SECONDS * 1000:.0f}, "
        f"{refused} refused"
    )
    return int(ratio < AT_LEAST or p99 > P99_SECONDS or refused > 0)


@contextmanager
def _bare(stack: LocalStack, folder: Path) -> Iterator[Served]:
    address = f"{LOOPBACK}:{claim_port(0)}"
    metrics = folder / "bare-metrics"
    settings = {
        "REDIS_URL": stack.redis.url if stack.redis else "",
        "CORTEX_API_TOKEN": stack.tokens.api,
        "CORTEX_BIND": address,
        "CORTEX_METRICS_DIR": str(metrics),
        "CORTEX_WEB_WORKERS": str(WEB_WORKERS),
    }
    configuration = ["-c", str(PROJECT / "gunicorn.conf.py"), "bench.bare_ack:application()"]
    process = ChildProcess(
        "bare",
        [sys.executable, "-m", "gunicorn", *configuration],
        environment={**_surroundings(), **settings},
        log=folder / "bare.log",
    )
    process.start()
    try:
        served = Served(f"http://{address}/bitrix/events", process)
        wait_for(lambda: _answers(served), what="the bare app answers", seconds=30)
        yield served
    finally:
        process.stop()


def _answers(served: Served) -> bool:
    try:
        return requests.post(served.url, data=b"-", timeout=5).ok
    except requests.RequestException:
        return False


def _an_event(stack: LocalStack, folder: Path) -> Path:
    with closing(PortalControl(stack.emulators.bitrix_url)) as portal:
        chat = portal.open_chat()
        said = portal.say(chat.chat_id, "здравствуйте, нужен 06A115561B", deliver=False)
    file = folder / "body"
    file.write_text(said.body, encoding="utf-8")
    return file


def _surroundings() -> dict[str, str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith("CORTEX_")}  # noqa: TID251 - for child processes
    return {k: v for k, v in own.items() if k != "REDIS_URL"}


if __name__ == "__main__":
    sys.exit(main())
