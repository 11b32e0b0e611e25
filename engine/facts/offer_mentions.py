"""Find where a message names offers: by number, ordinal, maker, price, term or merit."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at, is_ending, ordinal_at
from engine.facts.said import Said
from engine.facts.words import Words
from engine.session import Offer

_JOINING = frozenset({"и", "или", "либо", "плюс", "еще", "да", "а", "но"})
_POINTING = frozenset(
    ("который", "которая", "которое", "тот", "та", "то", "что", "где", "этот", "вот")
)
_DAYS = re.compile(r"дн\w{1,2}|день|сут\w+")
_TERMS = {"день": 1, "сутки": 1, "неделю": 7}
_LAST = frozenset(
    ("последний", "последнюю", "последняя", "последнее", "последнего", "крайний", "крайнюю")
)
_NUMBER_WORDS = frozenset(("номер", "номером", "номера", "no", "n"))
_NEAR = 3
_PAIR = 2
_SAYS_OF_OFFERS = {
    "choose_words": _NEAR,
    "prefer_words": _NEAR,
    "refuse_words": _NEAR,
    "add_words": 1,
    "leave_words": 1,
    "piece_words": 1,
}
"""Words that make an ordinal an offer where other data are awaited, and how near they stand."""

_UNKNOWN_LIMIT = 50
"""No list is that long: higher numbers are something else."""


@dataclass(frozen=True)
class Mention:
    """Words first..last name these offers; an id of no offer is one the client made up."""

    ids: tuple[int, ...]
    first: int
    last: int


@dataclass(frozen=True)
class Hearing:
    """What a message is looked at with."""

    said: Said
    offers: Sequence[Offer]
    numbers: frozenset[int]
    """Words that are taken by numbers of parts, phones and the like, or by pieces."""
    strict: bool
    """Digits and ordinals alone choose nothing: other data are awaited."""

    def places(self, key: str) -> tuple[int, ...]:
        return tuple(
            index
            for hit in self.said.hits
            if hit.key == key
            for index in range(hit.first, hit.last)
        )

    def taking(self, index: int, reach: int) -> bool:
        """Say whether words of taking or preferring stand close."""
        return any(self.near(key, index, reach) for key in ("choose_words", "prefer_words"))

    def near(self, key: str, index: int, reach: int) -> bool:
        """Say whether words of a lexicon fact stand close, within the clause."""
        words = self.said.words
        return any(
            abs(place - index) <= reach
            and not any(words.breaks[min(place, index) + 1 : max(place, index) + 1])
            for place in self.places(key)
        )


def find_mentions(hearing: Hearing) -> list[Mention]:
    """Return mentions in order of place; each word tells of one offer at most."""
    finders: tuple[Callable[[Hearing], Iterator[Mention]], ...] = (
        _by_merit,
        _by_price_or_term,
        _by_ordinal,
        _by_digit,
        _by_maker,
        _all_of_them,
    )
    found: list[Mention] = []
    taken: set[int] = set()
    for finder in finders:
        for mention in finder(hearing):
            places = range(mention.first, mention.last)
            if taken.isdisjoint(places):
                taken.update(places)
                found.append(mention)
    return sorted(found, key=lambda mention: mention.first)


def _by_ordinal(hearing: Hearing) -> Iterator[Mention]:
    words = hearing.said.words
    for index, word in enumerate(words.lower):
        number = len(hearing.offers) if word in _LAST else ordinal_at(words, index)
        if number is None or index in hearing.numbers:
            continue
        last = index + 2 if index + 1 < len(words) and is_ending(words, index + 1) else index + 1
        if not _is_option(hearing, index, last):
            continue
        if number == 1 and (several := _first_several(hearing, index)):
            yield several
        else:
            yield Mention((_in_group(hearing, number),), index, last)


def _first_several(hearing: Hearing, index: int) -> Mention | None:
    """`первые два`, `два первых`."""
    words = hearing.said.words
    for beside in (index - 1, index + 1):
        if not 0 <= beside < len(words) or words.breaks[max(index, beside)]:
            continue
        count = cardinal_at(words, beside) or 0
        if count > 1 and not words.lower[beside].isdecimal():
            ids = tuple(offer.id for offer in hearing.offers[:count])
            return Mention(ids, min(index, beside), max(index, beside) + 1)
    return None


def _is_option(hearing: Hearing, index: int, last: int) -> bool:
    if hearing.near("option_words", index, 1) or hearing.near("option_words", last - 1, 1):
        return True
    taken = hearing.taking(index, _NEAR)
    if not taken and _counts_something_else(hearing, last):
        return False
    if not hearing.strict:
        return True
    return any(hearing.near(key, index, reach) for key, reach in _SAYS_OF_OFFERS.items())


def _counts_something_else(hearing: Hearing, after: int) -> bool:
    """`первая машина`, `второй день`: the ordinal belongs to a noun that is no offer."""
    words = hearing.said.words
    if after >= len(words) or words.breaks[after]:
        return False
    offered = {*hearing.places("part_words"), *hearing.places("piece_words")}
    if after in offered or after in hearing.numbers:
        return False
    return str(parses(words.lower[after])[0].tag.POS) == "NOUN"


def _in_group(hearing: Hearing, number: int) -> int:
    """Count within the offers of a part number that stands in the message."""
    group = named_offers(hearing)
    if len(group) < len(hearing.offers) and 0 < number <= len(group):
        return group[number - 1].id
    return _id_of(hearing, number)


def _id_of(hearing: Hearing, number: int) -> int:
    """Return the id a client means by a number: ids of other callers need not count from one."""
    ids = [offer.id for offer in hearing.offers]
    counted = number in ids or not 0 < number <= len(ids) or min(ids) <= len(ids)
    return number if counted else ids[number - 1]


def named_offers(hearing: Hearing) -> Sequence[Offer]:
    """Return the offers of the part numbers named, or all when none is."""
    words = hearing.said.words
    codes = "".join(words.codes[index] for index in sorted(hearing.numbers))
    named = [offer for offer in hearing.offers if offer.part_number in codes]
    return named or hearing.offers


def _by_digit(hearing: Hearing) -> Iterator[Mention]:
    words = hearing.said.words
    counts = [
        index
        for index in range(len(words))
        if index not in hearing.numbers and 0 < (cardinal_at(words, index) or 0) < _UNKNOWN_LIMIT
    ]
    only = not hearing.strict and _nothing_but_digits(hearing)
    meant = [only or _is_digit_of_option(hearing, index) for index in counts]
    # `1, 3 и 5`: what is said of one digit of a list is said of all.
    for order in (range(1, len(counts)), range(len(counts) - 2, -1, -1)):
        for place in order:
            beside = place - 1 if order.step > 0 else place + 1
            ends = sorted((counts[place], counts[beside]))
            listed = words.lower[counts[place]].isdecimal() and _goes_on(words, *ends)
            meant[place] = meant[place] or (meant[beside] and listed)
    for index, chosen in zip(counts, meant, strict=True):
        if chosen:
            number = _id_of(hearing, cardinal_at(words, index) or 0)
            yield Mention((number,), index, index + 1)


def _is_digit_of_option(hearing: Hearing, index: int) -> bool:
    if hearing.said.words.lower[index].isdecimal():
        return _pointed_at(hearing, index) or _chosen_by_digit(hearing, index)
    return (
        hearing.near("option_words", index, 1)
        or _after_number_word(hearing, index)
        or (hearing.taking(index, _NEAR) and _is_listed(hearing.said.words, index))
    )


def _is_listed(words: Words, index: int) -> bool:
    """`три и один`: counts do not stand in lists, offers do."""
    places = ((index - 2, index - 1), (index + 2, index + 1))
    return any(
        0 <= beside < len(words)
        and words.lower[joint] == "и"
        and cardinal_at(words, beside) is not None
        for beside, joint in places
    )


def _goes_on(words: Words, before: int, index: int) -> bool:
    """`1, 3 и 5`: only commas and conjunctions between two digits of a list."""
    return all(word in _JOINING for word in words.lower[before + 1 : index])


def _pointed_at(hearing: Hearing, index: int) -> bool:
    words = hearing.said.words
    sign = words.text[max(0, words.starts[index] - 2) : words.starts[index]]
    signed = "№" in sign or "#" in sign
    return signed or hearing.near("option_words", index, 1) or _after_number_word(hearing, index)


def _after_number_word(hearing: Hearing, index: int) -> bool:
    if not index or hearing.said.words.lower[index - 1] not in _NUMBER_WORDS:
        return False
    return not hearing.strict or hearing.taking(index, _NEAR)


def _chosen_by_digit(hearing: Hearing, index: int) -> bool:
    words = hearing.said.words
    after = index + 1
    counted = after < len(words) and not words.breaks[after] and _is_noun(words.lower[after])
    if counted and not hearing.near("option_words", index, 1):
        return False
    reach = 1 if hearing.strict else _NEAR
    negated = index > 0 and words.lower[index - 1] == "не" and not hearing.strict
    return negated or hearing.taking(index, reach)


def _is_noun(word: str) -> bool:
    return str(parses(word)[0].tag.POS) == "NOUN"


def _nothing_but_digits(hearing: Hearing) -> bool:
    words, polite = hearing.said.words, hearing.places("polite_words")
    rest = [
        index
        for index, word in enumerate(words.lower)
        if word not in _JOINING
        and word != "не"
        and index not in polite
        and index not in hearing.numbers
    ]
    return bool(rest) and all(
        0 < (cardinal_at(words, index) or 0) < _UNKNOWN_LIMIT for index in rest
    )


def _by_maker(hearing: Hearing) -> Iterator[Mention]:
    if hearing.strict and not hearing.places("choose_words"):
        return
    for hit in (*hearing.said.names.brands, *hearing.said.names.makes):
        made = [o.id for o in named_offers(hearing) if o.brand.casefold() == hit.key.casefold()]
        if len(made) == 1 and _speaks_of_choosing(hearing):
            yield Mention(tuple(made), hit.first, hit.last)


def _speaks_of_choosing(hearing: Hearing) -> bool:
    if hearing.places("choose_words"):
        return True
    return len(hearing.said.words) <= _NEAR and "?" not in hearing.said.words.text


def _by_price_or_term(hearing: Hearing) -> Iterator[Mention]:
    words = hearing.said.words
    if not (hearing.places("choose_words") or _POINTING.intersection(words.lower)):
        return
    for index in range(1, len(words)):
        value = _TERMS.get(words.lower[index]) or cardinal_at(words, index)
        if value is None or index in hearing.numbers or words.lower[index - 1] not in {"за", "по"}:
            continue
        after = words.lower[index + 1] if index + 1 < len(words) else ""
        in_days = words.lower[index] in _TERMS or _DAYS.fullmatch(after) is not None
        fitting = [
            offer.id
            for offer in named_offers(hearing)
            if (offer.delivery_days == value if in_days else int(offer.price) == value)
        ]
        if len(fitting) == 1:
            yield Mention(tuple(fitting), index - 1, index + 1)


def _by_merit(hearing: Hearing) -> Iterator[Mention]:
    if "?" in hearing.said.words.text and not hearing.places("choose_words"):
        return
    for hit in hearing.said.hits:
        best = _MERITS.get(hit.key)
        superlative = hit.key.startswith("most_")
        if best and (superlative or hearing.places("choose_words")):
            yield Mention((min(named_offers(hearing), key=best).id,), hit.first, hit.last)


def _days(offer: Offer) -> float:
    return float("inf") if offer.delivery_days is None else offer.delivery_days


def _cheap(offer: Offer) -> tuple[float, float]:
    return float(offer.price), _days(offer)


def _fast(offer: Offer) -> tuple[float, float]:
    return _days(offer), float(offer.price)


def _dear(offer: Offer) -> tuple[float, float]:
    return -float(offer.price), _days(offer)


_MERITS: dict[str, Callable[[Offer], tuple[float, float]]] = {
    "most_dear": _dear,
    "most_cheap": _cheap,
    "cheaper_words": _cheap,
    "most_fast": _fast,
    "faster_words": _fast,
}


def _all_of_them(hearing: Hearing) -> Iterator[Mention]:
    if hearing.strict and not hearing.places("choose_words"):
        return
    for hit in hearing.said.hits:
        pair = hit.key == "both_words" and len(hearing.offers) == _PAIR
        if pair or (hit.key == "all_words" and len(hearing.offers) > 1):
            ids = tuple(offer.id for offer in named_offers(hearing))
            # The phrase may reach over other mentions: `кроме второго все`.
            yield Mention(ids, hit.last - 1, hit.last)
