"""Why an authorization server gives no new tokens any more, and who can change that."""

from collections.abc import Mapping
from typing import Literal

from engine.errors import CallFailed

AUTH_REFUSAL = "AUTH_REFUSED_"
"""What the codes of these refusals begin with."""

Cure = Literal["install", "settings", "payment", "confirmation"]
"""Install again; mend CORTEX_APPLICATION_*; pay for the portal's plan; confirm on the portal."""

# Bitrix24 documentation, settings/oauth/error-codes.md; wrong_client and the last five: its SDK.
CURES: Mapping[str, Cure] = {
    "INVALID_REQUEST": "install",
    "INVALID_CLIENT": "settings",
    "WRONG_CLIENT": "settings",
    "INSUFFICIENT_SCOPE": "install",
    "INVALID_SCOPE": "install",
    "INVALID_GRANT": "install",
    "PAYMENT_REQUIRED": "payment",
    "NOT_INSTALLED": "install",
    "ERROR_OAUTH": "install",
    "AUTHORIZATION_ERROR": "install",
    "APPLICATION_NOT_FOUND": "settings",
    "METHOD_CONFIRM_WAITING": "confirmation",
}


def cure_of(refused: CallFailed) -> Cure:
    """Return what a person has to do before there are tokens again."""
    return CURES.get((refused.remote_code or "").removeprefix(AUTH_REFUSAL), "install")
