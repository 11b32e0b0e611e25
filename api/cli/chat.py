"""`cortex chat`: type as customer or manager, see what the bot answers and where the lead goes."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread
from typing import TextIO

from api.cli.exit_codes import ExitCode
from api.cli.portal_control import OpenedChat, PortalControl
from api.cli.run_file import RUN_FILE, read_run_file
from engine.ports.clock import Clock
from integrations.clock import SystemClock

EXAMPLES = """  cortex chat                               against the `make run` of this folder
  printf 'здравствуйте\\n61217726563\\n' | cortex chat
  /manager Добрый день, сейчас посмотрю     a line typed so is said by the manager of the chat"""

_POLL_SECONDS = 0.2
_ANSWER_SECONDS = 30.0
"""How long piped input waits for the answer to a line before the next one is said.

A worker that has just ended is started again within it, on a busy machine too.
"""
_LAST_SECONDS = 1.5
"""After the last line: what follows a reply, such as the lead moving, still comes in."""
_END = None
_MANAGER = "/manager"
"""Begins a line that the manager says; all others are the client's."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--url", help="address of the Bitrix24 emulator, if not that of this run")
    parser.add_argument("--run-file", type=Path, default=RUN_FILE, help="written by `cortex run`")


def run(arguments: Namespace) -> int:
    url = arguments.url or read_run_file(arguments.run_file).bitrix_url
    with closing(PortalControl(url)) as portal:
        chat = portal.open_chat("Чат из терминала")
        print(f"chat {chat.chat_id}, lead {chat.lead_id}; page {url}")
        print(f"{_MANAGER} TEXT speaks as the manager; Ctrl-D ends")
        talk = Talk(portal, chat, clock=SystemClock(), show=lambda line: print(line, flush=True))
        talk.hold(sys.stdin, patient=not sys.stdin.isatty())
    return ExitCode.OK


@dataclass
class Talk:
    """One chat in a terminal: lines typed go out, replies and moves of the lead come in."""

    portal: PortalControl
    chat: OpenedChat
    clock: Clock
    show: Callable[[str], None]
    seen: int = 0
    status: str = ""
    spoken: set[int] = field(default_factory=set)
    """What was typed here: it need not be shown again."""

    def hold(self, source: TextIO, *, patient: bool) -> None:
        """Speak every line; a patient talk waits for each answer, as piped input must."""
        lines: Queue[str | None] = Queue()
        Thread(target=_read_lines, args=(source, lines), daemon=True).start()
        while True:
            try:
                line = lines.get(timeout=_POLL_SECONDS)
            except Empty:
                self.look()
                continue
            if line is _END:
                break
            if self._say(line.strip(), echo=patient) and patient:
                self._watch(_ANSWER_SECONDS, until_reply=True)
        self._watch(_LAST_SECONDS, until_reply=False)

    def look(self) -> int:
        """Show what has come since the last look; return how many replies did."""
        found = self.portal.messages(self.chat.chat_id, after=self.seen)
        self.seen = max([self.seen, *(message.id for message in found)])
        heard = [message for message in found if message.id not in self.spoken]
        replies = [message for message in heard if message.author in {"bot", "manager"}]
        for reply in replies:
            self.show(f"{reply.author}> {reply.text}")
        status = self.portal.lead_status(self.chat.lead_id)
        if status != self.status:
            self.show(f"lead {self.chat.lead_id} is in {status}")
            self.status = status
        return len(replies)

    def _say(self, line: str, *, echo: bool) -> bool:
        """Speak as whom the line is for; return whether somebody will answer it."""
        author, text = _speaker(line)
        if not text:
            return False
        if echo:
            self.show(f"{'you' if author == 'client' else author}> {text}")
        said = self.portal.say(self.chat.chat_id, text, author=author)
        self.spoken.add(said.message_id)
        if said.webhook_status != HTTPStatus.OK:
            self.show(f"(the webhook answered {said.webhook_status}: see _runtime/logs)")
        return author == "client"

    def _watch(self, seconds: float, *, until_reply: bool) -> None:
        until, pause = self.clock.monotonic() + seconds, Event()
        while self.clock.monotonic() < until:
            if self.look() and until_reply:
                return
            pause.wait(_POLL_SECONDS)


def _speaker(line: str) -> tuple[str, str]:
    command, _, rest = line.partition(" ")
    return ("manager", rest.strip()) if command == _MANAGER else ("client", line)


def _read_lines(source: TextIO, lines: Queue[str | None]) -> None:
    for line in source:
        lines.put(line)
    lines.put(_END)
