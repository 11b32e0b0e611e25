"""Offers named by their place in the list: `второй`, `2-й`, `последний`, `первые два`."""

from collections.abc import Iterator

from engine.facts.hearing import Hearing, Mention
from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at, is_ending, ordinal_at, place_from_the_end
from engine.facts.offers_by_side import place_by_side
from engine.facts.offers_corrected import is_correction
from engine.facts.offers_for_someone import is_receiver
from engine.facts.offers_from_the_end import is_counted_from_the_end
from engine.facts.offers_narrowed import of_kind_behind
from engine.facts.parts_of_offers import counts_part, is_of_a_group
from engine.facts.quantities import Pieces

_NEAR = 3
_DECIDING = (
    "choose_words",
    "refuse_words",
    "leave_words",
    "prefer_words",
    "swap_words",
    "add_words",
    "taking_words",
)
"""Words that make an ordinal an offer where other data are awaited."""


def by_ordinal(hearing: Hearing) -> Iterator[Mention]:
    """Find ordinals that count offers and nothing else."""
    words = hearing.words
    for index in range(len(words)):
        number = _place_at(hearing, index)
        if number is None or index in hearing.taken:
            continue
        last = index + 1 + is_ending(words, index + 1)
        if not _is_option(hearing, index, last):
            continue
        if few := _first_or_last_few(hearing, index):
            yield few
        elif is_of_a_group(hearing, index) or counts_part(hearing, index):
            continue
        elif (place := _in_group(hearing, index, last, number)) is not None:
            yield Mention((place,), index, last)


def _place_at(hearing: Hearing, index: int) -> int | None:
    from_end = place_from_the_end(hearing.words.lower[index])
    if from_end is not None:
        return max(1, len(hearing.offers_at(index)) + 1 - from_end)
    if is_counted_from_the_end(hearing, index):
        number = ordinal_at(hearing.words, index) or cardinal_at(hearing.words, index)
        return len(hearing.offers_at(index)) + 1 - number if number else None
    return ordinal_at(hearing.words, index) or place_by_side(hearing, index)


def _first_or_last_few(hearing: Hearing, index: int) -> Mention | None:
    """`первые два`, `два первых`, `последние 2`."""
    words = hearing.words
    if place_from_the_end(words.lower[index]) != 1 and ordinal_at(words, index) != 1:
        return None
    for beside in (index - 1, index + 1):
        if not 0 <= beside < len(words) or words.breaks[max(index, beside)]:
            continue
        if any((told.first, told.last) == (beside, beside + 1) for told in hearing.pieces):
            # `два первых и один третий`
            return None
        count = cardinal_at(words, beside) or 0
        if 1 < count <= len(hearing.offers) and _is_plural(words.lower[index]):
            few = hearing.offers[:count] if ordinal_at(words, index) else hearing.offers[-count:]
            ids = tuple(offer.id for offer in few)
            return Mention(ids, min(index, beside), max(index, beside) + 1)
    return None


def _is_plural(word: str) -> bool:
    return any(parse.tag.number == "plur" for parse in parses(word))


def _is_option(hearing: Hearing, index: int, last: int) -> bool:
    named = ("option_words",) if hearing.strict else ("option_words", "number_words")
    if hearing.near(named, index, 1) or hearing.near(named, last - 1, 1):
        return True
    if _is_adverb(hearing, index) or counts_something_else(hearing, last):
        return False
    if not hearing.strict:
        return True
    if any(_touches(pieces, index, last) for pieces in hearing.pieces):
        return True
    if hearing.near(("swap_words",), index, _NEAR) or is_correction(hearing, index, last):
        return True
    swapped = hearing.places("swap_words") and _fills_clause(hearing, index, last)
    contrasted = swapped or _is_contrasted(hearing, index, last)
    return bool(contrasted) or hearing.beside(_DECIDING, index, last)


def _fills_clause(hearing: Hearing, first: int, last: int) -> bool:
    """`передумал, второй`: the clause says nothing else."""
    idle = hearing.places("prefer_words", "filler_words", "polite_words", "swap_words")
    return all(
        first <= place < last or place in idle or hearing.word(place) == "на"
        for place in hearing.clause(first)
    )


def _is_adverb(hearing: Hearing, index: int) -> bool:
    """`во-первых` tells of no offer."""
    return index > 0 and hearing.words.separator(index) == "-" and hearing.word(index - 1)[0] == "в"


def _touches(pieces: Pieces, first: int, last: int) -> bool:
    return pieces.first == last or pieces.last == first


def _is_contrasted(hearing: Hearing, index: int, last: int) -> bool:
    """`не первый, а второй`, `вместо первого второй` speak of offers whatever is awaited."""
    words = hearing.words
    ordinals = [place for place in range(len(words)) if ordinal_at(words, place) is not None]
    if any(hearing.word(place - 1) == "вместо" for place in ordinals if place != index):
        return True
    if len(ordinals) == 1 or not any(hearing.word(place - 1) == "не" for place in ordinals):
        return False
    return hearing.word(index - 1) in {"а", "не"} or _fills_clause(hearing, index, last)


def counts_something_else(hearing: Hearing, after: int) -> bool:
    """`первая машина`, `обе стороны`: what stands before belongs to a noun that is no offer."""
    words = hearing.words
    if after >= len(words) or words.breaks[after] or after in hearing.taken:
        return False
    offered = (
        *("part_words", "piece_words", "polite_words", "choose_words", "filler_words"),
        *("original_named", "analog_named"),
    )
    if after in hearing.places(*offered, *(() if hearing.strict else ("sale_words",))):
        return False
    if after in hearing.places("objection_price", "objection_delivery"):
        # `первый дорогой`
        return False
    noun = parses(words.lower[after])[0].tag
    if noun.POS != "NOUN" or {"Name", "Surn", "Patr"} & set(noun.grammemes):
        return False
    if is_receiver(words.lower[after]) and not words.lower[after - 1].endswith("му"):
        # `третий себе, четвертый брату`, but not `третьему мастеру`
        return False
    return "Geox" not in noun or hearing.strict


def _in_group(hearing: Hearing, index: int, last: int, number: int) -> int | None:
    """Count within the offers of a kind or a part number that stands in the message.

    `третий аналог` may be the third of the list, itself an analog, or the third of the analogs.
    """
    kind, out_of = of_kind_behind(hearing, last)
    if kind:
        counted = kind[number - 1].id if 0 < number <= len(kind) else None
        listed = hearing.id_of(number) if hearing.id_of(number) in {o.id for o in kind} else None
        if out_of or listed is None or counted is None or counted == listed:
            return counted if out_of else (counted or listed)
        return None
    group = hearing.offers_at(index)
    if len(group) < len(hearing.offers) and 0 < number <= len(group):
        return group[number - 1].id
    return hearing.id_of(number)
