"""What a contact lacks of what the client has told; nothing that stands there is replaced."""

from collections.abc import Mapping

from engine.session import Contact
from integrations.bitrix24.crm_wire import ContactCard
from integrations.bitrix24.phone_forms import same_phone


def missing_names(card: ContactCard, told: Contact) -> Mapping[str, str]:
    """Return the parts of the name to fill in.

    A name read out of a chat is a guess: it completes a contact without a surname whose first
    name, if any, is the same, and leaves any other name as it is.
    """
    known = card.contact
    if known.last_name or not told.is_named:
        return {}
    if known.first_name and not _same(known.first_name, told.first_name):
        return {}
    parts = {
        "lastName": (known.last_name, told.last_name),
        "name": (known.first_name, told.first_name),
        "secondName": (known.middle_name, told.middle_name),
    }
    return {name: new for name, (old, new) in parts.items() if new and not old}


def lacks_phone(card: ContactCard, phone: str | None) -> bool:
    """Say whether the phone stands there in no form at all."""
    return bool(phone) and not any(same_phone(phone or "", known) for known in card.phones)


def new_phone(phone: str) -> Mapping[str, object]:
    """Return the multi-field that adds a phone; written twice it would be there twice."""
    return {"n0": {"typeId": "PHONE", "valueType": "WORK", "value": phone}}


def names_of(contact: Contact) -> Mapping[str, str]:
    """Return the whole name under the CRM's names."""
    parts = {
        "lastName": contact.last_name,
        "name": contact.first_name,
        "secondName": contact.middle_name,
    }
    return {name: value for name, value in parts.items() if value}


def _same(one: str, other: str | None) -> bool:
    return one.strip().casefold() == (other or "").strip().casefold()
