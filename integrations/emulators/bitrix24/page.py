"""The portal as one readable page: chats as bubbles, leads with status, latest calls."""

from collections.abc import Iterable
from html import escape

from integrations.emulators.bitrix24.bots import Bot, BotBook
from integrations.emulators.bitrix24.chats import Chat, ChatBook, Message
from integrations.emulators.bitrix24.crm import Crm
from integrations.emulators.bitrix24.portal_time import iso
from integrations.emulators.bitrix24.records import Record
from integrations.emulators.calls import Call, CallLog
from integrations.emulators.configuration import Portal

_REFRESH_SECONDS = 2
_SHOWN_CALLS = 30
_STYLE = """
body{font:15px/1.4 system-ui,sans-serif;margin:0;background:#eef2f4;color:#1f2933}
header{background:#2067b0;color:#fff;padding:12px 24px}
main{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:16px;padding:16px 24px}
section{background:#fff;border-radius:10px;padding:12px 16px;margin-bottom:16px}
h1{font-size:18px;margin:0}h2{font-size:15px;margin:0 0 8px}
.bubble{max-width:75%;width:fit-content;padding:6px 10px;border-radius:10px;margin:4px 0;
white-space:pre-wrap;overflow-wrap:anywhere}
.client{background:#eef2f4}.bot{background:#d5f0dc;margin-left:auto}
.manager{background:#dbe8fb;margin-left:auto}.system{background:#fff4d6;margin:4px auto}
.button{display:inline-block;margin:4px 4px 0 0;padding:2px 10px;border-radius:8px;background:#fff}
small{color:#66788a;display:block}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:3px 6px;border-bottom:1px solid #e2e8ec;overflow-wrap:anywhere}
"""
_NAMES = {"client": "Клиент", "bot": "Бот", "manager": "Менеджер", "system": "Система"}


def render(portal: Portal, bots: BotBook, chats: ChatBook, crm: Crm, calls: CallLog) -> str:
    chat_sections = "".join(_chat(chat, chats.messages(chat.chat_id)) for chat in chats.all())
    lead_rows = "".join(_lead(lead, crm) for lead in crm.leads.all())
    deal_rows = "".join(_deal(deal, crm) for deal in crm.deals.all())
    contact_rows = "".join(_contact(contact) for contact in crm.contacts.all())
    comment_rows = "".join(
        _row(f"{comment.owner_type} {comment.owner_id}", comment.text)
        for comment in reversed(crm.timeline.all())
    )
    bot_rows = "".join(_bot(bot) for bot in bots.all())
    call_rows = "".join(_call(call) for call in reversed(calls.since(0)[-_SHOWN_CALLS:]))
    return (
        f'<!doctype html><html lang="ru"><head><meta charset="utf-8">'
        f'<meta http-equiv="refresh" content="{_REFRESH_SECONDS}">'
        f"<title>{escape(portal.domain)}</title><style>{_STYLE}</style></head><body>"
        f"<header><h1>Эмулятор Bitrix24: {escape(portal.domain)}</h1></header><main><div>"
        f"{chat_sections or '<section>Чатов пока нет</section>'}</div><div>"
        f"{_table('Лиды', ('№', 'Название', 'Статус'), lead_rows)}"
        f"{_table('Сделки', ('№', 'Название', 'Лид', 'Контакт', 'Сумма', 'Товары'), deal_rows)}"
        f"{_table('Контакты', ('№', 'ФИО', 'Телефоны'), contact_rows)}"
        f"{_table('Комментарии', ('Где', 'Текст'), comment_rows)}"
        f"{_table('Боты', ('№', 'Код', 'Версия', 'События', 'Команды'), bot_rows)}"
        f"{_table('Последние вызовы REST', ('№', 'Метод', 'Ответ'), call_rows)}"
        f"</div></main></body></html>"
    )


def _chat(chat: Chat, messages: Iterable[Message]) -> str:
    bubbles = "".join(_bubble(message) for message in messages)
    heading = f"{chat.title} · {chat.dialog_id} · лид {chat.lead_id}"
    return f"<section><h2>{escape(heading)}</h2>{bubbles}</section>"


def _bubble(message: Message) -> str:
    caption = f"{_NAMES[message.author]} · {iso(message.sent_at)[11:19]} · {message.message_id}"
    files = "".join(f"<small>📎 {escape(file.name)}</small>" for file in message.files)
    return (
        f'<div class="bubble {message.author}"><small>{escape(caption)}</small>'
        f"{escape(message.text)}{files}{_keyboard(message)}</div>"
    )


def _lead(lead: Record, crm: Crm) -> str:
    status = f"{crm.leads.stage_name(lead)} ({lead.value('STATUS_ID')})"
    return _row(str(lead.record_id), lead.value("TITLE"), status)


def _deal(deal: Record, crm: Crm) -> str:
    rows = [stored.row for stored in crm.rows.of(("D", deal.record_id))]
    sold = "; ".join(f"{row.name} × {row.quantity:g} по {row.price:.2f}" for row in rows)
    linked = (deal.value(name) for name in ("LEAD_ID", "CONTACT_ID", "OPPORTUNITY"))
    return _row(str(deal.record_id), deal.value("TITLE"), *linked, sold)


def _contact(contact: Record) -> str:
    names = (contact.value(name) for name in ("LAST_NAME", "NAME", "SECOND_NAME"))
    phones = ", ".join(field.value for field in contact.multi)
    return _row(str(contact.record_id), " ".join(filter(None, names)), phones)


def _keyboard(message: Message) -> str:
    buttons = (button["TEXT"] for button in message.shown.keyboard if "TEXT" in button)
    return "".join(f'<span class="button">{escape(text)}</span>' for text in buttons)


def _bot(bot: Bot) -> str:
    commands = " ".join(f"/{command.name}" for command in bot.commands)
    return _row(str(bot.bot_id), bot.code, f"v{bot.version}", bot.event_mode, commands)


def _call(call: Call) -> str:
    answer = "обрыв связи" if call.status is None else str(call.status)
    return _row(str(call.number), call.method, f"{answer} {call.fault or ''}")


def _table(title: str, columns: Iterable[str], rows: str) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    return f"<section><h2>{escape(title)}</h2><table><tr>{head}</tr>{rows}</table></section>"


def _row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
