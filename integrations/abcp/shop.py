"""Which ABCP shop Cortex searches and with whose account."""

import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from engine.errors import InvalidInput
from integrations.secret import Secret

SYSTEM = "abcp"


class ShopInvalid(InvalidInput):
    """Raised when a configured shop cannot be used; says what is wrong, not the value."""

    code = "SHOP_INVALID"


@dataclass(frozen=True)
class Shop:
    """One shop as configured: the root of its API and the account of the bot."""

    url: str
    login: Secret
    password_md5: Secret
    allow_local: bool = False
    """Let the API go over http: for emulators only."""

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        schemes = {"http", "https"} if self.allow_local else {"https"}
        if parts.scheme not in schemes or not parts.hostname or parts.username or parts.query:
            raise ShopInvalid("ABCP address must be https://<host> without user or query")

    @property
    def account(self) -> str:
        """Return a name for the login that gives nothing of it away."""
        meant = f"{self.url.rstrip('/')}|{self.login.reveal()}"
        return hashlib.sha256(meant.encode()).hexdigest()[:16]

    def operation_url(self, operation: str) -> Secret:
        """Return the address of an operation."""
        return Secret(f"{self.url.rstrip('/')}/{operation}")
