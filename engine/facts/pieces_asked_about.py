"""Hear pieces that are only asked about: `сколько за 4 штуки?`, `а 5 возьму, скидка будет?`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from engine.facts.hearing import Hearing, Mention
from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at
from engine.facts.pieces_of_offers import shared_out
from engine.facts.quantities import Pieces

ASKING = ("asks_price", "sum_words", "bargain_words")
_FOR = "за"
_IF = "если"
_FEW = 50
_NEAR = 2


def without_pieces_asked_about(hearing: Hearing) -> tuple[Hearing, Sequence[Pieces]]:
    """Return the rest of a message, and the pieces it asks the sum of."""
    asking = hearing.places(*ASKING) or _only_supposes(hearing)
    if not asking:
        return hearing, ()
    asked = [told for told in hearing.pieces if _is_asked_about(hearing, told.first, asking)]
    asked += [] if hearing.pieces else list(_bare_counts(hearing, asking))
    if not asked:
        return hearing, ()
    places = {place for told in asked for place in range(told.first, told.last)}
    rest = [told for told in hearing.pieces if told not in asked]
    numbers = hearing.numbers | places
    return replace(hearing, pieces=rest, numbers=numbers, asked=frozenset(places)), asked


def asked_of(
    hearing: Hearing, asked: Sequence[Pieces], talk: Sequence[Mention]
) -> Mapping[int, int]:
    """Return the pieces asked about of each offer that stands beside: `2 боша и 1 манн`."""
    named = {place for mention in talk for place in range(mention.first, mention.last)}
    makers = (
        Mention((made[0],), first, last)
        for first, last, maker in hearing.makers
        if len(made := [o.id for o in hearing.offers if o.brand.casefold() == maker]) == 1
        and named.isdisjoint(range(first, last))
    )
    about = sorted((*talk, *makers), key=lambda mention: mention.first)
    ids = tuple(dict.fromkeys(number for mention in about for number in mention.ids))
    quantity, quantities = shared_out(hearing, asked, about, ids)
    return {number: quantities.get(number, quantity) or asked[-1].count for number in ids}


def _only_supposes(hearing: Hearing) -> frozenset[int]:
    """`а если две?` after a choice asks, and takes nothing yet."""
    places = [p for p, word in enumerate(hearing.words.lower) if word == _IF]
    if not places or "?" not in hearing.words.text or not hearing.chosen:
        return frozenset()
    counts = {p for p in range(len(hearing.words)) if cardinal_at(hearing.words, p)}
    idle = {*places, *counts, *hearing.places("choose_words", "taking_words", "piece_words")}
    return frozenset(places) if counts and hearing.says_only(idle) else frozenset()


def _is_asked_about(hearing: Hearing, place: int, asking: frozenset[int]) -> bool:
    """`беру 4 штуки, сколько с меня?` takes them, `если 4 возьму` does not."""
    clause = hearing.clause(place)
    bargains = bool(hearing.places("bargain_words"))
    if bargains or _IF in hearing.words.lower[clause.start : clause.stop]:
        return True
    if asking.isdisjoint(clause) and not hearing.places("need_words").isdisjoint(clause):
        return False
    # `4 штуки, сколько выйдет`: the question stands in a clause of its own.
    within = set(range(len(hearing.words))) if asking.isdisjoint(clause) else set(clause)
    return all(_will_be(hearing, verb) for verb in hearing.places("choose_words") & within)


def _will_be(hearing: Hearing, place: int) -> bool:
    """`возьму`, `куплю`: what the client would do, unlike `беру`."""
    return str(parses(hearing.word(place))[0].tag.tense) == "futr"


def _bare_counts(hearing: Hearing, asking: frozenset[int]) -> Iterator[Pieces]:
    """`за две`, and a digit beside who would take so many: `а 5 возьму`, `если взять 3`."""
    for place in range(len(hearing.words)):
        count = cardinal_at(hearing.words, place) or 0
        free = place not in hearing.taken and 0 < count < _FEW
        if free and _is_asked_about(hearing, place, asking):
            makers = any(first == place + 1 for first, _, _ in hearing.makers)
            several = count > 1 and (_counts(hearing, place, asking) or _would_take(hearing, place))
            if makers or several:
                yield Pieces(count, place, place + 1)


def _counts(hearing: Hearing, place: int, asking: frozenset[int]) -> bool:
    """`за две`, `если 4`, `посчитайте две`; of several offers `почем за 3` may name the third."""
    settled = bool(hearing.chosen) or len(hearing.offers) == 1
    after = hearing.word(place + 1)
    # `сколько за две будет`
    verb = str(parses(hearing.word(place + 1))[0].tag.POS) == "VERB" if after else False
    closed = hearing.words.breaks[place + 1] or place + 1 in asking or verb
    before, worded = hearing.word(place - 1), not hearing.word(place).isdecimal()
    beside = settled and (place - 1 in asking or before == _FOR)
    return closed and (before == _IF or beside or (worded and before == _FOR))


def _would_take(hearing: Hearing, place: int) -> bool:
    return any(
        _will_be(hearing, verb) or _IF in hearing.words.lower
        for verb in hearing.places("choose_words", "taking_words")
        if verb in hearing.clause(place) and abs(verb - place) <= _NEAR
    )
