"""Names of everything kept in Redis; all keys of a dialog live in one cluster slot.

<prefix>:{p<NN>}:rdy          stream    one token per scheduled dialog, consumer group `w`
<prefix>:{p<NN>}:dly          zset      dialog by the millisecond it becomes ready again
<prefix>:{p<NN>}:dead         stream    messages put aside for a person
<prefix>:{p<NN>}:did          stream    what operators did to those
<prefix>:{p<NN>}:ops          zset      effects that need a person, by the millisecond they did
<prefix>:{p<NN>}:arc          zset      what has ended and is to be archived, by when it is due
<prefix>:{p<NN>}:seen:<dialog>:<event>  string, 7 days: the event was accepted
<prefix>:{p<NN>}:mb:<dialog>  list      "sequence:order|document" of waiting messages
<prefix>:{p<NN>}:st:<dialog>  hash      session, version, fence, sequence, scheduling
<prefix>:{p<NN>}:lk:<dialog>  string    "owner:fence" of the lock, expires with the lease
<prefix>:{p<NN>}:ob:<dialog>  list      keys of open effects, oldest first
<prefix>:{p<NN>}:ef:<effect>  hash      one journalled effect
<prefix>:{p<NN>}:ld:<member>:<lead>  string, 180 days: the chat of a lead, as JSON
<prefix>:layout          hash      partitions: how many the data is kept in
<prefix>:portals         hash      sealed record of each portal by member_id
<prefix>:probe           string, a minute: a health check has written here
<prefix>:{p<NN>}:le:<name>  string  owner of a right that one process at a time has, expires
<prefix>:{p<NN>}:cb:<account>  hash    leaky bucket of calls: level, at
<prefix>:{p<NN>}:cr:<account>:<method>  string, expires: the method is refused; "" is every method
<prefix>:{p<NN>}:ot:<account>  string   "fence|nonce|tag" of the order whose turn it is, with lease
<prefix>:{p<NN>}:of:<account>  string   the last fence of the turns of an account
<prefix>:{p<NN>}:oe:<account>  hash  replid: which master orders were sent under; until
<prefix>:{p<NN>}:oc:<account>  set     "fence|tag|id" of cart positions of orders not sent
<prefix>:{p<NN>}:or:<account>:<tag>  hash, 180 days: what became of the order of a tag
<prefix>:{p<NN>}:sc:<shop>:<number>:<brand>  string, minutes: what the shop answered
<prefix>:{p<NN>}:sx:<shop>   zset      what was asked by the millisecond its answer is too old
<prefix>:{p<NN>}:eo:<member>:<bot>   string    the first event of a bot that is not fetched yet
"""

import re
from dataclasses import dataclass
from zlib import crc32

from engine.errors import InvalidInput
from engine.messages import DialogKey

PARTITIONS = 16
"""Fixed at installation: with another number the same dialog would be looked for elsewhere.

See layout.py.
"""

_PREFIX = re.compile(r"[a-z0-9_.-]{1,32}")


@dataclass(frozen=True)
class Keys:
    """Builds key names; braces hold the partition, which alone decides the cluster slot."""

    prefix: str = "bx"
    partitions: int = PARTITIONS

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix):
            raise InvalidInput(
                "the Redis key prefix may hold a-z, 0-9, '_', '.' and '-' only",
                code="REDIS_PREFIX_INVALID",
            )
        if not 1 <= self.partitions <= 1024:  # noqa: PLR2004 - a bound read once, here
            raise InvalidInput(
                "the number of partitions is 1 to 1024", code="REDIS_PARTITIONS_INVALID"
            )

    def partition(self, dialog: DialogKey) -> int:
        return crc32(dialog.encode()) % self.partitions

    def ready(self, partition: int) -> str:
        return f"{self._tag(partition)}:rdy"

    def delayed(self, partition: int) -> str:
        return f"{self._tag(partition)}:dly"

    def dead(self, partition: int) -> str:
        return f"{self._tag(partition)}:dead"

    def deeds(self, partition: int) -> str:
        return f"{self._tag(partition)}:did"

    def manual(self, partition: int) -> str:
        return f"{self._tag(partition)}:ops"

    def archive(self, partition: int) -> str:
        return f"{self._tag(partition)}:arc"

    def seen(self, *, dialog: DialogKey, event_key: str) -> str:
        return f"{self._of(dialog)}:seen:{dialog}:{event_key}"

    def mailbox(self, dialog: DialogKey) -> str:
        return f"{self._of(dialog)}:mb:{dialog}"

    def state(self, dialog: DialogKey) -> str:
        return f"{self._of(dialog)}:st:{dialog}"

    def states(self, partition: int) -> str:
        """Return what every state key of a partition starts with."""
        return f"{self._tag(partition)}:st:"

    def lock(self, dialog: DialogKey) -> str:
        return f"{self._of(dialog)}:lk:{dialog}"

    def outbox(self, dialog: DialogKey) -> str:
        return f"{self._of(dialog)}:ob:{dialog}"

    def effect(self, *, dialog: DialogKey, effect: str) -> str:
        return f"{self.effects(dialog)}{effect}"

    def effects(self, dialog: DialogKey) -> str:
        """Return what every effect key of a dialog's partition starts with."""
        return self.effects_in(self.partition(dialog))

    def effects_in(self, partition: int) -> str:
        """Return what every effect key of a partition starts with."""
        return f"{self._tag(partition)}:ef:"

    @property
    def every_effect(self) -> str:
        """The pattern of all effect keys of all partitions."""
        return f"{self.prefix}:*:ef:*"

    def lead_dialog(self, *, member_id: str, lead_id: int) -> str:
        """Return the key of a lead's chat; the lead decides the partition, for it is looked up."""
        lead = f"{member_id}:{lead_id}"
        return f"{self._tag(crc32(lead.encode()) % self.partitions)}:ld:{lead}"

    @property
    def layout(self) -> str:
        """The key of what is known before any partition is."""
        return f"{self.prefix}:layout"

    @property
    def portals(self) -> str:
        """The key of all portals; whoever reads one needs no other key in the same step."""
        return f"{self.prefix}:portals"

    @property
    def probe(self) -> str:
        return f"{self.prefix}:probe"

    def lease(self, name: str) -> str:
        return f"{self._of_account(name)}:le:{name}"

    def call_bucket(self, account: str) -> str:
        """Return the key of an account's bucket; what the account refuses lies in its slot."""
        return f"{self._of_account(account)}:cb:{account}"

    def calls_refused(self, *, account: str, method: str) -> str:
        """Return the key that exists while a method, or "" for all of them, is refused."""
        return f"{self._of_account(account)}:cr:{account}:{method}"

    def order_turn(self, account: str) -> str:
        return f"{self._of_account(account)}:ot:{account}"

    def order_fence(self, account: str) -> str:
        return f"{self._of_account(account)}:of:{account}"

    def order_queue(self, account: str) -> str:
        return f"{self._of_account(account)}:oq:{account}"

    def order_asked(self, account: str) -> str:
        return f"{self._of_account(account)}:oa:{account}"

    def order_cart(self, account: str) -> str:
        return f"{self._of_account(account)}:oc:{account}"

    def order_record(self, *, account: str, tag: str) -> str:
        return f"{self._of_account(account)}:or:{account}:{tag}"

    def order_epoch(self, account: str) -> str:
        return f"{self._of_account(account)}:oe:{account}"

    def search(self, shop: str, asked: str) -> str:
        """Return the key of an answer; with "" what all answer keys of the shop start with."""
        return f"{self._of_account(shop)}:sc:{shop}:{asked}"

    def searches(self, shop: str) -> str:
        """Return the key of the shop's index, in the slot of its answers."""
        return f"{self._of_account(shop)}:sx:{shop}"

    def _of_account(self, account: str) -> str:
        return self._tag(crc32(account.encode()) % self.partitions)

    def event_offset(self, *, member_id: str, bot_id: int) -> str:
        """Return the key of how far a bot's events are fetched."""
        bot = f"{member_id}:{bot_id}"
        return f"{self._tag(crc32(bot.encode()) % self.partitions)}:eo:{bot}"

    def _of(self, dialog: DialogKey) -> str:
        return self._tag(self.partition(dialog))

    def _tag(self, partition: int) -> str:
        return f"{self.prefix}:{{p{partition:02d}}}"
