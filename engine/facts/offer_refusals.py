"""Tell offers that a message takes from those it leaves: `не первый`, `второй уберите`."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from engine.facts.hearing import Hearing, Mention
from engine.facts.lists_refused import is_refused_with_a_stranger, list_refused
from engine.facts.morphology import parses
from engine.facts.offers_said_alike import said_alike
from engine.facts.refused_taking import refused_ahead, refused_around, refused_behind

_TO_REFUSAL = 3
_NEGATIONS = frozenset({"не", "ни"})
_AND = frozenset({"и", "или", "ни", "не", "либо", "с", "со"})
_NOTHING = frozenset({"ничего", "никакой", "никакого", "никакие", "никаких", "ничто"})
_ALL = frozenset({"все", "всех"})
_DASHES = frozenset({"-", "–", "—", ":", ")"})
_THANKS = frozenset({"спасибо", "спс"})


def refused_of(hearing: Hearing, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions of offers that are not wanted.

    Words of refusal serve one mention only: in `второй убрать третий оставить` the third stays.
    """
    used: set[int] = set()
    starts = {mention.first for mention in mentions}
    refused = [
        not _is_all_that_is_wanted(hearing, mention)
        and (
            _is_left_before(hearing, mention, used)
            or _is_left_behind(hearing, mention, used, starts)
            or is_refused_with_a_stranger(hearing, mentions, mention)
        )
        for mention in mentions
    ]
    for index in range(1, len(mentions)):
        before, after = mentions[index - 1], mentions[index]
        if _swaps(hearing, before, after):
            refused[index - 1], refused[index] = True, False
        elif alike := said_alike(hearing, mentions, index, refused):
            refused[alike.start : alike.stop] = [True] * len(alike)
        elif _goes_together(hearing, before, after):
            refused[index] = refused[index] or refused[index - 1]
            refused[index - 1] = refused[index - 1] or (
                refused[index] and not _negated(hearing, after)
            )
    for index in range(len(mentions)):
        if refused[index] and not _negated(hearing, mentions[index]):
            listed = list_refused(hearing, mentions, index)
            refused[listed.start : listed.stop] = [True] * len(listed)
    return [mention for mention, left in zip(mentions, refused, strict=True) if left]


def without_kept(refused: Sequence[Mention], wanted: Sequence[Mention]) -> list[Mention]:
    """`все три не надо, только второй`: of all that is refused, what is taken stays."""
    kept = {number for mention in wanted for number in mention.ids}
    return [
        replace(mention, ids=tuple(number for number in mention.ids if number not in kept))
        if kept < set(mention.ids)
        else mention
        for mention in refused
    ]


def takes_all_others(hearing: Hearing, refused: Sequence[Mention]) -> bool:
    """`все кроме второго` takes all but the second; `кроме второго` alone leaves it, no more."""
    if not _takes_all(hearing):
        return False
    all_but = hearing.places("except_words")
    named = {place for mention in refused for place in range(mention.first, mention.last)}
    told = hearing.places(
        "except_words", "choose_words", "prefer_words", "option_words", "all_words"
    )
    return any(
        not all_but.isdisjoint(range(hearing.clause(mention.first).start, mention.first))
        for mention in refused
    ) and hearing.says_only(named | told)


def _takes_all(hearing: Hearing) -> bool:
    everything = not _ALL.isdisjoint(hearing.words.lower) or hearing.places("choose_words")
    return bool(everything) or len(hearing.offers) == len(("one", "another"))


def _is_all_that_is_wanted(hearing: Hearing, mention: Mention) -> bool:
    """`ничего не нужно кроме первого`: only the first is taken."""
    sentence = hearing.words.lower
    before = range(hearing.clause(mention.first).start, mention.first)
    nothing = "не" in sentence and "все" not in sentence and not _NOTHING.isdisjoint(sentence)
    return nothing and not hearing.places("except_words").isdisjoint(before)


def _is_thanked_for(hearing: Hearing, mention: Mention) -> bool:
    """`за второй спасибо, беру третий`: thanks for one offer before another is taken."""
    thanked = hearing.word(mention.first - 1) == "за" and hearing.word(mention.last) in _THANKS
    return thanked and any(place > mention.last for place in hearing.places("choose_words"))


def _is_left_before(hearing: Hearing, mention: Mention, used: set[int]) -> bool:
    if _negated(hearing, mention, used) or _is_thanked_for(hearing, mention):
        return True
    around = refused_around(hearing, mention.first, mention.last)
    if told := set(around or refused_ahead(hearing, mention.first)) - used:
        used.update(told)
        return True
    clause = hearing.clause(mention.first)
    places = hearing.places("leave_words", "except_words") - used
    # `не хочу я ваш бош`
    places |= {p for p in hearing.places("refuse_words") - used if hearing.word(p - 1) == "не"}
    index = mention.first - 1
    while index in clause and index not in places and hearing.describes(index):
        index -= 1
    if index - 2 in clause and index - 2 in hearing.places("original_named", "analog_named"):
        # `оригинал не нужен самый дешевый давайте`
        return False
    return index in clause and index in places


def _negated(hearing: Hearing, mention: Mention, used: Collection[int] = frozenset()) -> bool:
    clause = hearing.clause(mention.first)
    before = mention.first - 1
    if before in clause and hearing.word(before) in _NEGATIONS:
        return True
    nearer = hearing.places("refuse_words", "option_words")
    return (
        before in clause
        and before - 1 in clause
        and hearing.word(before - 1) in _NEGATIONS
        and before in nearer
        and before not in used
        and not _is_taken_up(hearing, mention, before - 1)
    )


def _is_taken_up(hearing: Hearing, mention: Mention, negation: int) -> bool:
    """`первый не надо третий`: the refusal is of what stands before it."""
    clause = hearing.clause(mention.first)
    starts = negation == clause.start or hearing.word(negation - 1) in {"нет", "а", "но", "и"}
    return not starts and hearing.word(negation - 1) not in {"мне", "нам", "я", "уже", "пока"}


def _is_left_behind(
    hearing: Hearing, mention: Mention, used: set[int], starts: Collection[int]
) -> bool:
    clause = hearing.clause(mention.first)
    if (behind := set(refused_behind(hearing, mention.last))) and not _is_taken(hearing, mention):
        used.update(behind)
        return True
    if hearing.word(mention.last) == "нет" and hearing.words.breaks[mention.last + 1]:
        # `второй нет`, `2 - нет`, `2) нет`
        dashed = hearing.words.separator(mention.last).strip() in _DASHES
        return dashed or not hearing.words.breaks[mention.last]
    for place in range(mention.last, mention.last + _TO_REFUSAL):
        # `бош 2 манн не надо` refuses the second.
        if place not in clause or place in starts or place in hearing.places("choose_words"):
            return False
        if place in hearing.places("refuse_words") - used:
            used.update(_refusal_from(hearing, place))
            return True
        if hearing.word(place) == "не":
            forbidden = place == mention.last and _is_forbidden(hearing, place)
            if forbidden or _fell_short(hearing, place + 1):
                return True
    return False


def _is_taken(hearing: Hearing, mention: Mention) -> bool:
    """`беру второй не берите первый`: what stands behind is said of the next one."""
    return mention.first - 1 in hearing.places("choose_words") & set(hearing.clause(mention.first))


def _fell_short(hearing: Hearing, place: int) -> bool:
    """`второй не подошел`."""
    short = place in hearing.places("fell_short_words")
    return short and parses(hearing.word(place))[0].tag.tense == "past"


def _is_forbidden(hearing: Hearing, place: int) -> bool:
    """`3, 4 не ставить`: told of an offer, any other infinitive closes the clause."""
    verb, breaks = place + 1, hearing.words.breaks
    said = hearing.word(place) == "не" and "бы" not in hearing.words.lower
    if not said or breaks[verb]:
        # `второй не` is cut off, and refuses all the same.
        return said
    if not breaks[verb + 1]:
        return False
    kept = hearing.places("forgetting_words", "taking_words", "choose_words")
    return verb not in kept and "INFN" in parses(hearing.word(verb))[0].tag


def _refusal_from(hearing: Hearing, place: int) -> range:
    """`не надо` is one refusal of two words."""
    last = place
    while last in hearing.places("refuse_words"):
        last += 1
    return range(place, last)


def _swaps(hearing: Hearing, before: Mention, after: Mention) -> bool:
    """`замените 1 на 2`, `первый на второй поменяйте`."""
    between = hearing.words.lower[before.last : after.first]
    return bool(hearing.places("swap_words")) and between[:1] == ("на",)


def _goes_together(hearing: Hearing, before: Mention, after: Mention) -> bool:
    """`уберите второй и третий`: what is said of one is said of both."""
    between = hearing.words.lower[before.last : after.first]
    beside = hearing.near(("choose_words",), after.first, 1) or hearing.near(
        ("choose_words",), after.last - 1, 1
    )
    return len(between) == 1 and between[0] in _AND and not beside
