"""What docs/deploy ships can be read by the programs it is for, and says why."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from api.bootstrap.store import reach_store
from api.settings import Settings
from api.settings.table import SETTINGS
from api.worker.loop import DRAIN_SECONDS
from engine.errors import CortexError
from integrations.redis.endpoints import endpoint_of

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted(path for path in DEPLOY.iterdir() if path.suffix in {".service", ".socket"})
FILES = sorted(path for path in DEPLOY.iterdir() if path.suffix in {".conf", ".env"}) + UNITS
SYSTEMD = shutil.which("systemd-analyze")
PLACEHOLDER = "CHANGE-ME"


def words_of(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def option(name: str, option_name: str) -> str:
    found = re.search(rf"^{option_name}\s*[= ]\s*(.+)$", words_of(name), flags=re.MULTILINE)
    assert found is not None, option_name
    return found.group(1)


def environment() -> dict[str, str]:
    lines = [line for line in words_of("cortex.env").splitlines() if line and line[0] != "#"]
    return dict(line.split("=", 1) for line in lines)


def offered() -> list[tuple[str, str]]:
    """Return the settings that an operator may switch on, each by itself."""
    return re.findall(r"^#([A-Z][A-Z0-9_]+)=(.+)$", words_of("cortex.env"), flags=re.MULTILINE)


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_every_line_has_its_reason_above_it(file: Path) -> None:
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    said = [(above, line) for above, line in zip(["", *lines], lines, strict=False) if line]

    bare = [
        line
        for above, line in said
        if not re.match(r"# |#$|[\[}]", line) and not re.match(r"# \S+.{10}", above)
    ]
    assert lines
    assert bare == []


@pytest.mark.parametrize(
    ("unit", "mode"),
    [
        ("cortex-web.service", "mixed"),
        ("cortex-fetch.service", "mixed"),
        ("cortex-worker@.service", "control-group"),
    ],
)
def test_who_hears_of_the_end(unit: str, mode: str) -> None:
    assert option(unit, "KillMode") == mode


@pytest.mark.parametrize("unit", ["cortex-web.service", "cortex-worker@.service"])
def test_one_process_that_memory_runs_out_for_does_not_end_the_others(unit: str) -> None:
    assert option(unit, "OOMPolicy") == "continue"


@pytest.mark.parametrize("unit", [path.name for path in UNITS if path.suffix == ".service"])
def test_services_stop_late_never_give_up_and_write_in_one_place(unit: str) -> None:
    assert option(unit, "Restart") == "always"
    assert option(unit, "StartLimitIntervalSec") == "0"
    assert option(unit, "WorkingDirectory") == f"/var/lib/{option(unit, 'StateDirectory')}"
    assert environment()["CORTEX_METRICS_DIR"] == f"/run/{option(unit, 'RuntimeDirectory')}/metrics"


def test_nobody_is_killed_while_still_allowed_to_finish() -> None:
    gunicorn = (ROOT / "gunicorn.conf.py").read_text(encoding="utf-8")
    graceful = re.search(r"^graceful_timeout = (\d+)", gunicorn, flags=re.MULTILINE)
    waiting = re.search(r"^backlog = (\d+)", gunicorn, flags=re.MULTILINE)

    assert graceful is not None
    assert waiting is not None
    assert int(option("cortex-web.service", "TimeoutStopSec")) > int(graceful.group(1))
    assert int(option("cortex-worker@.service", "TimeoutStopSec")) > DRAIN_SECONDS
    assert option("cortex-web.socket", "Backlog") == waiting.group(1)


def test_nginx_goes_where_the_socket_listens_and_its_port_is_that_of_the_settings() -> None:
    listening = option("cortex-web.socket", "ListenStream")

    assert f"server {listening} max_fails=0;" in words_of("nginx.conf")
    assert Settings.from_environment({}).bind == listening


def test_the_user_of_redis_is_let_at_the_keys_of_the_settings() -> None:
    user = re.search(r"^user cortex .* ~(\S+):\* ", words_of("redis.conf"), flags=re.MULTILINE)

    assert user is not None
    assert Settings.from_environment({}).redis_prefix == user.group(1)


def test_the_environment_holds_settings_that_start_a_web_process() -> None:
    given = {k: v.replace(PLACEHOLDER, "x" * 32) for k, v in environment().items()}
    del given["CORTEX_SEALING_KEYS"]

    settings = Settings.from_environment(given)

    assert settings.callers().api.reveal() == "x" * 32
    assert settings.redis_url is not None
    assert set(environment()) <= {setting.variable for setting in SETTINGS}


@pytest.mark.parametrize("redis_url", [url for name, url in offered() if name == "REDIS_URL"])
def test_what_the_environment_offers_besides_starts_a_process_whose_replicas_are_awaited(
    redis_url: str,
) -> None:
    switched_on = {**environment(), **dict(offered()), "REDIS_URL": redis_url}
    given = {k: v.replace(PLACEHOLDER, "a" * 32) for k, v in switched_on.items()}
    del given["CORTEX_SEALING_KEYS"]

    settings = Settings.from_environment(given)
    connection = reach_store(settings).connection

    assert settings.abcp is not None
    assert settings.archive_dir is not None
    assert (connection.fails_over, connection.awaits_no_replica) == (True, False)


def test_the_sentinels_of_the_environment_are_asked_for_the_master_that_they_watch() -> None:
    watched = option("sentinel.conf", "sentinel monitor").split()[0]
    urls = [url for name, url in offered() if name == "REDIS_URL" and "sentinel" in url]

    assert [endpoint_of(url).service for url in urls] == [watched]


@pytest.mark.parametrize("script", ["cortex", "rolling-restart"])
def test_a_script_is_installed_where_the_table_says_it_goes(script: str) -> None:
    readme = words_of("README.md")
    row = re.search(rf"^\| `{script}` \| `(\S+)`", readme, flags=re.MULTILINE)

    assert row is not None
    assert f"\ninstall -m 0755 docs/deploy/{script} {row.group(1)}\n" in readme


@pytest.mark.parametrize(
    "variable", [name for name, value in environment().items() if value == PLACEHOLDER]
)
def test_a_secret_left_as_it_was_shipped_stops_the_process(variable: str) -> None:
    with pytest.raises(CortexError) as refused:
        Settings.from_environment({variable: PLACEHOLDER})

    assert (refused.value.code, variable in refused.value.message) == ("SETTING_INVALID", True)


@pytest.mark.skipif(SYSTEMD is None, reason="no systemd here")
def test_systemd_reads_the_units_without_complaint(tmp_path: Path) -> None:
    for unit in UNITS:
        # Folder, user and program exist only where Cortex is installed.
        text = unit.read_text(encoding="utf-8").replace("=/opt/cortex/.venv/bin/", "=/bin/true ")
        (tmp_path / unit.name.replace("@.", "@1.")).write_text(text, encoding="utf-8")
    units = sorted(str(path) for path in tmp_path.iterdir())

    checked = subprocess.run(  # noqa: S603 - our own words
        [str(SYSTEMD), "verify", "--man=no", *units],
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "SYSTEMD_LOG_COLOR": "0"},
        capture_output=True,
        text=True,
        check=False,
    )

    about_ours = [line for line in checked.stderr.splitlines() if "cortex" in line]
    assert (checked.returncode, about_ours) == (0, [])


@pytest.mark.parametrize("script", ["cortex", "rolling-restart"])
def test_the_shell_reads_the_scripts(script: str) -> None:
    subprocess.run(  # noqa: S603 - our own words
        ["/bin/sh", "-n", str(DEPLOY / script)], check=True
    )


SYSTEMCTL = """#!/bin/sh
echo "$@" >> "$TOLD"
case "$*" in
  list-units*) echo 'cortex-worker@1.service loaded active running'
               echo 'cortex-worker@2.service loaded active running' ;;
  "is-active --quiet $GONE") exit 3 ;;
  "show --property=NRestarts --value $FAILING") echo 4 ;;
  show*) echo 0 ;;
esac
"""
"""Writes down what it is told to do; two workers run, and one of them may not come back, or be
started again and again."""


def restarted(
    folder: Path, *words: str, gone: str = "", failing: str = ""
) -> tuple[int, list[str]]:
    """Run the script on a host of its own; return its exit code and what was restarted."""
    control, told = folder / "systemctl", folder / "told"
    control.write_text(SYSTEMCTL, encoding="ascii")
    control.chmod(0o700)
    environment = {
        "PATH": f"{folder}:/usr/bin:/bin",
        "TOLD": str(told),
        "GONE": gone,
        "FAILING": failing,
    }
    done = subprocess.run(  # noqa: S603 - our own words
        ["/bin/sh", str(DEPLOY / "rolling-restart"), *words],
        env=environment,
        check=False,
        capture_output=True,
    )
    lines = told.read_text(encoding="ascii").splitlines() if told.exists() else []
    return done.returncode, [line.split()[-1] for line in lines if "restart" in line]


WORKERS = ["cortex-worker@1.service", "cortex-worker@2.service"]
WEB = ["cortex-web.service", "cortex-fetch.service"]


@pytest.mark.parametrize(
    ("part", "expected"), [("all", [*WORKERS, *WEB]), ("workers", WORKERS), ("web", WEB)]
)
def test_workers_are_restarted_before_what_stores_messages_for_them(
    tmp_path: Path, part: str, expected: list[str]
) -> None:
    assert restarted(tmp_path, part, "0") == (0, expected)


def test_a_worker_that_does_not_come_back_stops_the_restart(tmp_path: Path) -> None:
    assert restarted(tmp_path, "all", "0", gone=WORKERS[0]) == (1, WORKERS[:1])


def test_a_part_that_is_not_known_restarts_nothing(tmp_path: Path) -> None:
    assert restarted(tmp_path, "wep", "0") == (2, [])


def test_a_worker_that_systemd_starts_again_and_again_stops_the_restart(tmp_path: Path) -> None:
    assert restarted(tmp_path, "all", "0", failing=WORKERS[0]) == (1, WORKERS[:1])
