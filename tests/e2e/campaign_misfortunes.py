"""What goes wrong while the buyers talk, drawn by chance from what is known to go wrong."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random  # noqa: TID251 - the seed is printed and may be given
from threading import Event

from api.cli.portal_control import PortalControl
from tests.e2e.emulator_desk import EmulatorDesk

EXPIRED = "tokens expired"
SWAPPED = "events swapped"
BLOCKS = 4
"""After so many it is over: a campaign must end, and all be done that was begun."""

PAUSE_SECONDS = 0.25
TOO_LATE_SECONDS = 2.6
"""Longer than a call may take: it is done, and nobody hears of it."""

_NOT_DONE = ("html_502", "drop_before", "error_500", "error_503_limit")
_DONE_UNHEARD = ("apply_then_drop", "apply_then_500", "slow")
_BOTH = (*_NOT_DONE, *_DONE_UNHEARD)
_CREATING = ("error_503_limit", *_DONE_UNHEARD)
"""What is created is waited for a minute before it is believed lost: too long for a campaign."""

_PORTAL: Mapping[str, tuple[str, ...]] = {
    "crm.item.get": (*_NOT_DONE, "slow", "limit_in_200"),
    "imbot.message.add": (*_BOTH, "operating_429", "limit_in_200"),
    "crm.item.update": _BOTH,
    "crm.item.add": _CREATING,
    "crm.item.productrow.set": _BOTH,
    "crm.duplicate.findbycomm": _NOT_DONE,
    "crm.timeline.comment.add": _CREATING,
    "imopenlines.bot.session.operator": _BOTH,
    "batch": _NOT_DONE,
}
_SHOP: Mapping[str, tuple[str, ...]] = {
    "search/brands": (*_NOT_DONE, "rate_limited_429", "error_in_200", "list_as_object", "slow"),
    "search/articles": (*_NOT_DONE, "rate_limited_429", "error_in_200", "list_as_object"),
    "orders/version": ("html_502", "rate_limited_429"),
    "basket/content": ("error_500", "list_as_object"),
}
_TAKING_TIME = frozenset({"slow", "operating_429"})
_ORDERING = ("apply_then_drop", "apply_then_html", "orders_as_object", "price_changed", "slow")
_AT_MOST_ORDERS = 2
"""Orders that go wrong: an unclear one keeps the others waiting, by design."""


@dataclass(frozen=True)
class Deed:
    """One misfortune: its name, to be found again in a failed run, and how it is brought about."""

    name: str
    strike: Callable[[], bool]
    """Says whether it struck."""


class Misfortunes:
    """Strikes again and again until told to stop; the same seed strikes in the same order."""

    def __init__(
        self,
        *,
        portal: PortalControl,
        shop: PortalControl,
        desk: EmulatorDesk,
        kill_a_worker: Callable[[], None],
        chance: Random,
    ) -> None:
        self._portal = portal
        self._shop = shop
        self._desk = desk
        self._kill_a_worker = kill_a_worker
        self._chance = chance
        self.struck: list[str] = []

    def rage(self, over: Event) -> None:
        """Strike until it is over, then let everything be well again."""
        for deed in self._deeds():
            if over.wait(PAUSE_SECONDS):
                break
            if deed.strike():
                self.struck.append(deed.name)
        over.wait()
        for control in (self._portal, self._shop):
            control.stop_failing()

    def _deeds(self) -> Iterator[Deed]:
        """Return blocks of misfortunes, each in another order."""
        yield from self._orders_gone_wrong()
        once = [
            Deed("worker killed", _surely(self._kill_a_worker)),
            Deed("renamed", _surely(self._desk.rename)),
        ]
        for block in range(BLOCKS):
            deeds = [
                *(self._drawn(self._portal, _PORTAL) for _ in range(16)),
                *(self._drawn(self._shop, _SHOP) for _ in range(8)),
                Deed(EXPIRED, _surely(self._desk.expire_tokens)),
                Deed(SWAPPED, _surely(self._desk.swap_events)),
                *once[block : block + 1],
            ]
            self._chance.shuffle(deeds)
            yield from deeds

    def _orders_gone_wrong(self) -> Iterator[Deed]:
        for mode in self._chance.sample(_ORDERING, _AT_MOST_ORDERS):
            yield self._fault(self._shop, "orders/instant", mode)

    def _drawn(self, control: PortalControl, faults: Mapping[str, tuple[str, ...]]) -> Deed:
        method = self._chance.choice(sorted(faults))
        return self._fault(control, method, self._chance.choice(faults[method]))

    def _fault(self, control: PortalControl, method: str, mode: str) -> Deed:
        seconds = TOO_LATE_SECONDS if mode in _TAKING_TIME else 0.0

        def strike() -> bool:
            # One at a time: what piles up at a method called seldom is an outage.
            if method in control.failing():
                return False
            control.fail(method, mode, delay_seconds=seconds)
            return True

        return Deed(f"{method} {mode}", strike)


def _surely(deed: Callable[[], None]) -> Callable[[], bool]:
    def strike() -> bool:
        deed()
        return True

    return strike
