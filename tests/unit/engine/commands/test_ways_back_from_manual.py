"""How the bot falls silent before people, and every way it comes back, through whole dialogs."""

from dataclasses import replace

import pytest

from api.bootstrap.brain import Brain
from engine.commands.run_decision_gate import MANAGER_QUIET_HOURS
from engine.crm_effects import ContactUpsert
from engine.effects import ChatHandover, ChatReply
from engine.messages import Author
from engine.session import Contact, Lead
from tests.unit.engine.commands.a_dialog import Dialog, offers_for

VIN_PICK, TAKEN, PRICED = "UC_UAO7E9", "UC_ZA04R1", "UC_5SCNOB"
NUMBER = "06A115561B"


@pytest.fixture
def dialog(brain: Brain) -> Dialog:
    made = Dialog(brain)
    made.world.answers[NUMBER] = offers_for(NUMBER, 450)
    return made


def a_day_passes(dialog: Dialog) -> None:
    dialog.clock.seconds += MANAGER_QUIET_HOURS * 3600


def manager_picks(dialog: Dialog, number: str = NUMBER) -> None:
    """Let a manager take the VIN for picking and fill in what was found."""
    dialog.world.lead = replace(dialog.world.lead, status_id=VIN_PICK, part_number=number)


def test_a_number_filled_in_by_a_manager_is_priced_without_a_word_of_the_client(
    dialog: Dialog,
) -> None:
    dialog.hears("подберите по вин коду")
    manager_picks(dialog)

    dialog.learns_of_changed_lead()

    assert NUMBER in dialog.world.replies[-1]
    assert (dialog.session.stage, dialog.session.mode) == ("PRICING", "auto")
    assert dialog.world.lead == Lead(5, PRICED, NUMBER)


def test_a_number_filled_in_is_priced_on_the_clients_next_word_when_its_event_was_lost(
    dialog: Dialog,
) -> None:
    dialog.hears("подберите по вин коду")
    manager_picks(dialog)

    dialog.hears("ну что там?")

    assert NUMBER in dialog.world.replies[-1]


def test_a_lead_picked_before_the_bot_ever_saw_it_is_priced_too(dialog: Dialog) -> None:
    manager_picks(dialog)

    dialog.hears("здравствуйте, есть новости?")

    assert NUMBER in dialog.world.replies[-1]


def test_a_manager_who_spoke_gives_the_chat_back_with_the_number(dialog: Dialog) -> None:
    dialog.hears("подберите по вин коду")
    dialog.hears("сейчас подберу", author=Author.MANAGER)
    manager_picks(dialog)
    dialog.hears("готово, сейчас бот пришлет цену", author=Author.MANAGER)

    dialog.learns_of_changed_lead()
    dialog.hears("спасибо")

    assert [NUMBER in reply for reply in dialog.world.replies] == [False, True, False]


def test_a_burst_of_changes_makes_one_reply(dialog: Dialog) -> None:
    dialog.hears("подберите по вин коду")
    manager_picks(dialog)
    before = len(dialog.world.replies)

    for _ in range(4):
        dialog.is_told_of_changed_lead()
    for _ in range(4):
        dialog.serves()

    assert len(dialog.world.replies) == before + 1


def test_the_number_may_come_before_the_status_or_after_it(dialog: Dialog) -> None:
    dialog.hears("подберите по вин коду")
    dialog.world.lead = replace(dialog.world.lead, part_number=NUMBER)
    dialog.learns_of_changed_lead()
    before = len(dialog.world.replies)

    dialog.world.lead = replace(dialog.world.lead, status_id=VIN_PICK)
    dialog.learns_of_changed_lead()

    assert len(dialog.world.replies) == before + 1


def test_the_echo_of_the_bots_own_writing_is_silent(dialog: Dialog) -> None:
    dialog.hears(f"нужен {NUMBER}")
    done = list(dialog.world.done)

    served = dialog.learns_of_changed_lead()

    assert served.record is not None
    assert served.record.decision.wait_reason == "SYSTEM"
    assert dialog.world.done == done


def test_a_lead_taken_back_for_picking_is_not_priced_again_by_the_old_number(
    dialog: Dialog,
) -> None:
    dialog.hears(f"нужен {NUMBER}")
    dialog.world.lead = replace(dialog.world.lead, status_id=VIN_PICK)
    done = list(dialog.world.done)

    dialog.learns_of_changed_lead()
    dialog.hears("ну что там?")

    assert dialog.world.done == done


def test_a_manager_finds_the_number_as_they_wrote_it(dialog: Dialog) -> None:
    dialog.hears("подберите по вин коду")
    manager_picks(dialog, "06a 115 561 b")

    dialog.learns_of_changed_lead()

    assert dialog.world.lead == Lead(5, PRICED, "06a 115 561 b")


def test_a_changed_lead_leaves_no_empty_words_in_the_history(dialog: Dialog) -> None:
    dialog.hears("здравствуйте")
    history = dialog.session.history

    dialog.learns_of_changed_lead()

    assert dialog.session.history == history


def test_an_unasked_reply_is_looked_for_after_the_newest_message_of_the_chat(
    dialog: Dialog,
) -> None:
    dialog.hears("подберите по вин коду")
    newest = dialog.session.last_message_id
    manager_picks(dialog)

    dialog.learns_of_changed_lead()

    reply = next(action for action in reversed(dialog.world.done) if isinstance(action, ChatReply))
    assert reply.after_message_id == newest >= 100


def test_a_greeting_of_a_manager_mutes_the_bot_but_not_for_ever(dialog: Dialog) -> None:
    dialog.hears("Здравствуйте!", author=Author.MANAGER)
    dialog.hears(f"нужен {NUMBER}")
    silent = list(dialog.world.replies)
    a_day_passes(dialog)

    dialog.hears(f"нужен {NUMBER}")

    assert silent == []
    assert NUMBER in dialog.world.replies[-1]
    assert dialog.session.mode == "auto"


def test_a_quiet_manager_keeps_a_lead_they_took_by_its_status(dialog: Dialog) -> None:
    dialog.hears("Здравствуйте!", author=Author.MANAGER)
    dialog.world.lead = Lead(5, TAKEN)
    a_day_passes(dialog)

    dialog.hears(f"нужен {NUMBER}")

    assert (dialog.world.done, dialog.session.mode) == ([], "manual")


def test_the_bot_that_came_back_stays(dialog: Dialog) -> None:
    dialog.hears("Здравствуйте!", author=Author.MANAGER)
    a_day_passes(dialog)
    dialog.hears("здравствуйте")

    dialog.hears("спасибо")

    assert len(dialog.world.replies) == 2


def test_a_manager_who_speaks_again_mutes_the_bot_that_came_back(dialog: Dialog) -> None:
    dialog.hears("Здравствуйте!", author=Author.MANAGER)
    a_day_passes(dialog)
    dialog.hears("здравствуйте")
    dialog.hears("я здесь", author=Author.MANAGER)

    dialog.hears("спасибо")

    assert len(dialog.world.replies) == 1


def test_a_new_lead_is_served_after_the_deal_of_the_old_one(dialog: Dialog) -> None:
    dialog.receives(f"нужен {NUMBER}", deal_id=9)
    dialog.serves()
    silent = list(dialog.world.done)
    dialog.world.lead = Lead(6, "NEW")

    dialog.hears(f"нужен {NUMBER}")

    assert silent == []
    assert NUMBER in dialog.world.replies[-1]
    assert dialog.session.deal_id is None


@pytest.mark.parametrize("status", ["UC_JGGAZS", "JUNK", "CONVERTED"])
def test_plain_words_are_answered_wherever_a_person_put_the_lead(
    dialog: Dialog, status: str
) -> None:
    dialog.world.lead = Lead(5, status)

    dialog.hears("здравствуйте")

    assert len(dialog.world.replies) == 1


def test_the_chat_of_a_lead_is_remembered_with_every_message(dialog: Dialog) -> None:
    dialog.hears("здравствуйте")

    address = dialog.lead_dialogs.find(member_id="m1", lead_id=5)

    assert address is not None
    assert (address.dialog, address.dialog_id, address.chat_id) == (dialog.key, "chat7", 7)


def test_what_is_told_while_a_manager_leads_is_known_when_the_bot_is_back(dialog: Dialog) -> None:
    dialog.hears(f"нужен {NUMBER}")
    dialog.hears("1")
    dialog.hears("сейчас уточню", author=Author.MANAGER)

    dialog.hears("Иванов Иван 89161234567")

    assert dialog.session.contact.full_name == "Иванов Иван"
    assert dialog.session.contact.phone == "+79161234567"
    assert not any(isinstance(action, ContactUpsert) for action in dialog.world.done)


def test_what_the_manager_says_is_nothing_told_by_the_client(dialog: Dialog) -> None:
    dialog.hears(f"нужен {NUMBER}")

    dialog.hears("меня зовут Петров Пётр, мой телефон 89161234567", author=Author.MANAGER)

    assert dialog.session.contact == Contact()


def test_after_a_manager_has_spoken_the_bot_hands_over_again(dialog: Dialog) -> None:
    for text in ("мур мур", "кря кря"):
        dialog.hears(text)
    dialog.hears("сейчас уточню", author=Author.MANAGER)
    a_day_passes(dialog)

    for text in ("бур бур", "хрю хрю"):
        dialog.hears(text)

    assert sum(isinstance(action, ChatHandover) for action in dialog.world.done) == 2


def test_once_the_bot_understands_again_a_riddle_hands_over_again(dialog: Dialog) -> None:
    for text in ("мур мур", "кря кря", "здравствуйте", "бур бур", "хрю хрю"):
        dialog.hears(text)

    assert sum(isinstance(action, ChatHandover) for action in dialog.world.done) == 2


def test_who_was_given_to_people_on_request_is_not_given_again_for_a_riddle(dialog: Dialog) -> None:
    for text in ("позовите оператора", "мур мур", "кря кря"):
        dialog.hears(text)

    assert sum(isinstance(action, ChatHandover) for action in dialog.world.done) == 1


def test_the_chat_is_handed_over_once_for_any_number_of_riddles(dialog: Dialog) -> None:
    for text in ("мур мур", "кря кря", "бур бур", "хрю хрю"):
        dialog.hears(text)

    assert sum(isinstance(action, ChatHandover) for action in dialog.world.done) == 1
