"""One spelling for what clients type: Unicode forms, dashes, invisible characters, BBCode."""

import re
import unicodedata

TEXT_LIMIT = 4096
"""Characters looked at: longer texts are pasted, and what matters stands first."""

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u02d7\u2796"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f"
_BREAKS = "\r\u000b\u000c\u0085\u2028\u2029"
_CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\n\r\u000b\u000c"]
_SPELLING = str.maketrans(
    dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_INVISIBLE)
    | dict.fromkeys(_BREAKS, "\n")
    | dict.fromkeys(_CONTROLS, " ")
    | {"\u0130": "I", "\u007f": " "}  # a dotted capital I grows by a character in lower case
)
_BBCODE_BREAK = re.compile(r"\[br\]", re.IGNORECASE)
# Tags of Bitrix24's message formatting; `[Farpost]` is none of them.
_TAGS = "b|i|u|s|url|user|chat|img|quote|code|size|color|icon|send|put|call|p|list|timestamp|attach"
_BBCODE = re.compile(rf"\[/?(?:{_TAGS})(?:=[^\[\]\n]{{0,2000}})?\]", re.IGNORECASE)

# What nearly every message is made of: nothing in it has another spelling.
_PLAIN = re.compile(r"[ -Z\\\]-~\nЁА-яё]*")

# Letters that look alike in both alphabets; only upper-case ones are what a keyboard slip leaves.
LOOK_ALIKES = str.maketrans(
    "АВЕКМНОРСТУХавекмнорстухabcdefghijklmnopqrstuvwxyz",
    "ABEKMHOPCTYXABEKMHOPCTYXABCDEFGHIJKLMNOPQRSTUVWXYZ",
)


def normalise(text: str) -> str:
    """Return the text as later steps read it; doing it twice changes nothing."""
    text = text[:TEXT_LIMIT]
    if _PLAIN.fullmatch(text):
        return text.strip()
    text = _unified(text)
    if "[" in text:
        text = _BBCODE.sub(" ", _BBCODE_BREAK.sub("\n", text))
    return _unified(text.strip())[:TEXT_LIMIT].strip()


def _unified(text: str) -> str:
    text = text.translate(_SPELLING)
    if not unicodedata.is_normalized("NFKC", text):
        # NFKC spells the numero sign as the letters No, which would join the number after it.
        parts = (unicodedata.normalize("NFKC", part) for part in text.split("№"))
        text = "№".join(parts).translate(_SPELLING)
    return text
