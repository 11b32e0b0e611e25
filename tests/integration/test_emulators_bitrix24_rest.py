"""Methods of the emulated portal over real sockets: leads, chats, open lines."""

from typing import Any

import pytest

from tests.integration.portal_client import PART_NUMBER, PORTAL, PortalClient


class TestLeads:
    def test_an_item_is_typed_and_a_classic_lead_is_text(self, portal: PortalClient) -> None:
        lead_id = portal.open_chat(lead={"contact_id": 77})["lead_id"]

        item = portal.result("crm.item.get", entityTypeId=1, id=lead_id)["item"]
        classic = portal.result("crm.lead.get", id=lead_id)

        assert (item["id"], item["contactId"], item["stageId"]) == (lead_id, 77, "NEW")
        assert (classic["ID"], classic["CONTACT_ID"]) == (str(lead_id), "77")

    def test_a_part_number_is_written_under_its_original_name_on_request(
        self, portal: PortalClient
    ) -> None:
        lead_id = portal.open_chat()["lead_id"]

        answer = portal.result(
            "crm.item.update",
            entityTypeId=1,
            id=lead_id,
            fields={PART_NUMBER: "06A115561B", "stageId": "UC_5SCNOB"},
            useOriginalUfNames="Y",
        )

        assert answer["item"][PART_NUMBER] == "06A115561B"
        assert portal.result("crm.lead.get", id=lead_id)["STATUS_ID"] == "UC_5SCNOB"

    def test_the_same_update_twice_is_saved_once(self, portal: PortalClient) -> None:
        lead_id = portal.open_chat()["lead_id"]
        update = {"entityTypeId": 1, "id": lead_id, "fields": {"stageId": "PROCESSED"}}

        for _ in range(2):
            portal.result("crm.item.update", **update)

        lead = portal.session.get(f"{portal.url}/_emulator/leads/{lead_id}").json()
        assert (lead["status_id"], lead["revision"]) == ("PROCESSED", 2)

    def test_leads_are_listed_by_filter(self, portal: PortalClient) -> None:
        portal.open_chat(lead={"origin_id": "first"})
        wanted = portal.open_chat(lead={"origin_id": "second"})["lead_id"]

        answer = portal.call(
            "crm.item.list", entityTypeId=1, filter={"=originId": "second"}, select=["id"]
        ).json()

        assert (answer["result"]["items"], answer["total"]) == ([{"id": wanted}], 1)
        assert "next" not in answer

    def test_a_long_list_comes_in_pages_of_fifty(self, portal: PortalClient) -> None:
        for _ in range(51):
            portal.open_chat()

        first = portal.call("crm.item.list", entityTypeId=1).json()
        last = portal.call("crm.item.list", entityTypeId=1, start=first["next"]).json()

        assert (len(first["result"]["items"]), first["next"], first["total"]) == (50, 50, 51)
        assert len(last["result"]["items"]) == 1

    @pytest.mark.parametrize(
        ("method", "params", "refusal"),
        [
            ("crm.item.get", {"entityTypeId": 1, "id": 1}, (400, "NOT_FOUND")),
            ("crm.item.get", {"entityTypeId": 99, "id": 1}, (400, "NOT_FOUND")),
            ("crm.item.update", {"entityTypeId": 1, "id": 1, "fields": {}}, (400, "NOT_FOUND")),
            ("crm.lead.get", {"id": 1}, (400, "")),
            ("crm.lead.update", {"fields": {"TITLE": "x"}}, (400, "")),
        ],
    )
    def test_a_missing_lead_is_refused(
        self, portal: PortalClient, method: str, params: Any, refusal: tuple[int, str]
    ) -> None:
        assert portal.refusal(method, **params) == refusal

    def test_a_stage_the_portal_does_not_have_is_refused(self, portal: PortalClient) -> None:
        lead_id = portal.open_chat()["lead_id"]

        refusal = portal.refusal(
            "crm.item.update", entityTypeId=1, id=lead_id, fields={"stageId": "WON"}
        )

        assert refusal == (400, "CRM_FIELD_ERROR_VALUE_NOT_VALID")

    def test_unknown_classic_fields_are_ignored_without_a_word(self, portal: PortalClient) -> None:
        lead_id = portal.open_chat()["lead_id"]

        assert portal.result("crm.lead.update", id=lead_id, fields={"NOPE": "1"}) is True


class TestBot:
    def test_a_reply_is_trimmed_and_stands_in_the_history(self, portal: PortalClient) -> None:
        chat = portal.open_chat()

        message_id = portal.result(
            "imbot.message.add",
            **portal.bot(DIALOG_ID=chat["dialog_id"], MESSAGE="  Здравствуйте \n"),
        )

        history = portal.result("imopenlines.session.history.get", SESSION_ID=chat["session_id"])
        reply = history["message"][str(message_id)]
        assert (reply["text"], reply["senderid"]) == ("Здравствуйте", str(PORTAL.bot_id))

    @pytest.mark.parametrize(
        ("change", "refusal"),
        [
            ({"DIALOG_ID": ""}, (400, "DIALOG_ID_EMPTY")),
            ({"MESSAGE": "   "}, (400, "MESSAGE_EMPTY")),
            ({"BOT_ID": 40}, (400, "BOT_ID_ERROR")),
            ({"CLIENT_ID": ""}, (403, "ACCESS_DENIED")),
            ({"CLIENT_ID": "stranger"}, (400, "APP_ID_ERROR")),
            ({"DIALOG_ID": "chat999"}, (400, "WRONG_REQUEST")),
        ],
    )
    def test_a_bad_reply_is_refused_and_not_stored(
        self, portal: PortalClient, change: Any, refusal: tuple[int, str]
    ) -> None:
        chat = portal.open_chat()
        params = {**portal.bot(DIALOG_ID=chat["dialog_id"], MESSAGE="Здравствуйте"), **change}

        assert portal.refusal("imbot.message.add", **params) == refusal
        page = portal.result("im.dialog.messages.get", DIALOG_ID=chat["dialog_id"])
        assert page["messages"] == []

    @pytest.mark.parametrize(("skip", "delivered"), [("Y", False), ("N", True)])
    def test_a_message_that_skips_the_connector_stays_inside(
        self, portal: PortalClient, *, skip: str, delivered: bool
    ) -> None:
        chat = portal.open_chat()
        said = portal.bot(DIALOG_ID=chat["dialog_id"], MESSAGE="Заметка", SKIP_CONNECTOR=skip)

        portal.result("imbot.message.add", **said)

        url = f"{portal.url}/_emulator/chats/{chat['chat_id']}/messages"
        (message,) = portal.session.get(url).json()["messages"]
        assert message["delivered"] is delivered

    def test_typing_is_shown_and_leaves_no_message(self, portal: PortalClient) -> None:
        chat = portal.open_chat()

        shown = portal.result("imbot.chat.sendTyping", **portal.bot(DIALOG_ID=chat["dialog_id"]))

        page = portal.result("im.dialog.messages.get", DIALOG_ID=chat["dialog_id"])
        assert (shown, page["messages"]) == (True, [])


class TestOpenLine:
    def test_a_second_handover_is_refused_as_wrong_chat(self, portal: PortalClient) -> None:
        chat_id = portal.open_chat()["chat_id"]

        first = portal.result("imopenlines.bot.session.operator", CHAT_ID=chat_id)

        assert first is True
        assert portal.refusal("imopenlines.bot.session.operator", CHAT_ID=chat_id) == (
            400,
            "WRONG_CHAT",
        )

    def test_a_manager_who_answers_takes_the_chat_from_the_bot(self, portal: PortalClient) -> None:
        chat = portal.open_chat()

        portal.say(chat, "Добрый день, подключаюсь", author="manager")

        dialog = portal.result("imopenlines.dialog.get", CHAT_ID=chat["chat_id"])
        assert (dialog["owner"], dialog["manager_list"]) == (
            PORTAL.manager_id,
            [PORTAL.manager_id],
        )
        assert portal.refusal("imopenlines.bot.session.operator", CHAT_ID=chat["chat_id"]) == (
            400,
            "WRONG_CHAT",
        )

    def test_a_session_without_files_shows_an_empty_list(self, portal: PortalClient) -> None:
        chat = portal.open_chat()
        said = portal.say(chat, "нужен 06A115561B")

        history = portal.result("imopenlines.session.history.get", CHAT_ID=chat["chat_id"])

        assert history["files"] == []
        assert history["message"][str(said["message_id"])].keys() == {
            "id",
            "chatid",
            "senderid",
            "recipientid",
            "date",
            "text",
            "textlegacy",
            "params",
        }

    def test_a_session_that_does_not_exist_is_refused(self, portal: PortalClient) -> None:
        refusals = (
            portal.refusal("imopenlines.session.history.get", SESSION_ID=1),
            portal.refusal("imopenlines.session.history.get"),
        )

        assert refusals == ((400, "INVALID_SESSION_ID"), (400, "MISSING_REQUIRED_PARAM"))

    def test_a_dialog_is_found_by_its_user_code(self, portal: PortalClient) -> None:
        chat = portal.open_chat(deal_id=12)
        by_chat = portal.result("imopenlines.dialog.get", DIALOG_ID=chat["dialog_id"])

        by_code = portal.result("imopenlines.dialog.get", USER_CODE=by_chat["entity_id"])

        assert by_code == by_chat
        assert by_code["entity_data_2"].endswith("DEAL|12")


class TestMessages:
    def test_messages_come_newest_first(self, portal: PortalClient) -> None:
        chat = portal.open_chat()
        said = [portal.say(chat, text)["message_id"] for text in ("раз", "два", "три")]

        page = portal.result("im.dialog.messages.get", DIALOG_ID=chat["dialog_id"])

        assert [row["id"] for row in page["messages"]] == said[::-1]

    def test_only_messages_after_the_first_id_are_read(self, portal: PortalClient) -> None:
        chat = portal.open_chat()
        said = [portal.say(chat, str(number))["message_id"] for number in range(4)]

        page = portal.result(
            "im.dialog.messages.get", DIALOG_ID=chat["dialog_id"], FIRST_ID=said[1]
        )

        assert [row["id"] for row in page["messages"]] == [said[3], said[2]]

    def test_a_page_holds_at_most_fifty_messages(self, portal: PortalClient) -> None:
        chat = portal.open_chat()
        said = [portal.say(chat, str(number))["message_id"] for number in range(60)]

        page = portal.result("im.dialog.messages.get", DIALOG_ID=chat["dialog_id"], LIMIT=200)
        older = portal.result(
            "im.dialog.messages.get", DIALOG_ID=chat["dialog_id"], LAST_ID=said[10], LIMIT=50
        )

        assert (len(page["messages"]), page["messages"][0]["id"]) == (50, said[-1])
        assert len(older["messages"]) == 10

    @pytest.mark.parametrize(
        ("params", "refusal"),
        [
            ({}, (400, "DIALOG_ID_EMPTY")),
            ({"DIALOG_ID": "chat1"}, (403, "ACCESS_ERROR")),
        ],
    )
    def test_a_dialog_that_cannot_be_read_is_refused(
        self, portal: PortalClient, params: Any, refusal: tuple[int, str]
    ) -> None:
        assert portal.refusal("im.dialog.messages.get", **params) == refusal
