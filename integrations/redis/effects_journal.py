"""The effect journal on Redis: one hash per effect, next to the dialog it belongs to."""

from typing import cast

from engine.effects import EffectKey, EffectState
from engine.errors import NotReplicated
from engine.ports.dialogs import Claim
from engine.ports.effects_journal import JournalEntry, Refused, Started
from integrations.redis.connection import RedisConnection
from integrations.redis.dialogs import IDLE_STATE_SECONDS, lock_value
from integrations.redis.keys import Keys

FINISHED_EFFECT_SECONDS = 30 * 24 * 3600
"""How long a finished effect can be looked up."""

LONG_REMEMBERED_SECONDS = 400 * 24 * 3600
"""The same of orders, and of what only a person can settle."""

_REFUSED = {-1: Refused.LOST, -2: Refused.NOT_STARTABLE}


class RedisEffectsJournal:
    """Keeps what was started, how it ended and what still needs a person.

    With an archive, what ended is noted for it.
    """

    def __init__(self, redis: RedisConnection, keys: Keys, *, archived: bool = False) -> None:
        self._redis = redis
        self._keys = keys
        self._archived = archived

    def start(self, claim: Claim, key: EffectKey, *, nonce: str) -> Started | Refused:
        try:
            answer: int = self._redis.run(
                "fxstart",
                keys=[self._keys.lock(claim.dialog), self._effect(claim, key)],
                arguments=[lock_value(claim), nonce],
            )
        except NotReplicated as error:
            self._take_back(claim, key, error)
            raise
        return Started(answer) if answer > 0 else _REFUSED[answer]

    def _take_back(self, claim: Claim, key: EffectKey, error: NotReplicated) -> None:
        """Nothing was sent: were it left as started, it would have to be looked for."""
        attempt, state = cast("int", error.answer), EffectState.RETRY
        self.finish(claim, key, attempt=attempt, state=state, result=error.code)

    def mark(self, claim: Claim, key: EffectKey, *, attempt: int, marker: str) -> bool:
        answer = self._redis.run(
            "fxmark",
            keys=[self._keys.lock(claim.dialog), self._effect(claim, key)],
            arguments=[lock_value(claim), attempt, marker],
        )
        return bool(answer)

    def finish(
        self,
        claim: Claim,
        key: EffectKey,
        *,
        attempt: int,
        state: EffectState,
        result: str,
        mail: str | None = None,
    ) -> bool:
        long = mail is not None or state is EffectState.MANUAL
        answer = self._redis.run(
            "fxfin",
            keys=[
                self._effect(claim, key),
                self._keys.outbox(claim.dialog),
                self._keys.manual(claim.ready.partition),
                self._keys.state(claim.dialog),
                self._keys.mailbox(claim.dialog),
                *([self._keys.archive(claim.ready.partition)] if self._archived else []),
            ],
            arguments=[
                attempt,
                state,
                result,
                key,
                LONG_REMEMBERED_SECONDS if long else FINISHED_EFFECT_SECONDS,
                mail or "",
                IDLE_STATE_SECONDS,
            ],
        )
        return bool(answer)

    def entry(self, claim: Claim, key: EffectKey) -> JournalEntry | None:
        now, flat = self._redis.run("fxread", keys=[self._effect(claim, key)])
        fields = dict(zip(flat[::2], flat[1::2], strict=True))
        if not fields:
            return None
        return JournalEntry(
            key=key,
            state=EffectState(fields["state"]),
            attempt=int(fields["attempt"]),
            document=fields["document"],
            result=fields.get("result", ""),
            marker=fields.get("marker", ""),
            marked_seconds_ago=_seconds_since(fields.get("marked"), now),
        )

    def _effect(self, claim: Claim, key: EffectKey) -> str:
        return self._keys.effect(dialog=claim.dialog, effect=key)


def _seconds_since(moment: str | None, now: int) -> float | None:
    return None if moment is None else (now - int(moment)) / 1000
