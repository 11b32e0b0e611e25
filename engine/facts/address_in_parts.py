"""Join an address that is told in several messages: the town first, then the street."""

from engine.facts.addresses import Address, is_town
from engine.facts.knowledge import Knowledge
from engine.facts.said import read_said


def is_part(address: str | None, knowledge: Knowledge) -> bool:
    """Say whether what is known of the address is a town, its street still to be told."""
    if not address or any(map(str.isdecimal, address)):
        return False
    return is_town(read_said(address, knowledge))


def joined(told: Address, known: str | None, knowledge: Knowledge) -> Address:
    """Put the town known before a street told without one; a whole address stays as it is."""
    if told.town:
        keeps = (not known or is_part(known, knowledge)) and is_part(told.town, knowledge)
        return told if keeps else told._replace(town=None)
    if told.text is None or told.names_town or not is_part(known, knowledge):
        return told
    return told._replace(text=f"{known}, {told.text}")
