"""What is remembered about a dialog between two messages."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, Literal, Self, TypeVar

import orjson

from engine.errors import InvalidInput

Mode = Literal["auto", "manual"]
OfferKind = Literal["asked", "replacement", "analog"]
"""The part asked for, another one its maker sells instead, one of another maker that fits too."""

_Part = TypeVar("_Part")

HISTORY_TURNS = 40
"""Turns kept per dialog: enough for context, bounded for memory."""

REVISIONS_KEPT = 20
"""Edits and deletions remembered per dialog: they and what they change come close together."""

TURN_CHARACTERS = 500
"""Characters kept of one turn: a session is rewritten with every message."""


@dataclass(frozen=True)
class Offer:
    """One priced way to get a part; `id` is the number the client sees in the chat."""

    id: int
    part_number: str
    brand: str
    price: Decimal
    delivery_days: int | None = None
    quantity: int = 1
    description: str = ""
    available: int | None = None
    packing: int = 1
    supplier_code: str = ""
    item_key: str = ""
    kind: OfferKind = "asked"
    instead_of: str = ""
    """The number that was asked for, where this part stands in for it."""
    no_return: bool = False
    used: bool = False
    to_order: bool = False
    """Not in stock anywhere: made or brought for the client."""

    @property
    def asked_number(self) -> str:
        """The number the client asked for."""
        return self.instead_of or self.part_number

    @property
    def pieces(self) -> int:
        """How many pieces are ordered: those wanted, up to a whole number of lots."""
        return -(-self.quantity // self.packing) * self.packing

    @property
    def total(self) -> Decimal:
        """What the pieces cost together."""
        return self.price * self.pieces


@dataclass(frozen=True)
class Contact:
    """Who the client is, as far as they told."""

    last_name: str | None = None
    first_name: str | None = None
    middle_name: str | None = None
    phone: str | None = None

    def updated(self, told: "Contact") -> "Contact":
        """Return the contact with what was told now; half a name never replaces a whole one."""
        if told is NOBODY:
            return self
        phone = told.phone or self.phone
        if told.is_named:
            return replace(told, phone=phone)
        if self.is_named:
            return replace(self, phone=phone)
        return Contact(
            last_name=told.last_name or self.last_name,
            first_name=told.first_name or self.first_name,
            middle_name=told.middle_name or self.middle_name,
            phone=phone,
        )

    @property
    def full_name(self) -> str:
        """The name as it stands on a parcel: last, first, middle."""
        return " ".join(filter(None, (self.last_name, self.first_name, self.middle_name)))

    @property
    def is_named(self) -> bool:
        """Say whether a parcel can be addressed: two words of a name at least."""
        return bool(self.first_name and (self.last_name or self.middle_name))

    @property
    def lacks_surname(self) -> bool:
        """Say whether the first name is all that is known of the name."""
        return bool(self.first_name) and not self.is_named

    @property
    def lacks_first_name(self) -> bool:
        """Say whether the surname is all that is known of the name."""
        return bool(self.last_name) and not self.is_named


NOBODY = Contact()
"""Who has told nothing of themselves."""


@dataclass(frozen=True)
class PendingClarification:
    """A question the bot asked and the number it asked about."""

    kind: str
    number: str
    options: tuple[str, ...] = ()
    """The answers the client was offered, such as brands."""
    also: tuple[str, ...] = ()
    """Further numbers that the same question is about."""

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every number asked about."""
        return (self.number, *self.also)


@dataclass(frozen=True)
class Lead:
    """The CRM lead as last read; `status_id` is the portal's own code."""

    id: int
    status_id: str
    part_number: str = ""
    address: str = ""


@dataclass(frozen=True)
class ProductRow:
    """One line of what was sold, as the CRM shows it; the price of one piece is exact text."""

    name: str
    price: str
    quantity: int


@dataclass(frozen=True)
class Turn:
    """One remembered utterance."""

    role: str
    text: str


@dataclass(frozen=True)
class Revision:
    """An edit or deletion that has been taken up; `words` is empty for a deletion."""

    message_id: int
    words: str


@dataclass(frozen=True)
class Session:
    """Everything a decision may know about the past of one dialog."""

    stage: str = "NEW"
    mode: Mode = "auto"
    offers: tuple[Offer, ...] = ()
    """What the client was shown; the numbers they know stay with these offers."""
    more_offers: tuple[Offer, ...] = ()
    """Found by the same search and not shown yet; numbered on."""
    chosen_offer_ids: tuple[int, ...] = ()
    pieces_wanted: int = 0
    """Pieces told before anything was offered: they are of what is found next."""
    contact: Contact = NOBODY
    address: str | None = None
    pending_clarification: PendingClarification | None = None
    history: tuple[Turn, ...] = ()
    lead: Lead | None = None
    deal_id: int | None = None
    status_written: str | None = None
    """STATUS_ID the bot itself last wrote, to tell its own hand from a manager's."""
    last_reply: str | None = None
    """Text of the last reply, so that the same words are not sent twice in a row."""
    last_reply_key: str | None = None
    """The effect that says the last reply: the journal knows where in the chat it stands."""
    misunderstood: int = 0
    """Messages in a row that the bot did not understand."""
    handed_over: bool = False
    """The chat was given to people, and the bot has understood nothing since."""
    order_numbers: tuple[str, ...] = ()
    """Orders placed in this dialog, as the shop numbered them."""
    order_unclear: bool = False
    """An order may or may not exist, and no person has come back from looking for it."""
    manager_spoke_at: float | None = None
    """When a manager last wrote; seconds of the epoch."""
    part_number_written: str | None = None
    """Part number the bot itself last wrote to the lead, to tell its own hand from a manager's."""
    last_message_id: int = 0
    """The newest message of the chat: what the bot says without being asked comes after it."""
    began_with: int = 0
    """The first message of the chat that was heard, 0 where nobody kept it: a dialog forgotten for
    its age and begun anew is another one."""
    rows_written: tuple[ProductRow, ...] = ()
    """What the last confirmed order consists of, as the bot wrote it to the lead."""

    revisions: tuple[Revision, ...] = ()
    """Messages whose edit or deletion was heard: what comes of them later is old."""

    def reaching(self, message_id: int) -> Self:
        """Return the session that has heard of one more message of the chat."""
        began = self.began_with if self.last_message_id else message_id
        newest = max(message_id, self.last_message_id)
        return replace(self, began_with=began, last_message_id=newest)

    def revising(self, revision: Revision) -> Self:
        """Return the session that knows of one more revision, the oldest forgotten."""
        return replace(self, revisions=(*self.revisions, revision)[-REVISIONS_KEPT:])

    def remembering(self, *turns: Turn) -> Self:
        """Return the session with turns appended, long ones cut and the oldest forgotten."""
        if not turns:
            return self
        cut = (replace(turn, text=turn.text[:TURN_CHARACTERS]) for turn in turns)
        return replace(self, history=(*self.history, *cut)[-HISTORY_TURNS:])


def encode_session(session: Session) -> str:
    """Return the session as the JSON document kept in the store."""
    return orjson.dumps(session, default=str).decode()


def decode_session(document: str) -> Session:
    """Read a stored session; fields written by a later version are left aside.

    Raises InvalidInput SESSION_UNREADABLE for anything that is no session at all.
    """
    try:
        return _session(orjson.loads(document))
    except (TypeError, ValueError, AttributeError, ArithmeticError, LookupError) as error:
        raise InvalidInput("a stored session cannot be read", code="SESSION_UNREADABLE") from error


def _session(stored: Mapping[str, Any]) -> Session:
    plain = (
        "stage",
        "mode",
        "address",
        "deal_id",
        "status_written",
        "last_reply",
        "last_reply_key",
        "misunderstood",
        "handed_over",
        "order_unclear",
        "manager_spoke_at",
        "part_number_written",
        "last_message_id",
        "began_with",
        "pieces_wanted",
    )
    pending = stored.get("pending_clarification")
    return Session(
        **{name: stored[name] for name in plain if name in stored},
        offers=tuple(_offer(offer) for offer in stored.get("offers", ())),
        more_offers=tuple(_offer(offer) for offer in stored.get("more_offers", ())),
        order_numbers=tuple(stored.get("order_numbers", ())),
        rows_written=tuple(_read(ProductRow, row) for row in stored.get("rows_written", ())),
        chosen_offer_ids=tuple(stored.get("chosen_offer_ids", ())),
        contact=_read(Contact, stored.get("contact", {})),
        pending_clarification=None if pending is None else _pending(pending),
        history=tuple(_read(Turn, turn) for turn in stored.get("history", ())),
        revisions=tuple(_read(Revision, row) for row in stored.get("revisions", ())),
        lead=None if stored.get("lead") is None else _read(Lead, stored["lead"]),
    )


def _offer(stored: Mapping[str, Any]) -> Offer:
    return _read(Offer, {**stored, "price": Decimal(stored["price"])})


def _pending(stored: Mapping[str, Any]) -> PendingClarification:
    lists = {name: tuple(value) for name, value in stored.items() if isinstance(value, list)}
    return _read(PendingClarification, {**stored, **lists})


def _read(kind: type[_Part], stored: Mapping[str, Any]) -> _Part:
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: value for name, value in stored.items() if name in known})
