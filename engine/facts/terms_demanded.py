"""Tell offers that come later than the client demands: `самый дешевый, но чтоб завтра`."""

from collections.abc import Sequence

from engine.facts.hearing import Hearing, Mention
from engine.facts.offers_by_price import days_at
from engine.session import Offer

_DEMANDING = "demand_words"
_SOON = "soon_words"
_REACH = 3
_WEEKS_AWAY = 1_000


def demanded_term(hearing: Hearing) -> range:
    """Return the words that demand a term, nothing where none is demanded."""
    for place in sorted(hearing.places(_DEMANDING)):
        for index in range(place + 1, min(place + 1 + _REACH, len(hearing.words))):
            days, last = days_at(hearing, index)
            if days is not None or index in hearing.places(_SOON):
                return range(place, last)
    return range(0)


def comes_too_late(hearing: Hearing, mention: Mention) -> bool:
    """Say whether an offer named comes later than demanded, or a sooner one where no day is."""
    if not demanded_term(hearing):
        return False
    meant = [offer for offer in hearing.offers if offer.id in mention.ids]
    days = _days_demanded(hearing)
    limit = _soonest(hearing.offers) if days is None else days
    return any(_days(offer) > limit for offer in meant)


def in_time(hearing: Hearing, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Return the offers that come within the days demanded; all of them where no day is."""
    days = _days_demanded(hearing)
    return [o for o in offers if days is None or _days(o) <= days] or offers


def _days_demanded(hearing: Hearing) -> int | None:
    told = (days_at(hearing, index)[0] for index in demanded_term(hearing))
    return next((days for days in told if days is not None), None)


def _soonest(offers: Sequence[Offer]) -> int:
    return min(map(_days, offers))


def _days(offer: Offer) -> int:
    return _WEEKS_AWAY if offer.delivery_days is None else offer.delivery_days
