"""Which portals are served, and how they are reached."""

from api.settings.readers import PATH_SECRET, SECRET, SWITCH, TEXT, optional, shape, whole
from api.settings.setting import Setting
from integrations.secret import Secret

_LARGEST_ID = 2**53
_USER_FIELD = optional(shape(r"UF_CRM_[A-Z0-9_]{1,43}", "of the form UF_CRM_..."))
_KEYS = r"[A-Za-z0-9_-]{43}=(,[A-Za-z0-9_-]{43}=){0,9}"
_HOST = r"[a-z0-9.-]{1,253}(?::[0-9]{1,5})?"
_HOSTS = rf"(?:{_HOST}(?:,{_HOST}){{0,99}})?"


def _split_keys(raw: str) -> tuple[Secret, ...]:
    return tuple(Secret(key) for key in raw.split(","))


def _split_hosts(raw: str) -> frozenset[str]:
    return frozenset(filter(None, raw.split(",")))


PORTALS: tuple[Setting, ...] = (
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
        "client_id of the application that portals may install; given, both secrets must be.",
    ),
    Setting(
        "CORTEX_APPLICATION_SECRET",
        "",
        optional(SECRET),
        "client_secret of that application.",
    ),
    Setting(
        "CORTEX_APPLICATION_INSTALL_SECRET",
        "",
        optional(PATH_SECRET),
        "Last part of the installation path; all who open the application read it.",
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
        whole(1, 10_000),
        "Calls a portal takes at once; Bitrix24 allows 50 to all programs of one address together.",
    ),
    Setting(
        "CORTEX_PORTAL_CALLS_PER_SECOND",
        "2",
        whole(1, 10_000),
        "Calls a portal takes in a second for long; 5 on the Enterprise plan, more on own servers.",
    ),
)
