"""Read what was typed with the keyboard left in its Latin layout: `dnjhjq` is `второй`."""

_KEYS = str.maketrans("qwertyuiopasdfghjklzxcvbnm", "йцукенгшщзфывапролдячсмить")


def in_russian(word: str) -> str:
    """Return the Russian letters on the keys of a Latin word; nothing for other words."""
    return word.translate(_KEYS) if word.isascii() and word.isalpha() else ""
