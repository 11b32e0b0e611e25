"""One golden dialog: the real commands over memory ports, driven event by event."""

from dataclasses import dataclass, field, replace
from itertools import count

from api.bootstrap.default_policy import default_policy
from api.golden.case import GoldenCase, Turn
from api.golden.shop_file import merged
from api.golden.subject import CountedIdentifiers, Subject, WatchedDecide, watched
from api.golden.world import World
from engine.commands.handle_incoming_message import HandleIncomingMessage
from engine.commands.run_cortex_flow import RunCortexFlow
from engine.commands.run_decision_gate import RunDecisionGate
from engine.commands.serve_dialog import ServeDialog
from engine.commands.served import Served
from engine.effect_patience import Patience
from engine.effects import ACTION_KINDS, EffectKey, EffectState
from engine.facts.situation import Situation
from engine.messages import IncomingMessage, dialog_key, encode_incoming
from engine.ports.clock import Clock
from engine.ports.dialogs import Claim
from engine.session import Lead, Session, decode_session, encode_session
from integrations.memory.dialogs import MemoryDialogs
from integrations.memory.effects_journal import MemoryEffectsJournal
from integrations.memory.inbox import MemoryInbox
from integrations.memory.lead_dialogs import MemoryLeadDialogs
from integrations.memory.store import MemoryStore

DIALOG = dialog_key(domain="golden.example", dialog_id="chat7")
LEAD_ID = 5
_LEASE_SECONDS = 15.0
_OWNER = "golden"


class QuietJournal(MemoryEffectsJournal):
    """Tells the dialog nothing of what came of an order: a case says that itself, as a turn."""

    def finish(
        self,
        claim: Claim,
        key: EffectKey,
        *,
        attempt: int,
        state: EffectState,
        result: str,
        mail: str | None = None,  # noqa: ARG002 - the port
    ) -> bool:
        return super().finish(claim, key, attempt=attempt, state=state, result=result)


@dataclass
class HandClock:
    """A clock that stands still until a turn says how long nothing happened."""

    seconds: float = 1_700_000_000.0

    def now(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        return self.seconds


@dataclass
class Dialog:
    """One chat with the bot, from where a case starts."""

    decide: WatchedDecide
    world: World
    clock: HandClock = field(default_factory=HandClock)

    def __post_init__(self) -> None:
        self._store = MemoryStore(self.clock)
        self._dialogs = MemoryDialogs(self._store)
        self._inbox = MemoryInbox(self._store)
        self._identifiers = CountedIdentifiers()
        self._message_ids = count(100)
        self._last = ("", "")
        self._gate = RunDecisionGate(self.world, self.clock)
        self._serve = ServeDialog(
            handle=HandleIncomingMessage(
                portals=self.world,
                gate=self._gate,
                flow=RunCortexFlow(self.decide, self.world, self.world, self.world, self.world),
                give_up=self.decide.give_up,
            ),
            dialogs=self._dialogs,
            journal=QuietJournal(self._store),
            lead_dialogs=MemoryLeadDialogs(self._store),
            executors=dict.fromkeys(ACTION_KINDS, self.world),
            identifiers=self._identifiers,
            clock=self.clock,
            patience=Patience(30.0),
        )

    @property
    def session(self) -> Session:
        document = self._store.dialog(DIALOG).session
        return decode_session(document) if document else Session()

    def remembers(self, session: Session) -> None:
        """Start from a session."""
        self._store.dialog(DIALOG).session = encode_session(session)

    def set_scene(self, turn: Turn) -> None:
        """Let pass what happens before anybody speaks."""
        lead = self.world.lead
        self.world.lead = replace(
            lead,
            status_id=turn.lead_status or lead.status_id,
            part_number=lead.part_number if turn.lead_oem is None else turn.lead_oem,
        )
        self.world.lead_unreadable = turn.lead_unreadable
        self.world.shop = merged(self.world.shop, turn.shop)
        if turn.shows_orders:
            self.world.orders = turn.orders
        self.clock.seconds += turn.after_seconds
        self.decide.order_confirmation.append(turn.order_confirmation)

    def receive(self, turn: Turn) -> None:
        """Put the event of a turn into the mailbox."""
        if not turn.redelivers:
            incoming = self._incoming(turn)
            self._last = (self._identifiers.new("event"), encode_incoming(incoming))
        self.receive_again()

    def receive_again(self) -> None:
        """Let the last event arrive once more."""
        self._inbox.enqueue(dialog=DIALOG, event_key=self._last[0], document=self._last[1])

    def situation(self, turn: Turn) -> Situation:
        """Return what rules would decide a turn on; nothing is decided or remembered."""
        placed = self._gate(self._incoming(turn), self.session, self.world.portal_policy)
        return placed._replace(order_confirmation=turn.order_confirmation)

    def serve(self) -> Served | None:
        """Serve as a worker does until nothing is left; None when there was nothing to do."""
        served = None
        while claim := self._claim():
            served = self._serve(claim, may_act=lambda: True)
            self._dialogs.release(claim, delay_seconds=served.delay_seconds)
            if served.delay_seconds is not None:
                break
        return served

    def _claim(self) -> Claim | None:
        self._dialogs.promote_due()
        for ready in self._dialogs.ready(consumer=_OWNER, count=1, wait_seconds=0):
            claim = self._dialogs.claim(
                ready,
                owner=_OWNER,
                nonce=self._identifiers.new("claim"),
                lease_seconds=_LEASE_SECONDS,
            )
            return claim if isinstance(claim, Claim) else None
        return None

    def _incoming(self, turn: Turn) -> IncomingMessage:
        happened = turn.message.happening != "none"
        return IncomingMessage(
            member_id="m1",
            dialog=DIALOG,
            dialog_id="chat7",
            chat_id=7,
            message_id=0 if happened or turn.too_early else next(self._message_ids),
            message=turn.message,
            lead_id=self.world.lead.id,
            deal_id=turn.deal_id,
        )


def open_dialog(case: GoldenCase, subject: Subject, stopwatch: Clock) -> Dialog:
    """Return the dialog where the case starts; `stopwatch` measures decisions."""
    policy = default_policy(subject.contract)
    session = case.given or Session()
    lead = session.lead or Lead(LEAD_ID, policy.status_ids.get(session.stage, "NEW"))
    dialog = Dialog(watched(subject, stopwatch), World(policy, lead, case.shop))
    if case.given is not None:
        dialog.remembers(_led_by_bot(session, lead))
    return dialog


def _led_by_bot(session: Session, lead: Lead) -> Session:
    """Return the session with its lead; a stage whose status nobody tells was set by the bot."""
    if session.lead is not None or session.stage == "NEW":
        return replace(session, lead=lead)
    return replace(session, lead=lead, status_written=session.status_written or lead.status_id)
