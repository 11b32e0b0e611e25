"""Read the answer to the question which of the things taken stay: `бош`, `оба`, `трв оставьте`."""

from engine.facts.choice import Choice, ChoiceKind
from engine.facts.extraction import Findings
from engine.facts.numbers import Numbers
from engine.facts.offers_asked_of import NOTHING_ASKED_OF
from engine.facts.said import Said
from engine.facts.things_named import ThingsNamed
from engine.session import Session

_ASKED = "left"
_ALL = frozenset({"оба", "обе", "все"})
_NO_ANSWER = frozenset({"верно", "правильно", "хорошо", "так", "ок", "равно", "таки"})
_AS_IT_WAS = "как было"
_REFUSING = ("refuse_words", "lost_phrase", "will_not", "except_words")
_SHORT = 6


def with_what_stays(findings: Findings, said: Said, session: Session, numbers: Numbers) -> Findings:
    """Return the findings with the things that stay, where that is asked and answered."""
    pending = session.pending_clarification
    if pending is None or pending.kind != _ASKED or "?" in said.words.text:
        return findings
    heard = findings.choice
    others = not set(heard.ids) <= set(session.chosen_offer_ids)
    if others or heard.dropped or said.places.any_of(*_REFUSING):
        return findings
    stays = tuple(sorted(_staying(said, session, numbers)))
    if not stays:
        return findings
    kind: ChoiceKind = "one" if len(stays) == 1 else "several"
    choice = Choice(kind, stays, quantity=heard.quantity, quantities=heard.quantities)
    return findings._replace(choice=choice, asked=NOTHING_ASKED_OF)


def _staying(said: Said, session: Session, numbers: Numbers) -> set[int]:
    lower, chosen = said.words.lower, set(session.chosen_offer_ids)
    named = ThingsNamed(said, session.offers, numbers.places)
    if stays := chosen & named.ids(set(range(len(lower)))):
        return stays
    if len(lower) == 1 and lower[0].isdecimal():
        return chosen & {int(lower[0])}
    return chosen if len(lower) <= _SHORT and _keeps_all(lower) else set()


def _keeps_all(lower: tuple[str, ...]) -> bool:
    """`оба`, `все оставить`, `как было`, but not `все верно`."""
    all_told = not _ALL.isdisjoint(lower) and _NO_ANSWER.isdisjoint(lower)
    return all_told or _AS_IT_WAS in " ".join(lower)
