"""Count no house as pieces: `Псков, Мира, 5 бош` tells where to, and what is taken already."""

from engine.facts.addresses import Address
from engine.facts.choice import Choice
from engine.facts.numerals import count_at
from engine.facts.pairs import pair_count
from engine.facts.said import Said


def without_house_counted(choice: Choice, address: Address, said: Said) -> Choice:
    """Return the choice without pieces that nothing but the digits of the house can tell."""
    house = (address.text or "").rpartition(" ")[2]
    counts = {choice.quantity, *choice.quantities.values()} - {0}
    if not house.isdecimal() or counts != {int(house)} or said.says("piece_words"):
        return choice
    words = said.words
    told = [
        place
        for place, word in enumerate(words.lower)
        if int(house) in {count_at(words, place), pair_count(word)}
    ]
    return choice._replace(quantity=0, quantities={}) if len(told) == 1 else choice
