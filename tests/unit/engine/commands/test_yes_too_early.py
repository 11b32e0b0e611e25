"""A yes counts only when its writer could have read what it answers."""

import pytest

from api.bootstrap.brain import Brain
from engine.effects import Failed, Succeeded, Unknown
from engine.order_effects import PlaceOrder
from tests.unit.engine.commands.a_dialog import Dialog, offers_for

NUMBER = "06A115561B"
ADDRESS = "Пермь, ул. Мира, 4"


@pytest.fixture
def dialog(brain: Brain) -> Dialog:
    opened = Dialog(brain)
    opened.world.answers[NUMBER] = offers_for(NUMBER, 450)
    for text in (f"нужен {NUMBER}", "беру первый", "Соколова Марина Олеговна, 8 912 345-67-89"):
        opened.hears(text)
    return opened


def orders(dialog: Dialog) -> int:
    return sum(isinstance(action, PlaceOrder) for action in dialog.world.done)


def answers(dialog: Dialog) -> None:
    """Serve one message; its reply gets the next number of the chat."""
    dialog.world.outcomes.append(Succeeded(str(next(dialog.message_ids))))
    dialog.serves()


def test_a_yes_typed_behind_the_address_shows_the_summary_again_and_orders_nothing(
    dialog: Dialog,
) -> None:
    dialog.receives(ADDRESS)
    dialog.receives("да, жду")

    answers(dialog)
    answers(dialog)

    assert orders(dialog) == 0
    assert dialog.session.stage == "FINAL"
    assert dialog.world.asked_afresh == []
    first, second = dialog.world.replies[-2:]
    assert (NUMBER in first, NUMBER in second) == (True, True)


def test_the_yes_to_the_summary_shown_again_orders(dialog: Dialog) -> None:
    dialog.receives(ADDRESS)
    dialog.receives("да, жду")
    answers(dialog)
    answers(dialog)

    dialog.hears("да")

    assert orders(dialog) == 1


def test_a_yes_that_comes_late_shows_the_summary_again_and_the_next_one_orders(
    dialog: Dialog,
) -> None:
    dialog.hears(ADDRESS)
    dialog.receives_late("да")
    dialog.serves()
    late = orders(dialog)

    dialog.hears("да")

    assert (late, orders(dialog)) == (0, 1)


def test_what_comes_late_is_answered_as_ever_where_it_orders_nothing(brain: Brain) -> None:
    dialog = Dialog(brain)
    dialog.world.answers[NUMBER] = offers_for(NUMBER, 450)
    dialog.hears("здравствуйте")

    dialog.receives_late(f"нужен {NUMBER}")
    dialog.serves()

    assert NUMBER in dialog.world.replies[-1]


def test_a_funnel_typed_in_one_burst_ends_in_a_question(brain: Brain) -> None:
    dialog = Dialog(brain)
    dialog.world.answers[NUMBER] = offers_for(NUMBER, 450)
    burst = (f"нужен {NUMBER}", "1", "Соколова Марина, +79123456789", ADDRESS, "да", "да")
    for text in burst:
        dialog.receives(text)

    for _ in burst:
        answers(dialog)

    assert orders(dialog) == 0
    assert dialog.session.stage == "FINAL"


def test_a_summary_found_afterwards_stands_where_it_was_found(dialog: Dialog) -> None:
    dialog.receives(ADDRESS)
    early = dialog.receives("да")
    dialog.world.outcomes.append(Unknown("timeout"))
    served = dialog.serves()
    assert served.delay_seconds is not None
    dialog.clock.seconds += served.delay_seconds

    dialog.world.outcomes.append(Succeeded(str(early + 1)))
    dialog.serves()

    assert orders(dialog) == 0


def test_a_summary_that_never_reached_the_chat_is_agreed_to_by_nobody(dialog: Dialog) -> None:
    dialog.receives(ADDRESS)
    dialog.world.outcomes.append(Failed("CHAT_CLOSED"))
    dialog.serves()

    dialog.hears("да")
    assert orders(dialog) == 0

    dialog.hears("да")
    assert orders(dialog) == 1


def test_an_old_message_edited_to_a_yes_orders_nothing(dialog: Dialog) -> None:
    old = dialog.receives(ADDRESS)
    answers(dialog)

    dialog.receives_edit(old, "да")
    answers(dialog)

    assert orders(dialog) == 0


def test_where_the_portal_tells_no_number_a_yes_counts(dialog: Dialog) -> None:
    dialog.receives(ADDRESS)
    dialog.receives("да")
    for _ in range(2):
        dialog.world.outcomes.append(Succeeded(""))
        dialog.serves()

    assert orders(dialog) == 1
