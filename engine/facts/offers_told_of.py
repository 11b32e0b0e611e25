"""Tell offers named in a tale, a wish or under a condition: `вчера брал первый`, `купил бы`."""

import re
from collections.abc import Iterable

from engine.facts.hearing import Hearing, Mention
from engine.facts.morphology import parses
from engine.facts.putting_off import is_put_off
from engine.facts.stock_condition import in_stock_condition

_ENDING = re.compile(r"[.!?;\n]")
_FAR = 1_000


def is_told_of(hearing: Hearing, mention: Mention) -> bool:
    """Say whether an offer is named without being taken now."""
    return (
        _is_past(hearing, mention)
        or _is_of_others(hearing, mention)
        or _is_conditional(hearing, mention)
        or _is_bargained_for(hearing, mention)
        or _is_put_off(hearing, mention)
        or _is_doubted(hearing, mention)
        or _is_wish(hearing, mention)
    )


def _is_past(hearing: Hearing, mention: Mention) -> bool:
    """`первый уже купил`: nearer to the offer than words that take or need one."""
    clause = hearing.clause(mention.first)
    past = [place for place in clause if _has_got(hearing, place)]
    now = hearing.places("choose_words", "need_words") & set(clause)
    return _distance(mention, past) < _distance(mention, now)


def _has_got(hearing: Hearing, place: int) -> bool:
    got = hearing.places("got_words", "took_words") - hearing.places("choose_words")
    # `я бы второй взял` is how one takes it.
    taken = place in hearing.places("took_words") and "бы" in hearing.words.lower
    return place in got and not taken and parses(hearing.word(place))[0].tag.tense == "past"


def _distance(mention: Mention, places: Iterable[int]) -> int:
    return min(
        (max(mention.first - place, place - mention.last + 1) for place in places), default=_FAR
    )


def _is_of_others(hearing: Hearing, mention: Mention) -> bool:
    """`у соседа стоит второй`."""
    clause = hearing.clause(mention.first)
    return not hearing.places("stands_words").isdisjoint(clause) and any(
        hearing.word(place - 1) == "у" and _is_person(hearing.word(place)) for place in clause
    )


def _is_person(word: str) -> bool:
    tag = parses(word)[0].tag
    return "anim" in tag or word in {"меня", "нас", "него", "нее", "них"}


def _is_conditional(hearing: Hearing, mention: Mention) -> bool:
    """`если второй подойдет, то беру`, `возьму 3 если скинете`: nothing is taken yet."""
    said = hearing.places("condition_words") & set(_sentence(hearing, mention))
    return not said <= in_stock_condition(hearing, mention)


def _is_bargained_for(hearing: Hearing, mention: Mention) -> bool:
    """`при скидке возьму 3`, `второй за 600 заберу`: at another price than the offer's."""
    return not hearing.places("bargain_words").isdisjoint(_sentence(hearing, mention))


def _is_put_off(hearing: Hearing, mention: Mention) -> bool:
    """`второй возьму после зарплаты`, `беру третий, но не сегодня`."""
    clause = hearing.clause(mention.first)
    refused = not hearing.places("refuse_words", "leave_words").isdisjoint(clause)
    # `второй не надо, потом возьму` leaves it for now.
    within = clause if refused else _sentence(hearing, mention)
    return is_put_off(hearing.words, hearing.said.places, clause, within)


def _is_doubted(hearing: Hearing, mention: Mention) -> bool:
    """`не уверен, что второй подойдет`: a doubt right before the offer."""
    place = mention.first - 1
    idle = hearing.places("option_words", "number_words", "filler_words", "may_words")
    while place in idle or hearing.word(place) in {"что", "этот"}:
        place -= 1
    return place in hearing.places("doubting_words") and place in _sentence(hearing, mention)


def _sentence(hearing: Hearing, mention: Mention) -> range:
    words = hearing.words
    ends = [place for place in range(1, len(words)) if _ENDING.search(words.separator(place))]
    first = max((end for end in ends if end <= mention.first), default=0)
    return range(first, min((end for end in ends if end > mention.first), default=len(words)))


def _is_wish(hearing: Hearing, mention: Mention) -> bool:
    """`я бы взял третий, но дорого`: what speaks against it comes behind."""
    clause = hearing.clause(mention.first)
    wishes = hearing.places("wished_words").intersection(clause)
    complaints = hearing.places("objection_price", "objection_delivery")
    against = complaints - hearing.places("not_dear_words")
    behind = range(mention.last, len(hearing.words))
    return bool(wishes) and any(hearing.word(place) == "но" or place in against for place in behind)
