"""Hear what becomes of some of the pieces chosen: `одну уберите`, `третий не нужен`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.facts.choice import Choice
from engine.facts.counts_beside_makers import makers_of_one_offer
from engine.facts.hearing import Hearing
from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at, holds_cardinal, ordinal_at
from engine.facts.said import Said
from engine.facts.standing_refusals import REFUSAL
from engine.session import Offer, Session

UNCLEAR = Choice("unclear", pieces_unclear=True)
_OFF = ("fewer_pieces_words", "will_not")
_GOT = ("acquired_words", "found_words", "paid_words")
_FOR = frozenset({"вместо", "взамен", "заместо"})
_INSTEAD = _FOR | {"пусть"}
_COMPANY = (
    *("filler_words", "polite_words", "prefer_words", "need_words", "not_more_words"),
    *("part_words", "piece_words", "keep_words", "correction_words"),
)
_BETWEEN = frozenset({"мне", "нам", "из", "них", "я", "то", "и", "а", "еще"})
_ON = frozenset({"на", "от", "с", "из", "и", "а", "будет", "будут", "тогда", "можно", "лучше"})
_WITH = ("ом", "ем")
"""`замените один бошем`"""
_NOT, _WITHOUT = "не", "без"
_FIRST = 1


@dataclass(frozen=True)
class _Told:
    """A count or an ordinal that may be of pieces chosen, and whose they are."""

    first: int
    last: int
    number: int
    ordinal: bool
    offer: Offer
    digit: bool = False
    """It has no unit, and may number an offer."""

    @property
    def left(self) -> int:
        """Return the pieces that stay without those told of; 0 where none does."""
        if self.ordinal:
            return self.number - 1 if self.number == self.offer.quantity else 0
        return max(0, self.offer.quantity - self.number)


def without_some_got(said: Said, session: Session) -> Said:
    """`один муж уже купил` of two pieces wanted gives up no more than that one."""
    if not said.says(REFUSAL) or not _may_tell(said, session):
        return said
    hearing = _hearing(said, session)
    of_some = [hearing.clause(told.first) for told in _told(hearing) if _is_got(hearing, told)]
    hits = (
        hit
        for hit in said.hits
        if hit.key != REFUSAL or not any(hit.first in clause for clause in of_some)
    )
    return replace(said, hits=tuple(hits)) if of_some else said


def with_some_changed(said: Said, session: Session) -> Choice | None:
    """Return what stays of the pieces chosen; None where the message speaks of no part of them."""
    if not _may_tell(said, session):
        return None
    hearing = _hearing(said, session)
    told = list(_told(hearing))
    for one in told:
        if changed := _left_out(hearing, one, told):
            return changed
    told = [one for one in told if not one.digit]
    return _of_another(hearing, told) if told else None


def _may_tell(said: Said, session: Session) -> bool:
    words = said.words
    chosen = session.chosen_offer_ids
    return bool(chosen) and (
        holds_cardinal(words) or any(ordinal_at(words, place) for place in range(len(words)))
    )


def _hearing(said: Said, session: Session) -> Hearing:
    chosen = session.chosen_offer_ids
    return Hearing(said, session.offers, chosen, frozenset(), pieces=(), strict=True)


def _told(hearing: Hearing) -> Iterator[_Told]:
    units = hearing.places("piece_words")
    for place in range(len(hearing.words)):
        ordinal = ordinal_at(hearing.words, place)
        count = None if ordinal else cardinal_at(hearing.words, place)
        counted = place + 1 in units
        number = ordinal or count or 0
        digit = not ordinal and hearing.word(place).isdecimal() and not counted
        offer = _offer_of(hearing, place) if number else None
        if offer is None or ((ordinal or digit) and hearing.id_of(number) in hearing.chosen):
            continue
        yield _Told(place, place + 1 + counted, number, bool(ordinal), offer, digit)


def _offer_of(hearing: Hearing, place: int) -> Offer | None:
    """Return the offer chosen whose maker is named in the clause, or the only one chosen."""
    chosen = [offer for offer in hearing.offers if offer.id in hearing.chosen]
    clause = hearing.clause(place)
    makers = {maker for first, _, maker in hearing.makers if first in clause}
    named = [offer for offer in chosen if offer.brand.casefold() in makers]
    some = named or chosen
    if len(some) == 1:
        return some[0]
    # Of several that nobody named, pieces are wanted of one in doubt.
    return replace(chosen[0], id=0) if any(offer.quantity > 1 for offer in chosen) else None


def _left_out(hearing: Hearing, told: _Told, others: Sequence[_Told]) -> Choice | None:
    """`одну уберите`, `третий не нужен` of three, `минус одна`; `один муж уже купил`."""
    if _is_got(hearing, told):
        if not _says_no_more(hearing, told):
            return UNCLEAR
    elif not _is_off(hearing, told):
        return None
    if told.offer.id == 0 or (told.digit and told.left):
        return UNCLEAR
    if not told.left:
        within = told.ordinal and _FIRST < told.number < told.offer.quantity
        return UNCLEAR if within else _of_no_piece(hearing, told)
    if (
        not all(_agrees(told, other) for other in others)
        or "?" in hearing.words.text
        or _names_others(hearing)
    ):
        return UNCLEAR
    return Choice("one", (told.offer.id,), added=True, quantities={told.offer.id: told.left})


def _of_no_piece(hearing: Hearing, told: _Told) -> Choice | None:
    """`второй фильтр не нужен` of one piece chosen: the second offer, which is not taken."""
    shown = told.ordinal and hearing.id_of(told.number) in {o.id for o in hearing.offers}
    alone = hearing.clause(told.first) == range(len(hearing.words))
    named = hearing.places("part_words") and shown and alone and not _names_others(hearing)
    return Choice(dropped=(hearing.id_of(told.number),)) if named else None


def _agrees(told: _Told, other: _Told) -> bool:
    """`один уберите, два оставьте` of three; `один уже купила, второй нужен` of two."""
    had = told.offer.quantity
    if other == told or other.digit:
        return True
    if other.ordinal:
        return other.number == had
    return other.number == told.left or (other.number == had and other.first < told.first)


def _is_off(hearing: Hearing, told: _Told) -> bool:
    signs = _signs(hearing)
    clause = hearing.clause(told.first)
    company = _company(hearing) - signs
    ahead, behind = told.first - 1, told.last
    while ahead in clause and ahead in company:
        ahead -= 1
    while behind in clause and behind in company:
        behind += 1
    beside = (ahead in clause and ahead in signs) or (behind in clause and behind in signs)
    numbers = {p for p in clause if cardinal_at(hearing.words, p) is not None}
    known = company | signs | numbers | {told.first, *hearing.places("choose_words")}
    return beside and known.issuperset(clause)


def _signs(hearing: Hearing) -> frozenset[int]:
    """Return words that leave something out: `уберите`, `не надо`, `без`."""
    # `один не подойдет` takes nothing off.
    refused = {p for p in hearing.places("refuse_words") if hearing.word(p) != _NOT}
    without = {p for p, word in enumerate(hearing.words.lower) if word == _WITHOUT}
    return hearing.places(*_OFF) | refused | without


def _company(hearing: Hearing) -> frozenset[int]:
    makers = {
        place
        for first, last, maker in hearing.makers
        for place in range(first, last)
        if any(o.brand.casefold() == maker and o.id in hearing.chosen for o in hearing.offers)
    }
    joints = {place for place, word in enumerate(hearing.words.lower) if word in _BETWEEN}
    return hearing.places(*_COMPANY) | makers | joints


def _names_others(hearing: Hearing) -> bool:
    chosen = {o.brand.casefold() for o in hearing.offers if o.id in hearing.chosen}
    shown = {offer.brand.casefold() for offer in hearing.offers}
    return any(maker in shown - chosen for _, _, maker in hearing.makers)


def _is_got(hearing: Hearing, told: _Told) -> bool:
    """`один муж уже купил`; `один раз купил` counts something else."""
    clause = hearing.clause(told.first)
    deeds = hearing.places(*_GOT) & set(clause)
    some = told.number < told.offer.quantity or (told.ordinal and told.left)
    if not deeds or not some or told.digit or _counts_another_thing(hearing, told):
        return False
    return "?" not in hearing.words.text and all(hearing.word(p - 1) != _NOT for p in deeds)


def _counts_another_thing(hearing: Hearing, told: _Told) -> bool:
    """`один раз купил`, `в одном магазине нашел`."""
    ours = hearing.places("part_words", "piece_words", "person_words") | _company(hearing)
    behind = told.last in hearing.clause(told.first) and told.last not in ours
    return behind and str(parses(hearing.word(told.last))[0].tag.POS) == "NOUN"


def _says_no_more(hearing: Hearing, told: _Told) -> bool:
    clause = hearing.clause(told.first)
    around = hearing.places(*_GOT, "person_words", "done_words", "lately_words")
    return (_company(hearing) | around | {told.first}).issuperset(clause)


def _of_another(hearing: Hearing, told: Sequence[_Told]) -> Choice | None:
    """`замените одну на бош`, `второй бош`: some of the pieces are of another maker's offer."""
    makers = [m for m in makers_of_one_offer(hearing) if m[-1] not in hearing.chosen]
    old = told[0].offer
    if not makers or len(hearing.chosen) != 1 or _signs(hearing):
        return None
    if len(makers) > 1 or len(told) > 1:
        # `один на бош, второй на фильтрон`, `вместо двух маннов один бош`
        each = all(hearing.word(first - 1) == "на" for first, _, _ in makers)
        each = each and len(makers) == len(told) == old.quantity
        return UNCLEAR if each or _FOR & {*hearing.words.lower} else None
    first, last, number = makers[0]
    swaps = hearing.places("swap_words") | {
        p for p, word in enumerate(hearing.words.lower) if word in _INSTEAD
    }
    joints = {p for p, word in enumerate(hearing.words.lower) if word in _ON}
    known = {*_company(hearing), *range(first, last), *joints, *swaps, told[0].first}
    clause = hearing.clause(told[0].first)
    if first not in clause or not known.issuperset(clause):
        return None
    if not _is_same_part(hearing, told[0], number):
        return None
    beside = first == told[0].last and not hearing.word(first).endswith(_WITH)
    return _shared(hearing, told[0], number, beside=beside, swaps=bool(swaps))


def _shared(
    hearing: Hearing, told: _Told, number: int, *, beside: bool, swaps: bool
) -> Choice | None:
    had, asked = told.offer.quantity, "?" in hearing.words.text
    if told.ordinal and told.number == had + 1 and not swaps:
        pieces = {number: 1}
    elif told.ordinal and 1 < told.number == had:
        pieces = {told.offer.id: had - 1, number: 1}
    elif not told.ordinal and swaps and not beside and told.left:
        pieces = {told.offer.id: told.left, number: told.number}
    else:
        return None
    return UNCLEAR if asked else Choice("one", (number,), added=True, quantities=pieces)


def _is_same_part(hearing: Hearing, told: _Told, number: int) -> bool:
    numbers = {offer.id: offer.asked_number for offer in hearing.offers}
    named = hearing.id_of(told.number) if told.ordinal else 0
    return numbers[number] == told.offer.asked_number and named != number
