"""Finds or creates the contact of a lead and completes it with what the client has told."""

from engine.session import Contact
from integrations.bitrix24.contact_changes import (
    lacks_phone,
    missing_names,
    names_of,
    new_phone,
)
from integrations.bitrix24.creation_steps import CreationSteps
from integrations.bitrix24.crm_items import ORIGINATOR, CrmItems
from integrations.bitrix24.crm_wire import (
    CONTACT_TYPE_ID,
    LEAD_TYPE_ID,
    ContactCard,
    LeadCard,
    found_contacts,
)
from integrations.bitrix24.phone_forms import phone_forms, same_phone

_FIND = "crm.duplicate.findbycomm"


def ensure_contact(
    items: CrmItems, lead: LeadCard, told: Contact, steps: CreationSteps
) -> int | None:
    """Return the contact of the lead; None when there is none and no phone to know one by.

    A contact that the portal has bound to the lead stays, whoever else has this phone.
    """
    contact_id = lead.contact_id
    if contact_id is None:
        if not told.phone:
            return None
        contact_id = _found_or_created(items, lead, told, told.phone, steps)
    _complete(items, items.contact(contact_id), told, steps)
    if lead.contact_id is None:
        items.update(LEAD_TYPE_ID, lead.lead.id, {"contactId": contact_id})
    return contact_id


def _found_or_created(
    items: CrmItems, lead: LeadCard, told: Contact, phone: str, steps: CreationSteps
) -> int:
    origin = f"lead-{lead.lead.id}"
    fields = {
        **names_of(told),
        "fm": new_phone(phone),
        "originatorId": ORIGINATOR,
        "originId": origin,
        **({"assignedById": lead.assigned_by_id} if lead.assigned_by_id else {}),
    }
    return steps.once(
        "contact",
        find=lambda: _by_phone(items, phone) or _by_origin(items, origin, phone),
        create=lambda: items.add(CONTACT_TYPE_ID, fields),
    )


def _by_phone(items: CrmItems, phone: str) -> int | None:
    params = {"type": "PHONE", "values": list(phone_forms(phone)), "entity_type": "CONTACT"}
    ids = found_contacts(items.client.call(items.portal, _FIND, params))
    return _oldest(items.contacts({"@id": list(ids)}), phone) if ids else None


def _by_origin(items: CrmItems, origin: str, phone: str) -> int | None:
    wanted = {"=originatorId": ORIGINATOR, "=originId": origin}
    return _oldest(items.contacts(wanted), phone)


def _oldest(cards: tuple[ContactCard, ...], phone: str) -> int | None:
    """Look at the phones again: the index of duplicates may know more than is true today."""
    holders = [card.id for card in cards if any(same_phone(phone, own) for own in card.phones)]
    return min(holders, default=None)


def _complete(items: CrmItems, card: ContactCard, told: Contact, steps: CreationSteps) -> None:
    names = missing_names(card, told)
    if names:
        items.update(CONTACT_TYPE_ID, card.id, names)
    phone = told.phone
    if phone and lacks_phone(card, phone):
        steps.once(
            "phone",
            find=lambda: None,
            create=lambda: items.update(CONTACT_TYPE_ID, card.id, {"fm": new_phone(phone)}),
        )
