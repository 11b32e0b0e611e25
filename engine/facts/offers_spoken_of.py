"""Find every place that names offers by maker, price, kind or place, whatever is said of them."""

from collections.abc import Iterator, Sequence

from engine.facts.hearing import JOINING, Hearing, Mention
from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at, is_counting_noun, is_ending, ordinal_at
from engine.facts.offers_by_ordinal import counts_something_else
from engine.facts.offers_by_price import costing, days_at, price_at
from engine.facts.parts_of_offers import is_of_a_group
from engine.facts.phrases import Hit
from engine.session import Offer

_OF_PRICE = frozenset({"за", "по"})
_COINS = frozenset({"р", "руб", "рублей", "рубля", "рэ"})
_TAKING = ("choose_words", "prefer_words", "need_words", "settling_words", "swap_words")
_NOT, _OTHER, _NUMBER_SIGN, _PLUS = "не", "друг", "№", "+"
_NEGATED_OVER = 2
"""`не хочу аналог`: so many words may stand between a negation and the kind."""


def spoken_of(hearing: Hearing) -> list[Mention]:
    """Return what is named, in order of place; `оригинал за 1900` names one offer, not two kinds.

    A mention of several offers does not say which of them is meant.
    """
    found: list[Mention] = []
    breaks = hearing.words.breaks
    told = (
        *(*_by_maker(hearing), *_by_price(hearing), *_by_kind(hearing), *_by_place(hearing)),
        *_by_number(hearing),
    )
    for mention in sorted(told, key=lambda mention: mention.first):
        before = found[-1] if found and not _is_parted(hearing, found[-1], mention) else None
        beside = before and before.last == mention.first and not breaks[mention.first]
        ids = before and (_common(before, mention) or (beside and before.ids + mention.ids))
        if before and ids:
            # `второй манн` where the second is of another maker: which one is not said.
            found[-1] = Mention(ids, before.first, mention.last)
        else:
            found.append(mention)
    return [_soonest(hearing, mention) for mention in found]


def _is_parted(hearing: Hearing, before: Mention, after: Mention) -> bool:
    """`фильтрон не надо, аналог за 980`, `второй + бош`: these tell of two offers."""
    refused = hearing.places("refuse_words", "leave_words")
    between = range(before.last, after.first)
    added = (
        _PLUS
        in hearing.words.text[
            hearing.words.ends[before.last - 1] : hearing.words.starts[after.first]
        ]
    )
    return added or not refused.isdisjoint(between)


def _common(before: Mention, after: Mention) -> tuple[int, ...]:
    return tuple(number for number in before.ids if number in after.ids)


def _soonest(hearing: Hearing, mention: Mention) -> Mention:
    """`оригинал, который завтра`: of several the one that comes then."""
    if len(mention.ids) == 1:
        return mention
    days = {days_at(hearing, place)[0] for place in range(len(hearing.words))} - {None}
    by_then = tuple(o.id for o in hearing.offers if o.id in mention.ids and o.delivery_days in days)
    return mention if len(by_then) != 1 else Mention(by_then, mention.first, mention.last)


def _by_maker(hearing: Hearing) -> Iterator[Mention]:
    for first, last, maker in hearing.makers:
        made = [offer for offer in hearing.offers if offer.brand.casefold() == maker]
        if made:
            yield Mention(_ids(made), first, last)


def _by_price(hearing: Hearing) -> Iterator[Mention]:
    if not hearing.words.with_digits:
        return
    for place in range(len(hearing.words)):
        price, last = price_at(hearing, place)
        offer = costing(hearing.offers, price)
        before = hearing.word(place - 1) in _OF_PRICE
        behind = hearing.word(last - 1) in _COINS or hearing.word(last).startswith("котор")
        if offer and (before or behind):
            yield Mention((offer.id,), place - before, last)


def _by_place(hearing: Hearing) -> Iterator[Mention]:
    """`третий`, but not `третий дом`, `подъезд третий`, `3-я Парковая` nor `второй номер`."""
    words, shown = hearing.words, {offer.id for offer in hearing.offers}
    for place in range(len(words)):
        told = ordinal_at(words, place)
        number = 0 if told is None else hearing.id_of(told)
        in_doubt = hearing.strict and is_counting_noun(words, place)
        of_a_group = is_of_a_group(hearing, place)
        if number not in shown or place in hearing.taken or in_doubt or of_a_group:
            continue
        last = place + 1 + is_ending(words, place + 1)
        option = last in hearing.places("option_words") and not words.breaks[last]
        other = not option and counts_something_else(hearing, last)
        # `второй + бош`
        added = last < len(words) and _PLUS in words.separator(last)
        if added or (not other and not _is_of_an_address(hearing, place, last)):
            yield Mention((number,), place, last)


def _by_number(hearing: Hearing) -> Iterator[Mention]:
    """`номер 3 нужен был`, `№3 надо`, but not `Советская номер 3` nor `номер 3 подъезда`."""
    wanted = hearing.places(*_TAKING) if hearing.words.with_digits else frozenset()
    shown = {offer.id for offer in hearing.offers}
    for digit in sorted(hearing.words.with_digits) if wanted else ():
        number = hearing.id_of(cardinal_at(hearing.words, digit) or 0)
        clause = hearing.clause(digit)
        named = _numbering(hearing, digit)
        if number not in shown or not named or wanted.isdisjoint(clause):
            continue
        idle = hearing.places("filler_words", "polite_words") | wanted | {*named}
        rest = [p for p in clause if p not in idle and hearing.word(p) not in JOINING]
        if all(_is_to_be(hearing.word(place)) for place in rest):
            yield Mention((number,), named.start, named.stop)


def _numbering(hearing: Hearing, digit: int) -> range:
    """Return a digit with the word that makes it a number: `номер 3`, `3 номер`, `№3`."""
    words = hearing.places("number_words").intersection(hearing.clause(digit))
    if digit - 1 in words or digit + 1 in words:
        return range(digit - (digit - 1 in words), digit + 1 + (digit + 1 in words))
    signed = hearing.words.text[: hearing.words.starts[digit]].rstrip().endswith(_NUMBER_SIGN)
    return range(digit, digit + signed)


def _is_to_be(word: str) -> bool:
    return str(parses(word)[0].normal_form) == "быть"


def _is_of_an_address(hearing: Hearing, place: int, last: int) -> bool:
    before, after = hearing.word(place - 1), hearing.word(last)
    if hearing.words.separator(place) == "-" or last in hearing.places("number_words"):
        # `во-вторых`, `второй номер 89…`
        return True
    offered = hearing.places("option_words", "part_words", "polite_words", *_TAKING)
    behind_noun = before and not hearing.words.breaks[place] and place - 1 not in offered
    if behind_noun and str(parses(before)[0].tag.POS) == "NOUN":
        return True
    named = after and not hearing.words.breaks[last] and last not in hearing.said.places.all
    return bool(named) and str(parses(after)[0].tag.POS) in {"ADJF", "NOUN"}


def _by_kind(hearing: Hearing) -> Iterator[Mention]:
    own = [offer for offer in hearing.offers if offer.kind == "asked"]
    instead = [offer for offer in hearing.offers if offer.kind != "asked"]
    if not own or not instead:
        return
    for hit in hearing.said.hits:
        if hit.key == "original_named":
            yield Mention(_ids(own), hit.first, hit.last)
        elif hit.key == "analog_named" and hearing.word(hit.first) != _NOT:
            start = max(hit.first - _NEGATED_OVER, hearing.clause(hit.first).start)
            negated = _NOT in hearing.words.lower[start : hit.first]
            first = hearing.words.lower.index(_NOT, start) if negated else hit.first
            yield Mention(_ids(own if negated else _others(hearing, hit, instead)), first, hit.last)


def _others(hearing: Hearing, hit: Hit, offers: Sequence[Offer]) -> Sequence[Offer]:
    """`другой аналог` is none of those chosen."""
    clause = hearing.clause(hit.first)
    other = any(hearing.word(place).startswith(_OTHER) for place in clause)
    rest = [offer for offer in offers if offer.id not in hearing.chosen]
    return rest if other and rest else offers


def _ids(offers: Sequence[Offer]) -> tuple[int, ...]:
    return tuple(offer.id for offer in offers)
