"""People who play the conversations of `cortex demo`, and what must have come of every line."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from threading import Event

from api.cli.demo_script import DIALOGS, Dialog, Step
from api.cli.portal_control import OpenedChat, PortalControl
from integrations.clock import SystemClock
from tests.e2e.campaign_buyers import ORDERED, WAITING
from tests.faults.ledger import Ledger
from tests.faults.mouth import LOOK_SECONDS, Mouth

PHONE = "+79123456789"
"""Of the one who orders in the demo, as an order holds it."""


@dataclass
class Actor:
    """Says a line when the one before is answered."""

    chat: OpenedChat
    dialog: Dialog
    said: list[tuple[int, Step]] = field(default_factory=list)
    """Id of the message of each line."""

    @property
    def orders(self) -> bool:
        return any(ORDERED in words for step in self.dialog.steps for words in step.says)

    def play(self, mouth: Mouth, *, seconds: float, over: Event) -> None:
        """Say everything, or leave when no answer comes in time."""
        clock = SystemClock()
        until = clock.monotonic() + seconds
        for step in self.dialog.steps:
            message = mouth.insist(self.chat.chat_id, step.text, over=over)
            self.said.append((message, step))
            while len(self._heard(mouth, message)) < step.replies:
                if clock.monotonic() > until or over.wait(LOOK_SECONDS):
                    return

    def _heard(self, mouth: Mouth, message: int) -> Sequence[str]:
        replies = mouth.portal.replies(self.chat.chat_id, after=message)
        return [reply for reply in replies if WAITING not in reply]


def actors_of_the_demo(portal_url: str) -> Sequence[Actor]:
    """Open a chat for each conversation."""
    with closing(PortalControl(portal_url)) as portal:
        return [Actor(portal.open_chat(dialog.title), dialog) for dialog in DIALOGS]


def lines_lost(actor: Actor, ledger: Ledger) -> Iterator[str]:
    """Name lines without all they must be answered with, and what was not bought."""
    chat, answers = actor.chat.chat_id, _answers(actor, ledger)
    for step in actor.dialog.steps[len(actor.said) :]:
        yield f"chat{chat}: `{step.text}` was never said"
    for message, step in actor.said:
        told = "\n".join(answers[message])
        missing = [words for words in step.says if words not in told]
        if missing or len(answers[message]) < step.replies:
            found = len(answers[message])
            yield f"chat{chat}: `{step.text}` has {found} replies, without {missing}"
    if actor.orders and not (_orders(ledger) and _deals(actor, ledger)):
        yield f"chat{chat}: {_orders(ledger)} orders and {_deals(actor, ledger)} deals"


def lines_doubled(actor: Actor, ledger: Ledger) -> Iterator[str]:
    """Name lines that were answered too often, and what was bought twice."""
    chat, answers = actor.chat.chat_id, _answers(actor, ledger)
    for message, step in actor.said:
        if len(answers[message]) > step.replies:
            yield f"chat{chat}: `{step.text}` has {len(answers[message])} replies"
    if actor.orders and max(_orders(ledger), _deals(actor, ledger)) > 1:
        yield f"chat{chat}: {_orders(ledger)} orders and {_deals(actor, ledger)} deals"


def _answers(actor: Actor, ledger: Ledger) -> Mapping[int, list[str]]:
    """Return what the bot said behind each message of the client, up to the next one."""
    answers: dict[int, list[str]] = {0: []}
    for message in ledger.chats[actor.chat.chat_id]:
        if message.author == "client":
            answers[message.id] = []
        elif message.author == "bot" and WAITING not in message.text:
            answers[next(reversed(answers))].append(message.text)
    return answers


def _orders(ledger: Ledger) -> int:
    return sum(PHONE in row["comment"] for row in ledger.orders.rows)


def _deals(actor: Actor, ledger: Ledger) -> int:
    lead = str(actor.chat.lead_id)
    return sum(deal["fields"]["LEAD_ID"] == lead for deal in ledger.deals)
