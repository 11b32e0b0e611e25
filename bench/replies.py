"""From the webhook to the reply over every real process, with third parties far away.

The same messages each time, and only one more of what makes replies fast: connections that are
kept, searches side by side, answers that are remembered. Ratios are of one run.
"""

import os
import statistics
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import requests

from api.cli.child_process import ChildProcess
from api.cli.portal_control import PortalControl
from api.cli.stack import LocalStack, StackSettings, local_stack
from api.cli.waiting import wait_for
from engine.errors import CortexError
from integrations.clock import SystemClock
from integrations.emulators.distance import Distance

CALL_SECONDS, CONNECT_SECONDS = 0.1, 0.05
MESSAGES, AT_ONCE = 28, 4
LONGEST_SECONDS = 30.0
REPLY = "imbot.message.add"
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
NUMBERS = ("06A115561B", "61217726563", "A2710940204", "90915YZZD2", "06H905110G", "34116777772")


@dataclass(frozen=True)
class Step:
    """What is added to the steps before it."""

    name: str
    keeps_connections: bool
    searches_at_once: int
    remembered_seconds: int


STEPS = (
    Step("nothing of it", keeps_connections=False, searches_at_once=1, remembered_seconds=0),
    Step("connections kept", keeps_connections=True, searches_at_once=1, remembered_seconds=0),
    Step("searches side by side", keeps_connections=True, searches_at_once=3, remembered_seconds=0),
    Step("answers remembered", keeps_connections=True, searches_at_once=3, remembered_seconds=180),
)


def main() -> None:
    """Print the table, or why there is none."""
    print(
        f"{MESSAGES} messages of three part numbers, {AT_ONCE} at once; a call takes "
        f"{CALL_SECONDS * 1000:.0f} ms, a new connection {CONNECT_SECONDS * 1000:.0f} ms more"
    )
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith("CORTEX_")}  # noqa: TID251 - child processes need PATH and the like
    with tempfile.TemporaryDirectory() as folder:
        settings = StackSettings(
            folder=Path(folder),
            environment=surroundings,
            web_workers=1,
            # The limit of a portal is another matter: here it would be all that is measured.
            overrides={
                "CORTEX_PORTAL_CALLS_AT_ONCE": "1000",
                "CORTEX_PORTAL_CALLS_PER_SECOND": "100",
            },
        )
        try:
            with local_stack(settings, say=lambda _: None) as stack:
                stack.worker.stop()
                _report([(step, _measured(stack, step)) for step in STEPS])
        except CortexError as error:
            print(f"not measured: {error.code} {error.message}")


def _report(measured: Sequence[tuple[Step, Sequence[float]]]) -> None:
    first = statistics.median(measured[0][1])
    print(f"{'with':24}{'p50 ms':>9}{'p95 ms':>9}{'times as fast':>16}")
    for step, seconds in measured:
        middle, late = statistics.median(seconds), statistics.quantiles(seconds, n=20)[18]
        print(f"{step.name:24}{middle * 1000:9.0f}{late * 1000:9.0f}{first / middle:16.1f}")


def _measured(stack: LocalStack, step: Step) -> Sequence[float]:
    """Return the seconds that each message waited for its reply."""
    distance = Distance(CALL_SECONDS, CONNECT_SECONDS, keeps_connections=step.keeps_connections)
    for server in (stack.emulators.bitrix, stack.emulators.abcp):
        server.move(distance)
    worker = stack.new_worker(
        step.name,
        CORTEX_ABCP_PARALLEL_SEARCHES=str(step.searches_at_once),
        CORTEX_SEARCH_CACHE_SECONDS=str(step.remembered_seconds),
    )
    worker.start()
    _wait_for_worker(worker)
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(lambda number: _seconds_to_reply(stack, number), range(MESSAGES)))
    finally:
        worker.stop()


def _wait_for_worker(worker: ChildProcess) -> None:
    wait_for(
        lambda: "worker_started" in worker.log.read_text(encoding="utf-8"),
        what="the worker is up",
        seconds=LONGEST_SECONDS,
    )


def _seconds_to_reply(stack: LocalStack, number: int) -> float:
    wanted = ", ".join(NUMBERS[(number + step) % len(NUMBERS)] for step in range(3))
    with closing(PortalControl(stack.emulators.bitrix_url)) as portal:
        chat = portal.open_chat()
        said = portal.say(chat.chat_id, f"сколько стоят {wanted}?", deliver=False)
        before = max((call.number for call in portal.calls()), default=0)
        sent_at = SystemClock().now()
        requests.post(stack.webhook_url, said.body.encode(), headers=_FORM, timeout=LONGEST_SECONDS)
        return (
            wait_for(
                lambda: _replied_at(stack, chat.chat_id, before),
                what="the reply",
                seconds=LONGEST_SECONDS,
            )
            - sent_at
        )


def _replied_at(stack: LocalStack, chat_id: int, after: int) -> float | None:
    """Return when the reply reached the portal."""
    url = f"{stack.emulators.bitrix_url}/_emulator/calls?after={after}"
    calls = requests.get(url, timeout=LONGEST_SECONDS).json()["calls"]
    dialog = f"chat{chat_id}"
    found = (
        float(call["at"])
        for call in calls
        if call["method"] == REPLY and call["params"].get("DIALOG_ID") == dialog
    )
    return next(found, None)


if __name__ == "__main__":
    main()
