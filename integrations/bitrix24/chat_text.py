"""The bot's words as a chat may show them, and how to recognise them afterwards."""

import html
import re

# Bitrix24 cuts longer messages and adds a mark, after which they could not be recognised.
LONGEST_MESSAGE = 20_000
CUT_MARK = "\n\n… Сообщение слишком длинное, показано не всё."
_BRACKETS = str.maketrans("[]", "()")
_TAG = re.compile(r"\[[^\[\]]*\]")


def plain(text: str) -> str:
    """Take the markup out of a reply.

    The bot writes none itself, so a bracket is a quotation of somebody's input, and
    [URL=..], [PUT] or [SEND] in it would become links and buttons under the bot's name.
    """
    whole = text.translate(_BRACKETS).strip()
    if len(whole) <= LONGEST_MESSAGE:
        return whole
    return whole[: LONGEST_MESSAGE - len(CUT_MARK)].rstrip() + CUT_MARK


def same_words(*, sent: str, kept: str) -> bool:
    """Say whether a message in the history is the one that was sent.

    Bitrix24 trims and may rewrite entities, line ends, links and smileys: letters and digits stay.
    """
    ours = _letters(sent)
    if not ours:
        return sent.strip() == kept.strip()
    return ours in {_letters(_TAG.sub("", text)) for text in (kept, html.unescape(kept))}


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
