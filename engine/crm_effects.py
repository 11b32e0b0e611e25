"""What executors do in the CRM beside moving the lead: contact, rows, comment, conversion."""

from dataclasses import dataclass, field

from engine.session import Contact, ProductRow


@dataclass(frozen=True)
class ContactUpsert:
    """Bind the client's contact to the lead: found by phone and completed, or created."""

    kind = "contact_upsert"
    member_id: str
    lead_id: int
    contact: Contact = field(repr=False)


@dataclass(frozen=True)
class ProductRowsSet:
    """Set the product rows of a lead, unless a person has changed them since."""

    kind = "product_rows_set"
    member_id: str
    lead_id: int
    rows: tuple[ProductRow, ...]
    replaces: tuple[ProductRow, ...] = ()
    """The rows that the bot wrote before; over any others a person leads."""


@dataclass(frozen=True)
class TimelineComment:
    """Tell managers something beside the lead."""

    kind = "timeline_comment"
    member_id: str
    lead_id: int
    text: str = field(repr=False)
    marker: str
    """A short end of the text, unlike that of any other comment: it proves the comment is there."""


@dataclass(frozen=True)
class DealConvert:
    """Turn the lead of a placed order into a deal, in steps of which each is looked for first."""

    kind = "deal_convert"
    member_id: str
    lead_id: int
    order_number: str
    title: str = field(repr=False)
    comment: str = field(repr=False)
    contact: Contact = field(repr=False)
    rows: tuple[ProductRow, ...] = ()
    address: str | None = field(default=None, repr=False)
    status_id: str | None = None
    """Where the lead goes when all the rest is done."""
    seen_status_id: str | None = None
    """The status that was seen when this was decided; over any other one a person leads."""
