"""What the pages of the emulators are made of; everything shown is escaped here."""

from collections.abc import Iterable
from html import escape

from integrations.emulators.calls import CallLog

_SHOWN_CALLS = 30
_STYLE = """
:root{color-scheme:light}
body{font:15px/1.45 system-ui,sans-serif;margin:0;background:#f1f3f5;color:#1f2933}
header{background:var(--brand);color:#fff;padding:12px 24px}
main{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:16px;padding:16px 24px}
@media(max-width:900px){main{display:block;padding:8px}}
section{background:#fff;border-radius:10px;padding:12px 16px;margin-bottom:16px;overflow-x:auto}
h1{font-size:18px;margin:0}h2{font-size:15px;margin:0 0 8px}
small,.none{color:#66788a}small{display:block}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:3px 6px;border-bottom:1px solid #e4e8ec;vertical-align:top;
overflow-wrap:break-word;white-space:pre-line}
th{font-weight:600;color:#52606d;white-space:nowrap}
form{display:flex;gap:6px;margin-top:8px}input{flex:1}
input,select,button{font:inherit;padding:4px 8px;border:1px solid #cbd2d9;border-radius:6px}
button{background:var(--brand);color:#fff;border-color:var(--brand)}
.bubble{max-width:75%;width:fit-content;padding:6px 10px;border-radius:10px;margin:4px 0;
white-space:pre-wrap;overflow-wrap:anywhere}
.client{background:#eef2f4}.bot{background:#d5f0dc;margin-left:auto}
.manager{background:#dbe8fb;margin-left:auto}.system{background:#fff4d6;margin:4px auto}
.bubble button{background:#fff;color:inherit;border-color:#cbd2d9}
"""
# Looks again every two seconds, but never takes away what somebody is typing.
_SCRIPT = """
async function look(){
  if(!document.activeElement.closest('form')){
    const page=new DOMParser().parseFromString(await (await fetch('/')).text(),'text/html');
    document.querySelector('main').replaceWith(page.querySelector('main'));
  }
}
document.addEventListener('submit',async event=>{
  event.preventDefault();
  const form=event.target,body=new URLSearchParams(new FormData(form,event.submitter));
  form.reset();document.activeElement.blur();
  await fetch(form.action,{method:'POST',body});
  look();
});
setInterval(()=>look().catch(()=>{}),2000);
"""


def document(title: str, *, brand: str, columns: Iterable[str]) -> str:
    """Return a whole page; `columns` are ready HTML, `brand` is a colour."""
    shown = "".join(f"<div>{column}</div>" for column in columns)
    return (
        f'<!doctype html><html lang="ru"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>:root{{--brand:{brand}}}{_STYLE}</style></head>"
        f"<body><header><h1>{escape(title)}</h1></header><main>{shown}</main>"
        f"<script>{_SCRIPT}</script></body></html>"
    )


def section(title: str, body: str) -> str:
    """Return a titled box around ready HTML."""
    return f"<section><h2>{escape(title)}</h2>{body}</section>"


def note(text: str) -> str:
    """Return a line in small print, nothing for an empty one."""
    return f"<small>{escape(text)}</small>" if text else ""


def nothing(text: str) -> str:
    """Return what is shown in place of what is not there yet."""
    return f'<p class="none">{escape(text)}</p>'


def table(
    title: str,
    columns: Iterable[str],
    rows: Iterable[Iterable[str]],
    *,
    notes: Iterable[str] = (),
) -> str:
    """Return a table of texts under notes, or a word that there is nothing to show."""
    laid_out = "".join(map(_row, rows))
    if not laid_out:
        return section(title, nothing("Пока ничего"))
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    told = "".join(map(note, notes))
    return section(title, f"{told}<table><tr>{head}</tr>{laid_out}</table>")


def latest_calls(calls: CallLog) -> str:
    """Return what the emulator was asked last, newest first."""
    rows = (
        (
            str(call.number),
            call.method,
            "обрыв связи" if call.status is None else str(call.status),
            call.fault or "",
        )
        for call in reversed(calls.since(0)[-_SHOWN_CALLS:])
    )
    return table("Последние вызовы", ("№", "Метод", "Ответ", "Сбой"), rows)


def form(action: str, *, field: str, hint: str, button: str, choices: str = "") -> str:
    """Return a line to type into; `choices` is ready HTML before the button."""
    return (
        f'<form action="{escape(action)}" method="post">'
        f'<input name="{field}" placeholder="{escape(hint)}" autocomplete="off" required>'
        f"{choices}<button>{escape(button)}</button></form>"
    )


def buttons(action: str, *, field: str, values: Iterable[str]) -> str:
    """Return buttons that each send their own text, nothing when there are none."""
    shown = "".join(
        f'<button name="{field}" value="{escape(value)}">{escape(value)}</button>'
        for value in values
    )
    return f'<form action="{escape(action)}" method="post">{shown}</form>' if shown else ""


def _row(cells: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
