"""The portal as one readable page: chats to write into, leads, deals, contacts, latest calls."""

from collections.abc import Iterable
from html import escape

from integrations.emulators.bitrix24.bots import Bot, BotBook
from integrations.emulators.bitrix24.chats import Chat, ChatBook, Message
from integrations.emulators.bitrix24.crm import Crm
from integrations.emulators.bitrix24.portal_time import iso
from integrations.emulators.bitrix24.records import Record
from integrations.emulators.calls import CallLog
from integrations.emulators.configuration import Portal
from integrations.emulators.page_parts import (
    buttons,
    document,
    form,
    latest_calls,
    note,
    nothing,
    section,
    table,
)

_BRAND = "#2067b0"
_NAMES = {"client": "Клиент", "bot": "Бот", "manager": "Менеджер", "system": "Система"}
_SPEAKERS = (
    '<select name="author"><option value="client">клиент</option>'
    '<option value="manager">менеджер</option></select>'
)
_OWNERS = {"lead": "лид", "deal": "сделка", "contact": "контакт"}


def render(portal: Portal, bots: BotBook, chats: ChatBook, crm: Crm, calls: CallLog) -> str:
    opened = "".join(_chat(chat, chats.messages(chat.chat_id)) for chat in reversed(chats.all()))
    return document(
        f"Эмулятор Bitrix24: {portal.domain}",
        brand=_BRAND,
        columns=(
            section(
                "Новый клиент",
                form("/_emulator/chats", field="title", hint="Как назвать чат", button="Открыть"),
            )
            + (opened or section("Чаты", nothing("Чатов пока нет"))),
            _records(bots, crm) + latest_calls(calls),
        ),
    )


def _records(bots: BotBook, crm: Crm) -> str:
    leads, deals, contacts = crm.leads.all(), crm.deals.all(), crm.contacts.all()
    comments = reversed(crm.timeline.all())
    return "".join(
        (
            table(
                "Лиды", ("№", "Название", "Статус", "Товары"), (_lead(x, crm) for x in leads[::-1])
            ),
            table(
                "Сделки",
                ("№", "Название", "Стадия", "Сумма", "Товары"),
                (_deal(x, crm) for x in deals[::-1]),
            ),
            table("Контакты", ("№", "ФИО", "Телефоны"), map(_contact, contacts[::-1])),
            table(
                "Комментарии",
                ("Где", "Текст"),
                ((f"{_OWNERS[x.owner_type]} {x.owner_id}", x.text) for x in comments),
            ),
            table("Боты", ("№", "Код", "Версия", "События", "Команды"), map(_bot, bots.all())),
        )
    )


def _chat(chat: Chat, messages: Iterable[Message]) -> str:
    bubbles = "".join(_bubble(message) for message in messages)
    heading = f"{chat.title} · {chat.dialog_id} · лид {chat.lead_id}"
    speak = form(
        f"/_emulator/chats/{chat.chat_id}/say",
        field="text",
        hint="Сообщение",
        button="Отправить",
        choices=_SPEAKERS,
    )
    return section(heading, bubbles + speak)


def _bubble(message: Message) -> str:
    caption = f"{_NAMES[message.author]} · {iso(message.sent_at)[11:19]} · {message.message_id}"
    files = "".join(note(f"📎 {file.name}") for file in message.files)
    return (
        f'<div class="bubble {message.author}">{note(caption)}'
        f"{escape(message.text)}{files}{_keyboard(message)}</div>"
    )


def _keyboard(message: Message) -> str:
    return buttons(
        f"/_emulator/messages/{message.message_id}/press",
        field="button",
        values=(button["TEXT"] for button in message.shown.keyboard if "TEXT" in button),
    )


def _lead(lead: Record, crm: Crm) -> Iterable[str]:
    status = f"{crm.leads.stage_name(lead)} ({lead.value('STATUS_ID')})"
    return str(lead.record_id), lead.value("TITLE"), status, _sold(("L", lead.record_id), crm)


def _deal(deal: Record, crm: Crm) -> Iterable[str]:
    linked = f"лид {deal.value('LEAD_ID')}, контакт {deal.value('CONTACT_ID')}"
    return (
        str(deal.record_id),
        f"{deal.value('TITLE')}\n{linked}",
        crm.deals.stage_name(deal),
        deal.value("OPPORTUNITY"),
        _sold(("D", deal.record_id), crm),
    )


def _sold(owner: tuple[str, int], crm: Crm) -> str:
    rows = (stored.row for stored in crm.rows.of(owner))
    return "\n".join(f"{row.name} × {row.quantity:g} по {row.price:.2f}" for row in rows)


def _contact(contact: Record) -> Iterable[str]:
    names = (contact.value(name) for name in ("LAST_NAME", "NAME", "SECOND_NAME"))
    phones = ", ".join(field.value for field in contact.multi)
    return str(contact.record_id), " ".join(filter(None, names)), phones


def _bot(bot: Bot) -> Iterable[str]:
    commands = " ".join(f"/{command.name}" for command in bot.commands)
    return str(bot.bot_id), bot.code, f"v{bot.version}", bot.event_mode, commands
