"""A customer in a chat of the emulated portal, who waits for answers as people do."""

from api.cli.portal_control import PortalControl, Said
from api.cli.waiting import wait_for
from api.cli.web_control import WebControl

PATIENCE_SECONDS = 45.0
"""Above the longest recovery of the stack with its short times, on a busy machine."""


class Customer:
    """Opens a chat with the first word and remembers what was said last."""

    def __init__(self, portal: PortalControl, web: WebControl) -> None:
        self.portal = portal
        self.web = web
        self.chat = portal.open_chat("Сквозной тест")
        self._last = 0

    def says(self, text: str) -> Said:
        said = self.portal.say(self.chat.chat_id, text)
        self._last = said.message_id
        return said

    def repeats(self, said: Said) -> Said:
        """Let the portal deliver the same message once more."""
        return self.portal.say(self.chat.chat_id, "", message_id=said.message_id)

    def keeps_back(self, text: str) -> Said:
        """Write a message whose event the portal does not deliver by itself."""
        said = self.portal.say(self.chat.chat_id, text, deliver=False)
        self._last = said.message_id
        return said

    def hears(self) -> str:
        """Wait for the reply to the last message."""
        return wait_for(
            lambda: next(iter(self.replies()), None),
            what=f"a reply in chat {self.chat.chat_id}",
            seconds=PATIENCE_SECONDS,
        )

    def asks(self, text: str) -> str:
        self.says(text)
        return self.hears()

    def everything_heard(self) -> list[str]:
        """Return the replies to the last message once no dialog is worked on any more."""
        wait_for(
            lambda: self.web.status().backlog == 0,
            what="the workers are done",
            seconds=PATIENCE_SECONDS,
        )
        return self.replies()

    def replies(self) -> list[str]:
        """Return what the bot has said since the last message."""
        return list(self.portal.replies(self.chat.chat_id, after=self._last))

    @property
    def lead_status(self) -> str:
        return self.portal.lead_status(self.chat.lead_id)

    def sees_lead_in(self, status: str) -> bool:
        return wait_for(
            lambda: self.lead_status == status,
            what=f"lead {self.chat.lead_id} moves to {status}",
            seconds=PATIENCE_SECONDS,
        )
