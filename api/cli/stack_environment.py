"""What the processes of a local stack are told: addresses of this machine and fresh tokens."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from secrets import token_hex
from typing import Self

from integrations.emulators import EmulatorConfiguration, RunningEmulators


@dataclass(frozen=True)
class StackTokens:
    """Secrets of one run of the stack; nothing outside this machine knows them."""

    api: str = field(repr=False)
    webhook: str = field(repr=False)
    application: str = field(repr=False)
    rest: str = field(repr=False)
    redis_prefix: str = "run"

    @classmethod
    def fresh(cls) -> Self:
        """Make new ones.

        The key prefix is new too: emulated chats count from the same number in every run, and
        what an earlier run left in Redis would pass for their past.
        """
        return cls(
            api=token_hex(16),
            webhook=token_hex(16),
            application=token_hex(16),
            rest=token_hex(8),
            redis_prefix=f"run-{token_hex(6)}",
        )


def emulated_portal(tokens: StackTokens, *, bot_fetches: bool = False) -> EmulatorConfiguration:
    """Return the demo portal and shop with the tokens of this run."""
    configuration = EmulatorConfiguration()
    portal = replace(
        configuration.portal, application_token=tokens.application, webhook_code=tokens.rest
    )
    if bot_fetches:
        portal = replace(portal, bot_api=2, bot_event_mode="fetch")
    return replace(configuration, portal=portal)


def stack_environment(
    emulators: RunningEmulators,
    tokens: StackTokens,
    *,
    redis_url: str,
    bind: str,
    web_workers: int,
    rules: Path,
    metrics: Path,
) -> Mapping[str, str]:
    """Return the settings that make web and worker serve the emulated portal and shop."""
    return {
        "REDIS_URL": redis_url,
        "CORTEX_REDIS_PREFIX": tokens.redis_prefix,
        "CORTEX_RULES_DIR": str(rules),
        "CORTEX_METRICS_DIR": str(metrics),
        "CORTEX_LAST_GOOD_DIR": str(metrics.with_name("last-good")),
        "CORTEX_SPOOL_DIR": str(metrics.with_name("spool") / tokens.redis_prefix),
        "CORTEX_BIND": bind,
        "CORTEX_WEB_WORKERS": str(web_workers),
        "CORTEX_API_TOKEN": tokens.api,
        "CORTEX_WEBHOOK_SECRET": tokens.webhook,
        **emulated_systems(emulators),
    }


def emulated_systems(emulators: RunningEmulators) -> Mapping[str, str]:
    """Return the settings that lead to the emulated portal and shop."""
    portal, shop = emulators.configuration.portal, emulators.configuration.shop
    return {
        "CORTEX_ALLOW_LOCAL_ENDPOINTS": "1",
        "CORTEX_BITRIX_MEMBER_ID": portal.member_id,
        "CORTEX_BITRIX_DOMAIN": portal.domain,
        "CORTEX_BITRIX_APPLICATION_TOKEN": portal.application_token,
        "CORTEX_BITRIX_REST_URL": emulators.bitrix_webhook_url,
        "CORTEX_BITRIX_BOT_ID": str(portal.bot_id),
        "CORTEX_BITRIX_CLIENT_ID": portal.client_id,
        "CORTEX_BITRIX_BOT_API": str(portal.bot_api),
        "CORTEX_BITRIX_EVENTS": portal.bot_event_mode,
        "CORTEX_ABCP_URL": emulators.abcp_url,
        "CORTEX_ABCP_LOGIN": shop.login,
        "CORTEX_ABCP_PASSWORD_MD5": shop.password_md5,
        "CORTEX_ABCP_SHIPMENT_METHOD": shop.courier_method,
        "CORTEX_ABCP_SHIPMENT_ADDRESS": "client",
        "CORTEX_ABCP_PICKUP_METHOD": shop.pickup_method,
        "CORTEX_ABCP_PICKUP_OFFICE": shop.pickup_office,
        "CORTEX_ABCP_PAYMENT_METHOD": shop.payment_method,
    }
