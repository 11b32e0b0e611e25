"""The terms a part is sold on, and when they are no longer those that were agreed to."""

from typing import Protocol


class TermsOfSale(Protocol):
    """What a client knows of an offer beside its price."""

    @property
    def delivery_days(self) -> int | None: ...

    @property
    def no_return(self) -> bool: ...

    @property
    def to_order(self) -> bool: ...


def are_worse(now: TermsOfSale, agreed: TermsOfSale) -> bool:
    """Say whether a client who agreed to some terms has to be asked about those of today."""
    days, promised = now.delivery_days, agreed.delivery_days
    later = promised is not None and (days is None or days > promised)
    return later or (now.no_return > agreed.no_return) or (now.to_order > agreed.to_order)
