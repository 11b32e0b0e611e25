"""Say what every number of a message is: part, VIN, phone, order, or nothing in particular."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from engine.facts.amounts_beside_makers import amounts_beside_makers, without_brands
from engine.facts.called_parts import called_parts, doubtful_phones
from engine.facts.candidates import Candidate, read_candidates
from engine.facts.claims import Claims, claim_not_parts
from engine.facts.number_context import Near, NumberContext
from engine.facts.number_refusals import goes_back, refused_places
from engine.facts.part_knowledge import PartNumberKnowledge
from engine.facts.phones import Phones, is_broken_phone, read_phones
from engine.facts.prices_told import claim_prices
from engine.facts.said import Said
from engine.facts.vins import Vins, read_vins
from engine.session import Offer

NumberMeaning = Literal["part", "order", "phone", "broken_phone", "bare"]

FINDINGS_LIMIT = 50
_STAGES_AWAITING_PHONE = frozenset({"CONTACT", "ADDRESS"})
_STAGES_AWAITING_ADDRESS = frozenset({"CONTACT", "ADDRESS", "FINAL"})
_ORDER_DIGITS = range(3, 11)
_ORDER_REACH = 2
_SHORT_PART = range(4, 7)
_SURE_PART_DIGITS = 7
_FOR_WHAT = frozenset({"на", "для", "от", "к", "под"})
_FRAMED = ("vin_words", "frame_words")
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
    goes_back: bool
    """The parts named were bought and are given back."""
    knows_shape: Callable[[str], bool]
    cars_at: frozenset[int]
    """Words that say what a part is for, as far as a series like cars is named: `на w610`."""
    only_numbers: bool
    """A series is named, and nothing but numbers, and how many of them, is said."""
    doubtful: frozenset[int]
    """Words that may be a part, a phone or a price: only the client knows."""


def read_numbers(
    said: Said,
    knowledge: PartNumberKnowledge,
    context: NumberContext,
    *,
    stage: str,
    offers: Sequence[Offer] = (),
    searched: bool = False,
) -> Numbers:
    """Read every number in the order of precedence: not parts, VIN, phone, order, part."""
    words = said.words
    if not words.with_digits:
        return NO_NUMBERS
    claims = Claims(words)
    claim_not_parts(said, claims, knowledge, at_address=stage in _STAGES_AWAITING_ADDRESS)
    claim_prices(said, claims, offers, knowledge)
    other_things = claims.taken()
    announced, framed = _behind(said, "vin_words"), _behind(said, *_FRAMED)
    vins = read_vins(words, claims, announced_at=announced, framed_at=framed)
    called = called_parts(said)
    doubtful = frozenset() if stage in _STAGES_AWAITING_PHONE else doubtful_phones(said) - called
    phones = read_phones(words, claims, called_parts=called | doubtful)
    places = claims.taken() - other_things
    for hit in (*said.names.makes, *said.names.brands):
        claims.claim(hit.first, hit.last)
    strange = frozenset() if offers or searched else amounts_beside_makers(said, knowledge)
    candidates = read_candidates(words, claims, knowledge, without_brands(said.names, strange))
    reading = _Reading(
        len(words),
        context,
        phones,
        stage,
        has_vin=bool(vins.found) or vins.incomplete,
        refused=refused_places(said, candidates),
        goes_back=goes_back(said),
        has_part=any(candidate.kind == "part" for candidate in candidates),
        knows_shape=knowledge.has_shape,
        cars_at=_cars_at(said, candidates),
        only_numbers=_says_only_series(said, candidates),
        doubtful=doubtful | strange,
    )
    return _sorted_out(candidates, reading, vins, places)


def _behind(said: Said, *keys: str) -> frozenset[int]:
    return frozenset(hit.last for hit in said.hits if hit.key in keys)


def _cars_at(said: Said, candidates: list[Candidate]) -> frozenset[int]:
    if not any(candidate.kind == "series_alike" for candidate in candidates):
        return frozenset()
    words = said.words.lower
    after = {place for place in range(1, len(words)) if words[place - 1] in _FOR_WHAT}
    return frozenset(after | {hit.last for hit in said.hits if hit.key == "car_unit_words"})


def _says_only_series(said: Said, candidates: list[Candidate]) -> bool:
    if not any(candidate.kind == "series" for candidate in candidates):
        return False
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
    read, refused = set(places), set[str]()
    for candidate in candidates:
        meaning = _meaning(candidate, reading)
        if meaning is None or candidate.code in vins.found:
            continue
        read.update(range(candidate.first, candidate.last))
        phone = reading.phones.possible[candidate.first] if meaning == "phone" else None
        found[meaning][phone or candidate.code] = None
        if meaning == "part" and candidate.first in reading.refused:
            refused.add(candidate.code)
    _join_alike(found)
    bare = [code for code in found["bare"] if code not in found["part"]]
    return Numbers(
        part_numbers=_limited(_sought(found["part"], refused, reading)),
        order_numbers=_limited(found["order"]),
        phones=_limited(found["phone"]),
        broken_phones=_limited(found["broken_phone"]),
        bare=_limited(bare),
        vins=vins,
        places=frozenset(read),
    )


def _sought(parts: Iterable[str], refused: set[str], reading: _Reading) -> Iterable[str]:
    if reading.goes_back:
        return ()
    # Of a number that alone is refused, the refusal is what counts.
    return [code for code in parts if code not in refused] or parts


def _join_alike(found: Mapping[NumberMeaning, dict[str, None]]) -> None:
    """Take bare numbers as long as a part number told for parts too: a list has one kind."""
    lengths = {len(code) for code in found["part"] if code.isdecimal()}
    for code in [code for code in found["bare"] if len(code) in lengths]:
        found["part"][code] = None
        del found["bare"][code]


def _limited(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(found)[:FINDINGS_LIMIT]


def _meaning(candidate: Candidate, reading: _Reading) -> NumberMeaning | None:
    if candidate.kind == "part":
        return "part"
    if candidate.first in reading.doubtful:
        return "bare"
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
    if _is_a_makers(candidate, reading):
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
    if len(candidate.code) in _ORDER_DIGITS:
        return False
    if reading.phones.found:
        # `11427541827 тел 89031234567`: the phone is told beside it.
        return reading.stage not in _STAGES_AWAITING_PHONE
    context = reading.context
    return not context.phone and (context.buying or context.delivery)


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
