"""What the service stands on: its store, its rules, and who may call it."""

from api.settings.readers import PATH_SECRET, TEXT, TOKEN, optional, shape, whole
from api.settings.setting import Setting
from integrations.secret import Secret

SERVICE: tuple[Setting, ...] = (
    Setting(
        "REDIS_URL",
        "",
        optional(
            shape(
                r"(?:unix|rediss?(?:\+sentinel|\+cluster)?)://\S+",
                "a redis://, redis+sentinel:// or redis+cluster:// URL",
                Secret,
            )
        ),
        "Redis of all processes; empty lets `cortex run` start one on this machine.",
    ),
    Setting(
        "CORTEX_REDIS_REPLICAS",
        "0",
        whole(0, 8),
        "Replicas that must have a message before 200, and an effect before it is sent.",
    ),
    Setting(
        "CORTEX_REDIS_WAIT_MS",
        "100",
        whole(1, 3000),
        "How long replicas may take for that.",
    ),
    Setting(
        "CORTEX_FAILOVER_HOLD_SECONDS",
        "150",
        whole(0, 600),
        "No order is sent for so long after another master took over; the shop shows by then.",
    ),
    Setting(
        "CORTEX_REDIS_PREFIX",
        "bx",
        shape(r"[a-z0-9_.-]{1,32}", "1-32 of a-z 0-9 _ . -"),
        "First part of every Redis key.",
    ),
    Setting(
        "CORTEX_PARTITIONS", "16", whole(1, 1024), "Key partitions; fixed by the first process."
    ),
    Setting(
        "CORTEX_RULES_DIR",
        "rules",
        TEXT,
        "Folder with contract.yaml and one folder per ruleset version.",
    ),
    Setting(
        "CORTEX_RULESET_VERSION",
        "",
        optional(shape(r"[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,4}", "of the form 2026.11.1")),
        "Version that serves; empty means the newest.",
    ),
    Setting(
        "CORTEX_LAST_GOOD_DIR",
        "_runtime/last-good",
        TEXT,
        "Folder for copies of the rules that served last; a restart falls back to them.",
    ),
    Setting(
        "CORTEX_RELOAD_SECONDS", "2", whole(1, 3600), "How often the rules folder is looked at."
    ),
    Setting(
        "CORTEX_PARITY_EVERY",
        "100",
        whole(1, 1_000_000),
        "Every n-th decision is checked against the reference evaluator.",
    ),
    Setting(
        "CORTEX_API_TOKEN",
        "",
        optional(TOKEN),
        "Bearer token of /v1; the web process does not start without it, others need none.",
    ),
    Setting(
        "CORTEX_HF_CORTEX_TOKEN",
        "",
        optional(TOKEN),
        "Token of the existing bot; the API token when empty.",
    ),
    Setting(
        "CORTEX_WEBHOOK_SECRET",
        "",
        optional(PATH_SECRET),
        "Last part of the webhook path; empty: none. Needed where portals may install.",
    ),
)
