"""Understand which of the offers the client takes, and how many pieces."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Literal, NamedTuple

from engine.facts.choice_unclear import is_unclear
from engine.facts.counts_beside_makers import owners_of_pieces, with_counts_beside_makers
from engine.facts.counts_beside_ordinals import with_counts_beside_ordinals
from engine.facts.counts_in_all import adds_unclearly, without_sum
from engine.facts.counts_in_lists import listed_with_counts
from engine.facts.counts_left_unread import leaves_counts_unread
from engine.facts.counts_needed import are_needed, needed_count, with_count_needed
from engine.facts.counts_of_one_offer import start_of_count, without_counts_of_offers
from engine.facts.counts_of_other_things import without_counts_of_others
from engine.facts.hearing import Hearing, Mention
from engine.facts.kinds_denied import takes_a_kind_denied
from engine.facts.none_of_offers import will_none_do
from engine.facts.offer_mentions import find_mentions
from engine.facts.offer_refusals import refused_of, takes_all_others, without_kept
from engine.facts.offer_talk import agrees, is_undecided, talked_of
from engine.facts.offers_by_digit import is_list_item
from engine.facts.offers_by_price import with_counts_at_prices
from engine.facts.offers_compared import without_comparisons
from engine.facts.offers_corrected import corrected_of, without_counts_corrected
from engine.facts.offers_described import described_offer
from engine.facts.offers_settled_on import without_shortlisted
from engine.facts.offers_taken_after_all import taken_after_all
from engine.facts.only_of_the_chosen import only_of_the_chosen
from engine.facts.pieces_asked_about import asked_of, without_pieces_asked_about
from engine.facts.pieces_by_times import with_pieces_by_times
from engine.facts.pieces_corrected import corrected_count
from engine.facts.pieces_counted_on import (
    added_count,
    carried_over,
    counted_on,
    with_digit_counted_on,
)
from engine.facts.pieces_in_stock import without_pieces_in_stock
from engine.facts.pieces_not_wanted import pieces_not_wanted, with_pieces_instead
from engine.facts.pieces_of_offers import (
    bare_count,
    count_behind,
    counts_one_of_several,
    leaves_some,
    pieces_of_refused,
    shared_out,
)
from engine.facts.pieces_put_right import with_pieces_put_right
from engine.facts.quantities import Pieces, names_too_many_pieces, read_quantities
from engine.facts.said import Said
from engine.facts.same_ones import with_pieces_of_makers, with_same_ones
from engine.facts.stock_condition import with_count_behind
from engine.session import Offer

ChoiceKind = Literal["none", "one", "several", "unclear", "unknown"]

OPEN_TO_DIGITS = frozenset(
    {"NEW", "URGENT", "PRICING", "HARD_PICK", "VIN_PICK", "IN_WORK", "LOST", "DEAL"}
)
"""Stages where a bare digit can only be an offer: nothing else is awaited there."""
_SUMMED_UP = "FINAL"
_ADDING = frozenset({"и", "плюс", "еще"})
_COUNTING: Sequence[Callable[[Hearing], Hearing]] = (
    *(with_pieces_by_times, with_pieces_put_right, with_count_needed, with_pieces_of_makers),
    *(with_counts_beside_makers, with_counts_beside_ordinals, with_counts_at_prices),
)


class Choice(NamedTuple):
    """Offers the message takes or leaves, by the numbers the client was shown."""

    kind: ChoiceKind = "none"
    ids: tuple[int, ...] = ()
    added: bool = False
    """They come beside what was chosen before instead of replacing it."""
    dropped: tuple[int, ...] = ()
    """Offers that the client does not want, though chosen or named."""
    quantity: int = 0
    """Pieces of each offer taken; 0 when the message names none."""
    quantities: Mapping[int, int] = MappingProxyType({})
    """Pieces named for one offer only."""
    too_many: bool = False
    """More pieces are named than any shop has."""
    pieces_unclear: bool = False
    """Pieces are added or taken off, but which and how many are left does not follow."""
    left_unclear: bool = False
    """One of several is refused, but what stays does not follow."""
    needed: bool = False
    """The pieces are asked for before any offer is shown."""
    digit: int = 0
    """A number alone that may be of an offer or of pieces; 0 when none is in doubt."""
    carried: int = 0
    """Pieces told before of the offer that another one now replaces; 0 when none was replaced."""
    asked: int = 0
    """Pieces of which the sum is asked; they are not wanted yet."""
    in_stock: int = 0
    """Pieces of what was chosen of which the stock is asked; they are not wanted yet either."""
    asked_of: Mapping[int, int] = MappingProxyType({})
    """Offers that such a sum is asked of, and the pieces of each."""

    @property
    def pieces_named(self) -> int | None:
        """Return the pieces the message names, for the first offer where they differ."""
        return self.quantity or next(iter(self.quantities.values()), None)

    def pieces_of(self, offer: Offer) -> int:
        """Return how many pieces of a chosen offer are wanted after the message."""
        named = self.quantities.get(offer.id, self.quantity if self._names(offer) else 0)
        carried = self.carried if offer.id in self.ids else 0
        return named or carried or offer.quantity

    def lots_of(self, offer: Offer) -> int:
        """Return the pieces of a chosen offer after the message, up to a whole number of lots."""
        return replace(offer, quantity=self.pieces_of(offer)).pieces

    def wants_too_many(self, chosen: Iterable[Offer]) -> bool:
        """Say whether more pieces of an offer chosen are wanted than the shop has."""
        return self.too_many or any(
            offer.available is not None and self.lots_of(offer) > offer.available
            for offer in chosen
        )

    def _names(self, offer: Offer) -> bool:
        return not self.ids or offer.id in self.ids

    def applied_to(self, chosen: Sequence[int]) -> tuple[int, ...]:
        """Return what is chosen after the message."""
        kept = chosen if self.added or not self.ids else ()
        return tuple(
            number for number in dict.fromkeys((*kept, *self.ids)) if number not in self.dropped
        )


def read_choice(
    said: Said,
    offers: Sequence[Offer],
    *,
    chosen: Sequence[int],
    numbers: frozenset[int],
    stage: str,
    details: bool = False,
) -> Choice:
    """Read a choice among the offers shown; `numbers` are indexes of words of other numbers.

    `details` tell who buys or where to deliver in the same message.
    """
    pieces = read_quantities(said, numbers=numbers, offered=bool(offers), chosen=bool(chosen))
    if not offers:
        count = pieces[0].count if pieces else needed_count(said, numbers)
        return Choice(quantity=count, needed=are_needed(said, pieces))
    strict = stage not in OPEN_TO_DIGITS
    whole = Hearing(said, offers, chosen, numbers, pieces, strict=strict, details=details)
    if stage == _SUMMED_UP:
        # Right after the choice `еще 3` may as well be the third offer.
        whole = with_digit_counted_on(whole)
    if will_none_do(whole):
        return Choice(dropped=tuple(offer.id for offer in offers))
    if (only := only_of_the_chosen(whole)) is not None:
        return Choice("one", (only,))
    if listed := listed_with_counts(whole):
        return _named(listed.hearing, listed.named, ()) if listed.named else Choice("unclear")
    heard, asked = without_pieces_asked_about(with_same_ones(with_count_behind(whole)))
    if not asked:
        choice = _chosen(heard)
        return Choice("unclear") if takes_a_kind_denied(heard, choice.ids) else choice
    mentions = find_mentions(heard)
    talk = talked_of(heard, mentions)
    taken = _chosen(heard) if len(talk) < len(mentions) else Choice()
    about = asked_of(heard, asked, talk)
    return taken._replace(asked=max(told.count for told in asked), asked_of=about)


def _chosen(heard: Hearing) -> Choice:
    said, chosen, numbers = heard.said, heard.chosen, heard.numbers
    for with_counts in _COUNTING:
        heard = with_counts(heard)
    named = find_mentions(heard)
    hearing, mentions = without_comparisons(heard, named)
    hearing = without_sum(without_counts_of_offers(hearing, mentions), mentions)
    hearing = without_counts_of_others(hearing, mentions)
    corrected = corrected_of(hearing, mentions)
    hearing = without_counts_corrected(hearing, corrected, mentions)
    mentions = without_shortlisted(hearing, [m for m in mentions if m not in corrected])
    if refused_pieces := pieces_not_wanted(hearing, mentions):
        hearing = with_pieces_instead(hearing, refused_pieces)
        if not hearing.pieces and not mentions:
            return Choice("unclear", pieces_unclear=True) if chosen else Choice()
    talk = talked_of(hearing, mentions)
    meant = [m for m in mentions if m not in talk] or list(taken_after_all(hearing, talk))
    refused = refused_of(hearing, meant)
    if (chosen or meant) and names_too_many_pieces(said, numbers=numbers):
        return Choice("unclear", too_many="?" not in said.words.text)
    if not meant or _corrects_pieces(hearing, meant):
        return _without_names(hearing, mentions)
    wanted = [mention for mention in meant if mention not in refused]
    refused = without_kept(refused, wanted)
    if wanted and (
        is_unclear(hearing, meant, wanted, refused) or leaves_counts_unread(hearing, named, wanted)
    ):
        return Choice("unclear")
    if told := pieces_of_refused(hearing, wanted, refused):
        if leaves_some(hearing, told, refused):
            return Choice("unclear", pieces_unclear=True)
        kept = [pieces for pieces in hearing.pieces if pieces not in told]
        hearing = replace(hearing, pieces=kept)
    return _named(hearing, wanted, refused)


def _corrects_pieces(hearing: Hearing, meant: Sequence[Mention]) -> bool:
    """`2 шт вместо 1`: the digit is of pieces too, and no offer is left or taken."""
    digits = all(hearing.word(mention.first).isdecimal() for mention in meant)
    return bool(hearing.pieces) and digits and bool(corrected_count(hearing))


def _named(hearing: Hearing, wanted: Sequence[Mention], refused: Sequence[Mention]) -> Choice:
    shown = [offer.id for offer in hearing.offers]
    left = [number for mention in refused for number in mention.ids if number in shown]
    named = [number for mention in wanted for number in mention.ids]
    if not wanted and not hearing.chosen and takes_all_others(hearing, refused):
        named = shown
    ids = tuple(n for n in dict.fromkeys(named) if n in shown and n not in left)
    if ids and not set(named) <= set(shown):
        # `третий и восьмой` of seven: nothing is taken in part without a word.
        return Choice("unknown")
    quantity, quantities = counted_on(
        hearing, ids, shared_out(hearing, hearing.pieces, wanted, ids)
    )
    if not hearing.pieces:
        quantity = count_behind(hearing, wanted)
    # `замените первый на третий` leaves the second where both were chosen.
    swapped = bool(left) and set(left) < set(hearing.chosen)
    if adds_unclearly(hearing, ids, tuple(quantities) or (ids if quantity else ())):
        return Choice("unclear", pieces_unclear=True)
    added = bool(hearing.chosen and ids) and (
        swapped or _adds(hearing, wanted) or _recounts(hearing, ids)
    )
    return Choice(
        kind=_kind(ids, named),
        ids=ids,
        added=added,
        dropped=tuple(dict.fromkeys(left)),
        quantity=quantity,
        quantities=quantities,
        carried=carried_over(hearing, ids, left) if swapped or not added else 0,
    )


def _adds(hearing: Hearing, wanted: Sequence[Mention]) -> bool:
    """`и третий`, `+3`, `добавьте третий`."""
    if hearing.places("add_words") - hearing.taken:
        return True
    first = wanted[0].first if wanted else 0
    plus = "+" in hearing.words.text[: hearing.words.starts[first]]
    # `2) 3 шт` after `1) 2 шт`
    listed = bool(wanted) and bool(hearing.pieces) and is_list_item(hearing, first)
    first = start_of_count(hearing, first)  # `и два манна`
    return plus or listed or hearing.word(first - 1) in _ADDING


def _recounts(hearing: Hearing, ids: Sequence[int]) -> bool:
    """`первого 3 надо`, `манн 2 шт` tell the pieces of one of several chosen; the others stay."""
    decided = hearing.places("choose_words", "leave_words", "swap_words")
    decided -= hearing.places("fewer_pieces_words")
    alone = bool(decided) or "только" in hearing.words.lower
    return bool(hearing.pieces) and not alone and set(ids) < set(hearing.chosen)


def _kind(ids: tuple[int, ...], named: Sequence[int]) -> ChoiceKind:
    if ids:
        return "one" if len(ids) == 1 else "several"
    return "unknown" if named else "none"


def _without_names(hearing: Hearing, mentions: Sequence[Mention]) -> Choice:
    """Agreeing without a name is a choice only where there is a single offer to agree to."""
    if not mentions and (described := described_offer(hearing)):
        only = Choice("one", (described.id,), quantity=described.pieces)
        return Choice("unclear") if described.in_doubt else only
    undecided = is_undecided(hearing, mentions)
    hearing, in_stock = without_pieces_in_stock(hearing)
    pieces = hearing.pieces
    told = corrected_count(hearing)
    if told is None:
        told = pieces[0].count if pieces else bare_count(hearing) or added_count(hearing)
    owners = owners_of_pieces(hearing) if told else ()
    if any(number not in hearing.chosen for number in owners):
        return Choice("unclear")
    if told and not owners and counts_one_of_several(hearing):
        return Choice("unclear", pieces_unclear=True)
    quantity, quantities = counted_on(hearing, owners, (told, {})) if told else (0, {})
    if owners and quantity:
        quantity, quantities = 0, dict.fromkeys(owners, quantity)
    single = len(hearing.offers) == 1
    both = hearing.says_only(sorted(hearing.places("both_words"))) and not single
    counted = quantity and "?" not in hearing.words.text
    taken = agrees(hearing) or (counted and (single or hearing.says_only(_counted(pieces))))
    bargains = bool(hearing.places("bargain_words"))
    if hearing.strict or hearing.chosen or bargains or not (taken or undecided or both):
        return Choice(quantity=quantity, quantities=quantities, in_stock=in_stock)
    if single:
        return Choice("one", (hearing.offers[0].id,), quantity=quantity)
    return Choice("unclear", quantity=quantity)


def _counted(pieces: Sequence[Pieces]) -> frozenset[int]:
    return frozenset(place for told in pieces for place in range(told.first, told.last))
