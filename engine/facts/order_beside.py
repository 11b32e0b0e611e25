"""Read a message among offers of another part, shown beside an order that stands.

Those offers alone are chosen from; what is taken comes to the order.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from engine.facts.choice import Choice
from engine.facts.extraction import Findings
from engine.facts.said import Said
from engine.facts.standing_refusals import REFUSAL
from engine.session import Session

_CHOOSING = "PRICING"
_TAKING = frozenset({"one", "several"})
_INSTEAD = frozenset({"вместо", "взамен", "заместо"})
_LEAVING_IT = ("as_it_was_words", "decline_words", "keep_words", "no_more_words")
_YES = "да"
"""May as well be said to the new offers."""

_WHOLE = frozenset({"все", "всё", "заказ", "отмена", "отмените", "отменяйте"})
_SHORT = 4


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
    if _goes_on(said) or (choice.kind not in _TAKING and _leaves_it(said)):
        return findings._replace(choice=_kept(chosen))
    if choice == Choice() and findings.asked.question == "none":
        return read(session)
    if choice.kind in _TAKING or choice.quantity:
        beside = _beside(choice, read(session).choice, said, session)
        return findings._replace(choice=beside)
    return findings


def _beside(choice: Choice, of_all: Choice, said: Said, session: Session) -> Choice:
    """Add what is taken to the order, less what the same message takes out of it."""
    instead = choice.kind not in _TAKING or _replaces(said)
    if instead and of_all.kind in _TAKING:
        return of_all
    if choice.kind not in _TAKING:
        # `2 штуки` may be of the part ordered as well.
        return Choice("unclear", pieces_unclear=True)
    left = tuple(n for n in of_all.dropped if n in session.chosen_offer_ids)
    return choice._replace(added=True, dropped=(*choice.dropped, *left))


def _replaces(said: Said) -> bool:
    # `лучше первый` may be better than the second of those found.
    return said.says("swap_words") or not _INSTEAD.isdisjoint(said.words.lower)


def _goes_on(said: Said) -> bool:
    """`оформляйте`: the order, as the reply has called it."""
    agreed = said.places.of("explicit_yes")
    idle = agreed | said.places.of("polite_words", "filler_words", "yes_company")
    words = said.words.lower
    more = any(words[place] != _YES for place in agreed)
    return more and all(place in idle for place in range(len(words)))


def _leaves_it(said: Said) -> bool:
    """`оформляйте как было`, `нет, спасибо`, `не надо`: nothing comes to the order."""
    words = said.words.lower
    if "?" in said.words.text:
        return False
    if said.says(REFUSAL):
        return len(words) <= _SHORT and _WHOLE.isdisjoint(words)
    agreed = {words[place] for place in said.places.of("explicit_yes")}
    return bool(agreed - {_YES}) or said.places.any_of(*_LEAVING_IT)


def _kept(chosen: Sequence[int]) -> Choice:
    return Choice("one" if len(chosen) == 1 else "several", tuple(chosen))
