"""Everything Cortex needs on one machine: Redis, both emulators, gunicorn and a worker."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import requests

from api.cli.child_process import ChildProcess
from api.cli.local_ports import LOOPBACK, claim_port
from api.cli.private_redis import PrivateRedis
from api.cli.stack_environment import StackTokens, emulated_portal, stack_environment
from api.cli.supervisor import Restartable
from api.cli.waiting import wait_for
from engine.errors import CortexError
from integrations.clock import SystemClock
from integrations.emulators import RunningEmulators, start_emulators

PROJECT = Path(__file__).resolve().parents[2]
RULES = PROJECT / "rules"
READY_SECONDS = 150.0
"""For a machine that has much else to do; a process that ends meanwhile ends the wait at once."""
_ASK_SECONDS = 5.0


@dataclass(frozen=True)
class StackSettings:
    """Where a stack keeps its files and which ports it takes; port 0 takes a free one."""

    folder: Path
    environment: Mapping[str, str] = field(repr=False)
    """The surroundings of the processes, for PATH and the like; the stack's own settings win."""
    overrides: Mapping[str, str] = field(default_factory=dict)
    """Settings that win over the stack's own."""
    rules: Path = RULES
    redis_url: str | None = field(default=None, repr=False)
    """A Redis that already runs; without one the stack starts its own."""
    web_port: int = 0
    bitrix_port: int = 0
    abcp_port: int = 0
    web_workers: int = 2
    bot_fetches: bool = False
    """Let the bot be one of API version 2 that fetches its events."""


@contextmanager
def local_stack(settings: StackSettings, *, say: Callable[[str], None]) -> Iterator["LocalStack"]:
    """Start a stack and surely stop it: in the order of need, and in the reverse order."""
    with ExitStack() as stops:
        stack = LocalStack(settings, say=say, stops=stops)
        stack.start()
        yield stack


class LocalStack:
    """The processes of one stack and how to reach them."""

    emulators: RunningEmulators
    web: ChildProcess
    worker: ChildProcess
    fetcher: ChildProcess | None = None
    web_url: str

    def __init__(
        self, settings: StackSettings, *, say: Callable[[str], None], stops: ExitStack
    ) -> None:
        self.settings = settings
        self.tokens = StackTokens.fresh()
        self.redis: PrivateRedis | None = None
        self._say = say
        self._stops = stops

    @property
    def webhook_url(self) -> str:
        return f"{self.web_url}/bitrix/events/{self.tokens.webhook}"

    @property
    def logs(self) -> Path:
        return self.settings.folder / "logs"

    @property
    def watched(self) -> Iterator[Restartable]:
        """The processes that may be started again when they die."""
        if self.redis is not None:
            yield self.redis
        yield self.web
        yield self.worker
        if self.fetcher is not None:
            yield self.fetcher

    @property
    def environment(self) -> Mapping[str, str]:
        """What the processes of a started stack are told; it holds the tokens of the run."""
        return self._environment

    def start(self) -> None:
        """Start everything and wait until the web service is ready."""
        settings = self.settings
        settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        web_port = claim_port(settings.web_port)
        ports = (claim_port(settings.bitrix_port), claim_port(settings.abcp_port))
        self.web_url = f"http://{LOOPBACK}:{web_port}"
        redis_url = settings.redis_url or self._start_redis()
        self._start_emulators(bitrix_port=ports[0], abcp_port=ports[1])
        self._environment = self._settings_for(redis_url, bind=f"{LOOPBACK}:{web_port}")
        self.worker = self.new_worker("worker")
        self.web = self._new_web()
        self._say("starting gunicorn and the worker")
        self.worker.start()
        self.web.start()
        if settings.bot_fetches:
            self.fetcher = self._new_process("fetcher", "fetch-events")
            self.fetcher.start()
        wait_for(self._is_ready, what="the web service is ready", seconds=READY_SECONDS)

    def new_worker(self, name: str, **settings: str) -> ChildProcess:
        """Return another worker process, not yet started, that ends with the stack.

        `settings` win over those of the stack.
        """
        return self._new_process(name, "worker", settings)

    def _new_process(
        self, name: str, command: str, settings: Mapping[str, str] | None = None
    ) -> ChildProcess:
        process = ChildProcess(
            name,
            [sys.executable, "-m", "api.cli", command],
            environment={**self._environment, **(settings or {})},
            log=self.logs / f"{name}.log",
        )
        self._stops.callback(process.stop)
        return process

    def _start_redis(self) -> str:
        self._say("starting Redis")
        self.redis = PrivateRedis(self.settings.folder / "redis")
        self._stops.callback(self.redis.stop)
        self.redis.start()
        return self.redis.url

    def _start_emulators(self, *, bitrix_port: int, abcp_port: int) -> None:
        self._say("starting the Bitrix24 and ABCP emulators")
        self.emulators = start_emulators(
            emulated_portal(self.tokens, bot_fetches=self.settings.bot_fetches),
            clock=SystemClock().now,
            bitrix_port=bitrix_port,
            abcp_port=abcp_port,
            webhook_url=self.webhook_url,
        )
        self._stops.callback(self.emulators.stop)

    def _settings_for(self, redis_url: str, *, bind: str) -> Mapping[str, str]:
        metrics = self.settings.folder / "metrics"
        metrics.mkdir(exist_ok=True)
        own = stack_environment(
            self.emulators,
            self.tokens,
            redis_url=redis_url,
            bind=bind,
            web_workers=self.settings.web_workers,
            rules=self.settings.rules.resolve(),
            metrics=metrics.resolve(),
        )
        return {**self.settings.environment, **own, **self.settings.overrides}

    def _new_web(self) -> ChildProcess:
        web = ChildProcess(
            "web",
            [sys.executable, "-m", "gunicorn", "-c", str(PROJECT / "gunicorn.conf.py")],
            environment=self._environment,
            log=self.logs / "web.log",
        )
        self._stops.callback(web.stop)
        return web

    def _is_ready(self) -> bool:
        for child in (self.web, self.worker):
            if not child.alive:
                said = child.last_line()
                raise CortexError(
                    f"{child.name} ended with exit code {child.exit_code}, saying: {said}",
                    code="STACK_NOT_STARTED",
                )
        try:
            answer = requests.get(f"{self.web_url}/health/ready", timeout=_ASK_SECONDS)
        except requests.RequestException:
            return False
        return answer.status_code == HTTPStatus.OK
