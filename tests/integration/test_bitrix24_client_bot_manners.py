"""The bot speaks by either API version and hands over to whom the portal names."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
import requests

from engine.effects import (
    Applied,
    ChatTyping,
    Failed,
    NotApplied,
    NotRun,
    Succeeded,
    Undecidable,
    Unknown,
)
from engine.errors import InvalidInput
from integrations.bitrix24.bot_calls import template_id
from integrations.bitrix24.chat_manner import ChatManner
from integrations.bitrix24.chat_text import CUT_MARK, LONGEST_MESSAGE
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.events import parse_event, to_incoming_message
from integrations.bitrix24.portal import PortalDirectory
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, start_emulators
from integrations.http import HttpPool
from tests.integration.test_bitrix24_client_effects import EMULATED, LOST_ANSWERS, Desk, a_portal

SEND = "imbot.v2.Chat.Message.send"
TRANSFER = "imopenlines.bot.session.transfer"

OpenDesk = Callable[..., Desk]


@pytest.fixture
def open_desk() -> Iterator[OpenDesk]:
    with ExitStack() as stack:

        def opened(manner: ChatManner, **emulated: Any) -> Desk:
            configuration = EmulatorConfiguration(replace(EMULATED, **emulated))
            running = stack.enter_context(start_emulators(configuration, clock=lambda: 1.77e9))
            session = stack.enter_context(requests.Session())
            session.trust_env = False
            http = HttpPool(system="bitrix24", total_seconds=2.0, allow_local=True)
            stack.callback(http.close)
            portal = replace(a_portal(running.bitrix_webhook_url), chat=manner)
            return Desk(
                url=running.bitrix_url,
                session=session,
                portal=portal,
                client=Bitrix24Client(http, SystemClock()),
                directory=PortalDirectory([portal]),
                chat=session.post(f"{running.bitrix_url}/_emulator/chats", json={}).json(),
            )

        yield opened


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    return open_desk(ChatManner(api=2), bot_api=2)


def test_a_reply_of_version_two_is_said_and_its_id_is_kept(desk: Desk) -> None:
    asked = desk.say("нужен 06A115561B")

    outcome = desk.replies.execute(desk.reply_to(asked["message_id"], tag="chat101.1.0"))

    assert outcome == Succeeded(str(asked["message_id"] + 1))
    (call,) = desk.calls()
    assert call["method"] == SEND
    assert "botToken" not in call["params"]


@pytest.mark.parametrize("mode", LOST_ANSWERS)
def test_a_reply_of_version_two_is_found_by_its_uuid_or_proved_absent(
    desk: Desk, mode: str
) -> None:
    asked = desk.say("нужен 06A115561B")["message_id"]
    desk.break_calls(SEND, mode)
    reply = desk.reply_to(asked, tag="chat101.1.0")

    outcome = desk.replies.execute(reply)

    assert isinstance(outcome, Unknown)
    applied = mode.startswith("apply")
    assert isinstance(desk.replies.probe(reply), Applied if applied else NotApplied)


def test_a_reply_of_version_two_is_found_though_the_portal_shows_it_otherwise(desk: Desk) -> None:
    asked = desk.say("нужен 06A115561B")["message_id"]
    reply = desk.reply_to(asked, tag="chat101.1.0")
    desk.replies.execute(reply)

    desk.post(f"messages/{asked + 1}/edit", text="[отредактировано]", deliver=False)

    assert desk.replies.probe(reply) == Applied(str(asked + 1))


def test_two_replies_of_the_same_words_are_not_each_other(open_desk: OpenDesk) -> None:
    desk = open_desk(ChatManner(api=2), bot_api=2, dedupes_by_template=True)
    asked = desk.say("да")["message_id"]

    first = desk.replies.execute(desk.reply_to(asked, tag="chat101.1.0"))
    repeated = desk.replies.execute(desk.reply_to(asked, tag="chat101.1.0"))
    other = desk.replies.execute(desk.reply_to(asked, tag="chat101.2.0"))

    assert first == repeated == Succeeded(str(asked + 1))
    assert other == Succeeded(str(asked + 2))


def test_every_attempt_of_a_reply_has_the_same_uuid_and_every_reply_another(desk: Desk) -> None:
    one, same = (template_id(desk.reply_to(1, tag="chat101.1.0")) for _ in range(2))

    assert one == same != template_id(desk.reply_to(1, tag="chat101.1.1"))


def test_a_reply_into_a_chat_the_bot_has_left_fails_instead_of_waiting(open_desk: OpenDesk) -> None:
    desk = open_desk(ChatManner(api=2), bot_api=2)

    outcome = desk.replies.execute(desk.reply_to(1, dialog_id="chat999", tag="chat999.1.0"))

    assert outcome == Failed("BOT_NOT_IN_CHAT")


def test_a_reply_still_on_its_way_is_of_unknown_fate(desk: Desk) -> None:
    desk.break_calls(SEND, "duplicated_uuid")

    outcome = desk.replies.execute(desk.reply_to(1, tag="chat101.1.0"))

    assert outcome == Unknown("MESSAGE_DUPLICATED_BY_UUID")


def test_a_reply_waits_for_a_good_token(desk: Desk) -> None:
    foreign = replace(desk.portal, chat=ChatManner(api=1))
    assert foreign.client_id == desk.portal.client_id
    desk.break_calls(SEND, "error_503_limit")

    outcome = desk.replies.execute(desk.reply_to(1, tag="chat101.1.0"))

    assert outcome == NotRun("QUERY_LIMIT_EXCEEDED", 2.0)


def test_typing_of_version_two_is_shown(desk: Desk) -> None:
    desk.typing.show(ChatTyping(EMULATED.member_id, desk.chat["dialog_id"]))

    (call,) = desk.calls()
    assert (call["method"], call["status"]) == ("imbot.v2.Chat.InputAction.notify", 200)


@pytest.mark.parametrize("api", [1, 2])
def test_a_reply_too_long_is_cut_by_us_and_says_so(open_desk: OpenDesk, api: Any) -> None:
    desk = open_desk(ChatManner(api=api), bot_api=api)
    asked = desk.say("все варианты")["message_id"]
    reply = desk.reply_to(asked, text="вариант " * 4_000, tag="chat101.1.0")

    desk.replies.execute(reply)

    said = desk.texts()[-1]
    assert said.endswith(CUT_MARK)
    assert LONGEST_MESSAGE - 20 < len(said) <= LONGEST_MESSAGE
    assert isinstance(desk.replies.probe(reply), Applied)


@pytest.mark.parametrize(
    ("receiver", "params", "owner"),
    [
        ("queue3", {"QUEUE_ID": 3}, 0),
        (f"user{EMULATED.manager_id}", {"USER_ID": EMULATED.manager_id}, EMULATED.manager_id),
    ],
)
def test_a_chat_is_transferred_to_whom_the_portal_names(
    open_desk: OpenDesk, receiver: str, params: dict[str, int], owner: int
) -> None:
    desk = open_desk(ChatManner(transfer_to=receiver))

    outcome = desk.handovers.execute(desk.handover)

    (call,) = desk.calls()
    assert outcome == Succeeded(receiver)
    assert (call["method"], call["params"]["LEAVE"]) == (TRANSFER, "Y")
    assert params.items() <= call["params"].items()
    found = desk.handovers.probe(desk.handover)
    assert found == (Applied(str(owner)) if owner else Undecidable("NO_OWNER"))


@pytest.mark.parametrize(
    ("mode", "finding"),
    [("drop_before", NotApplied()), ("apply_then_drop", Applied(str(EMULATED.manager_id)))],
)
def test_a_transfer_without_an_answer_is_looked_for_before_it_is_repeated(
    open_desk: OpenDesk, mode: str, finding: Any
) -> None:
    desk = open_desk(ChatManner(transfer_to=f"user{EMULATED.manager_id}"))
    desk.break_calls(TRANSFER, mode)

    outcome = desk.handovers.execute(desk.handover)

    assert outcome == Unknown("NO_ANSWER")
    assert not desk.handovers.repeatable
    assert desk.handovers.probe(desk.handover) == finding


def test_a_transfer_to_nobody_known_goes_to_a_person(open_desk: OpenDesk) -> None:
    desk = open_desk(ChatManner(transfer_to="queue77"))

    assert desk.handovers.execute(desk.handover) == Failed("OPERATOR_WRONG")


@pytest.mark.parametrize(
    "manner", [{"transfer_to": "3"}, {"transfer_to": "queue0"}, {"events": "fetch"}]
)
def test_a_manner_that_no_portal_has_is_refused(manner: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        ChatManner(**manner)

    assert caught.value.code == "PORTAL_INVALID"


@pytest.mark.parametrize("api", [1, 2])
def test_a_pressed_button_says_its_words_as_the_client(open_desk: OpenDesk, api: Any) -> None:
    desk = open_desk(ChatManner(api=api, buttons=True), bot_api=api)
    asked = desk.say("нужен 06A115561B")["message_id"]
    desk.replies.execute(desk.reply_to(asked, tag="chat101.1.0", buttons=("1", "2", "ещё")))

    (_, offered) = desk.get(f"chats/{desk.chat['chat_id']}/messages")["messages"]
    pressed = desk.post(f"messages/{offered['id']}/press", button="ещё", deliver=False)

    event = parse_event(pressed["body"].encode(), "application/x-www-form-urlencoded")
    heard = to_incoming_message(event, desk.portal)
    assert offered["buttons"] == ["1", "2", "ещё"]
    assert heard is not None
    assert (heard.message.text, heard.message.author) == ("ещё", "client")
    assert isinstance(desk.replies.probe(desk.reply_to(asked, tag="chat101.1.0")), Applied)


@pytest.mark.parametrize("api", [1, 2])
@pytest.mark.parametrize("manner", [{}, {"buttons": True}])
def test_a_reply_without_buttons_has_no_keyboard(
    open_desk: OpenDesk, manner: Any, api: Any
) -> None:
    desk = open_desk(ChatManner(api=api, **manner), bot_api=api)
    buttons = () if manner else ("1", "2")

    desk.replies.execute(desk.reply_to(1, tag="chat101.1.0", buttons=buttons))

    (call,) = desk.calls()
    assert call["status"] == 200
    assert "keyboard" not in str(call["params"]).lower()
