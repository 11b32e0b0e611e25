"""From an event to its reply with distant third parties, beside a bot that works in the request.

What the baseline is, and which rows tell what, stands in bench/README.md.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import requests

from api.cli.child_process import ChildProcess
from api.cli.local_ports import LOOPBACK, claim_port
from api.cli.portal_control import PortalControl
from api.cli.stack import PROJECT, LocalStack, StackSettings, local_stack
from api.cli.waiting import WaitedTooLong, wait_for
from bench.processor_time import seconds_used
from engine.errors import CortexError

CALL_SECONDS, SECONDS, ROUNDS, PROCESSES = 0.1, 4.0, 3, 2
RATES = (50, 100, 200)
AT_LEAST_LOWER = 0.3
"""What the product promises: so much lower a p95 than that of the bot as it was."""

QUESTION, NUMBER, BRAND = "нужен 06A115561B", "06A115561B", "VAG"
OURS, AS_IT_WAS = "Cortex", "files, replies last"
REPLIES_LAST = {AS_IT_WAS: True, "files, replies first": False}
LONGEST_SECONDS = 60.0
QUEUED_SECONDS = 1.0
"""A p95 above this tells of a queue that grew as long as the run lasted, not of a design."""

_LEAD = {"id": 3001, "entityTypeId": 1, "title": "", "stageId": "NEW", "contactId": None, "fm": []}


@dataclass(frozen=True)
class Run:
    """What one server did with the events of one run."""

    replied: Sequence[float]
    """Seconds from when an event was due to its reply, as far as there was one."""
    missing: int
    refused: int
    acknowledged_p95: float
    cpu_ms: float
    """Of all processes that serve, and of Redis, for each event."""

    def within(self, share: float) -> float:
        """Return the seconds within which this share was replied to; infinite if it was not."""
        place = int((len(self.replied) + self.missing) * share)
        return sorted(self.replied)[place] if place < len(self.replied) else float("inf")


@dataclass(frozen=True)
class Bench:
    """What is measured: servers by name, the far side that they all talk to, and the event."""

    urls: Mapping[str, str]
    processes: Mapping[str, Sequence[int]]
    far_url: str
    body: Path

    def run(self, server: str, rate: int) -> Run:
        """Send to one server for a while and wait until all replies have come."""
        before = seconds_used(self.processes[server])
        command = [sys.executable, "-m", "bench.open_loop", self.urls[server], str(self.body)]
        said = subprocess.run(  # noqa: S603 - our own words
            [*command, str(SECONDS), str(rate)], check=True, capture_output=True, text=True
        ).stdout.split()
        first, start, count, refused = int(said[0]), float(said[1]), int(said[2]), int(said[3])
        due = {f"chat{first + turn}": start + turn / rate for turn in range(count)}
        with suppress(WaitedTooLong):
            wait_for(
                lambda: due.keys() <= self._replied().keys(),
                what="all replies",
                seconds=LONGEST_SECONDS,
            )
        replied, cpu = self._replied(), seconds_used(self.processes[server]) - before
        waited = [replied[chat] - at for chat, at in due.items() if chat in replied]
        return Run(waited, count - len(waited), refused, float(said[4]), cpu * 1000 / count)

    def _replied(self) -> Mapping[str, float]:
        known: Mapping[str, float] = requests.get(f"{self.far_url}/replies", timeout=10).json()
        return known


def main() -> int:
    """Print the table; 1 when the promise is broken at a rate that this machine carries."""
    print(
        f"A question for a price: 4 calls of {CALL_SECONDS * 1000:.0f} ms, the reply and 2 calls "
        f"for the CRM; {PROCESSES} processes serve, medians of {ROUNDS} runs of {SECONDS:.0f} s"
    )
    print(
        f"{'events/s':>8}  {'':21}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}"
        f"{'ack p95':>9}{'CPU ms':>8}{'lost':>6}"
    )
    try:
        with tempfile.TemporaryDirectory() as name, _bench(Path(name)) as bench:
            return max(_compare(bench, rate) for rate in RATES)
    except CortexError as error:
        print(f"not measured: {error.code} {error.message}")
        return 1


def _compare(bench: Bench, rate: int) -> int:
    runs: dict[str, list[Run]] = {server: [] for server in bench.urls}
    for _ in range(ROUNDS):
        for server, done in runs.items():
            done.append(bench.run(server, rate))
    for server, done in runs.items():
        _print_row(rate, server, done)
    if any(run.missing or run.refused for done in runs.values() for run in done):
        print(f"{'':8}  not judged: a server that refuses or loses events is no comparison")
        return 1
    before, now = (_median(runs[server], 0.95) for server in (AS_IT_WAS, OURS))
    print(f"{'':8}  p95 lower by {1 - now / before:.0%}; at least {AT_LEAST_LOWER:.0%} is promised")
    if now <= before * (1 - AT_LEAST_LOWER):
        return 0
    return _reason(rate, runs[OURS]) if now > QUEUED_SECONDS else 1


def _reason(rate: int, runs: Sequence[Run]) -> int:
    """Say why a rate is not judged: what waits in a queue tells how long the run lasted."""
    cores = rate * statistics.median(run.cpu_ms for run in runs) / 1000
    print(
        f"{'':8}  not judged, for a queue grew: Cortex alone uses {cores:.1f} cores at this rate; "
        f"its callers, the far side and all else share {os.cpu_count()} with it"
    )
    return 0


def _print_row(rate: int, server: str, runs: Sequence[Run]) -> None:
    times = "".join(f"{_median(runs, share) * 1000:8.0f}" for share in (0.5, 0.95, 0.99))
    acknowledged = statistics.median(run.acknowledged_p95 for run in runs) * 1000
    lost = sum(run.missing for run in runs)
    cpu = statistics.median(run.cpu_ms for run in runs)
    print(f"{rate:8}  {server:21}{times}{acknowledged:9.0f}{cpu:8.1f}{lost:6}", flush=True)


def _median(runs: Sequence[Run], share: float) -> float:
    return statistics.median(run.within(share) for run in runs)


@contextmanager
def _bench(folder: Path) -> Iterator[Bench]:
    port = claim_port(0)
    far_url = f"http://{LOOPBACK}:{port}"
    with ExitStack() as stops:
        far = [sys.executable, "-m", "bench.far_side", str(port), str(CALL_SECONDS)]
        _start(stops, ChildProcess("far", far, environment=_surroundings(), log=folder / "far.log"))
        settings = StackSettings(
            folder,
            environment=_surroundings(),
            overrides={
                "CORTEX_BITRIX_REST_URL": f"{far_url}/rest/1/far/",
                "CORTEX_ABCP_URL": far_url,
                # One number is asked for again and again; each question is to be a search.
                "CORTEX_SEARCH_CACHE_SECONDS": "0",
                # These events would come from a hundred portals, each with its own limit.
                "CORTEX_PORTAL_CALLS_AT_ONCE": "10000",
                "CORTEX_PORTAL_CALLS_PER_SECOND": "10000",
                # A dialog waits for third parties most of its time.
                "CORTEX_WORKER_GREENLETS": "64",
            },
            web_workers=1,
        )
        stack = stops.enter_context(local_stack(settings, say=lambda _: None))
        workers = [stack.worker, *(stack.new_worker(f"worker-{n}") for n in range(1, PROCESSES))]
        for worker in workers[1:]:
            worker.start()
        body = _an_event(stack, folder)
        _teach(stack, far_url)
        urls, processes = {}, {}
        for name in REPLIES_LAST:
            urls[name], process = _baseline(stack, name, folder, stops)
            processes[name] = [process.pid or 0]
        urls[OURS] = stack.webhook_url
        redis = stack.redis.pid if stack.redis else None
        pids = [stack.web.pid, *(worker.pid for worker in workers), redis]
        processes[OURS] = [pid for pid in pids if pid]
        yield Bench(urls, processes, far_url, body)


def _baseline(
    stack: LocalStack, name: str, folder: Path, stops: ExitStack
) -> tuple[str, ChildProcess]:
    address, own = f"{LOOPBACK}:{claim_port(0)}", folder / name.replace(" ", "-")
    (own / "files").mkdir(parents=True)
    application = f"bench.baseline:application({REPLIES_LAST[name]})"
    settings = {
        "CORTEX_BIND": address,
        "CORTEX_METRICS_DIR": str(own / "metrics"),
        "CORTEX_SPOOL_DIR": str(own / "files"),
        "CORTEX_WEB_WORKERS": str(PROCESSES),
    }
    process = ChildProcess(
        name,
        [sys.executable, "-m", "gunicorn", "-c", str(PROJECT / "gunicorn.conf.py"), application],
        environment={**stack.environment, **settings},
        log=own / "log",
    )
    _start(stops, process)
    url = f"http://{address}/bitrix/events"
    wait_for(lambda: _is_there(url), what=f"{name} answers", seconds=LONGEST_SECONDS)
    return url, process


def _start(stops: ExitStack, process: ChildProcess) -> None:
    stops.callback(process.stop)
    process.start()


def _an_event(stack: LocalStack, folder: Path) -> Path:
    with closing(PortalControl(stack.emulators.bitrix_url)) as portal:
        said = portal.say(portal.open_chat().chat_id, QUESTION, deliver=False)
    file = folder / "body"
    file.write_text(said.body, encoding="utf-8")
    return file


def _teach(stack: LocalStack, far_url: str) -> None:
    """Let the far side answer as the emulators would."""
    shop = stack.emulators.configuration.shop
    account = {"number": NUMBER, "userlogin": shop.login, "userpsw": shop.password_md5}
    url = stack.emulators.abcp_url
    brands = requests.get(f"{url}/search/brands", params=account, timeout=10).content
    wanted = {**account, "brand": BRAND, "withOutAnalogs": "0"}
    articles = requests.get(f"{url}/search/articles", params=wanted, timeout=10).content
    taught: Mapping[str, object] = {
        "crm.item.get": {"result": {"item": _LEAD}},
        "crm.item.update": {"result": {"item": _LEAD}},
        "imbot.chat.sendTyping": {"result": True},
        "imbot.message.add": {"result": 1},
    }
    for operation, answer in taught.items():
        requests.put(f"{far_url}/{operation}", json=answer, timeout=10)
    for operation, content in (("brands", brands), ("articles", articles)):
        requests.put(f"{far_url}/{operation}", data=content, timeout=10)


def _is_there(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).status_code == requests.codes.method_not_allowed
    except requests.RequestException:
        return False


def _surroundings() -> dict[str, str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith("CORTEX_")}  # noqa: TID251 - for child processes
    return {k: v for k, v in own.items() if k != "REDIS_URL"}


if __name__ == "__main__":
    sys.exit(main())
