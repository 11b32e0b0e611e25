"""What a rule author lets stand for a yes beside words, and how replies ask for one."""

import re
from collections.abc import Collection
from dataclasses import dataclass

_AROUND_SIGNS = " \t\n!.\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
"""What changes nothing of a sign: blanks, stress and the colour of a hand."""


@dataclass(frozen=True)
class Agreement:
    """Signs that agree, like a thumb up, and the answer that replies ask for by name."""

    signs: tuple[str, ...] = ()
    asked: str | None = None
    asked_in_passing: str | None = None
    """How replies name it that speak of something else first: an `ок` may be said of that."""
    proposing: str | None = None
    """What stands before the number of the one offer that a reply proposes."""
    keeping: str | None = None
    """How a reply that asks which of two offers is meant names what keeps the one chosen."""

    def is_signed(self, text: str) -> bool:
        """Say whether a normalised text is nothing but signs that agree."""
        rest = text
        for sign in self.signs:
            rest = rest.replace(sign, "")
        return rest != text and not rest.strip(_AROUND_SIGNS)

    def is_asked_in(self, reply: str) -> bool:
        """Say whether a reply asks for a yes."""
        return self.asked is not None and self.asked in reply

    def is_asked_in_passing_in(self, reply: str) -> bool:
        """Say whether a reply asks for a yes that says what it is for."""
        return self.asked_in_passing is not None and self.asked_in_passing in reply

    def proposes_in(self, reply: str) -> bool:
        """Say whether a reply proposes offers, one or several."""
        return self.proposing is not None and self.proposing in reply

    def asks_which_in(self, reply: str) -> bool:
        """Say whether a reply asks for a choice between the offer chosen and another."""
        return self.keeping is not None and self.keeping in reply

    def is_proposed_by(self, words: Collection[str]) -> bool:
        """Say whether the word that replies propose an offer by is among some words."""
        return self.proposing is not None and self.proposing.strip(' «"').lower() in words

    def proposed_in(self, reply: str) -> int | None:
        """Return the number of the one offer that a reply proposes to take."""
        if self.proposing is None:
            return None
        numbers = set(re.findall(rf"{re.escape(self.proposing)}(\d+)(?![\d, ])", reply))
        return int(numbers.pop()) if len(numbers) == 1 else None
