"""Say what every number of a message is: part, VIN, phone, order, or nothing in particular."""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, NamedTuple

from engine.facts.candidates import Candidate, read_candidates
from engine.facts.claims import Claims, claim_not_parts
from engine.facts.number_context import Near, NumberContext
from engine.facts.number_refusals import refused_places
from engine.facts.part_knowledge import PartNumberKnowledge
from engine.facts.phones import Phones, is_broken_phone, read_phones
from engine.facts.said import Said
from engine.facts.vins import Vins, read_vins
from engine.facts.words import Words

NumberMeaning = Literal["part", "order", "phone", "broken_phone", "bare"]

FINDINGS_LIMIT = 50
_STAGES_AWAITING_PHONE = frozenset({"CONTACT", "ADDRESS"})
_STAGES_AWAITING_ADDRESS = frozenset({"CONTACT", "ADDRESS", "FINAL"})
_ORDER_DIGITS = range(3, 11)
_ORDER_REACH = 2
_SHORT_PART = range(4, 7)
_SURE_PART_DIGITS = 7
_CALLING = frozenset({"calls_part", "article_words"})
_SAYS_WHAT_IT_IS = (("это",), ("не", "телефон", "а"), ("это", "не", "телефон", "а"))
_FOR_WHAT = frozenset({"на", "для", "от", "к", "под"})
_POLITE = frozenset({"greeting", "thanks", "polite_words"})
_COUNTING = frozenset(("", "и", "по", "шт", "штук", "штуки", "штуке", "штука", "или", "плюс"))


class Numbers(NamedTuple):
    """Cleaned numbers of one message by meaning, in order of place, each once."""

    part_numbers: tuple[str, ...] = ()
    order_numbers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    broken_phones: tuple[str, ...] = ()
    """Where a phone is awaited, numbers with a digit too few or too many for one."""
    vins: Vins = Vins()
    places: frozenset[int] = frozenset()
    """Indexes of the words that are part of any of these numbers."""


NO_NUMBERS = Numbers()


class _Reading(NamedTuple):
    words_count: int
    context: NumberContext
    phones: Phones
    stage: str
    has_vin: bool
    has_part: bool
    refused: frozenset[int]
    """First words of the numbers that the client does not want."""
    knows_shape: Callable[[str], bool]
    cars_at: frozenset[int]
    """Words that say what a part is for, as far as a series like cars is named: `на w610`."""
    only_numbers: bool
    """A series is named, and nothing but numbers, and how many of them, is said."""


def read_numbers(
    said: Said, knowledge: PartNumberKnowledge, context: NumberContext, *, stage: str
) -> Numbers:
    """Read every number in the order of precedence: not parts, VIN, phone, order, part."""
    words = said.words
    if not words.with_digits:
        return NO_NUMBERS
    claims = Claims(words)
    claim_not_parts(words, claims, knowledge)
    other_things = claims.taken()
    announced = {hit.last for hit in said.hits if hit.key == "vin_words"}
    vins = read_vins(words, claims, announced_at=announced)
    phones = read_phones(words, claims, called_parts=_called_parts(said))
    places = claims.taken() - other_things
    for hit in (*said.names.makes, *said.names.brands):
        claims.claim(hit.first, hit.last)
    candidates = read_candidates(words, claims, knowledge, said.names)
    kinds = {candidate.kind for candidate in candidates}
    reading = _Reading(
        len(words),
        context,
        phones,
        stage,
        has_vin=bool(vins.found) or vins.incomplete,
        refused=refused_places(said, candidates),
        has_part="part" in kinds,
        knows_shape=knowledge.has_shape,
        cars_at=_cars_at(said) if "series_alike" in kinds else frozenset(),
        only_numbers="series" in kinds and _says_only(said, candidates),
    )
    return _sorted_out(candidates, reading, vins, places)


def _called_parts(said: Said) -> frozenset[int]:
    """Find numbers of which the client says what they are: `89031234567 это деталь`."""
    if _CALLING.isdisjoint(said.keys):
        return frozenset()
    named = [(hit.first, hit.last) for hit in said.hits if hit.key == "calls_part"]
    before = {
        first - len(words) - 1
        for first, _ in named
        for words in _SAYS_WHAT_IT_IS
        if said.words.lower[max(0, first - len(words)) : first] == words
    }
    after = {
        last
        for first, last in named
        if said.words.lower[max(0, first - 1) : first] == ("это",) and not said.words.breaks[last]
    }
    # `артикул: 79161234567`, but not `артикул потом, 79161234567`.
    announced = {
        hit.last
        for hit in said.hits
        if hit.key == "article_words" and _leads_to(said.words, hit.last)
    }
    return frozenset(before | after | announced)


def _leads_to(words: Words, index: int) -> bool:
    return index < len(words) and words.separator(index).strip() in {"", ":", "-", "№"}


def _cars_at(said: Said) -> frozenset[int]:
    words = said.words.lower
    after = {place for place in range(1, len(words)) if words[place - 1] in _FOR_WHAT}
    return frozenset(after | {hit.last for hit in said.hits if hit.key == "car_unit_words"})


def _says_only(said: Said, candidates: list[Candidate]) -> bool:
    spans = [(found.first, found.last) for found in candidates]
    spans += [(hit.first, hit.last) for hit in said.hits if hit.key in _POLITE]
    passed = {place for first, last in spans for place in range(first, last)}
    return all(
        place in passed or word.strip("0123456789") in _COUNTING
        for place, word in enumerate(said.words.lower)
    )


def _sorted_out(
    candidates: list[Candidate], reading: _Reading, vins: Vins, places: frozenset[int]
) -> Numbers:
    found: Mapping[NumberMeaning, dict[str, None]] = {
        "part": {},
        "order": {},
        "phone": dict.fromkeys(reading.phones.found),
        "broken_phone": {},
        "bare": {},
    }
    read: set[int] = set(places)
    refused: list[str] = []
    for candidate in candidates:
        meaning = _meaning(candidate, reading)
        if meaning:
            read.update(range(candidate.first, candidate.last))
        if meaning == "phone":
            found["phone"][reading.phones.possible[candidate.first]] = None
        elif meaning:
            found[meaning][candidate.code] = None
            if meaning == "part" and candidate.first in reading.refused:
                refused.append(candidate.code)
    _join_alike(found)
    wanted = {code: None for code in found["part"] if code not in refused}
    return Numbers(
        # Of a number that alone is refused, the refusal is what counts.
        part_numbers=_limited(wanted or found["part"]),
        order_numbers=_limited(found["order"]),
        phones=_limited(found["phone"]),
        broken_phones=_limited(found["broken_phone"]),
        bare=_limited({code: None for code in found["bare"] if code not in found["part"]}),
        vins=vins,
        places=frozenset(read),
    )


def _join_alike(found: Mapping[NumberMeaning, dict[str, None]]) -> None:
    """Take bare numbers as long as a part number of the message for parts too: a list has one kind.

    The words that tell what the first one is need not be said again.
    """
    lengths = {len(code) for code in found["part"] if code.isdecimal()}
    for code in [code for code in found["bare"] if len(code) in lengths]:
        found["part"][code] = None
        del found["bare"][code]


def _limited(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(found)[:FINDINGS_LIMIT]


def _meaning(candidate: Candidate, reading: _Reading) -> NumberMeaning | None:
    if candidate.kind == "part":
        return "part"
    near = reading.context.near(first=candidate.first, last=candidate.last)
    if candidate.kind == "plausible":
        return "order" if near == Near("order", 0) else "part"
    if _is_of_series(candidate, near, reading):
        return "part"
    if candidate.kind != "digits":
        return _meaning_of_short(candidate.code, near, reading)
    return _meaning_by_words(candidate, near, reading) or _meaning_by_message(candidate, reading)


def _is_of_series(candidate: Candidate, near: Near, reading: _Reading) -> bool:
    if candidate.kind == "series_alike":
        touching = near.meaning == "part" and near.distance == 0
        return touching and candidate.first not in reading.cars_at
    if candidate.kind != "series" or near == Near("order", 0):
        return False
    spoken_of = reading.context.part_evidence or near.meaning == "part"
    return spoken_of or (reading.only_numbers and reading.stage not in _STAGES_AWAITING_PHONE)


def _meaning_of_short(code: str, near: Near, reading: _Reading) -> NumberMeaning | None:
    if near.meaning != "part" or not any(map(str.isdecimal, code)):
        return None
    named = near.by_name and near.distance == 0
    known = near.distance <= 1 and len(code) in _SHORT_PART and reading.knows_shape(code)
    return "part" if named or known else None


def _meaning_by_words(candidate: Candidate, near: Near, reading: _Reading) -> NumberMeaning | None:
    length = len(candidate.code)
    if near.meaning == "order" and _may_be_order(length, near):
        return "order"
    if near.meaning == "phone" and candidate.first in reading.phones.possible:
        return "phone"
    if near.meaning != "part":
        return None
    if near.by_name and near.distance == 0:
        return "part" if length >= _SHORT_PART.start else None
    touching = near.distance <= 1 and length >= _SHORT_PART.start + 1
    if length >= _SURE_PART_DIGITS or (touching and not candidate.code.endswith("00")):
        return "part"
    return None


def _may_be_order(length: int, near: Near) -> bool:
    if length < _SHORT_PART.start + 1:
        return length in _ORDER_DIGITS and near.distance <= 1
    return length in _ORDER_DIGITS and near.distance <= _ORDER_REACH


def _meaning_by_message(candidate: Candidate, reading: _Reading) -> NumberMeaning | None:
    length, context = len(candidate.code), reading.context
    phone = _phone_shaped(candidate, reading)
    if phone and reading.stage in _STAGES_AWAITING_PHONE:
        return "phone"
    spoken_of = context.part_evidence or reading.has_vin or reading.has_part
    if length >= _SURE_PART_DIGITS and spoken_of:
        return "part"
    if context.order and not context.part_evidence and length in _ORDER_DIGITS[2:]:
        return "order"
    if phone and context.phone:
        return "phone"
    if not context.phone and _is_a_makers(candidate, reading):
        return "part"
    return _meaning_of_unnamed(candidate, reading)


def _meaning_of_unnamed(candidate: Candidate, reading: _Reading) -> NumberMeaning | None:
    if _is_broken_phone(candidate, reading):
        return "broken_phone"
    return "bare" if _is_worth_asking(candidate, reading) else None


def _is_a_makers(candidate: Candidate, reading: _Reading) -> bool:
    """`64119382886 очень нужен`: what a make would give a part, and no phone could be."""
    if not reading.knows_shape(candidate.code) or candidate.first in reading.phones.possible:
        return False
    # Orders and parcels are asked about by their terms too, but their numbers are shorter.
    too_long = len(candidate.code) not in _ORDER_DIGITS
    return too_long and (reading.context.buying or reading.context.delivery)


def _phone_shaped(candidate: Candidate, reading: _Reading) -> bool:
    if candidate.first not in reading.phones.possible:
        return False
    return len(candidate.code) > len("9031234567") or candidate.code[0] == "9"


def _is_broken_phone(candidate: Candidate, reading: _Reading) -> bool:
    return reading.stage in _STAGES_AWAITING_ADDRESS and is_broken_phone(candidate.code)


def _is_worth_asking(candidate: Candidate, reading: _Reading) -> bool:
    length = len(candidate.code)
    if length >= _SURE_PART_DIGITS:
        return True
    if reading.stage in _STAGES_AWAITING_ADDRESS or candidate.code.endswith("00"):
        return False
    alone = candidate.last - candidate.first == reading.words_count
    return length > _SHORT_PART.start or (alone and length == _SHORT_PART.start)
