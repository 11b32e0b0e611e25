"""The one table of environment variables; docs/settings.md shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.settings.readers import SECRET, SWITCH, TEXT, TOKEN, Reader, optional, shape, whole
from engine.errors import InvalidInput
from integrations.secret import Secret

_LARGEST_ID = 2**53
_USER_FIELD = optional(shape(r"UF_CRM_[A-Z0-9_]{1,43}", "of the form UF_CRM_..."))
_CHOICE = optional(shape(r"[0-9]{1,18}", "an id: a whole number"))


_KEYS = r"[A-Za-z0-9_-]{43}=(,[A-Za-z0-9_-]{43}=){0,9}"


def _split_keys(raw: str) -> tuple[Secret, ...]:
    return tuple(Secret(key) for key in raw.split(","))


_HOST = r"[a-z0-9.-]{1,253}(?::[0-9]{1,5})?"
_HOSTS = rf"(?:{_HOST}(?:,{_HOST}){{0,99}})?"


def _split_hosts(raw: str) -> frozenset[str]:
    return frozenset(filter(None, raw.split(",")))


class SettingInvalid(InvalidInput):
    """Raised at start for a bad or missing variable; names it, never its value."""

    code = "SETTING_INVALID"

    def __init__(self, variable: str, problem: str) -> None:
        super().__init__(f"{variable}: {problem}")
        self.variable = variable


@dataclass(frozen=True)
class Setting:
    """One variable; `default` is its text, None when it must be given."""

    variable: str
    default: str | None
    reader: Reader
    meaning: str

    def value(self, environ: Mapping[str, str]) -> Any:
        """Return the checked value; an empty variable counts as absent."""
        raw = environ.get(self.variable, "").strip() or self.default
        if raw is None:
            raise SettingInvalid(self.variable, f"must be set: {self.meaning}")
        try:
            return self.reader.read(raw)
        except ValueError as error:
            # The problems below never quote the value, which may be a secret.
            raise SettingInvalid(self.variable, str(error)) from error


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "REDIS_URL",
        "",
        optional(shape(r"(?:redis|rediss|unix)://\S+", "a redis:// URL", Secret)),
        "Redis of all processes; empty lets `cortex run` start one on this machine.",
    ),
    Setting(
        "CORTEX_REDIS_PREFIX",
        "bx",
        shape(r"[a-z0-9_.-]{1,32}", "1-32 of a-z 0-9 _ . -"),
        "First part of every Redis key.",
    ),
    Setting("CORTEX_PARTITIONS", "16", whole(1, 1024), "Key partitions; fixed once there is data."),
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
    Setting("CORTEX_API_TOKEN", None, TOKEN, "Bearer token of /v1, 16 characters or more."),
    Setting(
        "CORTEX_HF_CORTEX_TOKEN",
        "",
        optional(TOKEN),
        "Token of the existing bot; the API token when empty.",
    ),
    Setting(
        "CORTEX_WEBHOOK_SECRET",
        "",
        optional(shape(r"[A-Za-z0-9_-]{16,128}", "16-128 of A-Z a-z 0-9 _ -", Secret)),
        "Last part of the webhook path; empty means none is asked for.",
    ),
    Setting(
        "CORTEX_BITRIX_MEMBER_ID",
        "",
        optional(shape(r"[A-Za-z0-9]{1,64}", "1-64 letters and digits")),
        "member_id of the portal; given, all of CORTEX_BITRIX_* must be.",
    ),
    Setting("CORTEX_BITRIX_DOMAIN", "", optional(TEXT), "Domain of the portal."),
    Setting(
        "CORTEX_BITRIX_APPLICATION_TOKEN",
        "",
        optional(SECRET),
        "What proves that an event comes from the portal.",
    ),
    Setting(
        "CORTEX_BITRIX_REST_URL",
        "",
        optional(SECRET),
        "Incoming webhook: https://host/rest/<user>/<code>/.",
    ),
    Setting(
        "CORTEX_BITRIX_BOT_ID",
        "",
        optional(whole(1, _LARGEST_ID)),
        "BOT_ID of the registered chat bot.",
    ),
    Setting(
        "CORTEX_BITRIX_CLIENT_ID", "", optional(SECRET), "CLIENT_ID the bot was registered with."
    ),
    Setting(
        "CORTEX_BITRIX_LEAD_PART_NUMBER_FIELD",
        "UF_CRM_1762873310878",
        _USER_FIELD,
        "User field of leads for the part number.",
    ),
    Setting(
        "CORTEX_BITRIX_LEAD_ADDRESS_FIELD",
        "",
        _USER_FIELD,
        "User field of leads for the delivery address; empty: not written.",
    ),
    Setting(
        "CORTEX_BITRIX_LEAD_ORDER_NUMBER_FIELD",
        "",
        _USER_FIELD,
        "User field of leads for the number of the order; empty: not written.",
    ),
    Setting(
        "CORTEX_BITRIX_LEAD_DECISION_LOG_FIELD",
        "",
        _USER_FIELD,
        "User field of leads for the last decision, one more call per message; empty: not written.",
    ),
    Setting(
        "CORTEX_BITRIX_DEAL_ORDER_NUMBER_FIELD",
        "",
        _USER_FIELD,
        "User field of deals for the number of the order; empty: not written.",
    ),
    Setting(
        "CORTEX_BITRIX_DEAL_ADDRESS_FIELD",
        "",
        _USER_FIELD,
        "User field of deals for the delivery address; empty: not written.",
    ),
    Setting(
        "CORTEX_BITRIX_BOT_API",
        "1",
        whole(1, 2),
        "Version of the bot methods: that of the bot's registration.",
    ),
    Setting(
        "CORTEX_BITRIX_BUTTONS",
        "0",
        SWITCH,
        "1 puts buttons under offers; not every messenger shows them, the text says all by itself.",
    ),
    Setting(
        "CORTEX_BITRIX_EVENTS",
        "webhook",
        shape(r"webhook|fetch", "webhook or fetch"),
        "Whether the portal sends events, or keeps them for `cortex fetch-events` (bot API 2).",
    ),
    Setting(
        "CORTEX_BITRIX_TRANSFER_TO",
        "",
        optional(shape(r"(?:queue|user)[1-9][0-9]{0,17}", "queue<id> or user<id>")),
        "Who gets a chat that is handed over; empty lets the line choose a free operator.",
    ),
    Setting(
        "CORTEX_BITRIX_DEBUG_PROFILE",
        "0",
        SWITCH,
        "1 lets a worker call the Bitrix24 method `profile` at start, to check the credentials.",
    ),
    Setting(
        "CORTEX_SEALING_KEYS",
        "",
        optional(shape(_KEYS, "keys of `cortex portal new-key`, separated by commas", _split_keys)),
        "What stored portals are encrypted with: the first key seals, every one opens.",
    ),
    Setting(
        "CORTEX_APPLICATION_ID",
        "",
        optional(TEXT),
        "client_id of the Bitrix24 application that portals may install; its secret must be given.",
    ),
    Setting(
        "CORTEX_APPLICATION_SECRET",
        "",
        optional(SECRET),
        "client_secret of that application.",
    ),
    Setting(
        "CORTEX_APPLICATION_AUTH_URL",
        "https://oauth.bitrix.info/oauth/token/",
        TEXT,
        "Where its tokens are renewed; other licence regions have other servers.",
    ),
    Setting(
        "CORTEX_PORTAL_HOSTS",
        "",
        shape(_HOSTS, "hosts, with a port if need be, separated by commas", _split_hosts),
        "Where kept portals outside the Bitrix24 cloud may be.",
    ),
    Setting(
        "CORTEX_PORTAL_CALLS_AT_ONCE",
        "45",
        whole(1, 1000),
        "Calls a portal takes at once; Bitrix24 allows 50 to all programs of one address together.",
    ),
    Setting(
        "CORTEX_PORTAL_CALLS_PER_SECOND",
        "2",
        whole(1, 100),
        "Calls a portal takes in a second for long; 5 on the Enterprise plan.",
    ),
    Setting(
        "CORTEX_ABCP_URL",
        "",
        optional(TEXT),
        "Root of the shop's ABCP API; given, login and password must be.",
    ),
    Setting("CORTEX_ABCP_LOGIN", "", optional(SECRET), "Login of the ABCP API user."),
    Setting(
        "CORTEX_ABCP_PASSWORD_MD5",
        "",
        optional(shape(r"[0-9a-f]{32}", "32 lower-case hex digits", Secret)),
        "MD5 of that user's password.",
    ),
    Setting(
        "CORTEX_ABCP_SHIPMENT_METHOD",
        "",
        _CHOICE,
        "Id of the shipment method of orders to an address; the bot never picks one by itself.",
    ),
    Setting(
        "CORTEX_ABCP_SHIPMENT_ADDRESS",
        "",
        optional(shape(r"[0-9]{1,18}|client", "an id or `client`")),
        "Id of the address that orders are shipped to; `client` adds the client's own.",
    ),
    Setting(
        "CORTEX_ABCP_SHIPMENT_OFFICE", "", _CHOICE, "Id of the office that ships, if one must."
    ),
    Setting("CORTEX_ABCP_PICKUP_METHOD", "", _CHOICE, "Id of the shipment method for pickup."),
    Setting("CORTEX_ABCP_PICKUP_OFFICE", "", _CHOICE, "Id of the office where clients pick up."),
    Setting("CORTEX_ABCP_PAYMENT_METHOD", "", _CHOICE, "Id of the payment method of orders."),
    Setting(
        "CORTEX_ABCP_SHIPMENT_DATE",
        "",
        optional(shape(r"earliest", "earliest or empty")),
        "Which of the shop's shipment dates an order takes, where it asks for one.",
    ),
    Setting(
        "CORTEX_ABCP_PARALLEL_SEARCHES",
        "3",
        whole(1, 5),
        "Part numbers of one message that the shop is asked about at the same time.",
    ),
    Setting(
        "CORTEX_ABCP_ORDER_SECONDS",
        "60",
        whole(1, 300),
        "Longest wait for the answer to an order, which is never repeated.",
    ),
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
        "Answers remembered of one shop, a few kilobytes each.",
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
        "CORTEX_RECLAIM_SECONDS",
        "20",
        whole(1, 3600),
        "Silence after which a worker's dialogs are taken over; longer than the lease.",
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
