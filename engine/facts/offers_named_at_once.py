"""Hear offers named before any is chosen, in whatever way: `оригинал за 5100`, `денсо две и бош`.

What is plain is taken where nothing else was heard. What was named with a count, and is not among
what was taken, is asked about: no part of an order is left out in silence.
"""

from collections.abc import Sequence

from engine.facts.choice import Choice, ChoiceKind
from engine.facts.counts_beside_names import counted_beside, with_counts_beside
from engine.facts.counts_in_lists import listed_with_counts
from engine.facts.hearing import JOINING, Hearing, Mention
from engine.facts.morphology import parses
from engine.facts.name_patterns import FoundName
from engine.facts.numerals import cardinal_at, ordinal_at
from engine.facts.offer_refusals import refused_of
from engine.facts.offers_by_digit import digits_of_offers
from engine.facts.offers_by_price import price_at
from engine.facts.offers_compared import without_comparisons
from engine.facts.offers_described import names_another_number
from engine.facts.offers_for_someone import is_receiver
from engine.facts.offers_listed import (
    is_list,
    joins,
    puts_off,
    unheard,
    with_digits_joined,
    without_receiver,
)
from engine.facts.offers_spoken_of import spoken_of
from engine.facts.pieces_of_offers import shared_out
from engine.facts.strangers_counted import counts_a_stranger

_IDLE = (
    "choose_words",
    "confirm_words",
    "enough_words",
    "filler_words",
    "may_words",
    "need_words",
    "option_words",
    "part_words",
    "piece_words",
    "polite_words",
    "prefer_words",
    "taking_words",
)
_DOUBTING = (
    "asks_difference",
    "asks_price",
    "asks_term",
    "bargain_words",
    "condition_words",
    "correction_words",
    "doubting_words",
    "except_words",
    "got_words",
    "leave_words",
    "lost_phrase",
    "none_of_them",
    "objection_delivery",
    "objection_price",
    "question_words",
    "refuse_words",
    "same_words",
    "swap_words",
    "took_words",
    "wait_words",
)
_ASIDE = frozenset({"за", "по", "бы", "же", "ж", "то", "уж", "ка", "тот", "та", "те", "ту"})
_ALSO = frozenset({"тоже", "также", "еще"})
_OPENING = frozenset({"а", "и", "но"})
_OR = frozenset({"или", "либо"})
_NOT = "не"
_PURPOSE = frozenset({"на", "в", "во", "про", "для"})
_FEW_WORDS = 4
_LONGEST = 6
_SEVERAL = 2
"""A single offer is described in more ways: see `offers_described`."""


def with_all_named(choice: Choice, hearing: Hearing, name: FoundName | None) -> Choice:
    """Return the choice with what it has left out; `name` is the receiver's."""
    if choice.asked or choice.digit or choice.kind not in {"none", "one", "several"}:
        return choice
    if choice.ids and listed_with_counts(hearing):
        # The message is a list, and says nothing else.
        return choice
    named = with_digits_joined(hearing, spoken_of(hearing))
    if not choice.ids:
        left = refused_of(hearing, named)
        dropped = {*choice.dropped, *(number for mention in left for number in mention.ids)}
        taken = _taken(hearing, [m for m in named if not dropped.issuperset(m.ids)], name, left)
        return taken._replace(dropped=tuple(dropped)) if taken else choice
    if hearing.places("correction_words", "except_words"):
        # `первый 2 шт, нет, второй` has put the first right.
        return choice
    if counts_a_stranger(hearing, named) or _numbers_more(hearing, named, choice.ids):
        return Choice("unclear")
    return _with_missed(choice, hearing, without_receiver(named, name), name)


def _with_missed(
    choice: Choice, hearing: Hearing, named: Sequence[Mention], name: FoundName | None
) -> Choice:
    """`денсо 1 шт, и люзар 1 шт в запас`, `второй и бош`, where only one of the two was heard."""
    known = {*choice.ids, *choice.dropped}
    wanted = any(known.isdisjoint(m.ids) and _is_wanted(hearing, m) for m in named)
    left = unheard(hearing, named, known)
    if not wanted and not left:
        return choice
    if puts_off(hearing, left):
        return Choice("unclear")
    whole = _taken(hearing, named, name)
    if whole and known <= set(whole.ids):
        return whole if wanted or is_list(hearing, named) else Choice("unclear")
    doubts = hearing.places(*_DOUBTING)
    free = [m for m in left if doubts.isdisjoint(hearing.clause(m.first))]
    return Choice("unclear") if wanted or joins(hearing, free) else choice


def _numbers_more(hearing: Hearing, named: Sequence[Mention], ids: Sequence[int]) -> bool:
    """`1 и 6, боша одну`: a clause of nothing but digits may name other offers."""
    digits = {p for p in digits_of_offers(hearing) if hearing.word(p).isdecimal()}
    lists = (digits.intersection(hearing.clause(place)) for place in digits)
    return bool(named) and any(
        len(listed) > 1
        and hearing.says_only(listed, within=hearing.clause(min(listed)))
        and not {hearing.id_of(int(hearing.word(place))) for place in listed} <= set(ids)
        for listed in lists
    )


def _is_wanted(hearing: Hearing, mention: Mention) -> bool:
    clause = hearing.clause(mention.first)
    doubts = hearing.places(*_DOUBTING).intersection(clause)
    if hearing.clauses.asks(clause.start):
        return False
    merits = hearing.places("cheaper_words", "faster_words")
    counted = counted_beside(hearing, mention) and not doubts
    return counted or (doubts <= merits and _is_plainly_named(hearing, mention))


def _is_plainly_named(hearing: Hearing, mention: Mention) -> bool:
    """`мне trw колодки и побыстрее`, where only the soonest was heard."""
    known = hearing.said.places.all | set(range(mention.first, mention.last))
    merits = hearing.places("cheaper_words", "faster_words", "most_cheap", "most_fast", "most_dear")
    clause, makers = hearing.clause(mention.first), {first for first, _, _ in hearing.makers}
    merited = mention.first in makers and not merits.isdisjoint(clause)
    return merited and all(place in known or _says_nothing(hearing, place) for place in clause)


def _taken(
    hearing: Hearing,
    named: Sequence[Mention],
    name: FoundName | None,
    left: Sequence[Mention] = (),
) -> Choice | None:
    ids = tuple(dict.fromkeys(number for mention in named for number in mention.ids))
    if any(len(mention.ids) != 1 or _is_of_a_kind(hearing, mention) for mention in named):
        return None
    compared = without_comparisons(hearing, named)[1] != list(named)
    counted = with_counts_beside(hearing, named)
    if len(ids) < _SEVERAL or names_another_number(hearing):
        return None
    if not named or compared or not _is_plain(counted, named, name, left):
        return None
    if counts_a_stranger(hearing, named) or _numbers_more(hearing, named, ids):
        return None
    quantity, quantities = shared_out(counted, counted.pieces, named, ids)
    if _leaves_counts(counted, named) or _is_a_query(counted, named):
        return None
    kind: ChoiceKind = "one" if len(ids) == 1 else "several"
    return Choice(kind, ids, quantity=quantity, quantities=quantities)


def _is_a_query(hearing: Hearing, named: Sequence[Mention]) -> bool:
    """`фильтр бош` may ask for another one; with a count or a verb it takes."""
    around = {place for mention in named for place in hearing.clause(mention.first)}
    taking = hearing.places("choose_words", "taking_words", "prefer_words")
    return (
        not hearing.pieces
        and taking.isdisjoint(around)
        and bool(hearing.places("part_words") & around)
    )


def _is_of_a_kind(hearing: Hearing, mention: Mention) -> bool:
    """`третий аналог` may be the third of the list or the third of the analogs."""
    places = range(mention.first, mention.last)
    counted = any(ordinal_at(hearing.words, place) is not None for place in places)
    return counted and not hearing.places("original_named", "analog_named").isdisjoint(
        hearing.clause(mention.first)
    )


def _leaves_counts(hearing: Hearing, named: Sequence[Mention]) -> bool:
    told = {place for mention in named for place in range(mention.first, mention.last)}
    return any(
        cardinal_at(hearing.words, place) is not None
        for mention in named
        for place in hearing.clause(mention.first)
        if place not in told | hearing.taken
    )


def _is_plain(
    hearing: Hearing, named: Sequence[Mention], name: FoundName | None, left: Sequence[Mention]
) -> bool:
    """Say whether all that stands around what is named is understood, and doubts nothing.

    What is said of the offers `left` doubts no other.
    """
    told = {place for mention in named for place in range(mention.first, mention.last)}
    doubts = hearing.places(*_DOUBTING) - hearing.places("conceding_words") - told
    doubts -= {place for mention in left for place in hearing.clause(mention.first)}
    if any(mention.last - mention.first > _LONGEST for mention in named):
        return False
    words = hearing.words.lower
    if "?" in hearing.words.text or doubts or not _OR.isdisjoint(words):
        return False
    both = ("both_words",) if len(named) == len(("one", "another")) else ()
    explained = told | hearing.taken | hearing.places(*_IDLE, *both)
    explained |= _described(hearing, named) | _for_what(hearing, named)
    if name is not None:
        explained |= frozenset(range(name.first, name.last))
    clauses = {hearing.clause(mention.first) for mention in named}
    around = {place for clause in clauses for place in clause}
    if any(words[place] == _NOT for place in around - told):
        return False
    if any(_only_opens(hearing, clause, told) for clause in clauses):
        return False
    return all(place in explained or _says_nothing(hearing, place) for place in around)


def _described(hearing: Hearing, named: Sequence[Mention]) -> frozenset[int]:
    """`угольный манн за 1300`, `щетки денсо две`: a price or a count tells that it is taken."""
    makes = {hit.first for hit in hearing.said.names.makes}
    around = {place for mention in named for place in hearing.clause(mention.first)}
    ahead = {mention.first - 1 for mention in named if mention.first}
    priced = {
        mention.first - 1
        for mention in named
        if any(price_at(hearing, place)[0] for place in range(mention.first, mention.last))
    }
    free = around - hearing.said.places.all
    counted = free if hearing.pieces else frozenset[int]()
    return frozenset(
        place
        for place in (priced | counted) & free
        if _is_kind(hearing, place, "ADJF")
        or (place in priced and place in makes)
        or (place in ahead and _is_kind(hearing, place, "NOUN"))
    )


def _is_kind(hearing: Hearing, place: int, kind: str) -> bool:
    tag = parses(hearing.word(place))[0].tag
    return kind == tag.POS and "anim" not in tag


def _for_what(hearing: Hearing, named: Sequence[Mention]) -> frozenset[int]:
    """`люзар 1 шт на вторую машину`, `2 делфи вперед`: what so many are for."""
    purposes: set[int] = set()
    counted = {told.first: told.last for told in hearing.pieces}
    for mention in named:
        start, clause = counted.get(mention.last, mention.last), hearing.clause(mention.first)
        if hearing.word(start) in _PURPOSE and counted_beside(hearing, mention):
            purposes.update(range(start, min(clause.stop, start + _FEW_WORDS)))
        elif start in clause and str(parses(hearing.word(start))[0].tag.POS) == "ADVB":
            purposes.add(start)
    return frozenset(purposes)


def _only_opens(hearing: Hearing, clause: range, told: set[int]) -> bool:
    """`а манн` goes on with what was asked of another one; `четвертый, и манн` with a list."""
    if clause.start - 1 in told and hearing.word(clause.start) == "и":
        return False
    taking = hearing.places("choose_words", "prefer_words", "need_words") | hearing.taken
    if is_receiver(hearing.word(clause.start + 1)):
        # `бош, а соседу манн`
        return False
    return hearing.word(clause.start) in _OPENING and taking.isdisjoint(set(clause) - told)


def _says_nothing(hearing: Hearing, place: int) -> bool:
    word = hearing.word(place)
    if word in JOINING | _ALSO | _ASIDE or is_receiver(word):
        return True
    return cardinal_at(hearing.words, place) is not None
