"""Everything the environment decides, read once at start; nothing else reads it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import fields as fields_of
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from api.settings.setting import SettingInvalid
from api.settings.table import SETTINGS
from integrations.bitrix24.crm_fields import CrmFields
from integrations.secret import Secret

_BITRIX = ("MEMBER_ID", "DOMAIN", "APPLICATION_TOKEN", "REST_URL", "BOT_ID", "CLIENT_ID")
_APPLICATION = ("ID", "SECRET", "INSTALL_SECRET")
_ABCP = ("URL", "LOGIN", "PASSWORD_MD5")
_ORDERS = (
    *("SHIPMENT_METHOD", "SHIPMENT_ADDRESS", "SHIPMENT_OFFICE", "SHIPMENT_DATE"),
    *("PICKUP_METHOD", "PICKUP_OFFICE", "PAYMENT_METHOD", "ORDER_SECONDS"),
)
_NAMED_APART = {
    *("CORTEX_RULES_DIR", "CORTEX_METRICS_DIR", "CORTEX_LAST_GOOD_DIR", "CORTEX_SPOOL_DIR"),
}


@dataclass(frozen=True)
class BitrixSettings:
    """The one portal that this installation serves."""

    member_id: str
    domain: str
    application_token: Secret
    rest_url: Secret
    bot_id: int
    client_id: Secret
    debug_profile: bool
    lead_part_number_field: str
    crm_fields: CrmFields
    bot_api: Literal[1, 2]
    buttons: bool
    events: Literal["webhook", "fetch"]
    transfer_to: str


@dataclass(frozen=True)
class OrderSettings:
    """What orders in the shop choose; None where nothing is configured."""

    shipment_method: str | None
    shipment_address: str | None
    shipment_office: str | None
    shipment_date: Literal["earliest"] | None
    pickup_method: str | None
    pickup_office: str | None
    payment_method: str | None
    order_seconds: int


@dataclass(frozen=True)
class ApplicationSettings:
    """The Bitrix24 application that portals may install."""

    id: str
    secret: Secret
    install_secret: Secret
    auth_url: str


@dataclass(frozen=True)
class AbcpSettings:
    """The shop and its API user."""

    url: str
    login: Secret
    password_md5: Secret
    parallel_searches: int
    orders: OrderSettings


@dataclass(frozen=True)
class CallersTokens:
    """What callers of /v1 and the existing bot show."""

    api: Secret
    hf_cortex: Secret


@dataclass(frozen=True)
class Settings:
    """The configuration of a process; meanings stand in SETTINGS and docs/settings.md."""

    redis_url: Secret | None
    redis_replicas: int
    redis_wait_ms: int
    failover_hold_seconds: int
    redis_prefix: str
    partitions: int
    rules_directory: Path
    ruleset_version: str | None
    reload_seconds: int
    parity_every: int
    api_token: Secret | None
    hf_cortex_token: Secret | None
    webhook_secret: Secret | None
    bitrix: BitrixSettings | None
    application: ApplicationSettings | None
    sealing_keys: tuple[Secret, ...] | None
    portal_hosts: frozenset[str]
    portal_calls_at_once: int
    portal_calls_per_second: int
    abcp: AbcpSettings | None
    search_cache_seconds: int
    search_cache_entries: int
    allow_local_endpoints: bool
    lock_seconds: int
    http_total_seconds: int
    portal_call_seconds: int
    reclaim_seconds: int
    hang_seconds: int
    worker_greenlets: int
    backlog_limit: int
    manager_quiet_hours: int
    last_good_directory: Path
    spool_directory: Path
    spool_megabytes: int
    spool_hours: int
    metrics_directory: Path
    archive_dir: Path | None
    archive_megabytes: int
    log_format: Literal["json", "console"]
    bind: str
    web_workers: int

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read and check all variables.

        Raises SettingInvalid for the first variable that is bad, missing or unknown.
        """
        _refuse_unknown(environ)
        read = {setting.variable: setting.value(environ) for setting in SETTINGS}
        allow_local = read["CORTEX_ALLOW_LOCAL_ENDPOINTS"]
        for variable in (
            "CORTEX_BITRIX_REST_URL",
            "CORTEX_ABCP_URL",
            "CORTEX_APPLICATION_AUTH_URL",
        ):
            _require_url(variable, read[variable], allow_local=allow_local)
        _require_order(read)
        return cls(
            **{_field(variable): read[variable] for variable in read if _is_plain(variable)},
            rules_directory=Path(read["CORTEX_RULES_DIR"]),
            last_good_directory=Path(read["CORTEX_LAST_GOOD_DIR"]),
            metrics_directory=Path(read["CORTEX_METRICS_DIR"]),
            spool_directory=Path(read["CORTEX_SPOOL_DIR"]),
            bitrix=_bitrix(read),
            abcp=_abcp(read),
            application=_application(read),
        )

    @property
    def longest_portal_call_seconds(self) -> float:
        """So long after a call was begun a portal may still do what it asks for.

        It goes out within its own time limit, and is worked on for so long after that.
        """
        return float(self.http_total_seconds + self.portal_call_seconds)

    def callers(self) -> CallersTokens:
        """Return who may call over HTTP; raises SettingInvalid where nobody is told."""
        if self.api_token is None:
            raise SettingInvalid("CORTEX_API_TOKEN", "must be set for the web process")
        return CallersTokens(self.api_token, self.hf_cortex_token or self.api_token)


def settings_of_this_process() -> Settings:
    """Read the settings from the real environment."""
    return Settings.from_environment(os.environ)  # noqa: TID251 - the one reader


def _is_plain(variable: str) -> bool:
    grouped = variable.startswith(("CORTEX_BITRIX_", "CORTEX_ABCP_", "CORTEX_APPLICATION_"))
    return not grouped and variable not in _NAMED_APART


def _field(variable: str) -> str:
    return variable.removeprefix("CORTEX_").lower()


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {setting.variable for setting in SETTINGS}
    for variable in sorted(environ):
        if variable.startswith("CORTEX_") and variable not in known:
            raise SettingInvalid(variable, "no such setting, see docs/settings.md")


def _bitrix(read: Mapping[str, Any]) -> BitrixSettings | None:
    fields = _whole_group("CORTEX_BITRIX_", _BITRIX, read)
    if fields is None:
        return None
    if read["CORTEX_BITRIX_EVENTS"] == "fetch" and read["CORTEX_BITRIX_BOT_API"] == 1:
        raise SettingInvalid("CORTEX_BITRIX_EVENTS", "fetch needs CORTEX_BITRIX_BOT_API=2")
    return BitrixSettings(
        **fields,
        debug_profile=read["CORTEX_BITRIX_DEBUG_PROFILE"],
        lead_part_number_field=read["CORTEX_BITRIX_LEAD_PART_NUMBER_FIELD"],
        crm_fields=_crm_fields(read),
        bot_api=read["CORTEX_BITRIX_BOT_API"],
        buttons=read["CORTEX_BITRIX_BUTTONS"],
        events=read["CORTEX_BITRIX_EVENTS"],
        transfer_to=read["CORTEX_BITRIX_TRANSFER_TO"] or "",
    )


def _crm_fields(read: Mapping[str, Any]) -> CrmFields:
    names = (field.name for field in fields_of(CrmFields))
    return CrmFields(**{name: read[f"CORTEX_BITRIX_{name.upper()}_FIELD"] or "" for name in names})


def _application(read: Mapping[str, Any]) -> ApplicationSettings | None:
    fields = _whole_group("CORTEX_APPLICATION_", _APPLICATION, read)
    if fields is None:
        return None
    events = read["CORTEX_WEBHOOK_SECRET"]
    if events is None:
        raise SettingInvalid("CORTEX_WEBHOOK_SECRET", "must be set where portals may install")
    if events == fields["install_secret"]:
        raise SettingInvalid(
            "CORTEX_APPLICATION_INSTALL_SECRET",
            "must not be CORTEX_WEBHOOK_SECRET: all who open the application read it",
        )
    return ApplicationSettings(**fields, auth_url=read["CORTEX_APPLICATION_AUTH_URL"])


def _abcp(read: Mapping[str, Any]) -> AbcpSettings | None:
    fields = _whole_group("CORTEX_ABCP_", _ABCP, read)
    if fields is None:
        return None
    orders = {name.lower(): read[f"CORTEX_ABCP_{name}"] for name in _ORDERS}
    return AbcpSettings(
        **fields,
        parallel_searches=read["CORTEX_ABCP_PARALLEL_SEARCHES"],
        orders=OrderSettings(**orders),
    )


def _whole_group(
    prefix: str, names: tuple[str, ...], read: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return the group's values, None when none is given; half a group is a mistake."""
    values = {name.lower(): read[prefix + name] for name in names}
    missing = [prefix + name for name in names if read[prefix + name] is None]
    if len(missing) == len(names):
        return None
    if missing:
        raise SettingInvalid(missing[0], f"must be set as well as the other {prefix}* variables")
    return values


def _require_url(variable: str, value: str | Secret | None, *, allow_local: bool) -> None:
    if value is None:
        return
    raw = value.reveal() if isinstance(value, Secret) else value
    schemes = {"http", "https"} if allow_local else {"https"}
    if not re.fullmatch(r"[\x21-\x7e]{1,500}", raw) or urlsplit(raw).scheme not in schemes:
        raise SettingInvalid(variable, f"must be a {' or '.join(sorted(schemes))} URL")


def _require_order(read: Mapping[str, Any]) -> None:
    """A lease outlives any call made under it, and is over before anybody takes over."""
    if read["CORTEX_HTTP_TOTAL_SECONDS"] >= read["CORTEX_LOCK_SECONDS"]:
        raise SettingInvalid("CORTEX_LOCK_SECONDS", "must exceed CORTEX_HTTP_TOTAL_SECONDS")
    if read["CORTEX_LOCK_SECONDS"] >= read["CORTEX_RECLAIM_SECONDS"]:
        raise SettingInvalid("CORTEX_RECLAIM_SECONDS", "must exceed CORTEX_LOCK_SECONDS")
