"""What the memory ports share: the same records Redis keeps, in plain Python."""

import threading
from dataclasses import dataclass, field

from engine.effects import EffectKey, EffectState
from engine.messages import DialogKey
from engine.ports.archive_queue import Kind
from engine.ports.clock import Clock
from engine.ports.dialogs import Claim, Envelope
from engine.ports.lead_dialogs import DialogAddress
from engine.ports.operator_queue import Deed
from engine.ports.search_cache import SearchKey


@dataclass(frozen=True)
class Lock:
    """Who holds a dialog and until when by the store's clock."""

    owner: str
    fence: int
    until: float


@dataclass
class EffectRecord:
    """One journalled effect."""

    document: str
    state: EffectState = EffectState.PLANNED
    attempt: int = 0
    result: str = ""
    marker: str = ""
    started_at: float | None = None
    first_started_at: float | None = None
    start_nonce: str | None = None
    marked_at: float | None = None
    manual_at: float | None = None
    settled_by: str = ""


@dataclass
class DialogRecord:
    """Everything known about one dialog."""

    sequence: int = 0
    mailbox: list[Envelope] = field(default_factory=list)
    session: str | None = None
    version: int = 0
    fence: int = 0
    claim_nonce: str | None = None
    claimed: int = 0
    """Sequence of the message at the head when the dialog was last claimed; 0 for none."""
    lock: Lock | None = None
    token: str | None = None
    """The token handed out for this dialog; None while postponed or without work."""
    effects: dict[EffectKey, EffectRecord] = field(default_factory=dict)
    outbox: list[EffectKey] = field(default_factory=list)
    """Keys of open effects, oldest first."""
    committed: tuple[int, str] | None = None
    """Sequence and nonce of the last commit."""
    failed: tuple[int, int] = (0, 0)
    """Sequence of the message that failed and how often it did."""
    failure_nonce: str | None = None
    released_fence: int = 0
    taken_back: str = ""
    """The message put aside that came back last."""


@dataclass
class Token:
    """A scheduled dialog; `consumer` is empty until somebody took it."""

    dialog: DialogKey
    consumer: str = ""
    taken_at: float = 0.0
    deliveries: int = 0


@dataclass(frozen=True)
class DeadLetter:
    """A message put aside for a person."""

    dialog: DialogKey
    envelope: Envelope
    reason: str
    failures: int
    at: float


class MemoryStore:
    """The state behind every memory port; safe for threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tokens_made = 0
        self.changed = threading.Condition()
        self.dialogs: dict[DialogKey, DialogRecord] = {}
        self.tokens: dict[str, Token] = {}
        self.due: dict[DialogKey, float] = {}
        self.seen: dict[tuple[DialogKey, str], float] = {}
        self.dead: list[DeadLetter] = []
        self.deeds: list[Deed] = []
        self.ended: dict[tuple[Kind, str], float] = {}
        """What is to be archived, and from when on."""
        self.event_offsets: dict[tuple[str, int], int] = {}
        self.lead_dialogs: dict[tuple[str, int], tuple[DialogAddress, float]] = {}
        self.portals: dict[str, str] = {}
        """Sealed record of each portal by member_id."""
        self.leases: dict[str, tuple[str, float]] = {}
        """Owner of each right and until when."""
        self.call_buckets: dict[str, tuple[float, float]] = {}
        """Level of an account's bucket, and when it was that full."""
        self.calls_refused: dict[tuple[str, str], float] = {}
        """Until when an account refuses a method; the method "" stands for all."""
        self.searches: dict[SearchKey, tuple[str, float]] = {}
        """Answer of the shop and until when, the oldest first."""

    def now(self) -> float:
        return self._clock.monotonic()

    def dialog(self, dialog: DialogKey) -> DialogRecord:
        """Return the record of a dialog, a new one for an unknown dialog."""
        return self.dialogs.setdefault(dialog, DialogRecord())

    def holds(self, claim: Claim) -> bool:
        """Say whether the claim's lease still lasts."""
        lock = self.dialog(claim.dialog).lock
        return (
            lock is not None
            and (lock.owner, lock.fence) == (claim.owner, claim.fence)
            and lock.until > self.now()
        )

    def schedule(self, dialog: DialogKey) -> None:
        """Put a new token for the dialog at the tail."""
        self._tokens_made += 1
        token = str(self._tokens_made)
        self.tokens[token] = Token(dialog)
        self.dialog(dialog).token = token
        self.changed.notify()
