"""`cortex dead` and `cortex effects` as operators type them, over a store of their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO
from types import MappingProxyType
from typing import Any, cast
from uuid import uuid4

from api.bootstrap.shop import shop_of
from api.bootstrap.store import Store, open_store
from api.cli import main
from api.cli.surroundings import Surroundings
from api.settings import Settings
from engine.effects import Action, EffectKey, EffectState, dialog_of, encode_effect
from engine.messages import DialogKey, IncomingMessage, Message, dialog_key, encode_incoming
from engine.ports.dialogs import Claim, Commit, PlannedEffect
from engine.ports.order_desk import OrderState
from integrations.redis.keys import Keys

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
        return self.takes(number)

    def takes(self, number: int) -> Claim:
        """Take the only dialog that has work."""
        [ready] = self.store.dialogs.ready(consumer="w", count=1, wait_seconds=0)
        assert ready.dialog == dialog(number)
        claim = self.store.dialogs.claim(ready, owner="w", nonce=uuid4().hex, lease_seconds=15)
        assert isinstance(claim, Claim)
        return claim

    def puts_aside_as(self, number: int, line: str, *, failures: int) -> str:
        """Let a line of a mailbox lie among what was put aside, as the store writes it."""
        keys = Keys(self.environment["CORTEX_REDIS_PREFIX"])
        partition = keys.partition(dialog(number))
        fields = {"dialog": dialog(number), "message": line, "reason": "R", "failures": failures}
        entry = self.store.connection.once(
            lambda client: cast("Any", client).xadd(keys.dead(partition), fields)
        )
        return f"p{partition:02d}-{entry}"

    def leaves_to_a_person(self, number: int, action: Action, reason: str) -> EffectKey:
        """Let the effect of a message wait for a person."""
        claim = self.claims(number)
        key = EffectKey(f"{claim.dialog}.{claim.mail[0].sequence}.0")
        commit = Commit(claim.mail[0].sequence, "{}", (PlannedEffect(key, encode_effect(action)),))
        self.store.dialogs.commit(claim, commit, nonce=uuid4().hex)
        journal = self.store.journal
        journal.start(claim, key, nonce=uuid4().hex)
        journal.finish(claim, key, attempt=1, state=EffectState.MANUAL, result=reason)
        self.store.dialogs.release(claim)
        return key

    def sends_to_the_shop(self, tag: str) -> None:
        """Let the request for an order get no answer, and never be found."""
        abcp, desk = Settings.from_environment(self.environment).abcp, self.store.order_desk
        assert abcp is not None
        account = shop_of(abcp, allow_local=False).account
        turn = desk.enter(account, tag=tag, nonce=uuid4().hex, lease_seconds=60)
        assert turn is not None
        desk.begin_sending(turn, notes="")
        desk.settle(account, tag=tag, state=OrderState.UNCLEAR, result="ORDER_UNCLEAR")

    def forgets(self, key: EffectKey) -> None:
        """Let the time pass after which a finished effect is not known any more."""
        self.store.connection.once(lambda client: client.delete(self._name(key)))

    def days_left(self, key: EffectKey) -> int | None:
        """How long an effect will be known, None for as long as it is open."""
        seconds = self.store.connection.once(lambda client: client.ttl(self._name(key)))
        return None if seconds == -1 else round(seconds / 86400)

    def rows_waiting(self) -> int:
        """How many rows the list of what waits has, whatever they name."""
        keys = Keys(self.environment["CORTEX_REDIS_PREFIX"])
        names = [keys.manual(partition) for partition in range(keys.partitions)]
        return self.store.connection.once(
            lambda client: sum(int(cast("Any", client).zcard(name)) for name in names)
        )

    def _name(self, key: EffectKey) -> str:
        keys = Keys(self.environment["CORTEX_REDIS_PREFIX"])
        return keys.effect(dialog=DialogKey(dialog_of(key)), effect=key)

    def puts_aside(self, number: int) -> str:
        """Let a message of a dialog be put aside and return what the list calls it."""
        claim = self.claims(number)
        sequence = claim.mail[0].sequence
        self.store.dialogs.dead_letter(claim, sequence=sequence, reason="KeyError")
        self.store.dialogs.release(claim)
        letters = self.store.operator_queue.dead_letters(limit=10)
        return next(letter.id for letter in letters if letter.dialog == dialog(number))


@contextmanager
def an_operator_shell(
    redis_url: str, more: Mapping[str, str] = MappingProxyType({})
) -> Iterator[OperatorShell]:
    """Open a command line on an installation of its own."""
    prefix = f"t{uuid4().hex[:12]}"
    environment = {"REDIS_URL": redis_url, "CORTEX_REDIS_PREFIX": prefix, "USER": "anna", **more}
    store = open_store(Settings.from_environment(environment))
    try:
        yield OperatorShell(environment, store)
    finally:
        store.connection.close()
