"""Find the one offer that a message describes: by maker, kind, price, term or number, in any mix.

Whoever answers a list of offers with `бош за 17400`, `ваг оригинал, восемь дней подожду` or
`варта дорого, значит мутлу` takes one, though by no verb. Each part of the message tells of one
offer more closely or sets some aside; where parts disagree, ask, or leave several, none is taken.
"""

from collections.abc import Sequence
from typing import NamedTuple

from engine.facts.counts_of_other_things import counts_no_pieces
from engine.facts.hearing import Hearing
from engine.facts.message_parts import MessageParts
from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at
from engine.facts.offer_traits import IN_STOCK, Trait, places_of, traits_told
from engine.facts.offers_for_someone import is_receiver

_DOUBTING = (
    *("about_offers", "asks_if_fits", "asks_difference", "bargain_words", "condition_words"),
    *("acquired_words", "elsewhere_words", "lost_phrase", "asks_price", "asks_term"),
)
_UNDOING = ("wait_words", "doubting_words", "condition_words")
"""Said anywhere, they undo what is described: `бош за 1150, подумаю`."""
_REFUSING = ("leave_words", "refuse_words", "except_words", "falls_short")
_COMPLAINING = ("objection_price", "objection_delivery")
_CONCEDING = "conceding_words"
_DECIDED = (
    *("choose_words", "prefer_words", "need_words", "taking_words"),
    *("settling_words", "confirm_words"),
)
_EXPLAINED = (
    *_DECIDED,
    *("part_words", "polite_words", "piece_words", "filler_words", "greeting", "option_words"),
    *("conclusion_words", "conceding_words", "pointing_words", "in_stock_words", "may_words"),
)
"""Words that may stand beside a description and leave it one; any other makes it a remark."""
_IDLE = "idle_conditions"
"""`если не затруднит`."""
_NOT = frozenset({"не", "ни"})
_ONLY = frozenset({"только", "лишь", "угодно", "любой", "любая", "любую", "любые"})
_ALSO = frozenset({"тоже", "также", "более"})
"""`тем более` among them."""
_BESIDE = frozenset(
    (
        *("тот", "та", "ту", "те", "который", "которая", "которую", "которые", "что"),
        *("он", "она", "оно", "они", "его", "ее", "это", "этот", "эту"),
        *("и", "а", "но", "же", "ж", "ка", "тогда", "все", "всетаки", "таки", "уж", "уже"),
        *("за", "по", "через", "в", "на", "хоть", "пусть", "раз", "так", "то", "дня"),
    )
)
_WAITING = frozenset({"подожду", "подождем", "потерплю", "потерпим"})
_HEARD = frozenset({"ого", "ясно", "понял", "поняла", "понятно", "запомнил", "запомнила", "вижу"})
"""Who only tells that the list was read takes nothing yet."""
_FOR = frozenset({"на", "для"})
_HEDGING = frozenset({"ADVB", "CONJ", "PRCL"})
_LIMITS = frozenset({"минимум", "максимум", "бы"})
_MOST = 50
_PHONE = 10
"""Digits of a phone, which is no part number."""


class Described(NamedTuple):
    """The only offer described, and how many pieces of it; 0 where no count stands there."""

    id: int
    pieces: int
    in_doubt: bool = False
    """A count stands there that may be of it: `бош, хотя бы 2`."""


def described_offer(hearing: Hearing) -> Described | None:
    """Return the only offer described; None where it is none or not the only one."""
    if hearing.strict or hearing.chosen or "?" in hearing.words.text:
        return None
    if len(hearing.offers) == 1:
        return None
    traits = sorted(traits_told(hearing), key=lambda trait: trait.first)
    if not any(trait.leads for trait in traits) or names_another_number(hearing):
        return None
    taken = hearing.places("choose_words", "taking_words")
    if hearing.places(*_UNDOING) or not (taken or _HEARD.isdisjoint(hearing.words.lower)):
        return None
    left = _left_by(hearing, traits)
    if len(left) != 1:
        return None
    pieces = _count_beside(hearing, traits)
    in_doubt = not pieces and (_leaves_a_count(hearing, traits) or _wants_more(hearing))
    return Described(next(iter(left)), pieces, in_doubt)


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
    codes = hearing.words.codes
    runs = (_run_of(hearing, place) for place in hearing.numbers - offered if codes[place])
    return any(len(run) < _PHONE or not run.isdecimal() for run in runs)


def _run_of(hearing: Hearing, place: int) -> str:
    """Return the number that a word belongs to, written in one word or in several."""
    first = last = place
    while first - 1 in hearing.numbers:
        first -= 1
    while last + 1 in hearing.numbers:
        last += 1
    return "".join(hearing.words.codes[first : last + 1])


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
    """Say whether a part only tells which offer is meant, and says nothing else of it."""
    told = {place for trait in own for place in range(trait.first, trait.last)}
    rest = set(part) - told - hearing.taken - hearing.places(_IDLE)
    decided = not hearing.places(*_DECIDED).isdisjoint(part)
    if any(trait.states for trait in own) and not decided:
        # `бош 1150` says what it costs.
        return False
    stands_why = hearing.word(part.start) == "раз"
    doubts = hearing.places(*_DOUBTING) - (hearing.places(IN_STOCK) if stands_why else frozenset())
    if rest & (doubts | _asking(hearing)) or any(_recalls(hearing, place) for place in rest):
        return False
    # `дороговато, но пусть`
    put_up_with = _COMPLAINING if hearing.places(_CONCEDING) else ()
    explained = hearing.places(*_EXPLAINED, *put_up_with) | _because(hearing)
    return all(place in explained or _may_stand_beside(hearing, place, own) for place in rest)


def _asking(hearing: Hearing) -> frozenset[int]:
    """Return words that ask; `можно бош` and `так как` do not."""
    asking = hearing.places("question_words")
    return asking - hearing.places("may_words", *_DECIDED) - _because(hearing)


def _because(hearing: Hearing) -> frozenset[int]:
    lower = hearing.words.lower
    return frozenset(p for p, word in enumerate(lower) if word == "как" and lower[p - 1] == "так")


def _may_stand_beside(hearing: Hearing, place: int, own: Sequence[Trait]) -> bool:
    """`щетки денсо`, `бошевские щетки`, `иридиевые`: the part itself, and what it is like."""
    word = hearing.word(place)
    if word in _BESIDE | _WAITING or cardinal_at(hearing.words, place) is not None:
        return True
    if _is_of_a_count(hearing, place):
        return True
    tag = parses(word)[0].tag
    if str(tag.POS) == "NOUN" and "anim" not in tag:
        ahead = any(place + 1 == trait.first for trait in own)
        likened = any(place == trait.last and _is_adjective(hearing, trait) for trait in own)
        return ahead or likened
    # `денсо иридиевые свечи`; `бош неплохой` ends with what is said of it.
    return str(tag.POS) == "ADJF" and place + 1 in hearing.clause(place)


def _is_of_a_count(hearing: Hearing, place: int) -> bool:
    """`пара дисков`, `4 шт на машину`, `2 шт вперед`: what is counted and for what."""
    words, clause = hearing.words, hearing.clause(place)
    if place - 1 in clause and _is_counted(hearing, place):
        return True
    counted = hearing.taken.intersection(range(clause.start, place))
    fitted = str(parses(words.lower[place])[0].tag.POS) == "ADVB" or (
        hearing.word(place - 1) in _FOR and place - 1 in clause
    )
    return bool(counted) and fitted


def _is_counted(hearing: Hearing, place: int) -> bool:
    tag = parses(hearing.word(place))[0].tag
    before = place - 1 in hearing.taken or cardinal_at(hearing.words, place - 1) is not None
    times = place in hearing.places("no_pieces_words")
    return before and not times and str(tag.POS) == "NOUN" and "anim" not in tag


def _is_adjective(hearing: Hearing, trait: Trait) -> bool:
    return str(parses(hearing.word(trait.first))[0].tag.POS) == "ADJF"


def _recalls(hearing: Hearing, place: int) -> bool:
    """`брал`, `муж возьмет`, `найдите`: verbs that choose nothing; `выбрал` does."""
    tag = parses(hearing.word(place))[0].tag
    if str(tag.POS) != "VERB":
        return False
    past = str(tag.tense) == "past"
    decided = place in hearing.places(*_DECIDED) and str(tag.person) != "3per"
    return not (decided and (not past or str(tag.aspect) == "perf")) and (
        past or str(tag.person) == "3per" or str(tag.mood) == "impr"
    )


def _count_beside(hearing: Hearing, traits: Sequence[Trait]) -> int:
    """`2 шт`, `аисин один`, `два боша`, `завтрашний. Один.`: return the count told of it."""
    if hearing.pieces:
        return hearing.pieces[0].count
    told = {place for trait in traits for place in range(trait.first, trait.last)}
    counts = {
        count
        for place in range(len(hearing.words))
        if place not in told | hearing.numbers
        and _is_count(hearing, place, told)
        and not counts_no_pieces(hearing, place)
        if (count := cardinal_at(hearing.words, place)) and count <= _MOST
    }
    return counts.pop() if len(counts) == 1 else 0


def _is_count(hearing: Hearing, place: int, told: set[int]) -> bool:
    """A count stands right beside the offer or a verb of taking, or is all that a clause says."""
    words, clause = hearing.words, hearing.clause(place)
    behind, right_behind = place + 1, place - 1 in told
    counts_it = right_behind and behind in clause and _is_counted(hearing, behind)
    if behind in clause and behind not in told | hearing.places(*_EXPLAINED) and not counts_it:
        return False
    idle = hearing.places(*_EXPLAINED)
    if idle.issuperset(set(clause) - {place}) and not words.lower[place].isdecimal():
        return True
    before = place - 1
    while before in clause and before in idle and before not in told:
        before -= 1
    # `Мира 5, бош`: a house or an hour in a clause ahead counts nothing.
    ahead = behind in told and not words.breaks[behind]
    return ahead or before in told


def _leaves_a_count(hearing: Hearing, traits: Sequence[Trait]) -> bool:
    """`бош, хотя бы 2`, `бош, как минимум 2`: particles and adverbs around a count, no more."""
    told = {place for trait in traits for place in range(trait.first, trait.last)}
    known = told | hearing.taken | hearing.places(*_EXPLAINED)
    return any(
        place not in told | hearing.taken
        and 1 < (cardinal_at(hearing.words, place) or 0) <= _MOST
        and _is_hedged(hearing, place, set(hearing.clause(place)) - known - {place})
        for place in range(len(hearing.words))
    )


def _wants_more(hearing: Hearing) -> bool:
    """`бош мне, сестре такой же`: one more, or the same one."""
    return bool(hearing.places("same_words")) and any(map(is_receiver, hearing.words.lower))


def _is_hedged(hearing: Hearing, place: int, around: set[int]) -> bool:
    kinds = {str(parses(hearing.word(one))[0].tag.POS) for one in around - _limits(hearing)}
    return bool(around) and kinds <= _HEDGING and place - 1 in around


def _limits(hearing: Hearing) -> set[int]:
    return {place for place, word in enumerate(hearing.words.lower) if word in _LIMITS}
