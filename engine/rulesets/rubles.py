"""Money as the client reads it."""

from decimal import ROUND_HALF_UP, Decimal

_THIN_GROUP = "\N{NO-BREAK SPACE}"


def rubles(price: Decimal) -> str:
    """Return whole rubles with groups of three: `12 345`."""
    whole = int(price.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return f"{whole:,}".replace(",", _THIN_GROUP)
