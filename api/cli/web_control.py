"""Questions to a running web service: its state, its counters, which process answers."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from threading import Barrier, Thread
from typing import Any
from urllib.parse import urlsplit

import orjson
import requests
from prometheus_client.parser import text_string_to_metric_families

from engine.errors import CortexError, Fault

_ASK_SECONDS = 15.0
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_CONNECTIONS_TRIED = 200


@dataclass(frozen=True)
class WebStatus:
    """What /v1/status says, as far as it is asked for here."""

    version: str | None
    digest: str | None
    worker_pid: int
    backlog: int | None
    faults: tuple[Fault, ...]


class WebControl:
    """Speaks to one web service with its API token."""

    def __init__(self, url: str, api_token: str) -> None:
        self._url = url
        self._bearer = {"Authorization": f"Bearer {api_token}"}

    def status(self) -> WebStatus:
        answer = requests.get(f"{self._url}/v1/status", headers=self._bearer, timeout=_ASK_SECONDS)
        if not answer.ok:
            raise CortexError(f"/v1/status answered {answer.status_code}", code="WEB_FAILED")
        return _status(answer.json())

    def total(self, metric: str, **labels: str) -> float:
        """Return a metric summed over its other labels."""
        page = requests.get(f"{self._url}/metrics", timeout=_ASK_SECONDS).text
        return sum(
            sample.value
            for family in text_string_to_metric_families(page)
            for sample in family.samples
            if sample.name == metric and labels.items() <= sample.labels.items()
        )

    def post_at_once(
        self, path: str, body: str, *, processes: int, per_process: int
    ) -> Mapping[int, Sequence[int]]:
        """Post one body over several connections at the same moment, some to every process.

        Returns the HTTP statuses by the process that gave them.
        """
        with ExitStack() as closing:
            connections = self._connect_to_all(closing, processes, per_process)
            start = Barrier(len(connections))
            answers: list[tuple[int, int]] = []

            def post(pid: int, connection: HTTPConnection) -> None:
                start.wait(_ASK_SECONDS)
                connection.request("POST", path, body, _FORM)
                answer = connection.getresponse()
                answer.read()
                answers.append((pid, answer.status))

            threads = [Thread(target=post, args=pair) for pair in connections]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(_ASK_SECONDS)
        return {pid: [status for own, status in answers if own == pid] for pid, _ in answers}

    def _connect_to_all(
        self, closing: ExitStack, processes: int, per_process: int
    ) -> Sequence[tuple[int, HTTPConnection]]:
        """Open connections until every process holds enough: a connection stays with its one."""
        held: dict[int, list[HTTPConnection]] = {}
        for _ in range(_CONNECTIONS_TRIED):
            connection = HTTPConnection(urlsplit(self._url).netloc, timeout=_ASK_SECONDS)
            closing.callback(connection.close)
            held.setdefault(self._process_behind(connection), []).append(connection)
            if sum(len(own) >= per_process for own in held.values()) >= processes:
                return [(pid, one) for pid, own in held.items() for one in own[:per_process]]
        raise CortexError(f"only processes {sorted(held)} answer", code="WEB_FAILED")

    def _process_behind(self, connection: HTTPConnection) -> int:
        connection.request("GET", "/v1/status", headers=self._bearer)
        return _status(orjson.loads(connection.getresponse().read())).worker_pid


def _status(document: Mapping[str, Any]) -> WebStatus:
    ruleset = document["ruleset"]
    return WebStatus(
        version=ruleset["version"],
        digest=ruleset["digest"],
        worker_pid=document["worker_pid"],
        backlog=document["backlog"],
        faults=tuple(Fault(**fault) for fault in ruleset["last_error"]),
    )
