"""Take not all offers for all pieces of one: `бош сколько штук есть?`, then `беру все`."""

from engine.facts.asked_before import makers_asked_of
from engine.facts.choice import Choice
from engine.facts.extraction import Findings
from engine.facts.knowledge import Knowledge
from engine.facts.said import Said
from engine.session import Session

_SEVERAL = 3


def with_all_of_one_asked(
    findings: Findings, said: Said, session: Session, knowledge: Knowledge
) -> Findings:
    """Return the findings with a choice of all offers in doubt behind a question about one."""
    taken = findings.choice.ids
    takes_all = len(taken) >= _SEVERAL and len(taken) == len(session.offers)
    if not takes_all or session.chosen_offer_ids or said.says("option_words"):
        return findings
    makers = makers_asked_of(session, knowledge)
    return findings._replace(choice=Choice("unclear")) if makers and len(makers) == 1 else findings
