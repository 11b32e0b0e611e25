"""Understand which of the offers the client takes, and how many pieces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from engine.facts.numerals import cardinal_at
from engine.facts.offer_mentions import Hearing, Mention, find_mentions
from engine.facts.quantities import Pieces, read_quantities
from engine.facts.said import Said
from engine.session import Offer

ChoiceKind = Literal["none", "one", "several", "unclear", "unknown"]

_OPEN_TO_DIGITS = frozenset(
    {"NEW", "URGENT", "PRICING", "HARD_PICK", "VIN_PICK", "IN_WORK", "DEAL"}
)
"""Stages where a bare digit can only be an offer: nothing else is awaited there."""

_WORDS_TO_NEGATION = 2
_WORDS_TO_REFUSAL = 3


@dataclass(frozen=True)
class Choice:
    """Offers the message takes or leaves, by the numbers the client was shown."""

    kind: ChoiceKind = "none"
    ids: tuple[int, ...] = ()
    added: bool = False
    """They come beside what was chosen before instead of replacing it."""
    dropped: tuple[int, ...] = ()
    """Offers that the client does not want, though chosen or named."""
    quantity: int = 0
    """Pieces of each offer taken; 0 when the message names none."""
    quantities: Mapping[int, int] = field(default_factory=dict)
    """Pieces named for one offer only."""

    @property
    def pieces_named(self) -> int | None:
        """Return the pieces the message names, for the first offer where they differ."""
        return self.quantity or next(iter(self.quantities.values()), None)

    def pieces_of(self, offer: Offer) -> int:
        """Return how many pieces of a chosen offer are wanted after the message."""
        named = self.quantities.get(offer.id, self.quantity if self._names(offer) else 0)
        return named or offer.quantity

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
) -> Choice:
    """Read a choice among the offers shown.

    `numbers` are indexes of words that belong to part numbers, VINs, phones or order numbers.
    """
    pieces = read_quantities(said, numbers=numbers)
    if not offers:
        return Choice(quantity=pieces[0].count if pieces else 0)
    taken = numbers.union(*(range(p.first, p.last) for p in pieces))
    hearing = Hearing(said, offers, taken, strict=stage not in _OPEN_TO_DIGITS)
    mentions = [] if _only_talks_of(hearing) else find_mentions(hearing)
    wanted = [mention for mention in mentions if not _is_refused(hearing, mention)]
    refused = [mention for mention in mentions if mention not in wanted]
    shown = {offer.id for offer in offers}
    named = tuple(dict.fromkeys(n for mention in wanted for n in mention.ids))
    dropped = tuple(n for mention in refused for n in mention.ids if n in shown)
    ids = tuple(n for n in named if n in shown and n not in dropped)
    if not ids and not named and not dropped:
        return _without_names(hearing, chosen, pieces)
    return Choice(
        kind=_kind(ids, named),
        ids=ids,
        added=bool(chosen) and bool(hearing.places("add_words")),
        dropped=dropped,
        **_shared_out(pieces, wanted, ids, bare=_bare_count(hearing, mentions)),  # type: ignore[arg-type]
    )


def _only_talks_of(hearing: Hearing) -> bool:
    """A question about an offer, or a complaint about it, takes none."""
    if any(hearing.places(key) for key in ("choose_words", "prefer_words", "refuse_words")):
        return "?" in hearing.said.words.text and not hearing.places("choose_words")
    complains = hearing.said.says("objection_price") or hearing.said.says("objection_delivery")
    praises = any(hearing.said.says(key) for key in ("most_cheap", "most_fast", "most_dear"))
    return "?" in hearing.said.words.text or (complains and not praises)


def _kind(ids: tuple[int, ...], named: tuple[int, ...]) -> ChoiceKind:
    if ids:
        return "one" if len(ids) == 1 else "several"
    return "unknown" if named else "none"


def _without_names(hearing: Hearing, chosen: Sequence[int], pieces: Sequence[Pieces]) -> Choice:
    """Agreeing without a name is a choice only where there is a single offer to agree to."""
    quantity = pieces[0].count if pieces else _bare_count(hearing, ())
    agreed = hearing.places("choose_words") and "?" not in hearing.said.words.text
    if hearing.strict or chosen or not (agreed or (quantity and len(hearing.offers) == 1)):
        return Choice(quantity=quantity)
    if len(hearing.offers) == 1:
        return Choice("one", (hearing.offers[0].id,), quantity=quantity)
    return Choice("unclear", quantity=quantity)


def _bare_count(hearing: Hearing, mentions: Sequence[Mention]) -> int:
    """`давайте две`: a count in words that closes its clause and counts nothing else."""
    words = hearing.said.words
    named = {index for mention in mentions for index in range(mention.first, mention.last)}
    for index, word in enumerate(words.lower):
        if index in named:
            continue
        count = None if word.isdecimal() else cardinal_at(words, index)
        if count and count > 1 and words.breaks[index + 1]:
            return count
    return 0


def _is_refused(hearing: Hearing, mention: Mention) -> bool:
    """`не первый`, `первый не надо`, `кроме первого`: named, but not wanted."""
    words = hearing.said.words
    for index in range(mention.first - 1, max(-1, mention.first - 1 - _WORDS_TO_NEGATION), -1):
        if words.breaks[index + 1]:
            break
        if words.lower[index] == "не":
            return index == mention.first - 1 or words.lower[index + 1] in _REFUSABLE
    places = hearing.places("leave_words")
    options = hearing.places("option_words")
    before = mention.first - 1 in places or (
        mention.first - 2 in places and mention.first - 1 in options
    )
    after = any(
        0 <= place - mention.last < _WORDS_TO_REFUSAL
        and not any(words.breaks[mention.last : place + 1])
        for place in hearing.places("refuse_words")
    )
    return before or after


_REFUSABLE = frozenset(("надо", "нужен", "нужна", "нужно", "нужны", "беру", "хочу", "буду"))


def _shared_out(
    pieces: Sequence[Pieces], wanted: Sequence[Mention], ids: tuple[int, ...], *, bare: int
) -> Mapping[str, object]:
    """Give pieces to the offer named last before them, or to all when they stand alone."""
    if len(ids) == 1 or len(pieces) < len(ids):
        # Of several counts the last one is what they settle on.
        return {"quantity": pieces[-1].count if pieces else bare}
    shares: dict[int, int] = {}
    for piece in pieces:
        owner = _owner(piece, wanted)
        if owner is not None and owner in ids:
            shares[owner] = piece.count
    return {"quantities": shares}


def _owner(piece: Pieces, wanted: Sequence[Mention]) -> int | None:
    before = [mention for mention in wanted if mention.last <= piece.first]
    after = [mention for mention in wanted if mention.first >= piece.last]
    nearest = before[-1] if before else (after[0] if after else None)
    return nearest.ids[0] if nearest else None
