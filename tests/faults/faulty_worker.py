"""A worker of the campaign: the product's own, with failpoints around its ports."""

from gevent import monkey

monkey.patch_all()  # before anything imports ssl, socket or threading, as the product does

import os  # noqa: E402 - after the patch
import sys  # noqa: E402 - after the patch
from typing import Any  # noqa: E402 - after the patch

from api.settings import Settings, settings_of_this_process  # noqa: E402 - after the patch


def main(*processes: str) -> int:
    settings = settings_of_this_process()
    folder = settings.metrics_directory.resolve()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)  # noqa: TID251 - told, not read
    from api.cli import worker_process  # noqa: PLC0415 - imports prometheus_client
    from tests.faults.faulty_process import put_in_place  # noqa: PLC0415 - same

    ours = worker_process.work

    def work(settings: Settings, *given: Any) -> int:
        # Also where it is forked: its trace is its own.
        _make_faulty()
        return ours(settings, *given)

    put_in_place(worker_process, "work", work)
    if processes:
        return worker_process.work_forked(settings, int(processes[0]))
    return worker_process.work_alone(settings)


def _make_faulty() -> None:
    from api.bootstrap import hands  # noqa: PLC0415 - imports prometheus_client
    from api.bootstrap.store import open_store  # noqa: PLC0415 - same
    from api.cli import worker_process  # noqa: PLC0415 - same
    from integrations.bitrix24.chat_reply import ChatReplyExecutor  # noqa: PLC0415 - same
    from tests.faults.faulty_process import NUMBER, FaultyProcess, put_in_place  # noqa: PLC0415 - same
    from tests.faults.mutants import Blind  # noqa: PLC0415 - same

    process = FaultyProcess()
    process.watch_calls()
    if int(os.environ[NUMBER]) % 2:  # noqa: TID251 - only processes of the campaign read it
        process.skew_clock()
    put_in_place(worker_process, "open_store", process.opening(open_store))

    def blind(*parts: Any) -> Blind:
        return Blind(ChatReplyExecutor(*parts), process.kept)

    put_in_place(hands, "ChatReplyExecutor", blind)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
