"""The processes of a campaign: the product's, each with failpoints, and emulators apart."""

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import cast

import requests
from redis import Redis

from api.cli.child_process import ChildProcess
from api.cli.local_ports import LOOPBACK, claim_port
from api.cli.stack import PROJECT, LocalStack, StackSettings
from api.cli.stack_environment import emulated_portal
from api.cli.waiting import WaitedTooLong, wait_for
from integrations.emulators import EmulatorConfiguration, RunningEmulators
from integrations.redis.keys import Keys
from tests.e2e.emulator_desk import EmulatorDesk
from tests.faults.faulty_process import FOLDER, NUMBER
from tests.faults.guarded_trio import GuardedTrio
from tests.faults.points import REDIS_PID, Plan
from tests.faults.small_disks import small_disks
from tests.faults.topologies import Servers, Topology, servers_of

LEASE_SECONDS = 3
PATIENCE_SECONDS = 120.0
READY_ASK_SECONDS = 5.0
SHORT_TIMES: Mapping[str, str] = {
    "CORTEX_HTTP_TOTAL_SECONDS": "2",
    "CORTEX_LOCK_SECONDS": str(LEASE_SECONDS),
    "CORTEX_RECLAIM_SECONDS": "4",
    "CORTEX_ABCP_ORDER_SECONDS": "2",
}


@dataclass(frozen=True)
class SeparateEmulators:
    """Both emulators in a process of their own, so that the campaign does not slow them down."""

    configuration: EmulatorConfiguration
    process: ChildProcess
    bitrix_url: str
    abcp_url: str

    @property
    def bitrix_webhook_url(self) -> str:
        portal = self.configuration.portal
        return f"{self.bitrix_url}/rest/{portal.webhook_user_id}/{portal.webhook_code}/"


@dataclass(frozen=True)
class Host:
    """A whole instance: what it listens on, and processes that share nothing with other hosts."""

    webhook: str
    web: ChildProcess
    workers: list[ChildProcess]
    forked: bool = False
    """Whether workers are forked, each of these keeping several alive."""

    @property
    def web_pids(self) -> frozenset[int]:
        pid = self.web.pid if self.web.alive else None
        return frozenset(children_of(pid)) if pid else frozenset()

    @property
    def worker_pids(self) -> frozenset[int]:
        pids = [worker.pid for worker in self.workers if worker.alive and worker.pid]
        return frozenset(chain.from_iterable(map(children_of, pids)) if self.forked else pids)


class FaultStack(LocalStack):
    """A local stack whose workers and web processes can be hit at their failpoints."""

    servers: Servers = None
    forgot_at: float = 0.0
    """When Redis lost its data, by the clock of traces; 0 when it never did."""
    workers: list[ChildProcess]
    hosts: list[Host]
    _alone: list[ChildProcess]
    processes_each: int | None = None
    """How many processes a worker keeps alive; it serves by itself when None."""

    def start(self) -> None:
        """Start everything; Redis tells its pid to those that may freeze it."""
        self.workers, self._alone = [], []
        try:
            super().start()
        except WaitedTooLong:
            # A campaign shares its machine: all is started by then, only not ready yet.
            wait_for(self._is_ready, what="the web service is ready", seconds=PATIENCE_SECONDS)
        forked = self.processes_each is not None
        self.hosts = [Host(self.webhook_url, self.web, [self.worker], forked)]
        desk = EmulatorDesk(self.emulators.bitrix_url)
        desk.limit_calls(per_second=10_000, at_once=20_000)
        self.note_redis()

    @property
    def folder(self) -> Path:
        return self.settings.folder

    @property
    def redis_url(self) -> str:
        """What the processes are told."""
        return self._environment["REDIS_URL"]

    @property
    def trio(self) -> GuardedTrio:
        assert isinstance(self.servers, GuardedTrio)
        return self.servers

    def note_redis(self) -> None:
        """Write down which process Redis is now, where there is one."""
        if self.redis is None:
            return
        (self.folder / REDIS_PID).write_text(str(self.redis_pid), encoding="ascii")

    @property
    def redis_pid(self) -> int:
        assert self.redis is not None
        with Redis.from_url(self.redis.url) as client:
            return int(client.info("server")["process_id"])

    def new_worker(self, name: str, **settings: str) -> ChildProcess:
        each = [] if self.processes_each is None else [str(self.processes_each)]
        worker = ChildProcess(
            name,
            [sys.executable, "-m", "tests.faults.faulty_worker", *each],
            environment={
                **self._environment,
                FOLDER: str(self.folder),
                NUMBER: str(len(self.workers)),
                **settings,
            },
            log=self.logs / f"{name}.log",
        )
        self._stops.callback(end, worker)
        self.workers.append(worker)
        return worker

    def processes(self) -> Mapping[int, str]:
        """Return the kind of each process that serves by its pid."""
        found: dict[int, str] = {}
        for host in self.hosts:
            found |= dict.fromkeys(host.worker_pids, "worker")
            found |= dict.fromkeys(host.web_pids, "web")
        return found

    def watch(self) -> None:
        """Start dead workers again, as a supervisor does."""
        for worker in self.workers:
            if worker not in self._alone and not worker.alive:
                worker.start()

    @contextmanager
    def left_alone(self, worker: ChildProcess) -> Iterator[None]:
        """Let somebody else end and start a worker."""
        self._alone.append(worker)
        try:
            yield
        finally:
            self._alone.remove(worker)

    def start_workers(self, count: int) -> None:
        """Start so many in all on the first host and wait until the new ones are up."""
        own = self.hosts[0].workers
        new = [self.new_worker(f"worker-{n}") for n in range(len(own), count)]
        own += new
        for worker in new:
            worker.start()
        for worker in new:
            wait_for(partial(is_up, worker), what="a worker is up", seconds=PATIENCE_SECONDS)

    def start_hosts(self, count: int) -> None:
        """Start instances on ports and in folders of their own, as other hosts would."""
        for number in range(len(self.hosts) + 1, count + 1):
            self.hosts.append(self._new_host(f"host-{number}"))

    def _new_host(self, name: str) -> Host:
        bind = f"{LOOPBACK}:{claim_port(0)}"
        own = {"CORTEX_BIND": bind, **folders_of(self.folder / name)}
        web = self._new_web(f"{name}-web", **own)
        worker = self.new_worker(f"{name}-worker", **own)
        web.start()
        worker.start()
        url = f"http://{bind}"
        wait_for(partial(_answers, url), what=f"{url} is ready", seconds=PATIENCE_SECONDS)
        wait_for(partial(is_up, worker), what="a worker is up", seconds=PATIENCE_SECONDS)
        return Host(self.webhook_url.replace(self.web_url, url), web, [worker])

    def _new_web(self, name: str = "web", **settings: str) -> ChildProcess:
        configuration = PROJECT / "tests" / "faults" / "gunicorn_of_faults.py"
        web = ChildProcess(
            name,
            [sys.executable, "-m", "gunicorn", "-c", str(configuration)],
            environment={**self._environment, FOLDER: str(self.folder), **settings},
            log=self.logs / f"{name}.log",
        )
        self._stops.callback(web.stop)
        return web

    def _start_emulators(self, *, bitrix_port: int, abcp_port: int) -> None:
        configuration = emulated_portal(self.tokens)
        process = ChildProcess(
            "emulators",
            [
                *(sys.executable, "-m", "tests.faults.emulators"),
                *(str(bitrix_port), str(abcp_port), self.tokens.application, self.tokens.rest),
            ],
            environment=self.settings.environment,
            log=self.logs / "emulators.log",
        )
        process.start()
        self._stops.callback(process.kill)
        running = SeparateEmulators(
            configuration,
            process,
            f"http://{LOOPBACK}:{bitrix_port}",
            f"http://{LOOPBACK}:{abcp_port}",
        )
        wait_for(lambda: "serving" in process.last_line(), what="emulators serve", seconds=30)
        self.emulators = cast("RunningEmulators", running)


def _answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/health/ready", timeout=READY_ASK_SECONDS).ok
    except requests.RequestException:
        return False


def folders_of(host: Path) -> Mapping[str, str]:
    """Make the folders that an instance shares with nobody, and return their settings."""
    settings = {
        "CORTEX_SPOOL_DIR": host / "spool",
        "CORTEX_METRICS_DIR": host / "metrics",
        "CORTEX_LAST_GOOD_DIR": host / "last-good",
    }
    for folder in settings.values():
        folder.mkdir(parents=True)
    return {name: str(folder.resolve()) for name, folder in settings.items()}


def is_up(worker: ChildProcess) -> bool:
    """Say whether a worker of this log has ever begun to serve."""
    return "worker_started" in worker.log.read_text(encoding="utf-8", errors="replace")


def end(process: ChildProcess) -> None:
    """End a process that may be stopped: it would not hear that it is to end."""
    if process.alive and process.pid is not None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGCONT)
    process.kill()


def children_of(pid: int) -> Iterator[int]:
    """Return the processes that a process has started."""
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        yield from map(int, listing.read_text(encoding="ascii").split())


@contextmanager
def fault_stack(
    folder: Path,
    plan: Plan,
    *,
    workers: int = 2,
    processes_each: int | None = None,
    settings: Mapping[str, str] | None = None,
    topology: Topology = "one",
    own_disks: bool = False,
) -> Iterator[FaultStack]:
    """Start a stack for one case; it ends with the block, whatever is left of it."""
    folder.mkdir(parents=True, exist_ok=True)
    plan.write(folder)
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith("CORTEX_")}  # noqa: TID251 - child processes need PATH and the like
    disks = small_disks(folder) if own_disks else nullcontext()
    with disks, servers_of(topology, folder / "servers") as servers, ExitStack() as stops:
        stack_settings = StackSettings(
            folder=folder,
            environment=surroundings,
            overrides={**SHORT_TIMES, **(settings or {})},
            redis_url=servers.url if servers else None,
        )
        stack = FaultStack(stack_settings, say=lambda _: None, stops=stops)
        stack.servers = servers
        stack.processes_each = processes_each
        stack.start()
        stack.start_workers(workers)
        yield stack


def keys_of(stack: FaultStack) -> Keys:
    """Return the names under which this stack keeps its things."""
    return Keys(stack.tokens.redis_prefix)
