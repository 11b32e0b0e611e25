"""Tell offers that someone else takes or that were only thought of from the client's own.

Who takes an offer by his own verb, `я возьму манн`, takes none by another one's, `мастер советует
бош`, nor by what he wanted before: `хотел третий, но беру четвертый`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from pymorphy3.analyzer import Parse

from engine.facts.hearing import Hearing, Mention
from engine.facts.morphology import parses

_Doing = Literal["own", "other", "remark", "wish"]

_OWN: Mapping[str, _Doing] = {"past": "wish"}
"""`выбрал третий, но беру четвертый`: what one took before may be given up."""
_CUTTING = frozenset({"но", "а", "зато", "однако", "хотя", "хоть", "потом", "теперь"})
_AGAINST = _CUTTING - {"а"}
_CONCEDING = frozenset({"хотя", "хоть"})
_TAKING = ("choose_words", "taking_words", "got_words", "took_words")
_WISHING = ("prefer_words", "need_words")
_PRAISING = "fits_words"
_JOINING = ("add_words", "both_words", "all_words", "each_words")
_NOT_SAID_OF_ANOTHER = ("enough_words", "fits_words", "filler_words", "polite_words")
_SAME = frozenset({"его", "ее", "их", "этот", "эту", "это", "эти", "него", "нее", "тот", "ту"})
_EVERYBODY = frozenset({"все", "многие", "другие", "остальные", "кто", "никто"})
_PREDICATES = frozenset({"VERB", "ADJS", "PRED", "COMP"})
_FINE = frozenset({"ничего", "неплохо", "хорошо"})
_PERSONS, _STRANGERS = "person_words", "other_people"
_FIRST_PERSON = frozenset({"я", "мы"})


def passed_over(hearing: Hearing, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the offers that the client names without taking them himself."""
    if len(mentions) == 1 and _is_chosen_for_us(hearing, mentions[0]):
        return []
    others = [m for m in mentions if _doing(hearing, m) == "other"]
    rest = [m for m in mentions if m not in others]
    return [*others, *_left_for(hearing, rest)]


def _is_chosen_for_us(hearing: Hearing, mention: Mention) -> bool:
    """`муж выбрал бош`, and no more: one of the family tells what is taken."""
    people = hearing.places(_PERSONS) - hearing.places(_STRANGERS)
    verbs = {
        place
        for place in hearing.places("choose_words")
        if (tag := parses(hearing.word(place))[0].tag).tense == "past" and tag.aspect == "perf"
    }
    told = {*range(mention.first, mention.last), *people, *verbs}
    return bool(people and verbs) and hearing.says_only(told)


def _left_for(hearing: Hearing, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Find what is only spoken of where another offer is taken."""
    if len(mentions) < len(("one", "another")) or hearing.places("both_words", "all_words"):
        return
    taken = [m for m in mentions if _doing(hearing, m) == "own"]
    faint = [m for m in taken if _is_faint(hearing, m)]
    own = [m for m in taken if m not in faint] or _preferred(hearing, mentions, faint) or taken
    if not own or any(_adds(hearing, mention) for mention in own):
        return
    against = any(_stands_against(hearing, mention) for mention in own)
    for mention in mentions:
        if mention in own or not hearing.taken.isdisjoint(_part(hearing, mention.first)):
            continue
        doing = _doing(hearing, mention)
        if (
            doing == "remark"
            or (against and (doing == "wish" or mention in faint or _is_judged(hearing, mention)))
            or (_is_conceded(hearing, mention) and _is_judged(hearing, mention))
        ):
            yield mention


def _preferred(
    hearing: Hearing, mentions: Sequence[Mention], faint: Sequence[Mention]
) -> list[Mention]:
    """`фильтрон норм, но лучше бош`: what a wish sets against mere praise is taken."""
    rest = [m for m in mentions if m not in faint]
    wished = all(_doing(hearing, m) == "wish" and _stands_against(hearing, m) for m in rest)
    return rest if faint and wished else []


def _is_faint(hearing: Hearing, mention: Mention) -> bool:
    """Say whether a part praises rather than takes: `бош норм`, `сойдет и бош`."""
    taking = hearing.places(*_TAKING).intersection(_part(hearing, mention.first))
    return taking <= hearing.places(_PRAISING)


def _adds(hearing: Hearing, mention: Mention) -> bool:
    """`беру его и манн`, `четвертый возьму тоже`, `и четвертый беру`: beside what stands before."""
    part = _part(hearing, mention.first)
    joint = part.start + (hearing.word(part.start) in _CUTTING)
    if hearing.word(joint) == "и" and mention.first - joint <= len(("и", "беру")):
        return True
    words = {hearing.word(place) for place in part}
    return not words.isdisjoint(_SAME) or not hearing.places(*_JOINING).isdisjoint(part)


def _stands_against(hearing: Hearing, mention: Mention) -> bool:
    """`…, но беру четвертый`, `… потом подумал и беру четвертый`."""
    start = hearing.clause(mention.first).start
    before = range(start, mention.first)
    return any(hearing.word(place) in _AGAINST for place in before)


def _is_conceded(hearing: Hearing, mention: Mention) -> bool:
    return hearing.word(_part(hearing, mention.first).start) in _CONCEDING


def _is_judged(hearing: Hearing, mention: Mention) -> bool:
    """`пятый тоже ничего`, `пятый дешевле`: a predicate that does not take it."""
    spoken_for = hearing.places(*_TAKING, "correction_words", "swap_words", "prefer_words")
    return any(
        hearing.word(place) in _FINE or str(parses(hearing.word(place))[0].tag.POS) in _PREDICATES
        for place in _part(hearing, mention.first)
        if not mention.first <= place < mention.last and place not in spoken_for
    )


def _part(hearing: Hearing, index: int) -> range:
    joints = frozenset(place for place in hearing.clause(index) if hearing.word(place) in _CUTTING)
    return next(part for part in hearing.clauses.parts(index, joints) if index in part)


def _doing(hearing: Hearing, mention: Mention) -> _Doing | None:
    """Say whose verb stands nearest to an offer, within its part of the clause."""
    part = _part(hearing, mention.first)
    near = min(
        (
            (_is_governed(hearing.word(place)), _distance(mention, place), doing)
            for place in part
            if not mention.first <= place < mention.last
            for doing in (_doing_at(hearing, place, part),)
            if doing
        ),
        default=None,
    )
    return near[-1] if near else None


def _is_governed(word: str) -> bool:
    """`собирался брать`, `взял бы`: what another verb tells the doer of."""
    return str(parses(word)[0].tag.POS) in {"INFN", "PRCL"}


def _distance(mention: Mention, place: int) -> int:
    return mention.first - place if place < mention.first else place - mention.last + 1


def _doing_at(hearing: Hearing, place: int, part: range) -> _Doing | None:
    takes = place in hearing.places(*_TAKING)
    if place in hearing.places(*_WISHING) and not takes:
        return "wish"
    parse = parses(hearing.word(place))[0]
    if str(parse.tag.POS) != "VERB":
        return "own" if takes else None
    of_another = _is_of_another(hearing, parse, place, part)
    if takes:
        return "other" if of_another else _OWN.get(str(parse.tag.tense), "own")
    if place in hearing.places(*_NOT_SAID_OF_ANOTHER, *_JOINING):
        return None
    past = parse.tag.tense == "past" and parse.tag.gender != "neut"
    crowd = parse.tag.person == "3per" and parse.tag.number == "plur"
    return "remark" if past or crowd or of_another else None


def _is_of_another(hearing: Hearing, parse: Parse, place: int, part: range) -> bool:
    """`сосед возьмет`, `муж взял`: the verb agrees with someone named in the nominative."""
    if parse.tag.person not in {None, "3per"} or parse.tag.mood == "impr":
        return False
    makers = {told for first, last, _ in hearing.makers for told in range(first, last)}
    spoken_for = hearing.places("option_words", "part_words") | makers
    return not _FIRST_PERSON.intersection(map(hearing.word, part)) and any(
        _is_someone(hearing.word(beside))
        for beside in part
        if beside != place and beside not in spoken_for
    )


def _is_someone(word: str) -> bool:
    tag = parses(word)[0].tag
    if word in _EVERYBODY or (tag.POS == "NPRO" and tag.person == "3per" and tag.case == "nomn"):
        return True
    return bool(tag.POS == "NOUN" and tag.animacy == "anim" and tag.case == "nomn")
