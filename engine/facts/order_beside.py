"""Read a message among offers of another part, shown beside an order that stands.

Those offers alone are chosen from; what is taken comes to the order.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from engine.facts.choice import Choice
from engine.facts.extraction import Findings
from engine.facts.hearing import Hearing
from engine.facts.said import Said
from engine.facts.standing_refusals import REFUSAL
from engine.session import Offer, Session

_CHOOSING = "PRICING"
_TAKING = frozenset({"one", "several"})
_INSTEAD = frozenset({"вместо", "взамен", "заместо"})
_LEAVING_IT = ("as_it_was_words", "decline_words", "keep_words", "no_more_words")
_YES = "да"
"""May as well be said to the new offers."""

_TAKEN = frozenset({"беру", "берем", "возьму", "возьмем"})
_WHOLE = ("все", "заказ", "отмен")
_SHORT = 4
_ONLY = "только"


def with_no_choice_beside(session: Session, part_numbers: Sequence[str]) -> Session:
    """Pieces told with a number that is not offered are of its part: `5Q0819653 еще 2 шт`."""
    offered = {offer.part_number for offer in session.offers}
    if not session.chosen_offer_ids or offered.issuperset(part_numbers):
        return session
    return replace(session, chosen_offer_ids=())


def read_beside(read: Callable[[Session], Findings], said: Said, session: Session) -> Findings:
    """Return what is told of the offers still to be chosen from, or else of the order as well."""
    chosen = session.chosen_offer_ids
    if session.stage != _CHOOSING or not chosen:
        return read(session)
    ordered = {offer.asked_number for offer in session.offers if offer.id in chosen}
    left = tuple(offer for offer in session.offers if offer.asked_number not in ordered)
    if not left:
        return read(session)
    findings = read(replace(session, offers=left, chosen_offer_ids=()))
    choice = findings.choice
    named = _names_ordered(said, session, left)
    stays = named and choice == Choice() and len(chosen) == 1 and _stays_alone(said)
    if named and not stays:
        return _of_the_order_too(findings, read(session), said)
    if stays or _goes_on(said) or (choice.kind not in _TAKING and _leaves_it(said)):
        return findings._replace(choice=kept(chosen))
    if choice == Choice() and findings.asked.question == "none":
        return read(session)
    return findings._replace(choice=_beside(choice, read, said, session))


def _of_the_order_too(findings: Findings, of_all: Findings, said: Said) -> Findings:
    """`первый и бош 2 шт`, `тогда только бош`: what is ordered is spoken of by its maker."""
    choice, told = findings.choice, of_all.choice
    unsure = choice.kind == "unclear" and told.kind in _TAKING and told.quantity
    if unsure or (choice.quantity and choice.kind in _TAKING):
        return of_all._replace(choice=Choice("unclear", pieces_unclear=True))
    if choice.kind in _TAKING and not set(choice.ids) < {*told.ids} and not told.dropped:
        told = choice
    return of_all._replace(choice=_with_order(told, said))


def _stays_alone(said: Said) -> bool:
    """`пока только бош`: what is ordered, and nothing beside it."""
    words = said.words.lower
    told = _ONLY in words and "не" not in words and "?" not in said.words.text
    return told and len(words) <= _SHORT


def _beside(
    choice: Choice, read: Callable[[Session], Findings], said: Said, session: Session
) -> Choice:
    if choice.kind in _TAKING:
        return read(session).choice if _replaces(said) else choice._replace(added=True)
    if not choice.quantity:
        return choice
    # `2 штуки` may be of the part ordered as well.
    of_all = read(session).choice
    return of_all if of_all.kind in _TAKING else Choice("unclear", pieces_unclear=True)


def _names_ordered(said: Said, session: Session, left: Sequence[Offer]) -> bool:
    """`первый и бош 2 шт`: by its maker, for the list shown has other numbers."""
    hearing = Hearing(said, session.offers, (), frozenset(), pieces=(), strict=False)
    named = {maker for _, _, maker in hearing.makers}
    return not named.isdisjoint(
        {offer.brand.casefold() for offer in session.offers}
        - {offer.brand.casefold() for offer in left}
    )


def _with_order(choice: Choice, said: Said) -> Choice:
    taken = choice.kind in _TAKING and not _replaces(said)
    return choice._replace(added=True) if taken else choice


def _replaces(said: Said) -> bool:
    # `лучше первый` may be better than the second of those found.
    return said.says("swap_words") or not _INSTEAD.isdisjoint(said.words.lower)


def _goes_on(said: Said) -> bool:
    """`оформляйте`: the order, as the reply has called it."""
    agreed = said.places.of("explicit_yes")
    idle = agreed | said.places.of("polite_words", "filler_words", "yes_company")
    words = said.words.lower
    more = any(words[place] != _YES for place in agreed)
    return more and not _takes(said) and all(place in idle for place in range(len(words)))


def _leaves_it(said: Said) -> bool:
    """`оформляйте как было`, `нет, спасибо`, `не надо`: nothing comes to the order."""
    words = said.words.lower
    if "?" in said.words.text or said.says("wait_words") or _takes(said):
        return False
    if said.says(REFUSAL):
        return len(words) <= _SHORT and not any(word.startswith(_WHOLE) for word in words)
    agreed = {words[place] for place in said.places.of("explicit_yes")}
    return bool(agreed - {_YES}) or said.places.any_of(*_LEAVING_IT)


def _takes(said: Said) -> bool:
    words = said.words.lower
    return any(
        place not in said.places.of("explicit_yes") or words[place] in _TAKEN
        for place in said.places.of("choose_words")
    )


def kept(chosen: Sequence[int]) -> Choice:
    """Return the choice that leaves all as it was."""
    return Choice("one" if len(chosen) == 1 else "several", tuple(chosen))
