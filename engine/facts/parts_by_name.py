"""Doubt offers told by the name of a part where several are shown: `салонный первый`.

Which number is of which part nobody has told us: `самые дешевые колодки` may be of either.
"""

from collections import Counter
from collections.abc import Sequence

from engine.facts.hearing import Hearing, Mention
from engine.facts.morphology import parses
from engine.facts.numerals import ordinal_at
from engine.facts.parts_of_offers import of_every_part
from engine.session import Offer

_SEVERAL = 2
_OF_ANY_KIND = frozenset({"деталь", "деталька", "запчасть", "артикул", "номер", "аналог"})
_REFUSING = ("refuse_words", "decline_words")
_OF_PARTS = ("part_words", "bare_part_words")
_ONLY = frozenset({"только", "лишь"})


def told_by_a_part(hearing: Hearing, wanted: Sequence[Mention]) -> bool:
    """Say whether a part that is named tells which of the offers is meant."""
    parts = _parts(hearing)
    # A number of theirs in the message tells the part: `первый 5Q0819653`.
    if len(parts) < _SEVERAL or hearing.numbers:
        return False
    return any(
        _counts_within(hearing, mention, parts) or _is_best_of(hearing, mention)
        for mention in wanted
    )


def refuses_a_part(hearing: Hearing) -> bool:
    """`фильтр не надо`, `оставьте только колодки` where several are chosen of several parts."""
    if len(hearing.chosen) < _SEVERAL or "?" in hearing.words.text or hearing.makers:
        return False
    refusing = hearing.places(*_REFUSING)
    only = {place for place, word in enumerate(hearing.words.lower) if word in _ONLY}
    named = _named_parts(hearing)
    if not named or not refusing | only or len(_parts(hearing)) < _SEVERAL:
        return False
    return any(not (refusing | only).isdisjoint(hearing.clause(place)) for place in named)


def _parts(hearing: Hearing) -> Sequence[Sequence[Offer]]:
    """Return the offers of each part; a single one may stand in for the part of the others."""
    counted = Counter(offer.asked_number for offer in hearing.offers)
    instead = {offer.instead_of for offer in hearing.offers}
    known = [n for n, times in counted.items() if times > 1 or n in instead]
    return of_every_part(hearing.offers) if len(known) == len(counted) else ()


def _counts_within(hearing: Hearing, mention: Mention, parts: Sequence[Sequence[Offer]]) -> bool:
    """`салонный первый`: the first of the list, or of that part."""
    number = ordinal_at(hearing.words, mention.first)
    if number is None or len(mention.ids) > 1:
        return False
    found = {part[number - 1].id for part in parts if number <= len(part)}
    return bool(found - {*mention.ids}) and _is_named_beside(hearing, mention)


def _is_named_beside(hearing: Hearing, mention: Mention) -> bool:
    before, breaks = mention.first - 1, hearing.words.breaks
    ahead = before >= 0 and not breaks[mention.first] and _tells_a_part(hearing, before)
    return ahead or _names_behind(hearing, mention)


def _is_best_of(hearing: Hearing, mention: Mention) -> bool:
    """`самые дешевые колодки`: of that part alone."""
    best = hearing.places("most_cheap", "most_dear", "most_fast")
    return mention.last - 1 in best and _names_behind(hearing, mention)


def _names_behind(hearing: Hearing, mention: Mention) -> bool:
    last = mention.last
    joined = last < len(hearing.words) and not hearing.words.breaks[last]
    return joined and last in _named_parts(hearing)


def _tells_a_part(hearing: Hearing, place: int) -> bool:
    """`салонный`, `колодки`."""
    return place in hearing.places("part_traits") or place in _named_parts(hearing)


def _named_parts(hearing: Hearing) -> frozenset[int]:
    """Return the words that say which part is meant: `колодки`, `диски`, but not `деталь`."""
    sorts = hearing.places("analog_named", "original_named")
    words = {place: parses(hearing.word(place))[0] for place in hearing.places(*_OF_PARTS) - sorts}
    return frozenset(
        place
        for place, word in words.items()
        if word.tag.POS == "NOUN" and word.normal_form not in _OF_ANY_KIND
    )
