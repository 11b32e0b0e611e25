"""Edits and deletions: the client's last word counts, and it is heard once."""

import pytest

from api.bootstrap.brain import Brain
from engine.commands.take_up import take_up
from engine.effects import ChatReply
from engine.messages import Author, Change, IncomingMessage, Message, dialog_key
from engine.session import REVISIONS_KEPT, Session, Turn
from tests.unit.engine.commands.a_dialog import Dialog, offers_for

A, B = "06A115561B", "1K0698151"


@pytest.fixture
def dialog(brain: Brain) -> Dialog:
    dialog = Dialog(brain)
    dialog.world.answers = {A: offers_for(A, 450), B: offers_for(B, 900)}
    return dialog


def serve_all(dialog: Dialog, times: int) -> None:
    for _ in range(times):
        dialog.serves()


def test_an_edit_that_waits_behind_its_message_is_heard_in_its_place_and_once(
    dialog: Dialog,
) -> None:
    written = dialog.receives(f"нужен {A}")
    dialog.receives_edit(written, f"нужен {B}")

    serve_all(dialog, 2)

    assert dialog.world.searches == [B]
    assert len(dialog.world.replies) == 1


def test_an_edit_heard_in_place_of_its_message_is_not_heard_again_after_the_next_one(
    dialog: Dialog,
) -> None:
    written = dialog.receives(f"нужен {A}")
    dialog.receives("спасибо")
    dialog.receives_edit(written, f"нужен {B}")

    serve_all(dialog, 3)

    assert dialog.world.searches == [B]
    assert len(dialog.world.replies) == 2


def test_only_the_last_of_several_waiting_edits_is_heard(dialog: Dialog) -> None:
    written = dialog.receives("нужен 11111111111")
    dialog.receives_edit(written, f"нужен {A}")
    dialog.receives_edit(written, f"нужен {B}")

    serve_all(dialog, 3)

    assert dialog.world.searches == [B]
    assert len(dialog.world.replies) == 1


def test_an_edit_of_a_message_already_answered_is_heard_as_said_now(dialog: Dialog) -> None:
    written = dialog.receives(f"нужен {A}")
    dialog.serves()

    dialog.receives_edit(written, f"нужен {B}")
    dialog.serves()

    assert dialog.world.searches == [A, B]
    assert B in dialog.world.replies[-1]


def test_a_reply_to_an_edit_is_looked_for_after_everything_said_before(dialog: Dialog) -> None:
    written = dialog.receives(f"нужен {A}")
    newest = dialog.receives("спасибо")
    serve_all(dialog, 2)

    dialog.receives_edit(written, f"нужен {B}")
    dialog.serves()

    replies = [done for done in dialog.world.done if isinstance(done, ChatReply)]
    assert replies[-1].after_message_id == newest


def test_an_edit_that_puts_only_marks_right_is_not_answered_again(dialog: Dialog) -> None:
    written = dialog.receives("здравствуйте")
    dialog.serves()

    dialog.receives_edit(written, "Здравствуйте!")
    dialog.serves()

    assert len(dialog.world.replies) == 1


def test_an_edit_sent_twice_is_heard_once(dialog: Dialog) -> None:
    written = dialog.receives(f"нужен {A}")
    dialog.serves()

    dialog.receives_edit(written, f"нужен {B}")
    dialog.receives_edit(written, f"нужен {B}")
    serve_all(dialog, 2)

    assert dialog.world.searches == [A, B]


def test_a_message_that_comes_after_its_edit_is_old(dialog: Dialog) -> None:
    dialog.receives_edit(100, f"нужен {B}")
    assert dialog.receives(f"нужен {A}") == 100

    serve_all(dialog, 2)

    assert dialog.world.searches == [B]


@pytest.mark.parametrize("author", [Author.CLIENT, Author.MANAGER])
def test_a_message_deleted_before_it_was_taken_up_was_never_said(
    dialog: Dialog, author: Author
) -> None:
    written = dialog.receives(f"нужен {A}")
    dialog.receives_deletion(written, author=author)

    serve_all(dialog, 2)

    assert dialog.world.done == []
    assert dialog.session.history == ()


def test_a_message_that_comes_after_its_deletion_was_never_said(dialog: Dialog) -> None:
    dialog.receives_deletion(100)
    dialog.receives(f"нужен {A}")
    dialog.receives_edit(100, f"нужен {B}")

    serve_all(dialog, 3)

    assert dialog.world.done == []


def test_a_deletion_of_what_was_answered_changes_nothing(dialog: Dialog) -> None:
    written = dialog.receives(f"нужен {A}")
    dialog.serves()
    before = dialog.session

    dialog.receives_deletion(written)
    dialog.serves()

    assert len(dialog.world.replies) == 1
    assert (dialog.session.stage, dialog.session.offers) == (before.stage, before.offers)


def test_a_manager_cannot_take_back_that_a_manager_spoke(dialog: Dialog) -> None:
    spoken = dialog.receives("Здравствуйте, я посмотрю", author=Author.MANAGER)
    dialog.receives_deletion(spoken, author=Author.MANAGER)

    serve_all(dialog, 2)
    dialog.hears(f"нужен {A}")

    assert dialog.session.mode == "manual"
    assert dialog.world.replies == []


def an_incoming(text: str, change: Change, message_id: int = 7) -> IncomingMessage:
    dialog = dialog_key(domain="demo.bitrix24.ru", dialog_id="chat7")
    return IncomingMessage("m1", dialog, "chat7", 7, message_id, Message(text), change=change)


def test_an_edit_keeps_what_came_with_the_message() -> None:
    photo = Message("VIN", attachments=(), forwarded=True)
    written = IncomingMessage("m1", an_incoming("", "written").dialog, "chat7", 7, 7, photo)

    taken = take_up(written, [an_incoming("VIN XTA", "edited")], Session())

    assert taken.incoming is not None
    assert (taken.incoming.message.text, taken.incoming.message.forwarded) == ("VIN XTA", True)


def test_revisions_of_other_messages_are_not_meant() -> None:
    written = an_incoming("нужен стартер", "written")
    others = [an_incoming("x", "edited", 8), an_incoming("", "deleted", 9)]

    assert take_up(written, others, Session()).incoming == written


def test_an_edit_of_an_older_message_into_words_said_since_is_heard() -> None:
    session = Session(last_message_id=9, history=(Turn("client", "2"),))

    taken = take_up(an_incoming("2", "edited", 7), [], session)

    assert taken.incoming is not None


def test_no_more_revisions_are_remembered_than_needed() -> None:
    session = Session()
    for number in range(1, 3 * REVISIONS_KEPT):
        session = take_up(an_incoming("", "deleted", number), [], session).session

    assert len(session.revisions) == REVISIONS_KEPT
    assert session.revisions[-1].message_id == 3 * REVISIONS_KEPT - 1
