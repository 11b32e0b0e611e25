"""Plays the demo against a running stack: speaks, waits, looks, writes down."""

from collections.abc import Sequence
from contextlib import suppress
from http import HTTPStatus
from threading import Event
from urllib.parse import urlsplit

from api.cli.demo_outcome import Outcome, replies_by_message
from api.cli.demo_report import Report
from api.cli.demo_script import Dialog, Step
from api.cli.portal_control import OpenedChat, PortalControl, Said
from api.cli.stack import LocalStack
from api.cli.waiting import POLL_SECONDS, WaitedTooLong, wait_for
from api.cli.web_control import WebControl
from api.cli.worker_log import LoggedTurn, turn_about, turns_since, wrong_lines

_ANSWER_SECONDS = 20.0
_PER_PROCESS = 4
_REPEATED = "нужен 06A115561B"


class DemoPlay:
    """One performance; what it sees goes into the report."""

    def __init__(
        self, stack: LocalStack, *, portal: PortalControl, shop: PortalControl, report: Report
    ) -> None:
        self._stack = stack
        self._portal = portal
        self._shop = shop
        self._web = WebControl(stack.web_url, stack.tokens.api)
        self._report = report
        self._chats: list[OpenedChat] = []
        self._told_by_itself: dict[int, int] = {}
        self._repeated = 0

    def dialogs(self, dialogs: Sequence[Dialog]) -> None:
        """Play every conversation in a chat of its own."""
        for dialog in dialogs:
            chat = self._open(dialog.title)
            self._report.title(f"{dialog.title} (chat {chat.chat_id}, lead {chat.lead_id})")
            for step in dialog.steps:
                self._report.step(step, self._speak(chat, step))

    def repeats(self) -> None:
        """Send one webhook body twice, and one to both gunicorn processes at the same moment."""
        self._report.title("the same webhook body again and again gives one reply")
        chat = self._open("Повторы")
        first = self._portal.say(chat.chat_id, _REPEATED)
        again = self._portal.say(chat.chat_id, _REPEATED, message_id=first.message_id)
        self._report.say(f"twice in a row: HTTP {first.webhook_status}, {again.webhook_status}")
        self._expect_decided(first)
        held_back = self._portal.say(chat.chat_id, f"{_REPEATED}, две штуки", deliver=False)
        answers = self._web.post_at_once(
            urlsplit(self._stack.webhook_url).path,
            held_back.body,
            processes=self._stack.settings.web_workers,
            per_process=_PER_PROCESS,
        )
        for pid, statuses in sorted(answers.items()):
            told = ", ".join(map(str, statuses))
            self._report.say(f"at once to gunicorn process {pid}: HTTP {told}")
            accepted = statuses == [HTTPStatus.OK] * _PER_PROCESS
            self._report.expect(accepted, f"process {pid} answered {told}")
        self._expect_decided(held_back)
        # Of those sent at once all but one were repeats, and one was sent again in a row.
        self._repeated = sum(map(len, answers.values()))

    def aftermath(self) -> None:
        """Look once more when all is quiet: exactly one reply each, nothing wrong in the logs."""
        self._report.title("when all is quiet")
        wait_for(
            lambda: self._web.status().backlog == 0,
            what="no dialog waits for a worker",
            seconds=_ANSWER_SECONDS,
        )
        counts = [replies_by_message(self._portal.messages(chat.chat_id)) for chat in self._chats]
        for chat, own in zip(self._chats, counts, strict=True):
            told = ", ".join(map(str, own.values()))
            self._report.say(f"chat {chat.chat_id}: replies per message {told}")
            wanted = {message: self._told_by_itself.get(message, 1) for message in own}
            self._report.expect(own == wanted, f"replies per message are {told}")
        self._expect_one_order()
        self._expect_one_deal()
        self._expect_events("queued", sum(map(len, counts)))
        self._expect_events("duplicate", self._repeated)
        for log in (self._stack.worker.log, self._stack.web.log):
            wrong = wrong_lines(log)
            self._report.say(f"{log.name}: {len(wrong)} errors")
            self._report.expect(not wrong, "\n".join([f"errors in {log.name}", *wrong[:5]]))

    def _expect_one_order(self) -> None:
        """Look into the shop: one order, asked for once, and its number is known to a client."""
        ledger = self._shop.ledger()
        self._report.say(f"orders in the shop: {', '.join(ledger.numbers) or 'none'}")
        asked = sum(ledger.posts.values())
        told = any(
            number in reply
            for chat in self._chats
            for reply in self._portal.replies(chat.chat_id)
            for number in ledger.numbers
        )
        self._report.expect(len(ledger.numbers) == 1, f"there are {len(ledger.numbers)} orders")
        self._report.expect(asked == 1, f"an order was asked for {asked} times")
        self._report.expect(told, "no client was told the number of the order")

    def _expect_one_deal(self) -> None:
        """Look into the CRM: one deal, of the one order, with a contact and what was ordered."""
        with suppress(WaitedTooLong):
            wait_for(self._portal.deals, what="the deal is made", seconds=_ANSWER_SECONDS)
        deals = self._portal.deals()
        for deal in deals:
            self._report.say(f"deal of order {deal.order_number}: {', '.join(deal.rows)}")
        self._report.expect(len(deals) == 1, f"there are {len(deals)} deals")
        ordered = self._shop.ledger().numbers
        whole = all(
            deal.order_number in ordered and deal.contact_id and deal.rows for deal in deals
        )
        self._report.expect(whole, "a deal lacks its order, its contact or its rows")

    def _expect_events(self, result: str, expected: int) -> None:
        seen = self._web.total("cortex_webhook_requests_total", result=result)
        self._report.say(f"webhook events {result}, over all web processes: {seen:g}")
        self._report.expect(seen == expected, f"{seen:g} events {result}, not {expected}")

    def _expect_decided(self, said: Said) -> None:
        decided = self._turn(said.message_id) is not None
        self._report.expect(decided, f"no worker decided about message {said.message_id} in time")

    def _open(self, title: str) -> OpenedChat:
        chat = self._portal.open_chat(title)
        self._chats.append(chat)
        return chat

    def _speak(self, chat: OpenedChat, step: Step) -> Outcome:
        marks = {system: _last_call(system) for system in (self._portal, self._shop)}
        said = self._portal.say(chat.chat_id, step.text)
        turn = self._turn(said.message_id)
        if step.replies > 1:
            self._told_by_itself[said.message_id] = step.replies
            self._wait_until_told(chat, said, step)
        return Outcome(
            replies=tuple(self._portal.replies(chat.chat_id, after=said.message_id)),
            turn=turn,
            lead_status=self._portal.lead_status(chat.lead_id),
            calls=tuple(
                call.method for system, mark in marks.items() for call in system.calls(after=mark)
            ),
            webhook_status=said.webhook_status,
            news=tuple(turns_since(said.message_id, self._stack.worker.log)[1:]),
        )

    def _wait_until_told(self, chat: OpenedChat, said: Said, step: Step) -> None:
        """Wait for what is said without being asked; the report tells if it does not come."""

        def is_told() -> bool:
            replies = self._portal.replies(chat.chat_id, after=said.message_id)
            return len(replies) >= step.replies and self._web.status().backlog == 0

        with suppress(WaitedTooLong):
            wait_for(is_told, what="the client hears of the order", seconds=_ANSWER_SECONDS)

    def _turn(self, message_id: int) -> LoggedTurn | None:
        """Wait for the worker's word about a message; it comes after its effects were tried."""
        log = self._stack.worker.log
        try:
            wait_for(
                lambda: turn_about(message_id, log),
                what="the worker decides",
                seconds=_ANSWER_SECONDS,
            )
        except WaitedTooLong:
            return None
        # The effects are logged right behind the decision, in lines of their own.
        Event().wait(POLL_SECONDS)
        return turn_about(message_id, log)


def _last_call(system: PortalControl) -> int:
    return max((call.number for call in system.calls()), default=0)
