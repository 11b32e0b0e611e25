"""Which chat belongs to a lead, on Redis."""

from dataclasses import asdict

import orjson

from engine.messages import DialogKey
from engine.ports.lead_dialogs import REMEMBERED_SECONDS, DialogAddress
from integrations.redis.connection import RedisConnection
from integrations.redis.keys import Keys


class RedisLeadDialogs:
    """One expiring key per lead; writing it twice changes nothing."""

    def __init__(self, redis: RedisConnection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    def remember(self, *, member_id: str, lead_id: int, address: DialogAddress) -> None:
        key = self._keys.lead_dialog(member_id=member_id, lead_id=lead_id)
        document = orjson.dumps(asdict(address)).decode()
        self._redis.repeatable(lambda client: client.set(key, document, ex=REMEMBERED_SECONDS))

    def find(self, *, member_id: str, lead_id: int) -> DialogAddress | None:
        key = self._keys.lead_dialog(member_id=member_id, lead_id=lead_id)
        document = self._redis.repeatable(lambda client: client.get(key))
        if document is None:
            return None
        written = orjson.loads(str(document))
        return DialogAddress(DialogKey(written["dialog"]), written["dialog_id"], written["chat_id"])
