"""The desk for orders on Redis: the turn of an account and a record for each tag, in one slot."""

from typing import cast

import structlog

from engine.errors import NotReplicated
from engine.ports.order_desk import (
    ORDER_RECORD_SECONDS,
    PLACE_KEPT_SECONDS,
    CartPosition,
    NotNow,
    OrderRecord,
    OrderState,
    Turn,
)
from integrations.redis.connection import RedisConnection
from integrations.redis.keys import Keys

REPLICAS_PAUSE_SECONDS = 10.0

log = structlog.get_logger()


class RedisOrderDesk:
    """Turns and records shared by all workers."""

    def __init__(
        self, redis: RedisConnection, keys: Keys, *, failover_hold_seconds: float = 0
    ) -> None:
        self._redis = redis
        self._keys = keys
        self._hold = round(failover_hold_seconds * 1000)

    def enter(self, account: str, *, tag: str, nonce: str, lease_seconds: float) -> Turn | None:
        fence: int = self._redis.run(
            "orderenter",
            keys=[
                self._keys.order_turn(account),
                self._keys.order_fence(account),
                self._keys.order_queue(account),
                self._keys.order_asked(account),
            ],
            arguments=[tag, nonce, round(lease_seconds * 1000), round(PLACE_KEPT_SECONDS * 1000)],
        )
        return Turn(account, tag, fence) if fence else None

    def begin_sending(self, turn: Turn, *, notes: str) -> bool | NotNow:
        try:
            answer = self._send(turn, notes)
        except NotReplicated as error:
            answer = cast("int", error.answer)
            if answer > 0:
                state, reason = OrderState.REFUSED, error.code
                self.settle(turn.account, tag=turn.tag, state=state, result=reason)
                return NotNow(reason, REPLICAS_PAUSE_SECONDS)
        if answer < 0:
            log.warning("orders_held", seconds=-answer / 1000)
            return NotNow("ORDERS_HELD", -answer / 1000)
        return bool(answer)

    def _send(self, turn: Turn, notes: str) -> int:
        answer: int = self._redis.run(
            "ordersend",
            keys=[
                self._keys.order_turn(turn.account),
                self._keys.order_record(account=turn.account, tag=turn.tag),
                self._keys.order_epoch(turn.account),
            ],
            arguments=[turn.fence, turn.tag, notes, ORDER_RECORD_SECONDS, self._hold],
        )
        return answer

    def held_seconds(self, account: str) -> float:
        if not self._hold:
            return 0.0
        left: int = self._redis.run(
            "orderhold", keys=[self._keys.order_epoch(account)], arguments=[self._hold]
        )
        return left / 1000

    def settle(self, account: str, *, tag: str, state: OrderState, result: str) -> None:
        key = self._keys.order_record(account=account, tag=tag)
        self._redis.run("ordersettle", keys=[key], arguments=[state, result])

    def leave(self, turn: Turn) -> None:
        key = self._keys.order_turn(turn.account)
        self._redis.run("orderleave", keys=[key], arguments=[turn.fence])

    def record(self, account: str, *, tag: str) -> OrderRecord | None:
        key = self._keys.order_record(account=account, tag=tag)
        answer = self._redis.run("orderrecord", keys=[key])
        if not answer:
            return None
        state, result, notes, age = answer
        return OrderRecord(OrderState(state), result, notes, age / 1000)

    def lay(self, account: str, position: CartPosition) -> None:
        key, member = self._keys.order_cart(account), _written(position)
        self._redis.repeatable(lambda client: client.sadd(key, member))
        self._redis.repeatable(lambda client: client.expire(key, ORDER_RECORD_SECONDS))

    def take_away(self, account: str, position: CartPosition) -> None:
        key, member = self._keys.order_cart(account), _written(position)
        self._redis.repeatable(lambda client: client.srem(key, member))

    def lying(self, account: str) -> frozenset[CartPosition]:
        key = self._keys.order_cart(account)
        members = self._redis.repeatable(lambda client: client.smembers(key))
        return frozenset(_read(str(member)) for member in members)


def _written(position: CartPosition) -> str:
    return f"{position.fence}|{position.tag}|{position.number}"


def _read(member: str) -> CartPosition:
    fence, tag, number = member.split("|", 2)
    return CartPosition(int(fence), tag, number)
