"""The baseline of the benchmark serves dialogs as Cortex does, over files."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from api.bootstrap.brain import Brain
from bench.baseline import RepliesLast
from bench.file_store import FileStore
from engine.commands.serve_dialog import ServeDialog
from engine.effects import ChatReply, EffectState, LeadUpdate
from engine.messages import Author, IncomingMessage, Message, encode_incoming
from engine.session import decode_session
from tests.unit.engine.commands.a_dialog import DIALOG, Dialog, offers_for

NUMBER = "06A115561B"


def serving(brain: Brain, folder: Path, text: str) -> tuple[Dialog, FileStore, ServeDialog, str]:
    files: Any = FileStore(folder)
    dialog = Dialog(brain)
    dialog.world.answers[NUMBER] = offers_for(NUMBER, 900)
    serve = replace(dialog.serve, dialogs=files, journal=files)
    message = Message(text, author=Author.CLIENT)
    incoming = IncomingMessage("m" * 8, DIALOG, "chat7", 7, 1, message, lead_id=5)
    return dialog, files, serve, encode_incoming(incoming)


def test_a_question_is_answered_and_kept_in_files(brain: Brain, tmp_path: Path) -> None:
    dialog, files, serve, document = serving(brain, tmp_path, f"нужен {NUMBER}")

    with files.held(DIALOG, document) as claim:
        served = serve(claim, may_act=lambda: True)

    with files.held(DIALOG, document) as later:
        assert later.session is not None
        assert [offer.part_number for offer in decode_session(later.session).offers] == [NUMBER]
        entries = [files.entry(later, delivered.key) for delivered in served.deliveries]
        assert {entry.state for entry in entries if entry} == {EffectState.SUCCEEDED}
    assert len(dialog.world.replies) == 1


def test_the_bot_as_it_was_writes_to_the_crm_before_it_replies(
    brain: Brain, tmp_path: Path
) -> None:
    dialog, files, serve, document = serving(brain, tmp_path, f"нужен {NUMBER}")
    serve = replace(serve, handle=RepliesLast(**vars(serve.handle)))

    with files.held(DIALOG, document) as claim:
        serve(claim, may_act=lambda: True)

    assert [type(action) for action in dialog.world.done] == [LeadUpdate, ChatReply]
