"""A client whose order takes long hears so, once, and nothing else before its news."""

import pytest

from api.bootstrap.brain import Brain
from engine.effects import (
    Applied,
    Finding,
    LookAgain,
    NotRun,
    OrderWait,
    Outcome,
    Succeeded,
    Undecidable,
    Unknown,
)
from engine.journal import NOT_NEEDED
from engine.order_effects import PlaceOrder
from tests.unit.engine.commands.a_dialog import Dialog, offers_for
from tests.unit.engine.commands.at_the_summary import at_the_summary

OTHER = "61217726563"
NOT_LISTED = LookAgain("ORDER_NOT_LISTED", 10.0)


@pytest.fixture
def dialog(brain: Brain) -> Dialog:
    opened = at_the_summary(brain)
    opened.world.answers[OTHER] = offers_for(OTHER, 620)
    opened.world.done.clear()
    return opened


def confirms(dialog: Dialog, outcome: Outcome, *findings: Finding) -> None:
    """Say yes to an order whose request comes to this, and the looks for it to these."""
    dialog.world.outcomes = [Succeeded("1"), outcome]
    dialog.world.findings = list(findings)
    dialog.hears("да")


def told_by_rules(dialog: Dialog, reply_id: str) -> str:
    replies = dialog.brain.policies.policy().release.replies
    return replies.by_id[reply_id].text.render({})


def waits(dialog: Dialog) -> int:
    return sum(isinstance(action, OrderWait) for action in dialog.world.done)


def serves_all(dialog: Dialog) -> list[str]:
    """Serve until nothing is left and return what was decided on the way."""
    told = []
    kept = dialog.store.dialog(dialog.key)
    while kept.mailbox or kept.outbox:
        dialog.clock.seconds += 10
        served = dialog.serves()
        dialog.clock.seconds += served.delay_seconds or 0
        if served.record is not None:
            told.append(served.record.decision.reply_id or "")
    return told


def test_an_order_that_is_looked_for_is_told_of_once_and_before_its_number(dialog: Dialog) -> None:
    confirms(dialog, Unknown("TIMEOUT"), *[NOT_LISTED] * 3, Applied("958"))

    assert serves_all(dialog) == ["convert_lead.order_placed"]
    kinds = [type(action) for action in dialog.world.done]
    assert kinds.count(OrderWait) == 1
    [wait] = [action for action in dialog.world.done if isinstance(action, OrderWait)]
    assert wait.text == told_by_rules(dialog, "create_order_abcp.takes_long")
    assert dialog.world.replies.index(wait.text) == 1
    assert "958" in dialog.world.replies[2]


def test_an_order_that_waits_for_its_turn_is_told_of(dialog: Dialog) -> None:
    taken = NotRun("ORDER_TURN_TAKEN", 5.0)
    confirms(dialog, taken)
    dialog.clock.seconds += 11
    dialog.world.outcomes = [taken]

    dialog.serves()

    assert waits(dialog) == 1
    assert not any(isinstance(action, PlaceOrder) for action in dialog.world.done)


@pytest.mark.parametrize("found", [Applied("958"), Undecidable("ORDER_UNCLEAR")])
def test_an_order_whose_fate_is_known_in_time_needs_no_word(dialog: Dialog, found: Finding) -> None:
    confirms(dialog, Unknown("TIMEOUT"), found)

    serves_all(dialog)

    assert waits(dialog) == 0
    records = dialog.store.dialog(dialog.key).effects.values()
    assert [record.result for record in records].count(NOT_NEEDED) == 1


def test_an_order_placed_at_once_needs_no_word(dialog: Dialog) -> None:
    dialog.hears("да")

    assert serves_all(dialog) == ["convert_lead.order_placed"]
    assert waits(dialog) == 0


def test_a_word_that_could_not_be_said_is_not_said_after_the_news(dialog: Dialog) -> None:
    confirms(dialog, Unknown("TIMEOUT"), NOT_LISTED, Applied("958"))
    dialog.clock.seconds += 31
    dialog.world.outcomes = [NotRun("QUERY_LIMIT_EXCEEDED", 2.0)]
    dialog.serves()

    serves_all(dialog)

    assert waits(dialog) == 0


def test_what_is_typed_after_the_word_is_answered_after_the_news(dialog: Dialog) -> None:
    confirms(dialog, Unknown("TIMEOUT"), NOT_LISTED, Applied("958"))
    dialog.receives(f"нужен {OTHER}")

    told = serves_all(dialog)

    assert (waits(dialog), told) == (1, ["convert_lead.order_placed", "quote.offers"])
