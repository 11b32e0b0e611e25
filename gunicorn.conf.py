"""How gunicorn serves the webhook and the API; every line says why."""

from gevent import monkey

monkey.patch_all()  # before anything imports ssl, socket or threading: they must be cooperative

import os
import sys
from contextlib import suppress

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

from api.bootstrap.refused_forks import try_refused_forks_later
from api.bootstrap.settled_memory import settle_memory
from api.settings import settings_of_this_process
from engine.errors import CortexError
from integrations.logging import standard_library_configuration


class WithoutAccessLines(Logger):
    """Writes all but access lines: given a log configuration, gunicorn makes them for nobody."""

    def access(self, *_: object) -> None:
        pass


try:
    _settings = settings_of_this_process()
    _settings.callers()  # refused here, not by one worker after the other
    _metrics_directory = _settings.metrics_directory.resolve()
    _metrics_directory.mkdir(parents=True, exist_ok=True)
except CortexError as error:  # a line that says what to set; gunicorn would print a traceback
    sys.stderr.write(f"{error.code} {error.message}\n")
    raise SystemExit(3) from None  # as every command whose input is bad
except OSError as error:
    sys.stderr.write(f"SETTING_INVALID CORTEX_METRICS_DIR: {error}\n")
    raise SystemExit(3) from None
# prometheus_client picks shared files over plain memory when this is set before its import.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_metrics_directory)

from integrations.metrics import forget_process, process_runs, remove_stale_files

wsgi_app = "api.app:application()"  # loads rules once; each worker connects by itself
# Loopback by default: TLS and the outside belong to a reverse proxy. A port that systemd hands
# over goes before it, and outlives a restart: docs/deploy/cortex-web.socket.
bind = _settings.bind
workers = _settings.web_workers  # processes; acknowledging is short, two keep two cores busy
worker_class = "gevent"  # while a request waits for Redis to sync to disk, others are served
worker_connections = 500  # bounds memory and open sockets of one worker
preload_app = True  # a worker that is replaced serves at once; what it connects to comes later
timeout = 30  # no heartbeat for so long: native code hangs; loading large rules takes seconds
graceful_timeout = 30  # requests in hand finish: each waits for Redis alone, for seconds at most
keepalive = 15  # seconds an idle connection of the proxy stays open for the next event
max_requests = 10_000  # replaces workers now and then, which bounds any leak in a library
max_requests_jitter = 1_000  # not all workers at the same moment
backlog = 2048  # connections the kernel holds while workers are replaced
limit_request_line = 2048  # no route is longer
limit_request_fields = 50  # Bitrix24 sends about ten headers
limit_request_field_size = 4096  # no header of ours is longer
forwarded_allow_ips = "127.0.0.1"  # only a local proxy may say who called
control_socket_disable = True  # instances of one user would share its path and answer for another
accesslog = None  # lines with paths and addresses: /metrics counts by route instead
logger_class = WithoutAccessLines  # they would cost each event a twentieth of its processor time
errorlog = "-"  # no file of its own: the supervisor keeps what is written
logconfig_dict = standard_library_configuration(_settings.log_format)  # the one PII policy
proc_name = "cortex-web"  # what operators see in `ps`


def on_starting(server: Arbiter) -> None:
    """Forget counters of processes of earlier runs, once, before the first worker."""
    remove_stale_files(_metrics_directory, alive=process_runs)
    try_refused_forks_later(server)


def pre_fork(server: Arbiter, _: Worker) -> None:
    """Let no new worker begin with rules older than those its neighbours serve."""
    server.app.wsgi().catch_up()


def post_worker_init(worker: Worker) -> None:
    """Connect after the fork: sockets, greenlets and locks belong to one process."""
    worker.wsgi.begin()


def on_reload(server: Arbiter) -> None:
    """Load everything afresh on SIGHUP, the contract included, before new workers are forked."""
    with suppress(SystemExit):  # the log says why; what is loaded serves on
        server.app.callable = server.app.load()
    settle_memory()  # what served before is garbage from here on


def child_exit(_: object, worker: Worker) -> None:
    """Drop the gauges of a worker that ended; its counters stay, totals never shrink."""
    forget_process(worker.pid, _metrics_directory)
