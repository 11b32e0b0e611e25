"""Tell cars from pieces: `x5` is a BMW where no offer is counted."""

import re

from engine.facts.said import Said

_BODY = re.compile(r"[a-zа-я]\d{2,3}")
"""How makers call bodies: a letter and a number."""

_GENERATION = re.compile(r"[1-9]\d")


def is_car_model(said: Said, *, first: int, last: int, offered: bool, chosen: bool) -> bool:
    """`на х3`, `bmw x6`, `x5 e70`; `бампер x5` as well until an offer is chosen."""
    words = said.words.lower
    if _is_generation(said, first, last):
        return True
    if not any((model.first, model.last) == (first, last) for model in said.names.models):
        return False
    after = words[last] if last < len(words) else ""
    on = first > 0 and words[first - 1] == "на"
    of_make = any(last == make.first or first == make.last for make in said.names.makes)
    of_part = any(first == hit.last for hit in said.hits if hit.key == "part_words")
    of_car = on or of_make or _BODY.fullmatch(after) is not None
    return not offered or of_car or (of_part and not chosen)


def _is_generation(said: Said, first: int, last: int) -> bool:
    """`камри 50`: two digits right behind a car's name, with no unit of their own."""
    told = last == first + 1 and _GENERATION.fullmatch(said.words.lower[first])
    return bool(told) and any(make.last == first for make in said.names.makes)
