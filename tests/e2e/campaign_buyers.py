"""The buyers of the campaign: what each has come for, says next, and takes for an answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random  # noqa: TID251 - the seed is printed and may be given
from typing import Literal

from api.cli.portal_control import OpenedChat

A_PERSON = "менеджер"
"""What a reply holds that hands over to a person."""

ORDERED = "Номер заказа: "
WAITING = "отвечает дольше обычного"
"""What the word holds that an order takes long; it is no answer to anything."""

PART, OFFERS = "06A115561B", "1. VAG 06A115561B — "
OFFERED = {1: ("11881203", 712), 3: ("11880411", 890)}
"""Route and price of the emulated shop behind two of the offers, by their place in the reply."""

_NAMES = ("Соколова Марина", "Петров Иван", "Смирнова Ольга", "Кузнецов Павел", "Волкова Анна")
_HOUSES = 150
_STREETS = ("Мира", "Ленина", "Гагарина", "Садовая", "Лесная")


@dataclass(frozen=True)
class Line:
    """One thing to say, and words that a right answer to it holds."""

    text: str
    right: str = ""


@dataclass(frozen=True)
class Wish:
    """What an order must come to."""

    offer: int
    pieces: int
    name: str
    phone: str
    address: str

    @property
    def supplier_code(self) -> str:
        return OFFERED[self.offer][0]

    @property
    def row(self) -> tuple[str, int, int]:
        """The one row of goods: what, how many, at which price."""
        return f"VAG {PART}", self.pieces, OFFERED[self.offer][1]


@dataclass(frozen=True)
class Errand:
    """Everything a buyer has come to say; with a wish, it ends in an order."""

    lines: tuple[Line, ...]
    wish: Wish | None = None


@dataclass
class Buyer:
    """Says one thing after the other and leaves when served or handed over to a person."""

    chat: OpenedChat
    errand: Errand
    said: int = 0
    heard: int = 0
    """Id of the last message read."""
    webhook_statuses: list[int | None] = field(default_factory=list)
    """What the service answered to the event of each line."""
    ending: Literal["", "served", "handed over", "misled"] = ""

    @property
    def line(self) -> Line:
        return self.errand.lines[self.said - 1]

    @property
    def confirmed(self) -> bool:
        """Whether an order was asked for."""
        return self.errand.wish is not None and self.said == len(self.errand.lines)

    def says(self) -> str:
        self.said += 1
        return self.line.text

    def hears(self, replies: Sequence[str]) -> None:
        """Take in what was said since the last line; afterwards it may be the buyer's turn."""
        told = "\n".join(replies)
        if self.line.right in told:
            self.ending = "served" if self.said == len(self.errand.lines) else ""
        elif A_PERSON in told.casefold():
            self.ending = "handed over"
        elif not self.confirmed:
            self.ending = "misled"

    def answered_by(self, replies: Sequence[str]) -> bool:
        """Say whether the line is answered: the news of an order comes by itself."""
        told = "\n".join(replies)
        news = ORDERED in told or A_PERSON in told.casefold()
        return bool(replies) and (news or not self.confirmed)


def an_errand(number: int, chance: Random) -> Errand:
    """Choose what the buyer of this number has come for."""
    if number % 10 == 0:
        return _order(number, chance)
    return chance.choice(
        (
            Errand((Line("Здравствуйте!", "Здравствуйте"), Line(f"нужен {PART}", OFFERS))),
            Errand((Line(f"сколько стоит {PART}?", OFFERS), Line("спасибо", "Пожалуйста"))),
            Errand((Line("61217726563", "?"), Line("деталь", "1. BMW 61217726563 — "))),
            Errand((Line("XTA210930Y2766281 нужен стартер", A_PERSON),)),
            Errand((Line("нужна деталь 06A999999Z", A_PERSON),)),
        )
    )


def _order(number: int, chance: Random) -> Errand:
    wish = Wish(
        offer=chance.choice(sorted(OFFERED)),
        pieces=chance.randint(1, 4),
        name=chance.choice(_NAMES),
        phone=f"+7912{number:07d}",
        # The two thousandth buyer would live in a house that is read as a year.
        address=f"Пермь, ул. {chance.choice(_STREETS)}, {number % _HOUSES + 1}",
    )
    spoken = f"8 912 {number:07d}"
    lines = (
        Line(f"нужен {PART}", OFFERS),
        Line(f"{wish.offer}, {wish.pieces} шт", f"{wish.pieces} шт."),
        Line(f"{wish.name}, {spoken}"),
        Line(wish.address, wish.phone),
        Line("да", ORDERED),
    )
    return Errand(lines, wish)
