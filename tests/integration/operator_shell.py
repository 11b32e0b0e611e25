"""`cortex dead` and `cortex effects` as operators type them, over a store of their own."""

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO
from uuid import uuid4

from api.bootstrap.store import Store, open_store
from api.cli import main
from api.cli.surroundings import Surroundings
from api.settings import Settings
from engine.messages import DialogKey, IncomingMessage, Message, dialog_key, encode_incoming
from engine.ports.dialogs import Claim

CANARY = "Марина, +7 912 345-67-89"


def dialog(number: int) -> DialogKey:
    return dialog_key(domain="portal.bitrix24.ru", dialog_id=f"chat{number}")


@dataclass
class OperatorShell:
    """A command line beside a store that tests fill as workers do."""

    environment: dict[str, str]
    store: Store

    def cortex(self, *words: str) -> tuple[int, str]:
        """Run a command as a person does, though in this process: starting one takes a second."""
        surroundings = Surroundings(self.environment, lambda: BytesIO(b""))
        with redirect_stdout(StringIO()) as told, redirect_stderr(StringIO()) as complained:
            code = main(words, surroundings=surroundings)
        return code, told.getvalue() + complained.getvalue()

    def claims(self, number: int) -> Claim:
        """Let a message come in and take its dialog."""
        message = IncomingMessage(
            "m1", dialog(number), f"chat{number}", number, 100, Message(CANARY)
        )
        self.store.inbox.enqueue(
            dialog=dialog(number), event_key=uuid4().hex, document=encode_incoming(message)
        )
        [ready] = self.store.dialogs.ready(consumer="w", count=1, wait_seconds=0)
        claim = self.store.dialogs.claim(ready, owner="w", nonce=uuid4().hex, lease_seconds=15)
        assert isinstance(claim, Claim)
        return claim

    def puts_aside(self, number: int) -> str:
        """Let a message of a dialog be put aside and return what the list calls it."""
        claim = self.claims(number)
        sequence = claim.mail[0].sequence
        self.store.dialogs.note_failure(claim, sequence=sequence)
        self.store.dialogs.dead_letter(claim, sequence=sequence, reason="KeyError")
        self.store.dialogs.release(claim)
        letters = self.store.operator_queue.dead_letters(limit=10)
        return next(letter.id for letter in letters if letter.dialog == dialog(number))


@contextmanager
def an_operator_shell(redis_url: str) -> Iterator[OperatorShell]:
    environment = {"REDIS_URL": redis_url, "CORTEX_REDIS_PREFIX": f"t{uuid4().hex[:12]}"}
    store = open_store(Settings.from_environment(environment))
    try:
        yield OperatorShell(environment, store)
    finally:
        store.connection.close()
