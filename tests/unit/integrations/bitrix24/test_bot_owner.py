"""Whose the bot is: named by who calls with a webhook, never by an application."""

from dataclasses import replace
from typing import Literal

import pytest

from engine.effects import ChatReply
from integrations.bitrix24.bot_calls import say, show_typing
from integrations.bitrix24.chat_manner import ChatManner
from integrations.secret import Secret
from tests.unit.integrations.bitrix24.test_portal_directory import a_portal

REPLY = ChatReply("m1", "chat1", 1, "Да", after_message_id=1)


@pytest.mark.parametrize(("api", "name"), [(1, "CLIENT_ID"), (2, "botToken")])
def test_a_webhook_names_the_owner_and_an_application_does_not(
    api: Literal[1, 2], name: str
) -> None:
    webhook = replace(a_portal("m1"), chat=ChatManner(api=api))
    application = replace(webhook, client_id=Secret(""))

    calls = [(say(p, REPLY), show_typing(p, "chat1")) for p in (webhook, application)]

    assert [call.params.get(name) for call in calls[0]] == ["client", "client"]
    assert not [call for call in calls[1] if {"CLIENT_ID", "botToken"} & call.params.keys()]
