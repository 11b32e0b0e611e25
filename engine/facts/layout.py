"""Read what was typed with the keyboard left in its Latin layout: `dnjhjq` is `второй`."""

import re

from engine.facts.morphology import is_known

_LETTERS = str.maketrans("qwertyuiopasdfghjklzxcvbnm", "йцукенгшщзфывапролдячсмить")
_KEYS = _LETTERS | str.maketrans(",.;'[]`", "бюжэхъё")
_SIGNS = ",.;'[]`"
_SIGN = f"[{re.escape(_SIGNS)}]"
_TYPED = re.compile(rf"(?<!\S)(?=\S*{_SIGN})(?:[A-Za-z]|{_SIGN}){{3,}}[!?]*(?!\S)")
_SHORTEST = 3


def in_russian(word: str) -> str:
    """Return the Russian letters on the keys of a Latin word; nothing for other words."""
    return word.translate(_LETTERS) if word.isascii() and word.isalpha() else ""


def with_signs_as_letters(text: str) -> str:
    """Put Russian words where signs stand for their letters: `lj,hsq` is `добрый`.

    The text stays as long as it was.
    """
    return _TYPED.sub(_as_russian, text) if text and not text.isalnum() else text


def _as_russian(found: re.Match[str]) -> str:
    """Take as many of the last signs for letters as make a word, and the rest for signs."""
    typed = found.group()
    word = typed.rstrip("!?")
    while len(word) >= _SHORTEST and any(sign in word for sign in _SIGNS):
        meant = word.lower().translate(_KEYS)
        if is_known(meant):
            return meant + typed[len(word) :]
        if word[-1] not in _SIGNS:
            break
        word = word[:-1]
    return typed
