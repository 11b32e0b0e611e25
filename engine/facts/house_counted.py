"""Count no house as pieces: `Псков, Мира, 5 бош` tells where to, and what is taken already."""

from engine.facts.addresses import Address
from engine.facts.choice import Choice
from engine.facts.said import Said


def without_house_counted(choice: Choice, address: Address, said: Said) -> Choice:
    """Return the choice without pieces whose only digits in the message end the address."""
    house = (address.text or "").rpartition(" ")[2]
    counts = {choice.quantity, *choice.quantities.values()} - {0}
    if not house.isdecimal() or counts != {int(house)} or said.words.lower.count(house) != 1:
        return choice
    return choice._replace(quantity=0, quantities={})
