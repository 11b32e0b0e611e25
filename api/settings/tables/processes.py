"""How processes work: times, limits, addresses, logs."""

from pathlib import Path

from api.settings.readers import SWITCH, TEXT, Reader, optional, shape, whole
from api.settings.setting import Setting

PROCESSES: tuple[Setting, ...] = (
    Setting(
        "CORTEX_SEARCH_CACHE_SECONDS",
        "180",
        whole(0, 900),
        "How long the shop's answer to a search is quoted from; 0: every search asks the shop.",
    ),
    Setting(
        "CORTEX_SEARCH_CACHE_ENTRIES",
        "2000",
        whole(1, 100_000),
        "Answers remembered of one shop, a few kilobytes each, seldom more than 20.",
    ),
    Setting(
        "CORTEX_ALLOW_LOCAL_ENDPOINTS",
        "0",
        SWITCH,
        "1 lets http and private addresses through, for emulators.",
    ),
    Setting(
        "CORTEX_LOCK_SECONDS",
        "15",
        whole(1, 600),
        "Lease of a dialog; longer than one outside call.",
    ),
    Setting("CORTEX_HTTP_TOTAL_SECONDS", "10", whole(1, 300), "Longest outside call."),
    Setting(
        "CORTEX_PORTAL_CALL_SECONDS",
        "60",
        whole(1, 600),
        "So long Bitrix24 may work on a call nobody awaits; a lost reply is sent again after that.",
    ),
    Setting(
        "CORTEX_RECLAIM_SECONDS",
        "20",
        whole(1, 3600),
        "Silence after which a worker's dialogs are taken over; longer than the lease.",
    ),
    Setting(
        "CORTEX_HANG_SECONDS",
        "60",
        whole(5, 3600),
        "A worker in which nothing goes on for so long ends itself; longer than loading rules.",
    ),
    Setting(
        "CORTEX_WORKER_GREENLETS", "40", whole(1, 1000), "Dialogs one worker serves at a time."
    ),
    Setting(
        "CORTEX_BACKLOG_LIMIT",
        "10000",
        whole(1, 10**9),
        "Waiting dialogs above which /health/ready fails.",
    ),
    Setting(
        "CORTEX_MANAGER_QUIET_HOURS",
        "24",
        whole(0, 8760),
        "Silence of managers after which the bot answers again; 0: never by itself.",
    ),
    Setting(
        "CORTEX_SPOOL_DIR",
        "_runtime/spool",
        TEXT,
        "Folder of accepted events that Redis could not take; one per installation and host.",
    ),
    Setting(
        "CORTEX_SPOOL_MEGABYTES",
        "64",
        whole(0, 100_000),
        "What may wait there; 0: nothing, events are refused instead.",
    ),
    Setting(
        "CORTEX_SPOOL_HOURS",
        "24",
        whole(1, 144),
        "Age after which what waits is set aside for a person.",
    ),
    Setting(
        "CORTEX_ARCHIVE_DIR",
        "",
        optional(Reader("text", Path)),
        "Folder for files of ended effects and sessions; the same for all processes; empty: none.",
    ),
    Setting(
        "CORTEX_ARCHIVE_MEGABYTES",
        "64",
        whole(1, 10_000),
        "Size at which a file of the archive is closed and packed.",
    ),
    Setting(
        "CORTEX_METRICS_DIR",
        "_runtime/metrics",
        TEXT,
        "Folder of the metric files that all processes share.",
    ),
    Setting(
        "CORTEX_LOG_FORMAT",
        "json",
        shape(r"json|console", "json or console"),
        "One JSON object or one readable line per event.",
    ),
    Setting(
        "CORTEX_BIND",
        "127.0.0.1:8080",
        shape(r"\S{1,253}:[0-9]{1,5}", "of the form host:port"),
        "Address that gunicorn listens on.",
    ),
    Setting("CORTEX_WEB_WORKERS", "2", whole(1, 64), "gunicorn worker processes."),
)
