"""The shop whose account this installation orders with."""

from api.settings import AbcpSettings, Settings
from integrations.abcp.shop import Shop


def shop_of(abcp: AbcpSettings, *, allow_local: bool) -> Shop:
    return Shop(abcp.url, abcp.login, abcp.password_md5, allow_local=allow_local)


def order_account(settings: Settings) -> str | None:
    """Return whose orders may be held, None where this process knows no shop."""
    if settings.abcp is None:
        return None
    return shop_of(settings.abcp, allow_local=settings.allow_local_endpoints).account
