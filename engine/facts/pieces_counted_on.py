"""Count pieces on from those chosen before: `еще две штуки`, `уберите одну`, a swapped offer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.facts.hearing import Hearing
from engine.facts.numerals import cardinal_at
from engine.facts.quantities import Pieces
from engine.session import Offer

_COMPARED = {"больше": 1, "меньше": -1}
"""After `на две`: more or fewer than before."""
_MORE = "еще"
_PLUS = "+"
_IN_ALL = frozenset({"до", "всего", "итого"})

PiecesOfOffers = tuple[int, Mapping[int, int]]
"""Pieces of each offer taken, and those named for one offer only."""


def counted_on(hearing: Hearing, ids: Sequence[int], told: PiecesOfOffers) -> PiecesOfOffers:
    """Turn pieces that are added or taken off into how many are wanted then."""
    quantity, quantities = told
    sign = _sign(hearing)
    if not sign:
        return told
    had = {offer.id: offer.quantity for offer in hearing.offers if offer.id in hearing.chosen}
    named = quantities or dict.fromkeys(ids or had, quantity)
    wanted = {number: had.get(number, 0) + sign * pieces for number, pieces in named.items()}
    if any(pieces < 1 for pieces in wanted.values()):
        return told
    same = set(wanted.values())
    # `еще два манна и фильтрон` counts one of the two.
    of_all = len(same) == 1 and wanted.keys() >= set(ids)
    return (same.pop(), {}) if of_all else (0, wanted)


def added_count(hearing: Hearing) -> int:
    """`добавьте еще одну`, `на две больше`: a count in words, without a unit."""
    place = _added_at(hearing)
    return 0 if place is None else cardinal_at(hearing.words, place) or 0


def with_digit_counted_on(hearing: Hearing) -> Hearing:
    """`добавьте еще 2` beside the only offer chosen: a digit behind `еще` counts, as `две` does."""
    if len(hearing.chosen) != 1 or hearing.pieces or "?" in hearing.words.text:
        return hearing
    adding = hearing.places("more_pieces_words", "add_words", "choose_words", "need_words")
    for place in range(1, len(hearing.words)):
        digit = hearing.word(place).isdecimal() and cardinal_at(hearing.words, place)
        if digit and hearing.word(place - 1) == _MORE and hearing.says_only(adding | {place}):
            return replace(hearing, pieces=[Pieces(digit, place, place + 1)])
    return hearing


def _added_at(hearing: Hearing) -> int | None:
    places = range(1, len(hearing.words) if hearing.chosen else 0)
    worded = (place for place in places if not hearing.word(place).isdecimal())
    counts = (place for place in worded if cardinal_at(hearing.words, place))
    return next((place for place in counts if _is_added(hearing, place)), None)


def _is_added(hearing: Hearing, place: int) -> bool:
    before, after = hearing.word(place - 1), hearing.word(place + 1)
    if before == "на":
        # `первого на две больше` of two chosen is about one of them.
        return after in _COMPARED and len(hearing.chosen) == 1
    polite = place + 1 in hearing.places("polite_words")
    more = hearing.places("more_pieces_words")
    closed = hearing.words.breaks[place + 1] or polite or place + 1 in more
    return closed and place - 1 in more


def carried_over(hearing: Hearing, ids: Sequence[int], dropped: Sequence[int]) -> int:
    """Return the pieces that go along when one offer is taken instead of another."""
    replaced = [number for number in hearing.chosen if number in dropped] or hearing.chosen
    return pieces_carried(hearing.offers, replaced, ids)


def pieces_carried(offers: Sequence[Offer], replaced: Sequence[int], taken: Sequence[int]) -> int:
    """Return the pieces of the offer replaced, where one of the same part takes its place."""
    before = [offer for offer in offers if offer.id in replaced]
    after = [offer for offer in offers if offer.id in taken]
    if len(before) != 1 or len(after) != 1:
        return 0
    return before[0].quantity if before[0].asked_number == after[0].asked_number else 0


def _sign(hearing: Hearing) -> int:
    """Return 1 when pieces of the message are added, -1 when they are taken off, else 0."""
    if not hearing.chosen:
        return 0
    first = hearing.pieces[0].first if hearing.pieces else _added_at(hearing)
    if first is None:
        return 0
    around = hearing.clause(first)
    compared = [hearing.word(place) for place in around if hearing.word(place) in _COMPARED]
    if compared and "на" in hearing.words.lower:
        return _COMPARED[compared[0]]
    if not _IN_ALL.isdisjoint(hearing.words.lower[max(0, first - 1) : first]):
        return 0
    more = hearing.places("more_pieces_words")
    if not more.isdisjoint(around) or _follows_plus(hearing, first):
        return 1
    return 0 if hearing.places("fewer_pieces_words").isdisjoint(around) else -1


def _follows_plus(hearing: Hearing, place: int) -> bool:
    """`+1 шт`."""
    return hearing.words.text[: hearing.words.starts[place]].rstrip().endswith(_PLUS)
