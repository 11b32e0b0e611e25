"""Offers named by the digit they were shown with: `2`, `беру 1 и 3`, `вариант 2`, `с 1 по 3`."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from engine.facts.counts_of_one_offer import counts_a_maker, numbers_a_maker
from engine.facts.counts_of_other_things import is_an_hour
from engine.facts.hearing import JOINING, Hearing, Mention
from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at, ordinal_at
from engine.facts.offers_for_someone import is_receiver
from engine.facts.words import Words

OFFERS_LIMIT = 50
"""No list is that long: higher numbers are something else."""

_NEAR = 3
_THOUSANDS = 3
_AIMING = (
    *("choose_words", "refuse_words", "leave_words", "swap_words"),
    *("add_words", "prefer_words", "taking_words"),
)
_COUNTS_NOTHING = ("option_words", "polite_words", "filler_words", "sale_words", "count_words")
_WORDED = frozenset({"два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"})
_COUNTS = frozenset({"две", "двое", "трое"})
_NAMES = frozenset({"Name", "Surn", "Patr"})
_DASHES = frozenset({"-", "–", "—"})
_LIST_SIGNS, _DECIMAL_SIGNS = frozenset(")."), frozenset(".:")
_PAIR_GLUED = re.compile(r"(\d{1,2})и(\d{1,2})")


def by_digit(hearing: Hearing) -> Iterator[Mention]:
    """Find digits that are offers: alone in the message, or beside words that say so."""
    yield from _glued_pairs(hearing)
    digits = [index for index in digits_of_offers(hearing) if _numbers(hearing, index)]
    only = (
        not hearing.strict
        and digits
        and hearing.says_only([*digits, *_makers(hearing), *hearing.places("both_words")])
    )
    for group in _lists(hearing):
        meant = only or _is_meant(hearing, group) or _is_range(hearing, group)
        if meant or _opens_an_order(hearing, group):
            yield from _mentions(hearing, group)


def _numbers(hearing: Hearing, index: int) -> bool:
    """`4`, `четыре` before a choice; `две` and `двое` count pieces, `один` may."""
    word = hearing.word(index)
    return word.isdecimal() or (word in _WORDED and not hearing.chosen)


def _glued_pairs(hearing: Hearing) -> Iterator[Mention]:
    for index, word in enumerate(hearing.words.lower):
        if pair := _PAIR_GLUED.fullmatch(word):
            ids = (hearing.id_of(int(pair[1])), hearing.id_of(int(pair[2])))
            yield Mention(ids, index, index + 1)


def _makers(hearing: Hearing) -> Iterator[int]:
    """`2, манн`: the maker beside the digit tells of the same offer."""
    brands = {offer.brand.casefold() for offer in hearing.offers}
    for first, last, _ in (named for named in hearing.makers if named[2] in brands):
        yield from range(first - hearing.word(first - 1).startswith("котор"), last)


def digits_of_offers(hearing: Hearing) -> list[int]:
    """Return where digits stand that may number an offer and count nothing."""
    words = enumerate(hearing.words.lower)
    return [p for p, word in words if word not in _COUNTS and _is_candidate(hearing, p)]


def _is_candidate(hearing: Hearing, index: int) -> bool:
    value = cardinal_at(hearing.words, index)
    shown = value in {offer.id for offer in hearing.offers}
    if value is None or index in hearing.taken or not (shown or 0 < value < OFFERS_LIMIT):
        return False
    counted = hearing.chosen and hearing.near(("need_words",), index, 1)
    if is_an_hour(hearing, index) or (counted and _is_count(hearing, index)):
        return False
    counts = counts_a_maker(hearing, index) or _counts_noun(hearing, index)
    return not (counts or _is_part(hearing, index))


def _is_count(hearing: Hearing, index: int) -> bool:
    """`нужно 4` after a choice tells how many of it."""
    return not hearing.near(("choose_words", "option_words", "number_words"), index, _NEAR)


def _is_part(hearing: Hearing, index: int) -> bool:
    """`12.05`, `14:30`, `1 150 ₽`: parts of one number."""
    words, following = hearing.words, hearing.word(index + 1)
    after = words.separator(index + 1) if following else ""
    if after == " " and following.isdecimal() and len(following) == _THOUSANDS:
        return True
    return any(sign in _DECIMAL_SIGNS for sign in (words.separator(index), after) if sign)


def _counts_noun(hearing: Hearing, index: int) -> bool:
    """`2 дня`, `3 магазина`: so many of something."""
    after = index + 1
    if after >= len(hearing.words) or hearing.words.breaks[after]:
        return False
    if after in hearing.places(*_COUNTS_NOTHING) or numbers_a_maker(hearing, index):
        return False
    if _pointed_at(hearing, index) and any(told.first == after for told in hearing.pieces):
        return False  # `номер 4 пару штук`
    noun = parses(hearing.words.lower[after])[0].tag
    if noun.POS != "NOUN" or is_receiver(hearing.word(after)):
        return False
    return not (_NAMES | {"Geox"}) & set(noun.grammemes)


def _lists(hearing: Hearing) -> Iterator[list[int]]:
    """Group digits with nothing but commas and conjunctions between them."""
    group: list[int] = []
    for index in digits_of_offers(hearing):
        if group and not _goes_on(hearing, group[-1], index):
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _goes_on(hearing: Hearing, before: int, index: int) -> bool:
    between = hearing.words.lower[before + 1 : index]
    joints = JOINING | {"на", "вместо"} if hearing.places("swap_words") else JOINING | {"по"}
    return all(word in joints for word in between)


def _is_meant(hearing: Hearing, group: Sequence[int]) -> bool:
    return (
        any(_pointed_at(hearing, index) or _counts_item(hearing, index) for index in group)
        or _before_option_word(hearing, group)
        or _after_ordinal(hearing, group[0])
        or _is_for_someone(hearing, group)
        or _is_preferred(hearing, group)
        or any(_aimed_at(hearing, index) for index in group if _may_be_aimed_at(hearing, index))
    )


def _may_be_aimed_at(hearing: Hearing, index: int) -> bool:
    """`беру три и один`: counts in words do not stand in lists, offers do."""
    return hearing.word(index).isdecimal() or any(
        hearing.word(joint) == "и" and _is_candidate(hearing, beside)
        for beside, joint in ((index - 2, index - 1), (index + 2, index + 1))
        if 0 <= beside < len(hearing.words)
    )


def _is_for_someone(hearing: Hearing, group: Sequence[int]) -> bool:
    """`3 мастеру, 4 мне`."""
    after = group[-1] + 1
    if hearing.strict or hearing.words.breaks[after]:
        return False
    return is_receiver(hearing.word(after)) and hearing.words.breaks[after + 1]


def _is_preferred(hearing: Hearing, group: Sequence[int]) -> bool:
    """`3, хотя 4 тоже неплохой`: a digit that opens the message, then what speaks against it."""
    opens = not hearing.strict and group[0] == 0 and group[-1] + 1 == len(group)
    against = hearing.word(len(group)) in {"хотя", "правда"}
    return opens and against and "тоже" in hearing.words.lower


def _pointed_at(hearing: Hearing, index: int) -> bool:
    """`№ 2`, `вар. 2`, `под номером 2`."""
    words = hearing.words
    sign = words.text[max(0, words.starts[index] - 2) : words.starts[index]]
    if "№" in sign or "#" in sign:
        return True
    near = not words.separator(index).strip(" .:№#-")
    if near and index - 1 in hearing.places("option_words"):
        return True
    numbered = near and index - 1 in hearing.places("number_words")
    return numbered and (not hearing.strict or hearing.near(("choose_words",), index, _NEAR))


def _counts_item(hearing: Hearing, index: int) -> bool:
    """`2) 3 шт`: the list goes on."""
    counted = any(pieces.first == index + 1 for pieces in hearing.pieces)
    return counted and is_list_item(hearing, index)


def _after_ordinal(hearing: Hearing, index: int) -> bool:
    """`второй и 4`."""
    joined = index > 1 and hearing.word(index - 1) in {"и", "плюс"} and not hearing.strict
    return joined and ordinal_at(hearing.words, index - 2) is not None


def _before_option_word(hearing: Hearing, group: Sequence[int]) -> bool:
    """`2 вариант`, `1 и 3 варианты`; `2 варианта` only counts them."""
    after = group[-1] + 1
    named = "option_words" if hearing.strict else "number_words"
    if after not in hearing.places("option_words", named) or hearing.words.breaks[after]:
        return False
    if len(group) > 1:
        return True
    if not hearing.word(group[0]).isdecimal():
        return False
    word = parses(hearing.words.lower[after])[0].tag
    return hearing.word(group[0]) == "1" or (word.number != "plur" and word.case != "gent")


def _aimed_at(hearing: Hearing, index: int) -> bool:
    if len(hearing.offers) == 1 and hearing.word(index) != str(hearing.offers[0].id):
        # `беру 2` where a single offer was shown tells how many.
        return False
    if hearing.word(index - 1) == "не" and not hearing.strict:
        return True
    if not hearing.strict:
        return hearing.near(_AIMING, index, _NEAR)
    deciding = ("choose_words", "refuse_words", "leave_words", "swap_words", "taking_words")
    return hearing.beside(deciding, index, index + 1)


def _is_range(hearing: Hearing, group: Sequence[int]) -> bool:
    """`с 1 по 3` and nothing else."""
    edges = [index for index in range(len(hearing.words)) if hearing.word(index) in {"с", "по"}]
    return not hearing.strict and len(edges) == len(group) and hearing.says_only([*group, *edges])


def _opens_an_order(hearing: Hearing, group: Sequence[int]) -> bool:
    """`3, Петров Иван, 89161234567, Казань`: the offer, then who takes it and where to."""
    if not hearing.details or hearing.strict or hearing.chosen:
        return False
    clause, after = hearing.clause(group[0]), group[-1] + 1
    if clause.start or _answers_by_points(hearing):
        return False
    named = after in clause and _is_name(hearing.word(after))
    return hearing.says_only(group, within=range(after) if named else clause)


def _is_name(word: str) -> bool:
    return not _NAMES.isdisjoint(parses(word)[0].tag.grammemes)


def _answers_by_points(hearing: Hearing) -> bool:
    """`1. Петров Иван 2. 89161234567`."""
    words = hearing.words
    points = [
        words.lower[place]
        for place in range(len(words) - 1)
        if words.separator(place + 1).strip() in _LIST_SIGNS
    ]
    return {"1", "2"}.issubset(points)


def is_list_item(hearing: Hearing, index: int) -> bool:
    """`2) 3 шт`, `2. Казань`: a digit that numbers what stands behind it."""
    words = hearing.words
    numbers = words.breaks[index] and index + 1 < len(words)
    return numbers and words.separator(index + 1).strip() in _LIST_SIGNS


def _mentions(hearing: Hearing, group: Sequence[int]) -> Iterator[Mention]:
    if _runs_beyond(hearing, group):
        yield Mention((cardinal_at(hearing.words, group[-1]) or 0,), group[0], group[-1] + 1)
        return
    values = {index: cardinal_at(hearing.words, index) or 0 for index in group}
    ends = {after: before for before, after in pairwise(group) if _spans(hearing, before, after)}
    for index in group:
        first = values[ends[index]] + 1 if index in ends else values[index]
        meant = tuple(hearing.id_of(value) for value in range(first, values[index] + 1))
        yield Mention(meant, index, index + 1)


def _runs_beyond(hearing: Hearing, group: Sequence[int]) -> bool:
    """`2 - 4` of three offers is no range of them."""
    shown = {offer.id for offer in hearing.offers}
    last = cardinal_at(hearing.words, group[-1]) or 0
    spans = any(_spans(hearing, before, after) for before, after in pairwise(group))
    return spans and hearing.id_of(last) not in shown


def _spans(hearing: Hearing, before: int, after: int) -> bool:
    """`с 1 по 3`, `1-3`: everything from one to the other."""
    words = hearing.words
    if cardinal_at(words, before) >= cardinal_at(words, after):  # type: ignore[operator]
        return False
    worded = words.lower[before + 1 : after] == ("по",) and hearing.word(before - 1) in {"с", "со"}
    return worded or _is_dashed(words, before, after)


def may_be_pieces(hearing: Hearing, mentions: Sequence[Mention]) -> bool:
    """`3 - 2`: two pieces of the third, or the third and the second."""
    words = hearing.words
    return not hearing.pieces and any(
        words.lower[before.first].isdecimal()
        and words.lower[after.first].isdecimal()
        and _is_dashed(words, before.first, after.first)
        and not _spans(hearing, before.first, after.first)
        for before, after in pairwise(mentions)
    )


def _is_dashed(words: Words, before: int, after: int) -> bool:
    return after == before + 1 and words.separator(after).strip() in _DASHES
