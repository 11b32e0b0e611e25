"""Tell talk about an offer from taking it: questions, complaints, doubts, comparisons."""

import re
from collections.abc import Sequence
from itertools import pairwise

from engine.facts.concessions import concedes
from engine.facts.hearing import Hearing, Mention
from engine.facts.offers_by_price import POINTING
from engine.facts.offers_said_alike import ALSO, said_alike
from engine.facts.offers_set_aside import set_aside
from engine.facts.offers_told_of import is_told_of
from engine.facts.pieces_asked_about import ASKING
from engine.facts.putting_off import PUT_OFF
from engine.facts.stock_condition import in_stock_condition
from engine.facts.terms_demanded import comes_too_late, demanded_term

DECIDING = ("choose_words", "refuse_words", "leave_words", "swap_words", "add_words")
_DECIDING_IN_QUESTIONS = tuple(key for key in DECIDING if key != "add_words")
_COMPLAINING = ("objection_price", "objection_delivery")
_WAITING = "wait_words"
_DOUBTING = (_WAITING, "about_offers")
_ABOUT = frozenset(
    ("про", "над", "о", "об", "насчет", "поводу", "между", "у", "до", "после", "к", "ко")
)
_OR = frozenset({"или", "либо"})
_NOT = "не"
_PERHAPS = "может"
_NEITHER = frozenset({"нет", "не"})
_AND = frozenset({"и", "или", "либо", "с", "со", "от"})
_GOING_ON = ("topic_payment", "topic_order")
_SENTENCE_END = re.compile(r"[.!?;\n]")


def talked_of(hearing: Hearing, mentions: Sequence[Mention]) -> list[Mention]:
    """Return mentions that take nothing and leave nothing."""
    named = frozenset(place for mention in mentions for place in range(mention.first, mention.last))
    alone = len(mentions) == 1
    talk = [_is_talk(hearing, mention, named, alone=alone) for mention in mentions]
    for index in range(1, len(mentions)):
        before, after = mentions[index - 1], mentions[index]
        if _joins(hearing, before, after, _OR):
            talk[index - 1] = talk[index] = True
        elif _joins(hearing, before, after, _AND):
            talk[index] = talk[index] or talk[index - 1]
        alike = said_alike(hearing, mentions, index, talk)
        if alike and not _is_taken_before(hearing, mentions[alike.start]):
            talk[alike.start : alike.stop] = [True] * len(alike)
    aside = set_aside(hearing, mentions)
    return [
        mention for mention, only in zip(mentions, talk, strict=True) if only or mention in aside
    ]


def _is_taken_before(hearing: Hearing, mention: Mention) -> bool:
    """`первый дорогой, беру второй тоже`."""
    before = range(hearing.clause(mention.first).start, mention.first)
    return not hearing.places("choose_words", "need_words").isdisjoint(before)


def is_undecided(hearing: Hearing, mentions: Sequence[Mention]) -> bool:
    """Say whether the client takes one of two without saying which."""
    pairs = pairwise(mentions)
    either = any(_joins(hearing, before, after, _OR) for before, after in pairs)
    either = either or any(_is_left_open(hearing, mention) for mention in mentions)
    taking = hearing.places("choose_words", "taking_words")
    return either and bool(taking) and "?" not in hearing.words.text


def agrees(hearing: Hearing) -> bool:
    """Say whether some clause takes what is offered and asks nothing."""
    fits = hearing.places("asks_if_fits") if hearing.said.names.makes else frozenset()
    return not hearing.places(PUT_OFF) and any(
        not _asks(hearing, clause, hearing.places("about_offers"))
        for place in hearing.places("choose_words") - fits
        if hearing.word(place - 1) != "не"
        for clause in (hearing.clause(place),)
    )


def _is_talk(hearing: Hearing, mention: Mention, named: frozenset[int], *, alone: bool) -> bool:
    """Judge one mention; `named` are the words of all, of which none asks or complains."""
    clause = hearing.clause(mention.first)
    own = _with_pointer(hearing, mention) | in_stock_condition(hearing, mention) | named
    if any(passes(hearing, mention) for passes in _PASSING_BY):
        return True
    if alone and concedes(hearing, mention):
        return False
    if _is_decided(hearing, clause, named):
        return not alone and _complained_of(hearing, mention)
    if hearing.asked and not (hearing.asked | hearing.places(*ASKING)).isdisjoint(clause):
        # `посчитайте второй, 3 шт`
        return True
    asks = _asks(hearing, clause, own) or _sentence_asks(hearing, mention)
    if _may_have(hearing, mention) and not hearing.places(*_DOUBTING) & set(clause):
        asks = False
    idle = own | hearing.places("prefer_words", "filler_words") | {*demanded_term(hearing)}
    complains = hearing.places(*_COMPLAINING) & set(clause) - idle
    negated = hearing.word(mention.first - 1) == _NOT and not hearing.words.breaks[mention.first]
    if complains and negated:
        # `есть подешевле, но не бош`
        return False
    about = hearing.word(mention.first - 1) in _ABOUT or _asks_on(hearing, mention)
    return asks or bool(complains) or about


def _asks_on(hearing: Hearing, mention: Mention) -> bool:
    """`а на пятый`: what was asked of another offer is asked of this one."""
    before = hearing.words.lower[max(0, mention.first - 2) : mention.first]
    return before == ("а", "на") and not hearing.places("swap_words")


def _is_left_open(hearing: Hearing, mention: Mention) -> bool:
    """`второй брать или нет`, `взять второй, или не надо`."""
    lower = hearing.words.lower
    return any(
        word in _OR and hearing.word(place + 1) in _NEITHER
        for place, word in enumerate(lower[mention.last :], start=mention.last)
    )


def _is_one_of(hearing: Hearing, mention: Mention) -> bool:
    """`один из первых двух`."""
    return len(mention.ids) > 1 and hearing.word(mention.first - 1) == "из"


_PASSING_BY = (is_told_of, _is_left_open, comes_too_late, _is_one_of)


def _with_pointer(hearing: Hearing, mention: Mention) -> frozenset[int]:
    """`тот что за 900`, `где быстрее`: words that point at an offer do not ask."""
    first = mention.first
    kinds = hearing.places("original_named", "analog_named")
    while first and (POINTING.fullmatch(hearing.word(first - 1)) or first - 1 in kinds):
        first -= 1
    return frozenset(range(first, mention.last))


def _is_decided(hearing: Hearing, clause: range, named: frozenset[int]) -> bool:
    """`второй беру`, `второй, беру`, but not `второй дорого, беру третий`."""
    if _deciding(hearing, clause) & set(clause):
        return True
    taken = clause.stop in hearing.places("choose_words")
    return taken and named.isdisjoint(hearing.clause(clause.stop))


def _deciding(hearing: Hearing, clause: range) -> frozenset[int]:
    if not hearing.clauses.asks(clause.start):
        return hearing.places(*DECIDING)
    if not _OR.isdisjoint(hearing.words.lower[clause.start : clause.stop]):
        # `все четыре менять или одну можно?`
        return frozenset()
    # `второй подойдет (вместо первого)?` asks whether it fits, `второй тоже манн?` adds nothing.
    fits = hearing.places("fits_words")
    return hearing.places(*(("choose_words",) if fits else _DECIDING_IN_QUESTIONS)) - fits


def _complained_of(hearing: Hearing, mention: Mention) -> bool:
    """`первый дорого беру второй`: a complaint or a doubt right behind one of several."""
    clause = hearing.clause(mention.first)
    complaints, deciding = hearing.places(*_COMPLAINING, _WAITING), hearing.places(*DECIDING)
    behind = mention.last
    if behind in clause and behind not in complaints | deciding:
        behind += 1
    return behind in clause and behind in complaints and behind not in deciding


def _asks(hearing: Hearing, clause: range, own: frozenset[int]) -> bool:
    if hearing.clauses.asks(clause.start) and not _deciding(hearing, clause) & set(clause):
        return True
    idle = own | hearing.places("may_words", "prefer_words", "choose_words")
    asking = hearing.places("question_words", *_DOUBTING)
    return bool(asking & set(clause) - idle)


def _sentence_asks(hearing: Hearing, mention: Mention) -> bool:
    text = hearing.words.text
    end = _SENTENCE_END.search(text, hearing.words.ends[mention.last - 1])
    if end is None or end.group() != "?":
        return False
    # `второй, где оплатить?`: how the sale goes on is asked by who takes it.
    asked = hearing.clause(hearing.words.at(end.start()) - 1)
    return asked == hearing.clause(mention.first) or not hearing.places(*_GOING_ON) & set(asked)


def _may_have(hearing: Hearing, mention: Mention) -> bool:
    """`можно второй?` asks politely for the second; `второй или первый можно` asks which."""
    clause = hearing.clause(mention.first)
    if not _OR.isdisjoint(hearing.words.lower[clause.start : clause.stop]):
        return False
    return hearing.near(("may_words",), mention.first, 2)


def _joins(hearing: Hearing, before: Mention, after: Mention, words: frozenset[str]) -> bool:
    taking = hearing.places("choose_words", "taking_words") if words is _OR else frozenset()
    between = [
        hearing.word(place)
        for place in range(before.last, after.first)
        if place not in taking and hearing.word(place) not in ALSO
    ]
    near = len(between) <= len(("или", "все", "же"))
    # `второй, а может третий`
    perhaps = words is _OR and _PERHAPS in between
    return bool(between) and near and (between[0] in words or perhaps)
