"""Hear the answer to how many of each offer chosen are wanted: `2 шт`, then `бош` or `каждого`."""

from collections.abc import Mapping

from engine.facts.choice import Choice
from engine.facts.digit_in_doubt import number_alone
from engine.facts.extraction import Findings
from engine.facts.hearing import Hearing
from engine.facts.knowledge import Knowledge
from engine.facts.normalise import normalise
from engine.facts.numerals import cardinal_at, ordinal_at
from engine.facts.offers_asked_of import NOTHING_ASKED_OF
from engine.facts.quantities import read_quantities
from engine.facts.said import Said, read_said
from engine.session import Session

_CLIENT, _HOW_MANY, _ADDRESS = "client", "quantity", "ADDRESS"
_SEVERAL, _AND = 2, "и"
_OF_EACH = ("both_words", "each_words")
_EACH = frozenset({"каждого", "каждой", "каждый", "каждую", "все", "всех"})
_IDLE = (
    *(*_OF_EACH, "choose_words", "confirm_words", "filler_words", "need_words", "piece_words"),
    *("polite_words", "prefer_words", "selling_words"),
)
_PARTS = ("part_words", "bare_part_words")
_MOST = 50


def with_pieces_of_each(
    findings: Findings, said: Said, session: Session, knowledge: Knowledge
) -> Findings:
    """Return the findings with the count told now of all, or told before of those named now."""
    asked, choice = session.pending_clarification, findings.choice
    if asked is None or asked.kind != _HOW_MANY or len(session.chosen_offer_ids) < _SEVERAL:
        return findings
    # A digit alone may be the house of a street told before.
    houses = session.stage == _ADDRESS and not said.says("piece_words")
    if counts := {} if houses else _counts_in_order(said, session):
        return findings._replace(choice=Choice(quantities=counts), asked=NOTHING_ASKED_OF)
    if choice.quantity or choice.quantities or choice.dropped or "?" in said.words.text:
        return findings
    if count := 0 if houses else _count_in(said):
        return findings._replace(choice=Choice(quantity=count), asked=NOTHING_ASKED_OF)
    owners = _owners(said, session)
    count = _count_before(session, knowledge) if owners else 0
    if not count:
        return findings
    choice = Choice(quantities=dict.fromkeys(owners, count))
    return findings._replace(choice=choice, asked=NOTHING_ASKED_OF)


def _counts_in_order(said: Said, session: Session) -> Mapping[int, int]:
    """`3 и 1`: as many counts as offers are chosen, in the order in which they were shown."""
    counted, lower = _cardinals(said), said.words.lower
    joints = {place for place, word in enumerate(lower) if word == _AND}
    idle = counted.keys() | joints | said.places.of(*_IDLE)
    chosen = [offer.id for offer in session.offers if offer.id in session.chosen_offer_ids]
    if len(counted) != len(chosen) or not idle.issuperset(range(len(lower))):
        return {}
    return dict(zip(chosen, counted.values(), strict=True))


def _count_in(said: Said, *beside: str) -> int:
    """`2 шт`, `две`: the count of a message that says nothing else but facts told."""
    if number := number_alone(said):
        return number
    told = read_quantities(said, numbers=frozenset(), chosen=True)
    counted = {one.first: one.count for one in told} or _cardinals(said)
    places = {place for one in told for place in range(one.first, one.last)} | counted.keys()
    idle = places | said.places.of(*_IDLE, *beside)
    alone = len(counted) == 1 and idle.issuperset(range(len(said.words)))
    return next(iter(counted.values())) if alone else 0


def _cardinals(said: Said) -> Mapping[int, int]:
    """`сделайте 3`."""
    words = said.words
    counts = ((place, cardinal_at(words, place) or 0) for place in range(len(words)))
    return {place: count for place, count in counts if 0 < count <= _MOST}


def _count_before(session: Session, knowledge: Knowledge) -> int:
    texts = [turn.text for turn in reversed(session.history) if turn.role == _CLIENT]
    told = read_said(normalise(texts[0]), knowledge) if texts else None
    # `фильтров два`
    return _count_in(told, *_PARTS) if told else 0


def _owners(said: Said, session: Session) -> tuple[int, ...]:
    """Return the offers chosen that a message of nothing else names: `бош`, `обоих`, `первого`."""
    chosen = session.chosen_offer_ids
    hearing = Hearing(said, session.offers, chosen, frozenset(), pieces=(), strict=True)
    words = said.words
    named = {p: n for p in range(len(words)) if (n := _chosen_at(hearing, p))}
    for first, last, maker in hearing.makers:
        made = [o.id for o in session.offers if o.brand.casefold() == maker and o.id in chosen]
        named.update(dict.fromkeys(range(first, last), made[0]) if len(made) == 1 else {})
    each = {p for p, word in enumerate(words.lower) if word in _EACH} | said.places.of(*_OF_EACH)
    if not hearing.says_only({*named, *each, *said.places.of(*_IDLE)}):
        return ()
    return tuple(chosen) if each else tuple(dict.fromkeys(named.values()))


def _chosen_at(hearing: Hearing, place: int) -> int:
    """`первого`: the first of the list, if it is chosen, or else of those chosen."""
    number, chosen = ordinal_at(hearing.words, place), sorted(hearing.chosen)
    if number is None:
        return 0
    listed = hearing.id_of(number)
    if listed in chosen:
        return listed
    return chosen[number - 1] if number <= len(chosen) else 0
