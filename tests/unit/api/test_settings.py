"""Settings: everything checked once at start, every mistake named, no secret shown."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.settings import SETTINGS, SettingInvalid, Settings
from api.settings.settings import CallersTokens
from integrations.bitrix24.crm_fields import CrmFields
from integrations.secret import Secret

TOKEN = "0123456789abcdef"
BITRIX = {
    "CORTEX_BITRIX_MEMBER_ID": "a223c6b3710f85df",
    "CORTEX_BITRIX_DOMAIN": "demo.bitrix24.ru",
    "CORTEX_BITRIX_APPLICATION_TOKEN": "application-token",
    "CORTEX_BITRIX_REST_URL": "https://demo.bitrix24.ru/rest/1/c0de/",
    "CORTEX_BITRIX_BOT_ID": "39",
    "CORTEX_BITRIX_CLIENT_ID": "client",
}
ABCP = {
    "CORTEX_ABCP_URL": "https://shop.public.api.abcp.ru",
    "CORTEX_ABCP_LOGIN": "login",
    "CORTEX_ABCP_PASSWORD_MD5": "5f4dcc3b5aa765d61d8327deb882cf99",
}


def read(**variables: str) -> Settings:
    return Settings.from_environment({"CORTEX_API_TOKEN": TOKEN, **variables})


def refused(environ: Mapping[str, str]) -> str:
    with pytest.raises(SettingInvalid) as caught:
        Settings.from_environment(environ)
    assert caught.value.code == "SETTING_INVALID"
    return caught.value.variable


def test_only_who_is_called_over_http_must_be_told_who_may_call() -> None:
    settings = Settings.from_environment({})

    with pytest.raises(SettingInvalid) as caught:
        settings.callers()
    assert caught.value.variable == "CORTEX_API_TOKEN"


def test_defaults_are_those_of_the_design() -> None:
    settings = read()

    assert (settings.lock_seconds, settings.http_total_seconds, settings.reclaim_seconds) == (
        *(15, 10, 20),
    )
    assert (settings.partitions, settings.parity_every, settings.bind) == (
        *(16, 100, "127.0.0.1:8080"),
    )
    assert settings.rules_directory == Path("rules")
    assert (settings.redis_url, settings.bitrix, settings.abcp) == (None, None, None)


def test_an_empty_variable_counts_as_absent() -> None:
    assert read(CORTEX_PARTITIONS="", CORTEX_RULESET_VERSION=" ").partitions == 16


def test_the_old_bots_token_is_the_api_token_unless_given() -> None:
    other = "another-token-123"

    assert read().callers() == CallersTokens(Secret(TOKEN), Secret(TOKEN))
    told = read(CORTEX_HF_CORTEX_TOKEN=other).callers()
    assert told == CallersTokens(Secret(TOKEN), Secret(other))


def test_a_portal_and_a_shop_are_read_whole() -> None:
    settings = read(**BITRIX, **ABCP)

    assert settings.bitrix is not None
    assert (settings.bitrix.bot_id, settings.bitrix.debug_profile) == (39, False)
    assert settings.abcp is not None
    assert settings.abcp.login.reveal() == "login"


@pytest.mark.parametrize("missing", sorted(BITRIX))
def test_half_a_portal_is_refused_naming_what_is_missing(missing: str) -> None:
    environ = {"CORTEX_API_TOKEN": TOKEN, **BITRIX}
    del environ[missing]

    assert refused(environ) == missing


@pytest.mark.parametrize("missing", sorted(ABCP))
def test_half_a_shop_is_refused_naming_what_is_missing(missing: str) -> None:
    environ = {"CORTEX_API_TOKEN": TOKEN, **ABCP}
    del environ[missing]

    assert refused(environ) == missing


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("REDIS_URL", "http://localhost"),
        ("REDIS_URL", "redis+other://localhost"),
        ("CORTEX_REDIS_PREFIX", "a{b}"),
        ("CORTEX_PARTITIONS", "0"),
        ("CORTEX_PARTITIONS", "1025"),
        ("CORTEX_PARTITIONS", "16.0"),
        ("CORTEX_PARTITIONS", "９"),
        ("CORTEX_PARTITIONS", "9" * 5_000),
        ("CORTEX_RULESET_VERSION", "../2026.11.1"),
        ("CORTEX_API_TOKEN", "too-short"),
        ("CORTEX_HF_CORTEX_TOKEN", "too-short"),
        ("CORTEX_WEBHOOK_SECRET", "short"),
        ("CORTEX_WEBHOOK_SECRET", "with/slash/0123456789"),
        ("CORTEX_BITRIX_BOT_ID", "-1"),
        ("CORTEX_BITRIX_DEBUG_PROFILE", "yes"),
        ("CORTEX_BITRIX_REST_URL", "http://demo.bitrix24.ru/rest/1/c0de/"),
        ("CORTEX_BITRIX_REST_URL", "https://demo.bitrix24.ru/ rest/"),
        ("CORTEX_ABCP_URL", "http://shop.abcp.ru"),
        ("CORTEX_ABCP_URL", "file:///etc/passwd"),
        ("CORTEX_ABCP_PASSWORD_MD5", "password"),
        ("CORTEX_ALLOW_LOCAL_ENDPOINTS", "true"),
        ("CORTEX_LOG_FORMAT", "xml"),
        ("CORTEX_BIND", "8080"),
        ("CORTEX_WEB_WORKERS", "0"),
        ("CORTEX_WEBHOOK_SECERT", "a-misspelled-name"),
    ],
)
def test_a_bad_value_is_refused_naming_its_variable_and_never_itself(
    variable: str, value: str
) -> None:
    environ = {"CORTEX_API_TOKEN": TOKEN, **BITRIX, **ABCP, variable: value}

    with pytest.raises(SettingInvalid) as caught:
        Settings.from_environment(environ)

    assert caught.value.variable == variable
    assert value not in {*caught.value.message.split()}


@pytest.mark.parametrize("variable", ["CORTEX_BITRIX_REST_URL", "CORTEX_ABCP_URL"])
def test_plain_http_is_let_through_for_emulators_only(variable: str) -> None:
    environ = {**BITRIX, **ABCP, variable: "http://127.0.0.1:9000/rest/1/c0de/"}

    assert read(**environ, CORTEX_ALLOW_LOCAL_ENDPOINTS="1").allow_local_endpoints
    assert refused({"CORTEX_API_TOKEN": TOKEN, **environ}) == variable


@pytest.mark.parametrize(
    ("changes", "variable"),
    [
        ({"CORTEX_HTTP_TOTAL_SECONDS": "15"}, "CORTEX_LOCK_SECONDS"),
        ({"CORTEX_LOCK_SECONDS": "20"}, "CORTEX_RECLAIM_SECONDS"),
    ],
)
def test_a_lease_outlives_a_call_and_ends_before_a_takeover(
    changes: dict[str, str], variable: str
) -> None:
    assert refused({"CORTEX_API_TOKEN": TOKEN, **changes}) == variable


def test_printed_settings_show_no_secret() -> None:
    secrets = [TOKEN, "application-token", "c0de", "5f4dcc3b", "hunter2", "webhook-secret-01"]

    shown = repr(
        read(
            **BITRIX,
            **ABCP,
            REDIS_URL="redis://:hunter2@localhost:6379/0",
            CORTEX_WEBHOOK_SECRET="webhook-secret-01",
        )
    )

    assert [secret for secret in secrets if secret in shown] == []


def test_a_portal_is_told_which_fields_it_has() -> None:
    settings = read(**BITRIX, CORTEX_BITRIX_DEAL_ORDER_NUMBER_FIELD="UF_CRM_1756819772177")

    assert settings.bitrix is not None
    assert settings.bitrix.lead_part_number_field == "UF_CRM_1762873310878"
    assert settings.bitrix.crm_fields == CrmFields(deal_order_number="UF_CRM_1756819772177")


@given(st.sampled_from([setting.variable for setting in SETTINGS]), st.text(max_size=30))
def test_any_text_is_either_read_or_refused_by_code(variable: str, value: str) -> None:
    try:
        outcome: object = Settings.from_environment({"CORTEX_API_TOKEN": TOKEN, variable: value})
    except SettingInvalid as error:
        outcome = error.code

    assert isinstance(outcome, Settings) or outcome == "SETTING_INVALID"


def test_the_page_of_settings_shows_the_table_as_it_is() -> None:
    page = Path("docs/settings.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]

    expected = [
        f"| `{setting.variable}` | {setting.reader.form} | {_default(setting.default)}"
        f" | {setting.meaning} |"
        for setting in SETTINGS
    ]

    assert rows == expected


def _default(default: str) -> str:
    return f"`{default}`" if default else "empty"
