from dataclasses import dataclass, replace

import pytest

from engine.commands.run_decision_gate import RunDecisionGate
from engine.errors import CallNotRun, CallRefused
from engine.facts.situation import Situation
from engine.messages import Author, IncomingMessage, Message, dialog_key
from engine.ports.portals import PortalPolicy
from engine.session import Lead, Session

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
    return RunDecisionGate(crm)(message or a_message(), session or Session(), POLICY)


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
        gated(OneLead(error=CallNotRun("busy", **CRM)))


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
