from dataclasses import dataclass, field, replace

import pytest

from engine.commands.run_decision_gate import RunDecisionGate
from engine.errors import CallNotRun, CallRefused
from engine.facts.situation import Situation
from engine.messages import Author, IncomingMessage, Message, dialog_key
from engine.ports.portals import PortalPolicy
from engine.session import Lead, Session
from tests.unit.engine.commands.a_dialog import HandClock

POLICY = PortalPolicy(
    status_ids={
        "NEW": "NEW",
        "PRICING": "UC_5SCNOB",
        "IN_WORK": "UC_ZA04R1",
        "HARD_PICK": "UC_ZA04R1",
        "VIN_PICK": "UC_UAO7E9",
    },
    manual_statuses=frozenset({"UC_ZA04R1", "UC_UAO7E9"}),
    disabled_statuses=frozenset({"UC_ZMK36I"}),
)
CRM = {"system": "bitrix24", "operation": "crm.item.get"}


@dataclass(frozen=True)
class OneLead:
    """A CRM with one lead, or with an error instead."""

    lead: Lead | None = None
    error: Exception | None = None

    def read(self, *, member_id: str, lead_id: int) -> Lead | None:
        assert member_id == "m1"
        if self.error is not None:
            raise self.error
        return self.lead if self.lead and self.lead.id == lead_id else None


def a_message(*, author: Author = Author.CLIENT, lead_id: int | None = 5) -> IncomingMessage:
    return IncomingMessage(
        member_id="m1",
        dialog=dialog_key(domain="demo.bitrix24.ru", dialog_id="chat7"),
        dialog_id="chat7",
        chat_id=7,
        message_id=100,
        message=Message("здравствуйте", author=author),
        lead_id=lead_id,
    )


def gated(
    crm: OneLead, session: Session | None = None, message: IncomingMessage | None = None
) -> Situation:
    return RunDecisionGate(crm, HandClock())(message or a_message(), session or Session(), POLICY)


@pytest.mark.parametrize(
    ("status_id", "expected"),
    [("NEW", "auto"), ("UC_ZA04R1", "manual"), ("UC_ZMK36I", "disabled"), ("SOMETHING", "auto")],
)
def test_the_fresh_status_says_who_leads_the_lead(status_id: str, expected: str) -> None:
    situation = gated(OneLead(Lead(5, status_id)))

    assert situation.lead_status == expected
    assert situation.session.lead == Lead(5, status_id)


def test_a_chat_without_a_lead_has_no_lead_status() -> None:
    assert gated(OneLead(), message=a_message(lead_id=None)).lead_status == "none"


def test_a_lead_known_from_before_is_read_when_the_event_names_none() -> None:
    session = Session(lead=Lead(5, "NEW"))

    situation = gated(OneLead(Lead(5, "UC_ZMK36I")), session, a_message(lead_id=None))

    assert situation.lead_status == "disabled"


def test_a_deleted_lead_is_no_lead() -> None:
    situation = gated(OneLead(None), Session(lead=Lead(5, "NEW")))

    assert (situation.lead_status, situation.session.lead) == ("none", None)


def test_a_lead_that_may_never_be_read_is_unknown_and_not_taken_for_free() -> None:
    situation = gated(OneLead(error=CallRefused("no access", **CRM)))

    assert situation.lead_status == "unknown"


def test_a_crm_that_does_not_answer_now_leaves_the_message_for_later() -> None:
    with pytest.raises(CallNotRun):
        gated(OneLead(error=CallNotRun("busy", system="bitrix24", operation="crm.item.get")))


def test_a_stage_set_by_a_person_is_believed() -> None:
    session = Session(stage="PRICING", lead=Lead(5, "UC_5SCNOB"), status_written="UC_5SCNOB")

    assert gated(OneLead(Lead(5, "UC_UAO7E9")), session).session.stage == "VIN_PICK"


def test_a_status_the_bot_wrote_keeps_the_finer_stage_of_the_session() -> None:
    session = Session(stage="HARD_PICK", lead=Lead(5, "NEW"), status_written="UC_ZA04R1")

    assert gated(OneLead(Lead(5, "UC_ZA04R1")), session).session.stage == "HARD_PICK"


def test_a_manager_who_speaks_takes_the_chat() -> None:
    situation = gated(OneLead(Lead(5, "NEW")), message=a_message(author=Author.MANAGER))

    assert situation.session.mode == "manual"


def test_the_bot_comes_back_when_a_person_returns_the_lead_to_an_automatic_status() -> None:
    session = Session(mode="manual", stage="IN_WORK", lead=Lead(5, "UC_ZA04R1"))

    situation = gated(OneLead(Lead(5, "UC_5SCNOB")), session)

    assert (situation.session.mode, situation.session.stage) == ("auto", "PRICING")


def test_an_unchanged_automatic_status_does_not_bring_the_bot_back() -> None:
    session = Session(mode="manual", lead=Lead(5, "NEW"))

    assert gated(OneLead(Lead(5, "NEW")), session).session.mode == "manual"


def test_a_deal_once_seen_binds_the_dialog() -> None:
    bound = replace(a_message(), deal_id=9)

    assert gated(OneLead(Lead(5, "NEW")), message=bound).deal_bound
    assert gated(OneLead(Lead(5, "NEW")), Session(deal_id=9)).deal_bound
    assert not gated(OneLead(Lead(5, "NEW"))).deal_bound


def test_the_bot_comes_back_also_to_the_very_status_it_had_written_itself() -> None:
    session = Session(
        mode="manual", stage="PRICING", lead=Lead(5, "UC_5SCNOB"), status_written="UC_5SCNOB"
    )

    taken = gated(OneLead(Lead(5, "UC_ZA04R1")), session).session
    returned = gated(OneLead(Lead(5, "UC_5SCNOB")), taken).session

    assert (taken.mode, taken.status_written) == ("manual", None)
    assert (returned.mode, returned.stage) == ("auto", "PRICING")


def of_the_lead(*, lead_id: int = 5) -> IncomingMessage:
    happened = Message("", author=Author.SYSTEM, happening="lead_updated")
    return replace(a_message(lead_id=lead_id), message=happened)


def test_what_happened_outside_the_chat_is_told_to_the_rules() -> None:
    placed = Message("", author=Author.SYSTEM, happening="order_placed", order_number="123456")

    situation = gated(OneLead(Lead(5, "NEW")), message=replace(a_message(), message=placed))

    assert (situation.happening, situation.order_number) == ("order_placed", "123456")


@pytest.mark.parametrize("message", [a_message(), of_the_lead()])
def test_a_managers_number_counts_on_a_clients_message_and_on_the_change_itself(
    message: IncomingMessage,
) -> None:
    before = Session(mode="manual", lead=Lead(5, "UC_UAO7E9"))

    situation = gated(OneLead(Lead(5, "UC_UAO7E9", "06A115561B")), before, message)

    assert situation.number_by_manager
    assert situation.session.lead == Lead(5, "UC_UAO7E9", "06A115561B")


@pytest.mark.parametrize("author", [Author.MANAGER, Author.SYSTEM, Author.BOT])
@pytest.mark.parametrize("before", [Session(), Session(lead=Lead(5, "UC_UAO7E9"))])
def test_a_managers_number_is_not_used_up_by_messages_nobody_answers(
    author: Author, before: Session
) -> None:
    crm = OneLead(Lead(5, "UC_UAO7E9", "06A115561B"))

    passed = gated(crm, before, a_message(author=author))
    answered = gated(crm, passed.session, of_the_lead())

    assert not passed.number_by_manager
    assert answered.number_by_manager


def test_a_managers_number_counts_once() -> None:
    crm = OneLead(Lead(5, "UC_UAO7E9", "06A115561B"))

    first = gated(crm, Session(), of_the_lead())
    second = gated(crm, first.session, of_the_lead())

    assert (first.number_by_manager, second.number_by_manager) == (True, False)


def test_the_lead_of_the_chat_is_read_when_an_older_one_was_changed() -> None:
    situation = gated(OneLead(Lead(5, "NEW")), Session(lead=Lead(5, "NEW")), of_the_lead(lead_id=4))

    assert situation.session.lead == Lead(5, "NEW")


@dataclass(frozen=True)
class Chat:
    """A chat whose manager wrote, and how long ago that was."""

    quiet_hours: float = 24
    clock: HandClock = field(default_factory=HandClock)

    def after(self, hours: float, session: Session, *, author: Author = Author.CLIENT) -> Situation:
        self.clock.seconds += hours * 3600
        gate = RunDecisionGate(
            OneLead(Lead(5, "NEW")), self.clock, manager_quiet_seconds=self.quiet_hours * 3600
        )
        return gate(a_message(author=author), session, POLICY)


@pytest.mark.parametrize(
    ("quiet_hours", "hours", "quiet"), [(24, 23.9, False), (24, 24, True), (1, 1, True)]
)
def test_managers_are_quiet_after_the_hours_the_portal_waits(
    quiet_hours: float, hours: float, *, quiet: bool
) -> None:
    chat = Chat(quiet_hours)
    taken = chat.after(0, Session(), author=Author.MANAGER).session

    assert chat.after(hours, taken).manager_quiet is quiet


def test_every_word_of_a_manager_begins_the_silence_anew() -> None:
    chat = Chat()
    taken = chat.after(0, Session(), author=Author.MANAGER).session
    taken = chat.after(20, taken, author=Author.MANAGER).session

    assert not chat.after(20, taken).manager_quiet
    assert chat.after(4, taken).manager_quiet


def test_no_silence_is_long_enough_when_none_is_waited_for() -> None:
    chat = Chat(quiet_hours=0)
    taken = chat.after(0, Session(), author=Author.MANAGER).session

    assert not chat.after(10_000, taken).manager_quiet


def test_the_silence_of_a_manager_nobody_timed_begins_with_the_next_message() -> None:
    chat = Chat()
    met = chat.after(0, Session(mode="manual", lead=Lead(5, "NEW")))

    assert not met.manager_quiet
    assert chat.after(24, met.session).manager_quiet


def test_a_chat_no_manager_wrote_in_has_no_quiet_manager() -> None:
    assert not Chat().after(10_000, Session()).manager_quiet


def test_a_new_lead_opens_a_chat_that_an_old_deal_had_closed() -> None:
    closed = Session(stage="DEAL", mode="manual", lead=Lead(4, "CONVERTED"), deal_id=9)

    situation = gated(OneLead(Lead(5, "UC_5SCNOB")), closed)

    assert not situation.deal_bound
    assert (situation.session.stage, situation.session.mode) == ("PRICING", "auto")
