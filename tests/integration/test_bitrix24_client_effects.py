"""Effects on a portal over real HTTP, and finding out what became of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from engine.effects import (
    Applied,
    ChatHandover,
    ChatReply,
    ChatTyping,
    Failed,
    LeadUpdate,
    LookAgain,
    NotApplied,
    NotRun,
    Succeeded,
    Undecidable,
    Unknown,
)
from engine.errors import CallNotRun, OutcomeUnknown
from engine.ports.executors import Executor, TypingIndicator
from engine.session import Lead
from integrations.bitrix24.chat_handover import ChatHandoverExecutor
from integrations.bitrix24.chat_reply import ChatReplyExecutor
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.events import parse_event, to_incoming_message, verify_token
from integrations.bitrix24.lead_update import LeadUpdateExecutor
from integrations.bitrix24.leads import PortalLeads
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.bitrix24.typing_indicator import ChatTypingIndicator
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, start_emulators
from integrations.http import HttpPool
from integrations.secret import Secret

EMULATED = EmulatorConfiguration().portal
FOREVER = 3600
TEXT = "1. VAG 06A115561B — 890 ₽, на складе"
LOST_ANSWERS = ["apply_then_drop", "apply_then_500", "drop_before", "error_500", "html_502"]


@dataclass(frozen=True)
class Desk:
    """A portal with one open chat, and the hands that work on it."""

    url: str
    session: requests.Session
    portal: Portal
    client: Bitrix24Client
    directory: PortalDirectory
    chat: Any

    def post(self, path: str, **body: Any) -> Any:
        return self.session.post(f"{self.url}/_emulator/{path}", json=body).json()

    def get(self, path: str) -> Any:
        return self.session.get(f"{self.url}/_emulator/{path}").json()

    def break_calls(self, method: str, mode: str, **more: Any) -> None:
        assert "error" not in self.post("faults", method=method, mode=mode, **more)

    def say(self, text: str, author: str = "client") -> Any:
        path = f"chats/{self.chat['chat_id']}/say"
        return self.post(path, text=text, author=author, deliver=False)

    def texts(self) -> list[str]:
        messages = self.get(f"chats/{self.chat['chat_id']}/messages")["messages"]
        return [message["text"] for message in messages]

    def calls(self) -> list[Any]:
        calls: list[Any] = self.get("calls")["calls"]
        return calls

    def reply_to(self, message_id: int, text: str = TEXT, **changes: Any) -> ChatReply:
        values = {"dialog_id": self.chat["dialog_id"], "chat_id": self.chat["chat_id"], **changes}
        return ChatReply(EMULATED.member_id, text=text, after_message_id=message_id, **values)

    @property
    def replies(self) -> Executor:
        return ChatReplyExecutor(self.client, self.directory)

    @property
    def handovers(self) -> Executor:
        return ChatHandoverExecutor(self.client, self.directory)

    @property
    def lead_updates(self) -> Executor:
        return LeadUpdateExecutor(self.client, self.directory)

    @property
    def leads(self) -> PortalLeads:
        return PortalLeads(self.client, self.directory)

    @property
    def lead(self) -> Lead:
        lead = self.leads.read(member_id=EMULATED.member_id, lead_id=self.chat["lead_id"])
        assert lead is not None
        return lead

    @property
    def typing(self) -> TypingIndicator:
        return ChatTypingIndicator(self.client, self.directory)

    @property
    def handover(self) -> ChatHandover:
        return ChatHandover(EMULATED.member_id, self.chat["chat_id"])

    def update(self, **values: Any) -> LeadUpdate:
        return LeadUpdate(EMULATED.member_id, **{"lead_id": self.chat["lead_id"], **values})


def a_portal(rest_url: str) -> Portal:
    return Portal(
        member_id=EMULATED.member_id,
        domain=EMULATED.domain,
        rest_url=Secret(rest_url),
        bot_id=EMULATED.bot_id,
        client_id=Secret(EMULATED.client_id),
        application_token=Secret(EMULATED.application_token),
        allow_local=True,
    )


@pytest.fixture
def desk() -> Iterator[Desk]:
    with (
        start_emulators(EmulatorConfiguration(), clock=lambda: 1_770_000_000.0) as running,
        requests.Session() as session,
    ):
        session.trust_env = False
        chat = session.post(f"{running.bitrix_url}/_emulator/chats", json={}).json()
        http = HttpPool(system="bitrix24", total_seconds=2.0, allow_local=True)
        portal = a_portal(running.bitrix_webhook_url)
        yield Desk(
            url=running.bitrix_url,
            session=session,
            portal=portal,
            client=Bitrix24Client(http, SystemClock()),
            directory=PortalDirectory([portal]),
            chat=chat,
        )
        http.close()


def test_a_reply_is_said_once_in_the_name_of_the_bot(desk: Desk) -> None:
    said = desk.say("нужен 06A115561B")

    outcome = desk.replies.execute(desk.reply_to(said["message_id"]))

    assert outcome == Succeeded(str(said["message_id"] + 1))
    assert desk.texts() == ["нужен 06A115561B", TEXT]
    assert desk.calls()[-1]["params"]["URL_PREVIEW"] == "N"


def test_markup_in_a_quoted_input_reaches_the_chat_as_plain_text(desk: Desk) -> None:
    reply = desk.reply_to(1, text="Не нашли [URL=https://evil.tld]06A[/URL]")

    desk.replies.execute(reply)

    assert desk.texts() == ["Не нашли (URL=https://evil.tld)06A(/URL)"]


@pytest.mark.parametrize("mode", LOST_ANSWERS)
def test_a_reply_without_an_answer_is_of_unknown_fate_and_not_repeated(
    desk: Desk, mode: str
) -> None:
    desk.break_calls("imbot.message.add", mode)

    outcome = desk.replies.execute(desk.reply_to(1))

    assert isinstance(outcome, Unknown)
    assert [call["method"] for call in desk.calls()] == ["imbot.message.add"]


@pytest.mark.parametrize("mode", ["apply_then_drop", "apply_then_500"])
def test_a_reply_that_got_through_is_found_in_the_chat(desk: Desk, mode: str) -> None:
    said = desk.say("нужен 06A115561B")
    desk.break_calls("imbot.message.add", mode)
    reply = desk.reply_to(said["message_id"])

    outcome = desk.replies.execute(reply)

    assert isinstance(outcome, Unknown)
    assert desk.replies.probe(reply) == Applied(str(said["message_id"] + 1))


@pytest.mark.parametrize("mode", ["drop_before", "error_500", "html_502"])
def test_a_reply_that_did_not_get_through_is_proved_absent(desk: Desk, mode: str) -> None:
    said = desk.say("нужен 06A115561B")
    desk.break_calls("imbot.message.add", mode)
    reply = desk.reply_to(said["message_id"])

    outcome = desk.replies.execute(reply)

    assert isinstance(outcome, Unknown)
    assert desk.replies.probe(reply) == NotApplied()


def test_the_same_words_said_earlier_or_by_a_person_are_not_the_reply(desk: Desk) -> None:
    desk.replies.execute(desk.reply_to(1))
    said = desk.say("а ещё раз?")
    desk.say(TEXT, author="manager")

    finding = desk.replies.probe(desk.reply_to(said["message_id"]))

    assert finding == NotApplied()


def test_the_same_words_said_earlier_are_not_the_reply_in_the_lines_history_either(
    desk: Desk,
) -> None:
    desk.replies.execute(desk.reply_to(1))
    said = desk.say("а ещё раз?")

    finding = desk.replies.probe(desk.reply_to(said["message_id"], dialog_id="chat999"))

    assert finding == NotApplied()


def test_a_chat_the_webhook_may_not_read_is_read_through_the_lines_history(desk: Desk) -> None:
    said = desk.say("нужен 06A115561B")
    desk.replies.execute(desk.reply_to(said["message_id"]))
    stranger = desk.reply_to(said["message_id"], dialog_id="chat999")

    assert desk.replies.probe(stranger) == Applied(str(said["message_id"] + 1))


def test_a_history_that_begins_too_late_proves_nothing(desk: Desk) -> None:
    desk.say("нужен 06A115561B")

    finding = desk.replies.probe(desk.reply_to(1, dialog_id="chat999"))

    assert finding == Undecidable("HISTORY_INCOMPLETE")


def test_a_full_page_of_other_messages_proves_nothing(desk: Desk) -> None:
    first = desk.say("нужен 06A115561B")
    for number in range(50):
        desk.say(f"ау {number}")

    finding = desk.replies.probe(desk.reply_to(first["message_id"]))

    assert finding == Undecidable("HISTORY_INCOMPLETE")


@pytest.mark.parametrize("mode", ["error_500", "html_502", "drop_before", "error_503_limit"])
def test_a_chat_that_cannot_be_read_now_decides_nothing(desk: Desk, mode: str) -> None:
    desk.break_calls("im.dialog.messages.get", mode)

    assert isinstance(desk.replies.probe(desk.reply_to(1)), LookAgain)


@pytest.mark.parametrize("mode", ["error_503_limit", "limit_in_200", "operating_429"])
def test_a_limit_is_an_effect_not_run(desk: Desk, mode: str) -> None:
    desk.break_calls("imbot.message.add", mode)

    outcome = desk.replies.execute(desk.reply_to(1))

    assert isinstance(outcome, NotRun)
    assert outcome.retry_after_seconds >= 1
    assert desk.texts() == []


def test_a_slow_answer_leaves_the_effect_unknown(desk: Desk) -> None:
    desk.break_calls("imbot.message.add", "slow", delay_seconds=FOREVER)

    assert desk.replies.execute(desk.reply_to(1)) == Unknown("TIMEOUT")


def test_an_empty_reply_is_refused_for_good(desk: Desk) -> None:
    assert desk.replies.execute(desk.reply_to(1, text=" ")) == Failed("MESSAGE_EMPTY")


def test_a_chat_is_handed_over_once_and_the_second_time_is_no_failure(desk: Desk) -> None:
    first = desk.handovers.execute(desk.handover)
    second = desk.handovers.execute(desk.handover)

    assert first == Succeeded()
    assert second == Succeeded("already_handed_over")


def test_an_operator_asked_for_without_an_answer_is_asked_for_again(desk: Desk) -> None:
    desk.break_calls("imopenlines.bot.session.operator", "apply_then_drop")
    lost = desk.handovers.execute(desk.handover)

    assert lost == Unknown("NO_ANSWER")
    assert desk.handovers.probe(desk.handover) == NotApplied()
    assert desk.handovers.execute(desk.handover) == Succeeded("already_handed_over")


def test_stage_and_part_number_of_a_lead_are_written_and_read_back(desk: Desk) -> None:
    update = desk.update(status_id="UC_5SCNOB", part_number="06A115561B")

    outcome = desk.lead_updates.execute(update)

    lead_id = desk.chat["lead_id"]
    assert outcome == Succeeded(str(lead_id))
    read = desk.leads.read(member_id=EMULATED.member_id, lead_id=lead_id)
    assert read == Lead(lead_id, "UC_5SCNOB", "06A115561B")


def test_what_an_update_does_not_name_stays_as_it_was(desk: Desk) -> None:
    desk.lead_updates.execute(desk.update(part_number="06A115561B"))

    desk.lead_updates.execute(desk.update(status_id="PROCESSED"))

    read = desk.leads.read(member_id=EMULATED.member_id, lead_id=desk.chat["lead_id"])
    assert read == Lead(desk.chat["lead_id"], "PROCESSED", "06A115561B")


def test_a_status_that_a_person_chose_meanwhile_is_not_written_over(desk: Desk) -> None:
    late = desk.update(
        status_id="UC_5SCNOB", part_number="06A115561B", seen_status_id=desk.lead.status_id
    )
    desk.lead_updates.execute(desk.update(status_id="UC_ZMK36I"))

    outcome = desk.lead_updates.execute(late)

    assert outcome == Failed("CHANGED_BY_PERSON")
    assert desk.lead == Lead(desk.chat["lead_id"], "UC_ZMK36I", "06A115561B")


@pytest.mark.parametrize("also", [{}, {"status_id": "UC_5SCNOB", "seen_status_id": "NEW"}])
def test_a_part_number_that_a_person_wrote_meanwhile_is_not_written_over(
    desk: Desk, also: dict[str, Any]
) -> None:
    late = desk.update(part_number="06A115561B", **also)
    desk.lead_updates.execute(desk.update(part_number="5QM411105R"))

    outcome = desk.lead_updates.execute(late)

    assert isinstance(outcome, Succeeded)
    assert desk.lead.part_number == "5QM411105R"


def test_a_part_number_takes_the_place_of_the_one_that_was_seen(desk: Desk) -> None:
    desk.lead_updates.execute(desk.update(part_number="06A115561B"))

    desk.lead_updates.execute(desk.update(part_number="5QM411105R", seen_part_number="06A115561B"))

    assert desk.lead.part_number == "5QM411105R"


def test_a_status_is_written_while_the_lead_is_where_it_was_and_once_more(desk: Desk) -> None:
    update = desk.update(status_id="UC_5SCNOB", seen_status_id=desk.lead.status_id)

    outcomes = [desk.lead_updates.execute(update) for _ in range(2)]

    assert outcomes == [Succeeded(str(desk.chat["lead_id"]))] * 2
    assert desk.lead.status_id == "UC_5SCNOB"


@pytest.mark.parametrize("mode", ["error_500", "drop_before", "error_503_limit"])
def test_a_lead_that_cannot_be_read_first_is_not_written(desk: Desk, mode: str) -> None:
    desk.break_calls("crm.item.get", mode)

    outcome = desk.lead_updates.execute(desk.update(status_id="UC_5SCNOB", seen_status_id="NEW"))

    assert isinstance(outcome, NotRun)
    assert [call["method"] for call in desk.calls()] == ["crm.item.get"]


def test_an_update_without_values_calls_nobody(desk: Desk) -> None:
    assert isinstance(desk.lead_updates.execute(desk.update()), Succeeded)
    assert desk.calls() == []


@pytest.mark.parametrize(
    ("mode", "finding"),
    [("apply_then_drop", Applied), ("drop_before", NotApplied)],
)
def test_a_written_lead_tells_whether_the_update_arrived(
    desk: Desk, mode: str, finding: type
) -> None:
    desk.break_calls("crm.item.update", mode)
    update = desk.update(status_id="PROCESSED", part_number="06A115561B")

    outcome = desk.lead_updates.execute(update)

    assert isinstance(outcome, Unknown)
    assert isinstance(desk.lead_updates.probe(update), finding)


def test_a_lead_that_does_not_exist_is_nothing_to_read_and_refuses_writing(desk: Desk) -> None:
    assert desk.leads.read(member_id=EMULATED.member_id, lead_id=999_999) is None
    assert desk.lead_updates.execute(desk.update(lead_id=999_999, status_id="NEW")) == Failed(
        "NOT_FOUND"
    )


@pytest.mark.parametrize(
    ("mode", "error"), [("error_503_limit", CallNotRun), ("html_502", OutcomeUnknown)]
)
def test_a_lead_that_cannot_be_read_is_never_taken_for_missing(
    desk: Desk, mode: str, error: type[Exception]
) -> None:
    desk.break_calls("crm.item.get", mode)

    with pytest.raises(error):
        desk.leads.read(member_id=EMULATED.member_id, lead_id=desk.chat["lead_id"])


def test_a_lead_behind_a_dead_webhook_waits_until_the_webhook_is_replaced(desk: Desk) -> None:
    dead = a_portal(f"{desk.url}/rest/1/revoked/")

    with pytest.raises(CallNotRun) as caught:
        PortalLeads(desk.client, PortalDirectory([dead])).read(
            member_id=EMULATED.member_id, lead_id=1
        )

    assert caught.value.remote_code == "NO_AUTH_FOUND"


def test_a_reply_through_a_dead_webhook_fails_with_the_reason(desk: Desk) -> None:
    dead = PortalDirectory([a_portal(f"{desk.url}/rest/1/revoked/")])

    outcome = ChatReplyExecutor(desk.client, dead).execute(desk.reply_to(1))

    assert outcome == Failed("NO_AUTH_FOUND")
    assert desk.texts() == []


def test_an_effect_for_a_portal_not_configured_fails_without_a_call(desk: Desk) -> None:
    action = LeadUpdate("stranger", lead_id=1, status_id="NEW")

    assert desk.lead_updates.execute(action) == Failed("PORTAL_UNKNOWN")
    assert desk.calls() == []


@pytest.mark.parametrize("mode", ["error_500", "drop_before", "html_502", "error_503_limit"])
def test_typing_is_shown_once_and_its_failure_is_nobodys_business(desk: Desk, mode: str) -> None:
    desk.break_calls("imbot.chat.sendTyping", mode)

    desk.typing.show(ChatTyping(EMULATED.member_id, desk.chat["dialog_id"]))
    desk.typing.show(ChatTyping("stranger", desk.chat["dialog_id"]))

    assert [call["method"] for call in desk.calls()] == ["imbot.chat.sendTyping"]


def test_only_absolute_writes_say_they_may_be_repeated(desk: Desk) -> None:
    assert not desk.replies.repeatable
    assert desk.lead_updates.repeatable
    assert not desk.handovers.repeatable


def test_an_event_as_the_portal_posts_it_becomes_a_message_of_the_dialog(desk: Desk) -> None:
    said = desk.say("Добрый день!\nнужен 06A 115 561 B + цена 100%")

    event = parse_event(said["body"].encode(), "application/x-www-form-urlencoded")

    incoming = to_incoming_message(event, desk.portal)
    assert verify_token(desk.portal, event)
    assert incoming is not None
    assert incoming.dialog == f"demo.bitrix24.ru|{desk.chat['dialog_id']}"
    assert incoming.message.text == "Добрый день!\nнужен 06A 115 561 B + цена 100%"
    assert (incoming.lead_id, incoming.message_id) == (desk.chat["lead_id"], said["message_id"])


@pytest.mark.parametrize(
    ("author", "kind"), [("client", "client"), ("manager", "manager"), ("system", "system")]
)
def test_the_portal_and_the_reader_agree_on_who_wrote(desk: Desk, author: str, kind: str) -> None:
    said = desk.say("текст", author=author)

    event = parse_event(said["body"].encode(), "application/x-www-form-urlencoded")

    assert event.message is not None
    assert event.message.message.author == kind
