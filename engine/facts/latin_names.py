"""Names typed in Latin letters, as they would be written in Russian."""

import re

_LETTERS = (
    ("shch", "щ"),
    ("sch", "щ"),
    ("yo", "ё"),
    ("jo", "ё"),
    ("zh", "ж"),
    ("kh", "х"),
    ("ts", "ц"),
    ("ch", "ч"),
    ("sh", "ш"),
    ("yu", "ю"),
    ("ju", "ю"),
    ("ya", "я"),
    ("ja", "я"),
    ("ye", "е"),
    ("iy", "ий"),
    ("yy", "ый"),
    ("ij", "ий"),
    ("x", "кс"),
)
_VOWELS = "aeiou"
_ONE_BY_ONE = str.maketrans("abcdefghijklmnopqrstuvwz", "абкдефгхийклмнопкрстувwз")
_LAST_Y = re.compile(rf"(?<=[^{_VOWELS}])y$")
_SOFT_Y = re.compile(rf"(?<=[{_VOWELS}])y")


def in_russian(word: str) -> str:
    """Spell a lower-case Latin word in Cyrillic, as names in passports are."""
    word = _LAST_Y.sub("ий", word)
    for latin, russian in _LETTERS:
        word = word.replace(latin, russian)
    word = _SOFT_Y.sub("й", word)
    return word.translate(_ONE_BY_ONE).replace("w", "в").replace("y", "ы")
