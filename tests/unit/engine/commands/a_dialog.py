"""A dialog over memory ports with an outside world that can be told how to behave."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count

from api.bootstrap.brain import Brain
from engine.commands.handle_incoming_message import HandleIncomingMessage
from engine.commands.run_cortex_flow import RunCortexFlow
from engine.commands.run_decision_gate import RunDecisionGate
from engine.commands.serve_dialog import ServeDialog
from engine.commands.served import Served
from engine.effect_patience import Patience
from engine.effects import (
    ACTION_KINDS,
    Action,
    Applied,
    ChatReply,
    ChatTyping,
    Finding,
    LeadUpdate,
    NotApplied,
    Outcome,
    Succeeded,
)
from engine.errors import CallFailed
from engine.messages import (
    Author,
    Change,
    DialogKey,
    IncomingMessage,
    Message,
    dialog_key,
    encode_incoming,
)
from engine.ports.dialogs import Claim
from engine.ports.order_states import OrderState
from engine.ports.parts import Found, NothingFound, SearchResult
from engine.ports.portals import PortalPolicy
from engine.session import Lead, Offer, Session, decode_session
from integrations.memory.dialogs import MemoryDialogs
from integrations.memory.effects_journal import MemoryEffectsJournal
from integrations.memory.inbox import MemoryInbox
from integrations.memory.lead_dialogs import MemoryLeadDialogs
from integrations.memory.store import MemoryStore

DIALOG = dialog_key(domain="demo.bitrix24.ru", dialog_id="chat7")
LEASE_SECONDS = 15.0


@dataclass
class HandClock:
    """A clock that stands still until it is moved."""

    seconds: float = 1_000.0

    def now(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        return self.seconds


@dataclass
class CountedIdentifiers:
    made: int = 0

    def new(self, prefix: str) -> str:
        self.made += 1
        return f"{prefix}_{self.made}"


@dataclass
class World:
    """The portal and the shop: what was done to them, and how they answer."""

    lead: Lead = field(default_factory=lambda: Lead(5, "NEW"))
    read_errors: list[Exception] = field(default_factory=list)
    done: list[Action] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    """What the next looks for an effect find; then what was done."""
    searches: list[str] = field(default_factory=list)
    asked_afresh: list[str] = field(default_factory=list)
    """Searches made of the shop itself, for an order."""
    answers: dict[str, SearchResult] = field(default_factory=dict)
    answers_by_brand: dict[tuple[str, str], SearchResult] = field(default_factory=dict)
    orders: list[OrderState] = field(default_factory=list)
    order_errors: list[CallFailed] = field(default_factory=list)
    orders_asked: list[str] = field(default_factory=list)
    typing: int = 0
    repeatable: bool = False

    def read(self, *, member_id: str, lead_id: int) -> Lead | None:  # noqa: ARG002 - the port
        if self.read_errors:
            raise self.read_errors.pop(0)
        return self.lead

    def search(self, part_number: str, *, brand: str | None = None) -> SearchResult:
        self.searches.append(f"{part_number}/{brand}" if brand else part_number)
        return self.answer(part_number, brand=brand)

    def answer(self, part_number: str, *, brand: str | None) -> SearchResult:
        if brand and (part_number, brand.casefold()) in self._branded:
            return self._branded[part_number, brand.casefold()]
        return self.answers.get(part_number, NothingFound(part_number))

    @property
    def stock(self) -> "Stock":
        return Stock(self)

    def states_of(self, numbers: Sequence[str]) -> Sequence[OrderState]:
        self.orders_asked += numbers
        if self.order_errors:
            raise self.order_errors.pop(0)
        return [order for order in self.orders if order.number in numbers]

    @property
    def _branded(self) -> dict[tuple[str, str], SearchResult]:
        return {(n, b.casefold()): r for (n, b), r in self.answers_by_brand.items()}

    def show(self, typing: ChatTyping) -> None:  # noqa: ARG002 - the port
        self.typing += 1

    def execute(self, action: Action) -> Outcome:
        outcome = self.outcomes.pop(0) if self.outcomes else Succeeded("1")
        if isinstance(outcome, Succeeded):
            self.done.append(action)
            if isinstance(action, LeadUpdate):
                status = action.status_id or self.lead.status_id
                number = action.part_number or self.lead.part_number
                self.lead = Lead(self.lead.id, status, number)
        return outcome

    def probe(self, action: Action) -> Finding:
        if self.findings:
            return self.findings.pop(0)
        return Applied() if action in self.done else NotApplied()

    def policy(self, member_id: str) -> PortalPolicy:  # noqa: ARG002 - the port
        return self.portal_policy

    portal_policy: PortalPolicy = field(
        default_factory=lambda: PortalPolicy({}, frozenset(), frozenset())
    )

    @property
    def replies(self) -> list[str]:
        return [action.text for action in self.done if isinstance(action, ChatReply)]


@dataclass(frozen=True)
class Stock:
    """The shop itself, which remembers nothing."""

    world: World

    def search(self, part_number: str, *, brand: str | None = None) -> SearchResult:
        self.world.asked_afresh.append(f"{part_number}/{brand}")
        return self.world.answer(part_number, brand=brand)


@dataclass
class Dialog:
    """One chat with the bot, driven step by step."""

    brain: Brain
    world: World = field(default_factory=World)
    clock: HandClock = field(default_factory=HandClock)
    grace_seconds: float = 30.0

    def __post_init__(self) -> None:
        self.world.portal_policy = PortalPolicy(
            status_ids=self.brain.contract.status_ids,
            manual_statuses=frozenset({"UC_ZA04R1", "UC_UAO7E9"}),
            disabled_statuses=frozenset({"UC_ZMK36I"}),
        )
        self.store = MemoryStore(self.clock)
        self.dialogs = MemoryDialogs(self.store)
        self.inbox = MemoryInbox(self.store)
        self.lead_dialogs = MemoryLeadDialogs(self.store)
        self.identifiers = CountedIdentifiers()
        self.message_ids = count(100)
        self.serve = ServeDialog(
            handle=HandleIncomingMessage(
                portals=self.world,
                gate=RunDecisionGate(self.world, self.clock),
                flow=RunCortexFlow(
                    self.brain.decide, self.world, self.world.stock, self.world, self.world
                ),
                give_up=self.brain.decide.give_up,
            ),
            dialogs=self.dialogs,
            journal=MemoryEffectsJournal(self.store),
            lead_dialogs=self.lead_dialogs,
            executors=dict.fromkeys(ACTION_KINDS, self.world),
            identifiers=self.identifiers,
            clock=self.clock,
            patience=Patience(self.grace_seconds),
        )

    @property
    def key(self) -> DialogKey:
        return DIALOG

    @property
    def session(self) -> Session:
        document = self.store.dialog(DIALOG).session
        return decode_session(document) if document else Session()

    def receives(
        self, text: str, *, author: Author = Author.CLIENT, deal_id: int | None = None
    ) -> int:
        """Put a message into the mailbox and return its id."""
        message_id = next(self.message_ids)
        self._enqueue(Message(text, author=author), message_id, deal_id)
        return message_id

    def receives_late(self, text: str) -> None:
        """Put into the mailbox what the client wrote long ago, while the store was away."""
        self._enqueue(Message(text), next(self.message_ids), None, late=True)

    def receives_edit(self, message_id: int, text: str) -> None:
        """Put into the mailbox that the client has edited a message."""
        self._enqueue(Message(text), message_id, None, change="edited")

    def receives_deletion(self, message_id: int, *, author: Author = Author.CLIENT) -> None:
        """Put into the mailbox that a message was deleted."""
        self._enqueue(Message("", author=author), message_id, None, change="deleted")

    def is_told_of_changed_lead(self) -> None:
        """Put into the mailbox that somebody changed the lead."""
        happened = Message("", author=Author.SYSTEM, happening="lead_updated")
        self._enqueue(happened, 0, None)

    def receives_again(self) -> None:
        """Let the last event arrive, the first time or once more."""
        self.inbox.enqueue(dialog=DIALOG, event_key=self._last[0], document=self._last[1])

    def _enqueue(
        self,
        message: Message,
        message_id: int,
        deal_id: int | None,
        *,
        change: Change = "written",
        late: bool = False,
    ) -> None:
        incoming = IncomingMessage(
            member_id="m1",
            dialog=DIALOG,
            dialog_id="chat7",
            chat_id=7,
            message_id=message_id,
            message=message,
            lead_id=self.world.lead.id,
            deal_id=deal_id,
            change=change,
            late=late,
        )
        self._last = (self.identifiers.new("event"), encode_incoming(incoming))
        self.receives_again()

    def claimed(self, owner: str = "w1") -> Claim:
        """Claim the dialog, which must have work."""
        self.dialogs.promote_due()
        (ready,) = self.dialogs.ready(consumer=owner, count=1, wait_seconds=0)
        claim = self.dialogs.claim(
            ready, owner=owner, nonce=self.identifiers.new("claim"), lease_seconds=LEASE_SECONDS
        )
        assert isinstance(claim, Claim)
        return claim

    def serves(self, *, may_act: Callable[[], bool] = lambda: True) -> Served:
        """Serve once and give the dialog back as a worker does."""
        claim = self.claimed()
        served = self.serve(claim, may_act=may_act)
        if not served.lost:
            self.dialogs.release(claim, delay_seconds=served.delay_seconds)
        return served

    def breaks(self, *, may_act: Callable[[], bool] = lambda: True) -> Served:
        """Serve as a worker does whose serving raises, and give the dialog back."""
        claim = self.claimed()
        served = self.serve.after_failure(claim, reason="KeyError", may_act=may_act)
        if not served.lost:
            self.dialogs.release(claim, delay_seconds=served.delay_seconds)
        return served

    def hears(self, text: str, *, author: Author = Author.CLIENT) -> Served:
        """Receive a message and serve it."""
        self.receives(text, author=author)
        return self.serves()

    def learns_of_changed_lead(self) -> Served:
        """Be told that somebody changed the lead and serve it."""
        self.is_told_of_changed_lead()
        return self.serves()


def offers_for(part_number: str, *prices: int) -> Found:
    offers = tuple(
        Offer(id=0, part_number=part_number, brand="VAG", price=Decimal(price), delivery_days=2)
        for price in prices
    )
    return Found(part_number, "VAG", offers)
