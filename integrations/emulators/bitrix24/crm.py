"""Everything the CRM of the emulated portal holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from integrations.emulators.bitrix24.item_fields import (
    CONTACT_FIELDS,
    DEAL_FIELDS,
    LEAD_FIELDS,
    ItemFields,
)
from integrations.emulators.bitrix24.product_rows import Owner, ProductRowBook
from integrations.emulators.bitrix24.records import Record, RecordBook
from integrations.emulators.bitrix24.timeline import Timeline
from integrations.emulators.configuration import Portal

LEAD, DEAL, CONTACT = 1, 2, 3
"""entityTypeId of the items kept here."""

TYPE_CODES = {"L": LEAD, "D": DEAL}
"""ownerType of product rows."""


@dataclass(frozen=True)
class Shelf:
    """The items of one type with their fields."""

    book: RecordBook
    fields: ItemFields


@dataclass
class Conversion:
    """Who turns leads into deals: nobody but REST callers, the simple mode, or automation."""

    simple_mode: bool = False
    automation_statuses: frozenset[str] = frozenset()
    """A lead that enters one of these is converted by the portal itself."""


@dataclass(frozen=True)
class Crm:
    """Leads, contacts, deals, their rows and comments, and how leads are converted."""

    shelves: Mapping[int, Shelf]
    rows: ProductRowBook
    timeline: Timeline
    conversion: Conversion = field(default_factory=Conversion)

    @property
    def leads(self) -> RecordBook:
        return self.shelves[LEAD].book

    @property
    def contacts(self) -> RecordBook:
        return self.shelves[CONTACT].book

    @property
    def deals(self) -> RecordBook:
        return self.shelves[DEAL].book

    def owner(self, owner: Owner) -> Record | None:
        code, record_id = owner
        return self.shelves[TYPE_CODES[code]].book.find(record_id)

    def recount(self, owner: Owner) -> None:
        """Compute the amount from the rows unless a person set it by hand."""
        record = self.owner(owner)
        if record is not None and record.value("IS_MANUAL_OPPORTUNITY") != "Y":
            book = self.shelves[TYPE_CODES[owner[0]]].book
            book.update(record.record_id, {"OPPORTUNITY": f"{self.rows.total(owner):.2f}"})

    def lead_saved(self, before: Record | None, lead: Record) -> None:
        """Do what the portal does by itself after a lead was created or moved."""
        status = lead.value("STATUS_ID")
        moved = before is None or before.value("STATUS_ID") != status
        by_mode = before is None and self.conversion.simple_mode and lead.value("NAME")
        if by_mode or (moved and status in self.conversion.automation_statuses):
            self.convert(lead)

    def convert(self, lead: Record) -> Record:
        """Make a deal of a lead the way the portal's own conversion does."""
        copied = ("TITLE", "ASSIGNED_BY_ID", "CONTACT_ID", "COMPANY_ID", "SOURCE_ID")
        values = {name: lead.value(name) for name in copied if lead.value(name)}
        deal = self.deals.create({**values, "LEAD_ID": str(lead.record_id)})
        rows = [stored.row for stored in self.rows.of(("L", lead.record_id))]
        self.rows.set(("D", deal.record_id), rows)
        self.recount(("D", deal.record_id))
        self.leads.update(lead.record_id, {"STATUS_ID": "CONVERTED"})
        return deal


def new_crm(portal: Portal, clock: Callable[[], float]) -> Crm:
    """Return the empty CRM of a portal."""
    sold = {"CURRENCY_ID": "RUB", "OPENED": "Y"}
    leads = RecordBook(
        first_id=3001,
        defaults=sold,
        clock=clock,
        stage_field="STATUS_ID",
        stages=portal.lead_statuses,
    )
    deals = RecordBook(
        first_id=9001,
        defaults={**sold, "CATEGORY_ID": "0"},
        clock=clock,
        stage_field="STAGE_ID",
        stages=portal.deal_stages,
    )
    contacts = RecordBook(first_id=4001, defaults={"OPENED": "Y"}, clock=clock)
    return Crm(
        shelves={
            LEAD: Shelf(leads, ItemFields(LEAD_FIELDS, portal.lead_user_fields)),
            DEAL: Shelf(deals, ItemFields(DEAL_FIELDS, portal.deal_user_fields)),
            CONTACT: Shelf(contacts, ItemFields(CONTACT_FIELDS, portal.contact_user_fields)),
        },
        rows=ProductRowBook(),
        timeline=Timeline(clock),
    )
