"""Find the one offer that a message describes: by maker, kind, price, term or number, in any mix.

Whoever answers a list of offers with `бош за 17400`, `ваг оригинал, восемь дней подожду` or
`варта дорого, значит мутлу` takes one, though by no verb. Each part of the message tells of one
offer more closely or sets some aside; where parts disagree, ask, or leave several, none is taken.
"""

from collections.abc import Sequence
from typing import NamedTuple

from engine.facts.hearing import Hearing
from engine.facts.message_parts import MessageParts
from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at
from engine.facts.offer_traits import IN_STOCK, Trait, places_of, traits_told

_DOUBTING = (
    *("about_offers", "asks_if_fits", "asks_difference", "bargain_words", "condition_words"),
    *("acquired_words", "elsewhere_words", "wait_words", "lost_phrase", "doubting_words"),
    *("asks_price", "asks_term"),
)
_REFUSING = ("leave_words", "refuse_words", "except_words", "falls_short")
_COMPLAINING = ("objection_price", "objection_delivery")
_CONCEDING = "conceding_words"
_DECIDED = (
    *("choose_words", "prefer_words", "need_words", "taking_words"),
    *("settling_words", "confirm_words"),
)
_NAMING = ("part_words", "polite_words", "piece_words", "filler_words", "greeting")
_IDLE = "idle_conditions"
"""`если не затруднит`."""
_NOT = frozenset({"не", "ни"})
_ONLY = frozenset({"только", "лишь", "угодно", "любой", "любая", "любую", "любые"})
_ALSO = frozenset({"тоже", "также", "более"})
"""`тем более` among them."""
_ASKING = frozenset({"ли", "бы", "или", "либо", "про", "насчет", "о", "об"})
_LATER = "через"
_SAYS_WHY = frozenset({"раз", "вижу"})
_MOST = 50


class Described(NamedTuple):
    """The only offer described, and how many pieces of it; 0 where no count stands there."""

    id: int
    pieces: int


def described_offer(hearing: Hearing) -> Described | None:
    """Return the only offer described; None where it is none or not the only one."""
    if hearing.strict or hearing.chosen or "?" in hearing.words.text:
        return None
    if len(hearing.offers) == 1:
        return None
    traits = sorted(traits_told(hearing), key=lambda trait: trait.first)
    if not any(trait.leads for trait in traits) or names_another_number(hearing):
        return None
    left = _left_by(hearing, traits)
    if len(left) != 1:
        return None
    return Described(next(iter(left)), _count_beside(hearing, traits))


def _left_by(hearing: Hearing, traits: Sequence[Trait]) -> frozenset[int]:
    """Return the offers that fit what all parts tell; nothing where nothing is taken."""
    left, maker = frozenset(offer.id for offer in hearing.offers), frozenset[int]()
    told = before_aside = False
    for part in MessageParts(hearing.said).all:
        own = [trait for trait in traits if trait.first in part]
        aside = _sets_aside(hearing, part) or (before_aside and _says_also(hearing, part))
        if aside and own:
            left = left.difference(*(trait.ids for trait in own))
            told = told or any(hearing.word(place) in _ONLY for place in part)
        elif own:
            if not _takes(hearing, part, own):
                return frozenset()
            for trait in own:
                if trait.names_maker and maker and maker != trait.ids:
                    return frozenset()
                maker = trait.ids if trait.names_maker else maker
                left &= trait.ids
            told = True
        before_aside = aside
    return left if told else frozenset()


def names_another_number(hearing: Hearing) -> bool:
    """`бош, и еще 06A115561B`: that one is searched for first."""
    numbers = dict.fromkeys(offer.part_number for offer in hearing.offers)
    offered = {p for number in numbers for told in places_of(hearing, number) for p in told}
    return any(hearing.words.codes[place] for place in hearing.numbers - offered)


def _sets_aside(hearing: Hearing, part: range) -> bool:
    """`варта дорого`, `тюмень не доверяю`, `хелла не пойдет`; `дорого, но пусть` takes it."""
    refusing = hearing.places(*_REFUSING)
    if not hearing.places(_CONCEDING):
        refusing |= hearing.places(*_COMPLAINING)
    said = set(part) - hearing.places(_IDLE)
    negated = any(hearing.word(place) in _NOT for place in said)
    return negated or not refusing.isdisjoint(part)


def _says_also(hearing: Hearing, part: range) -> bool:
    """`сидем тоже` behind an offer that was set aside."""
    return hearing.word(part.stop - 1) in _ALSO


def _takes(hearing: Hearing, part: range, own: Sequence[Trait]) -> bool:
    """Say whether a part only tells which offer is meant, and neither asks nor recalls."""
    told = {place for trait in own for place in range(trait.first, trait.last)}
    rest = set(part) - told - hearing.taken - hearing.places(_IDLE)
    # `раз сегодня есть`: why that one is taken.
    says_why = any(hearing.word(place) in _SAYS_WHY for place in part)
    doubts = hearing.places(*_DOUBTING) - (hearing.places(IN_STOCK) if says_why else frozenset())
    if rest & (doubts | _asking(hearing)) or any(hearing.word(p) in _ASKING for p in rest):
        return False
    if any(hearing.word(place) == _LATER and place + 1 not in told for place in part):
        return False
    return not any(_is_aside(hearing, place) for place in rest)


def _asking(hearing: Hearing) -> frozenset[int]:
    """Return words that ask; `можно бош` and `так как` do not."""
    lower = hearing.words.lower
    because = (p for p, word in enumerate(lower) if word == "как" and lower[p - 1] == "так")
    return hearing.places("question_words") - hearing.places("may_words", *_DECIDED) - {*because}


def _is_aside(hearing: Hearing, place: int) -> bool:
    """`брал`, `муж возьмет`, `найдите`, `подделка`: verbs and predicates that choose nothing."""
    tag = parses(hearing.word(place))[0].tag
    kind, decided = str(tag.POS), place in hearing.places(*_DECIDED)
    if kind == "VERB":
        # `выбрал` is a choice, `заказывал` was one.
        past = str(tag.tense) == "past"
        told_now = decided and str(tag.person) != "3per" and (not past or str(tag.aspect) == "perf")
        return (past or str(tag.person) == "3per" or str(tag.mood) == "impr") and not told_now
    named = place in hearing.places(*_NAMING)
    return kind == "NOUN" and not named and str(tag.case) == "nomn" and "femn" in tag


def _count_beside(hearing: Hearing, traits: Sequence[Trait]) -> int:
    """`2 шт`, `аисин один`, `завтрашний рено давайте один`: return the only count told."""
    if hearing.pieces:
        return hearing.pieces[0].count
    told = {place for trait in traits for place in range(trait.first, trait.last)}
    of_something_else = hearing.places("no_pieces_words")
    counts = {
        count
        for place in range(len(hearing.words))
        if place not in told | hearing.numbers
        if place + 1 not in of_something_else or hearing.words.breaks[place + 1]
        if (count := cardinal_at(hearing.words, place)) and count <= _MOST
    }
    return counts.pop() if len(counts) == 1 else 0
