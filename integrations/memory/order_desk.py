"""The desk for orders in memory."""

from dataclasses import dataclass, field

from engine.ports.order_desk import (
    ORDER_RECORD_SECONDS,
    PLACE_KEPT_SECONDS,
    CartPosition,
    OrderRecord,
    OrderState,
    Turn,
)
from integrations.memory.store import MemoryStore

_GIVES_WAY = frozenset({OrderState.SENDING, OrderState.UNCLEAR})


@dataclass
class _Kept:
    state: OrderState
    notes: str
    sent_at: float
    fence: int
    result: str = ""


@dataclass
class _Account:
    fence: int = 0
    holder: tuple[str, int] = ("", 0)
    nonce: str = ""
    until: float = float("-inf")
    waiting: dict[str, float] = field(default_factory=dict)
    """Tags in the order they first asked, with the moment of the last time."""
    records: dict[str, _Kept] = field(default_factory=dict)
    cart: set[CartPosition] = field(default_factory=set)


class MemoryOrderDesk:
    """Turns and records that live as long as the object."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._accounts: dict[str, _Account] = {}

    def enter(self, account: str, *, tag: str, nonce: str, lease_seconds: float) -> Turn | None:
        with self._store.changed:
            desk = self._accounts.setdefault(account, _Account())
            held = desk.until > self._store.now()
            if not (held and desk.holder[0] == tag):
                if not self._is_next(desk, tag) or held:
                    return None
                del desk.waiting[tag]
            if not (held and desk.nonce == nonce):
                desk.fence += 1
            desk.holder, desk.nonce = (tag, desk.fence), nonce
            desk.until = self._store.now() + lease_seconds
            return Turn(account, tag, desk.fence)

    def begin_sending(self, turn: Turn, *, notes: str) -> bool:
        with self._store.changed:
            desk = self._accounts.setdefault(turn.account, _Account())
            known = self._known(turn.account, turn.tag)
            if not self._holds(turn):
                return False
            if known is not None and known.state is not OrderState.REFUSED:
                return (known.state, known.fence) == (OrderState.SENDING, turn.fence)
            now = self._store.now()
            desk.records[turn.tag] = _Kept(OrderState.SENDING, notes, now, turn.fence)
            return True

    def held_seconds(self, account: str) -> float:  # noqa: ARG002 - nobody takes this memory over
        return 0.0

    def settle(self, account: str, *, tag: str, state: OrderState, result: str) -> None:
        with self._store.changed:
            known = self._known(account, tag)
            if known is not None and known.state in _GIVES_WAY:
                known.state, known.result = state, result

    def leave(self, turn: Turn) -> None:
        with self._store.changed:
            if self._holds(turn):
                self._accounts[turn.account].until = float("-inf")

    def record(self, account: str, *, tag: str) -> OrderRecord | None:
        with self._store.changed:
            known = self._known(account, tag)
            if known is None:
                return None
            age = self._store.now() - known.sent_at
            return OrderRecord(known.state, known.result, known.notes, age)

    def lay(self, account: str, position: CartPosition) -> None:
        with self._store.changed:
            self._accounts.setdefault(account, _Account()).cart.add(position)

    def take_away(self, account: str, position: CartPosition) -> None:
        with self._store.changed:
            self._accounts.setdefault(account, _Account()).cart.discard(position)

    def lying(self, account: str) -> frozenset[CartPosition]:
        with self._store.changed:
            return frozenset(self._accounts.setdefault(account, _Account()).cart)

    def _is_next(self, desk: _Account, tag: str) -> bool:
        now = self._store.now()
        for silent in [t for t, at in desk.waiting.items() if now - at >= PLACE_KEPT_SECONDS]:
            del desk.waiting[silent]
        desk.waiting[tag] = now
        return next(iter(desk.waiting)) == tag

    def _holds(self, turn: Turn) -> bool:
        desk = self._accounts.setdefault(turn.account, _Account())
        return desk.holder == (turn.tag, turn.fence) and desk.until > self._store.now()

    def _known(self, account: str, tag: str) -> _Kept | None:
        known = self._accounts.setdefault(account, _Account()).records.get(tag)
        if known is None or self._store.now() - known.sent_at >= ORDER_RECORD_SECONDS:
            return None
        return known
