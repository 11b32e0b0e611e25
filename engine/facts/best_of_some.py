"""Hear the cheapest or the soonest of some offers only: `из оригиналов какой дешевле?`.

What limits them may stand in the message before: `лучше оригинал`, `фильтрон не надо` or `бош или
манн?`, then `подешевле`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from engine.facts.choice import Choice
from engine.facts.extraction import Findings
from engine.facts.hearing import Hearing
from engine.facts.knowledge import Knowledge
from engine.facts.normalise import normalise
from engine.facts.numerals import cardinal_at
from engine.facts.offers_asked_of import AskedOf, offers_named
from engine.facts.offers_left_out import left_out
from engine.facts.said import Said, read_said
from engine.session import Offer, Session

_BETTER = "better_words"
_CHEAP = ("most_cheap", "cheaper_words")
_SOON = ("most_fast", "faster_words")
_COMPLAINTS = {"objection_price": _CHEAP, "objection_delivery": _SOON}
_KINDS = {"original_named": True, "analog_named": False}
_TOLD_ASIDE = frozenset(
    {*_CHEAP, *_SOON, *_COMPLAINTS, "bargain_words", "asks_if_any", "seek_words", "analog_words"}
)
_CLIENT, _UPTO = "client", "до"
_ASKED_OF = frozenset({"offer", "named"})
_LEAVING = frozenset({"не", "кроме"})
_LEAST_PRICE = 100
_SHORT = 5
_OR = frozenset({"или", "либо"})
_IT = frozenset({"это", "он", "она", "оно", "они", "этот", "эта", "эти"})
_AMAZED = frozenset({"ого", "нифига", "ужас"})
_PAIR = 2


def _price(offer: Offer) -> float:
    return float(offer.price)


def _days(offer: Offer) -> float:
    return float("inf") if offer.delivery_days is None else offer.delivery_days


class BestOfSome:
    """The offers a superlative of the message is said of, where they are not all shown."""

    def __init__(self, some: Sequence[Offer], best: Sequence[Offer], *, counted: bool) -> None:
        self.some = tuple(offer.id for offer in some)
        self.best = tuple(offer.id for offer in best)
        self.counted = counted
        """So many were told before: whether these are pieces was not said."""

    def told_aside(self, said: Said) -> Said:
        """Return a question without what would be answered with the best of all."""
        if "?" not in said.words.text:
            return said
        hits = tuple(hit for hit in said.hits if hit.key not in _TOLD_ASIDE)
        return replace(said, hits=hits)

    def answered(self, findings: Findings, said: Said) -> Findings:
        """Return the findings with the best of these instead of the best of all."""
        if "?" in said.words.text:
            ids = self.best or self.some
            return findings._replace(choice=Choice(), asked=AskedOf("about", ids))
        choice = findings.choice
        if choice.kind != "one" or choice.ids == self.best:
            return findings
        if len(self.best) != 1 or (self.counted and not choice.quantity):
            return findings._replace(choice=Choice("unclear"))
        return findings._replace(choice=choice._replace(ids=self.best))


def best_of_some(said: Said, session: Session, knowledge: Knowledge) -> BestOfSome | None:
    """Return the best of those that the message, or else the one before, limits it to."""
    measure = measure_of(said)
    if measure is None or len(session.offers) <= _PAIR:
        return None
    some, counted = _limited(said, session, measure), False
    if some is None:
        some, counted = _limited_before(said, session, knowledge)
    if not some or len(some) == len(session.offers):
        return None
    least = min(map(measure, some))
    return BestOfSome(some, [o for o in some if measure(o) == least], counted=counted)


def measure_of(said: Said) -> Callable[[Offer], float] | None:
    better = said.places.of(_BETTER)
    told = {
        keys
        for complaint, keys in _COMPLAINTS.items()
        if said.places.any_of(*keys) or not better.isdisjoint(said.places.of(complaint))
    }
    if len(told) != 1:
        return None
    return _price if _CHEAP in told else _days


def _limited(
    said: Said, session: Session, measure: Callable[[Offer], float]
) -> Sequence[Offer] | None:
    """Return the offers that a question limits itself to; choices are narrowed as they are read."""
    if "?" not in said.words.text:
        return None
    if said.places.any_of(*_KINDS):
        return _of_kind(said, session.offers)
    makers, words = _makers(said, session), said.words.lower
    left = {m for first, _, m in makers if first and words[first - 1] in _LEAVING}
    named = {m for *_, m in makers} - left
    if left:
        return [o for o in session.offers if o.brand.casefold() not in left]
    if len(named) > 1:
        return [o for o in session.offers if o.brand.casefold() in named]
    if makers and makers[0][0] - 1 in said.places.of(_BETTER):
        than = [measure(o) for o in session.offers if o.brand.casefold() in named]
        return [o for o in session.offers if measure(o) < min(than)]
    return None if named else _upto(said, session.offers)


def _upto(said: Said, offers: Sequence[Offer]) -> Sequence[Offer] | None:
    """`до 1000 и побыстрее?`."""
    words = said.words
    for place in range(1, len(words)):
        amount = cardinal_at(words, place)
        if words.lower[place - 1] == _UPTO and amount is not None and amount >= _LEAST_PRICE:
            return [offer for offer in offers if offer.price <= amount]
    return None


def _limited_before(
    said: Said, session: Session, knowledge: Knowledge
) -> tuple[Sequence[Offer] | None, bool]:
    """Return what the message before left, compared or named a kind of, where it told no more."""
    if len(said.words) > _SHORT or said.places.any_of(*_KINDS) or _makers(said, session):
        return None, False
    told = next((turn.text for turn in reversed(session.history) if turn.role == _CLIENT), "")
    before = Hearing(
        read_said(normalise(told), knowledge), session.offers, (), frozenset(), (), strict=False
    )
    counted = any(cardinal_at(before.words, place) for place in range(len(before.words)))
    left = left_out(before)
    some = _asked_or_kind(before, said, session, left)
    if len(compared := _compared(before)) > 1:
        some, counted = [offer for offer in session.offers if offer.id in compared], False
    if not left:
        return some, counted
    kept = [offer for offer in some or () if offer.id not in left]
    return kept or [offer for offer in session.offers if offer.id not in left], False


def _asked_or_kind(
    before: Hearing, said: Said, session: Session, left: frozenset[int]
) -> list[Offer] | None:
    pending = session.pending_clarification
    if pending is not None and pending.kind in _ASKED_OF and len(pending.options) > 1:
        return [offer for offer in session.offers if str(offer.id) in pending.options]
    if session.chosen_offer_ids or not _names_a_kind_only(before, left):
        return None
    if _asks_whether(before) or _complains(said):
        return None
    return list(_of_kind(before.said, session.offers))


def _compared(before: Hearing) -> frozenset[int]:
    """`бош или манн`, `3 и 4 чем отличаются?`."""
    asks = "?" in before.words.text or not _OR.isdisjoint(before.words.lower)
    return frozenset(offers_named(before)) if asks else frozenset()


def _asks_whether(before: Hearing) -> bool:
    """`это оригинал?` wants no original yet."""
    return "?" in before.words.text and not _IT.isdisjoint(before.words.lower)


def _complains(said: Said) -> bool:
    """`ого, самый дешевый давайте`: not of those that are too dear."""
    measures = said.places.of(*_CHEAP, *_SOON)
    complaints = said.places.of(*_COMPLAINTS) - measures
    return bool(complaints) or not _AMAZED.isdisjoint(said.words.lower)


def _names_a_kind_only(before: Hearing, left: frozenset[int]) -> bool:
    """`бош не надо, лучше оригинал`; `оригинал дорого` asks for something cheaper than that."""
    places = before.said.places
    kept = {offer.brand.casefold() for offer in before.offers if offer.id not in left}
    named = any(maker in kept for _, _, maker in before.makers)
    return places.any_of(*_KINDS) and not places.any_of(*_COMPLAINTS) and not named


def _of_kind(said: Said, offers: Sequence[Offer]) -> Sequence[Offer]:
    kinds = {own for key, own in _KINDS.items() if said.places.any_of(key)}
    denied = {
        own
        for hit in said.hits
        if (own := _KINDS.get(hit.key)) is not None
        and hit.first
        and said.words.lower[hit.first - 1] in _LEAVING
    }
    kinds = {own != (own in denied) for own in kinds}
    return [offer for offer in offers if (offer.kind == "asked") in kinds]


def _makers(said: Said, session: Session) -> Sequence[tuple[int, int, str]]:
    return Hearing(said, session.offers, (), frozenset(), pieces=(), strict=False).makers
