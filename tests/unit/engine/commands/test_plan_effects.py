from dataclasses import replace
from decimal import Decimal

import pytest

from engine.commands.plan_effects import plan_effects
from engine.crm_effects import DealConvert, ProductRowsSet, TimelineComment
from engine.decisions import Decision
from engine.effects import Action, ChatHandover, ChatReply, LeadUpdate, OrderWait
from engine.messages import IncomingMessage, Message, dialog_key
from engine.order_effects import PlaceOrder
from engine.ports.portals import PortalPolicy
from engine.session import Lead, Offer, ProductRow, Session

POLICY = PortalPolicy(
    status_ids={
        "NEW": "NEW",
        "PRICING": "UC_5SCNOB",
        "IN_WORK": "UC_W",
        "HARD_PICK": "UC_W",
        "LOST": "JUNK",
        "DEAL": "CONVERTED",
    },
    manual_statuses=frozenset({"UC_W"}),
    disabled_statuses=frozenset(),
)
INCOMING = IncomingMessage(
    member_id="m1",
    dialog=dialog_key(domain="demo.bitrix24.ru", dialog_id="chat7"),
    dialog_id="chat7",
    chat_id=7,
    message_id=100,
    message=Message("нужен 06A115561B"),
)


def a_session(**changes: object) -> Session:
    return replace(Session(lead=Lead(id=5, status_id="NEW")), **changes)  # type: ignore[arg-type]


def planned(decision: Decision, session: Session | None = None) -> tuple[Action, ...]:
    return plan_effects(decision, incoming=INCOMING, before=session or a_session(), policy=POLICY)


def test_the_reply_names_the_message_it_answers() -> None:
    effects = planned(Decision(stage="NEW", action="reply", reply="Здравствуйте!"))

    assert effects == (ChatReply("m1", "chat7", 7, "Здравствуйте!", after_message_id=100),)


def test_the_client_is_told_before_the_lead_moves_and_the_chat_is_handed_over() -> None:
    decision = Decision(stage="HARD_PICK", reply="Передали", need_operator=True)

    assert [type(effect) for effect in planned(decision)] == [
        *(ChatReply, LeadUpdate, ChatHandover),
        TimelineComment,
    ]


def test_asking_for_an_operator_by_action_alone_hands_over_too() -> None:
    decision = Decision(stage="NEW", action="handover_operator", reply="Передали")

    assert [type(effect) for effect in planned(decision)][:2] == [ChatReply, ChatHandover]


def test_one_part_number_is_written_to_the_lead() -> None:
    decision = Decision(stage="PRICING", part_numbers=("06A115561B",))

    assert planned(decision) == (LeadUpdate("m1", 5, "UC_5SCNOB", "06A115561B", "NEW"),)


def test_several_part_numbers_leave_the_lead_field_alone() -> None:
    decision = Decision(stage="PRICING", part_numbers=("06A115561B", "5QM411105R"))

    assert planned(decision) == (LeadUpdate("m1", 5, "UC_5SCNOB", seen_status_id="NEW"),)


def test_a_status_is_written_with_the_one_it_was_decided_on() -> None:
    lead = Lead(id=5, status_id="UC_JGGAZS", part_number="06A115561B")

    (update,) = planned(Decision(stage="PRICING"), a_session(lead=lead))

    assert update == LeadUpdate("m1", 5, "UC_5SCNOB", seen_status_id="UC_JGGAZS")


def test_a_number_alone_is_written_whatever_the_status() -> None:
    decision = Decision(stage="NEW", part_numbers=("06A115561B",))

    assert planned(decision) == (LeadUpdate("m1", 5, None, "06A115561B"),)


def test_a_refused_number_is_not_written_to_the_lead() -> None:
    decision = Decision(stage="LOST", part_numbers=("06A115561B",))

    assert planned(decision) == (LeadUpdate("m1", 5, "JUNK", None, seen_status_id="NEW"),)


ORDERED = {"order_numbers": ("1",), "rows_written": (ProductRow("VAG", "450", 1),)}


@pytest.mark.parametrize(("ordered", "status"), [(ORDERED, "CONVERTED"), ({}, "JUNK")])
def test_a_lead_with_an_order_is_no_junk_when_one_more_part_is_refused(
    ordered: dict[str, object], status: str
) -> None:
    lost = planned(Decision(stage="LOST"), a_session(stage="PRICING", **ordered))

    assert [action.status_id for action in lost if isinstance(action, LeadUpdate)] == [status]


@pytest.mark.parametrize(("own", "written"), [("5QM411105R", "06A115561B"), (None, None)])
def test_only_a_number_that_the_bot_wrote_itself_is_replaced(
    own: str | None, written: str | None
) -> None:
    lead = Lead(id=5, status_id="NEW", part_number="5QM411105R")
    decision = Decision(stage="NEW", part_numbers=("06A115561B",))

    updates = planned(decision, a_session(lead=lead, part_number_written=own))

    assert [update.part_number for update in updates if isinstance(update, LeadUpdate)] == (
        [written] if written else []
    )


def test_an_update_tells_which_number_it_takes_the_place_of() -> None:
    lead = Lead(id=5, status_id="NEW", part_number="5QM411105R")
    session = a_session(lead=lead, part_number_written="5QM411105R")

    (update,) = planned(Decision(stage="NEW", part_numbers=("06A115561B",)), session)

    assert update == LeadUpdate("m1", 5, part_number="06A115561B", seen_part_number="5QM411105R")


def test_the_number_of_the_only_offer_chosen_is_written() -> None:
    offers = tuple(
        Offer(id=i, part_number=number, brand="VAG", price=Decimal(1))
        for i, number in enumerate(("06A115561B", "5QM411105R"), start=1)
    )

    (update,) = planned(Decision(stage="NEW", offers=offers, chosen_offer_ids=(2,)))

    assert update == LeadUpdate("m1", 5, None, "5QM411105R")


def test_a_confirmed_order_is_placed_after_the_client_is_told_so() -> None:
    offer = Offer(1, "06A115561B", "VAG", Decimal(890), supplier_code="11880411")
    decision = Decision(
        stage="PRICING",
        action="create_order_abcp",
        reply="Оформляем",
        meanwhile="Ещё оформляем",
        offers=(offer,),
        chosen_offer_ids=(1,),
    )

    assert [type(effect) for effect in planned(decision)] == [
        *(ChatReply, LeadUpdate, PlaceOrder, OrderWait),
        ProductRowsSet,
    ]
    silent = decision._replace(meanwhile=None)
    assert OrderWait not in [type(effect) for effect in planned(silent)]


def test_who_orders_nothing_hears_of_no_order_that_takes_long() -> None:
    decision = Decision(stage="PRICING", action="reply", reply="Да", meanwhile="Ещё оформляем")

    assert OrderWait not in [type(effect) for effect in planned(decision)]


def test_values_the_lead_already_has_are_not_written_again() -> None:
    lead = Lead(id=5, status_id="UC_5SCNOB", part_number="06A115561B")
    decision = Decision(stage="PRICING", part_numbers=("06A115561B",))

    assert planned(decision, a_session(lead=lead)) == ()


def test_a_stage_that_stays_writes_no_status() -> None:
    lead = Lead(id=5, status_id="UC_JGGAZS")

    assert planned(Decision(stage="NEW"), a_session(lead=lead)) == ()


def test_stages_that_share_a_status_need_no_write() -> None:
    lead = Lead(id=5, status_id="UC_W")

    assert planned(Decision(stage="HARD_PICK"), a_session(stage="IN_WORK", lead=lead)) == ()


def test_without_a_lead_nothing_is_written_to_the_crm() -> None:
    decision = Decision(stage="PRICING", reply="Вот варианты", part_numbers=("06A115561B",))

    assert [type(e) for e in planned(decision, a_session(lead=None))] == [ChatReply]


def test_a_silent_gate_writes_nothing_even_when_a_number_was_seen() -> None:
    decision = Decision(stage="NEW", wait_reason="MANUAL", part_numbers=("06A115561B",))

    assert planned(decision) == ()


@pytest.mark.parametrize(
    ("kept", "address", "logged"),
    [
        (frozenset(), None, 0),
        (frozenset({"address"}), "Пермь", 0),
        (frozenset({"decision_log"}), None, 1),
    ],
)
def test_a_lead_gets_only_what_the_portal_has_fields_for(
    kept: frozenset[str], address: str | None, logged: int
) -> None:
    decision = Decision(stage="PRICING", address="Пермь")
    policy = replace(POLICY, kept_on_lead=kept)

    (update,) = plan_effects(decision, incoming=INCOMING, before=a_session(), policy=policy)

    assert isinstance(update, LeadUpdate)
    assert (update.address, (update.decision_log or "").count("PRICING")) == (address, logged)


def test_an_address_written_before_is_named_as_the_one_to_replace() -> None:
    decision = Decision(stage="NEW", address="Пермь")
    policy = replace(POLICY, kept_on_lead=frozenset({"address"}))
    before = a_session(address="Самара")

    (update,) = plan_effects(decision, incoming=INCOMING, before=before, policy=policy)

    assert update == LeadUpdate("m1", 5, address="Пермь", seen_address="Самара")


def test_a_lead_that_becomes_a_deal_is_moved_by_the_conversion_alone() -> None:
    decision = Decision(stage="PRICING", action="convert_lead", order_number="102")

    (convert,) = planned(decision)

    assert isinstance(convert, DealConvert)
    assert (convert.status_id, convert.seen_status_id) == ("UC_5SCNOB", "NEW")
