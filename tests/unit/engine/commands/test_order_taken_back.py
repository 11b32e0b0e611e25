"""An order that has not gone out is read against what its client writes meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from api.bootstrap.brain import Brain
from engine.crm_effects import TimelineComment
from engine.effects import (
    Action,
    Applied,
    EffectState,
    Finding,
    LookAgain,
    NotRun,
    Outcome,
    Succeeded,
    Unknown,
)
from engine.messages import Author
from engine.order_effects import PlaceOrder
from engine.order_news import ORDER_WITHDRAWN, ORDER_YES_DELETED
from engine.ports.dialogs import MAIL_PER_CLAIM
from engine.ports.executors import Executor, Objection
from engine.session import Lead
from tests.unit.engine.commands.a_dialog import Dialog, World, offers_for
from tests.unit.engine.commands.at_the_summary import at_the_summary

SHOP_DOWN = NotRun("ABCP_13", 5.0)
AGAINST = (
    "отмените заказ, не надо ничего",
    "стоп",
    "не оформляйте пока",
    "передумал",
    "да, ничего не надо",
    "давайте 2 штуки",
    "поменяйте адрес на Москва, ул. Ленина, 1",
    "мой телефон 8 900 111 22 33",
    "можно вместо него MANN?",
)
NOT_AGAINST = ("вы тут?", "да", "спасибо", "а гарантия есть?", "долго ещё?")


@pytest.fixture
def dialog(brain: Brain) -> Dialog:
    opened = at_the_summary(brain)
    opened.world.done.clear()
    return opened


@pytest.fixture
def unsent(dialog: Dialog) -> Dialog:
    """Return the dialog with an order that the shop was too ill to take."""
    dialog.world.outcomes = [Succeeded("1"), SHOP_DOWN]
    dialog.hears("да")
    return dialog


def orders(dialog: Dialog) -> int:
    return sum(isinstance(action, PlaceOrder) for action in dialog.world.done)


def results(dialog: Dialog) -> list[tuple[EffectState, str]]:
    records = dialog.store.dialog(dialog.key).effects.values()
    return [(record.state, record.result) for record in records]


def serves_all(dialog: Dialog) -> list[str]:
    """Serve until nothing is left and return what was said on the way."""
    told = []
    kept = dialog.store.dialog(dialog.key)
    while kept.mailbox or kept.outbox:
        dialog.clock.seconds += 10
        served = dialog.serves()
        dialog.clock.seconds += served.delay_seconds or 0
        if served.record is not None:
            told.append(served.record.decision.reply_id or "")
    return told


@pytest.mark.parametrize("words", AGAINST)
def test_an_order_not_sent_is_taken_back_by_words_against_it(unsent: Dialog, words: str) -> None:
    unsent.receives(words)

    serves_all(unsent)

    assert orders(unsent) == 0
    assert (EffectState.FAILED, ORDER_WITHDRAWN) in results(unsent)


@pytest.mark.parametrize("words", NOT_AGAINST)
def test_an_order_not_sent_stands_whatever_else_is_said(unsent: Dialog, words: str) -> None:
    unsent.receives(words)

    told = serves_all(unsent)

    assert orders(unsent) == 1
    assert told[0] == "convert_lead.order_placed"


def test_who_takes_an_order_back_is_answered_as_before_the_yes(unsent: Dialog) -> None:
    unsent.receives("отмените заказ, не надо ничего")

    assert serves_all(unsent) == ["respond.lost"]
    assert unsent.session.stage == "LOST"


def test_who_changes_an_order_confirms_it_anew_and_gets_it_once(unsent: Dialog) -> None:
    unsent.receives("поменяйте адрес на Москва, ул. Ленина, 1")
    assert serves_all(unsent) == ["create_order_abcp.summary"]

    unsent.receives("да")
    serves_all(unsent)

    [order] = [action for action in unsent.world.done if isinstance(action, PlaceOrder)]
    assert "Москва" in order.address


def test_words_written_right_behind_the_yes_are_read_before_the_first_attempt(
    dialog: Dialog,
) -> None:
    dialog.receives("да")
    dialog.receives("стойте, не оформляйте")

    told = serves_all(dialog)

    assert orders(dialog) == 0
    assert told == ["create_order_abcp.accepted", "respond.lost"]


def test_an_order_that_may_have_gone_out_is_not_taken_back(dialog: Dialog) -> None:
    dialog.world.outcomes = [Succeeded("1"), Unknown("TIMEOUT")]
    not_listed, found = LookAgain("ORDER_NOT_LISTED", 10.0), Applied("958")
    # Every time it is looked for twice: whether it may be taken back, and what became of it.
    dialog.world.findings = [*[not_listed] * 4, found, found]
    dialog.hears("да")
    dialog.receives("отмените заказ, не надо ничего")

    told = serves_all(dialog)

    assert told == ["convert_lead.order_placed", "respond.cancel_after_order"]
    assert (EffectState.SUCCEEDED, "958") in results(dialog)


def test_an_order_that_the_desk_knows_is_not_taken_back(unsent: Dialog) -> None:
    unsent.world.findings = [Applied("958")]
    unsent.receives("отмените заказ, не надо ничего")

    told = serves_all(unsent)

    assert told == ["convert_lead.order_placed", "respond.cancel_after_order"]


def test_a_refusal_that_was_deleted_again_takes_nothing_back(unsent: Dialog) -> None:
    unsent.receives_deletion(unsent.receives("отмените заказ"))

    serves_all(unsent)

    assert orders(unsent) == 1


def test_an_edit_is_read_as_what_it_says_now(unsent: Dialog) -> None:
    unsent.receives_edit(104, "да, но 2 штуки")

    assert serves_all(unsent) == ["create_order_abcp.summary"]
    assert orders(unsent) == 0


def test_a_yes_that_was_deleted_goes_to_a_person(unsent: Dialog) -> None:
    unsent.receives_deletion(104)

    told = serves_all(unsent)

    assert told == ["create_order_abcp.refused"]
    assert (EffectState.FAILED, ORDER_YES_DELETED) in results(unsent)
    assert orders(unsent) == 0


def test_words_of_others_take_nothing_back(unsent: Dialog) -> None:
    unsent.receives("отмените заказ", author=Author.BOT)
    unsent.is_told_of_changed_lead()

    serves_all(unsent)

    assert orders(unsent) == 1


def test_people_who_lead_the_chat_are_told_what_was_taken_back(unsent: Dialog) -> None:
    unsent.world.lead = Lead(5, "UC_ZA04R1")
    unsent.receives("отмените заказ, не надо ничего")

    serves_all(unsent)

    assert orders(unsent) == 0
    [note] = [action for action in unsent.world.done if isinstance(action, TimelineComment)]
    assert "клиент передумал" in note.text


def test_a_choice_of_another_request_leaves_the_order_alone(unsent: Dialog) -> None:
    unsent.receives("нужен ещё 61217726563")
    unsent.receives("беру первый")

    told = serves_all(unsent)

    assert orders(unsent) == 1
    assert told[0] == "convert_lead.order_placed"


def test_a_refusal_behind_another_request_takes_the_order_back(unsent: Dialog) -> None:
    unsent.receives("нужен ещё 61217726563")
    unsent.receives("отмените заказ, не надо ничего")

    serves_all(unsent)

    assert orders(unsent) == 0


def test_an_order_whose_attempt_proved_to_be_unsent_is_taken_back(dialog: Dialog) -> None:
    dialog.world.outcomes = [Succeeded("1"), Unknown("TIMEOUT")]
    dialog.hears("да")
    dialog.receives("отмените заказ, не надо ничего")

    told = serves_all(dialog)

    assert (orders(dialog), told) == (0, ["respond.lost"])


@dataclass(frozen=True)
class Shop:
    """Takes orders after looks at itself, during which something happens."""

    world: World
    while_looking: Callable[[], object]
    objection: Objection = lambda: None
    repeatable = False

    def unless(self, objection: Objection) -> Executor:
        return replace(self, objection=objection)

    def execute(self, action: Action) -> Outcome:
        self.while_looking()
        return self.objection() or self.world.execute(action)

    def probe(self, action: Action) -> Finding:
        return self.world.probe(action)


def orders_while(dialog: Dialog, happens: Callable[[], object]) -> None:
    """Say yes, and let something happen once the order is being prepared."""
    shop = Shop(dialog.world, happens)
    dialog.serve = replace(dialog.serve, executors={**dialog.serve.executors, "abcp_order": shop})
    dialog.receives("да")


@pytest.mark.parametrize("words", AGAINST)
def test_words_that_come_while_the_order_is_prepared_take_it_back(
    dialog: Dialog, words: str
) -> None:
    orders_while(dialog, lambda: dialog.receives(words))

    told = serves_all(dialog)

    assert orders(dialog) == 0
    assert (EffectState.FAILED, ORDER_WITHDRAWN) in results(dialog)
    # The words are answered, and nobody hears of an order that failed.
    assert len(told) == 2
    assert not dialog.session.order_unclear


@pytest.mark.parametrize("words", NOT_AGAINST)
def test_other_words_that_come_meanwhile_leave_it_alone(dialog: Dialog, words: str) -> None:
    orders_while(dialog, lambda: dialog.receives(words))

    serves_all(dialog)

    assert orders(dialog) == 1


def test_a_refusal_is_heard_behind_many_other_words(dialog: Dialog) -> None:
    def talk() -> None:
        for _ in range(MAIL_PER_CLAIM):
            dialog.receives("вы тут?")
        dialog.receives("стоп")

    orders_while(dialog, talk)

    dialog.serves()

    assert orders(dialog) == 0


def test_a_deletion_that_comes_meanwhile_stops_it(dialog: Dialog) -> None:
    orders_while(dialog, lambda: dialog.receives_deletion(104))

    serves_all(dialog)

    assert (EffectState.FAILED, ORDER_YES_DELETED) in results(dialog)
    assert orders(dialog) == 0


def test_who_has_lost_the_dialog_meanwhile_orders_nothing(dialog: Dialog) -> None:
    def lose() -> None:
        dialog.clock.seconds += 60

    orders_while(dialog, lose)

    dialog.serves()

    assert orders(dialog) == 0
    assert (EffectState.RETRY, "LEASE_ENDED") in results(dialog)


def test_a_question_about_another_offer_behind_the_yes_takes_the_order_back(brain: Brain) -> None:
    asking = Dialog(brain)
    asking.world.answers["06A115561B"] = offers_for("06A115561B", 450, 700)
    for text in ("нужен 06A115561B", "1", "Иванов Иван 89161234567", "самовывоз"):
        asking.hears(text)
    asking.receives("да")
    asking.receives("а второй есть в наличии?")

    serves_all(asking)

    assert orders(asking) == 0
