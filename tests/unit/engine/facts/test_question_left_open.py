"""A question which offer is taken stays until it is answered, whatever else is told."""

from dataclasses import replace

import pytest

from engine.facts.extract import extract
from engine.facts.extraction import Findings
from engine.facts.question_left_open import asked_of_named, left_open
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Contact, PendingClarification, Session
from tests.unit.engine.facts.offers_shown import FIVE, offers
from tests.unit.engine.facts.reading import knowledge, schema

PETER = Contact(last_name="Иванов", first_name="Петр", phone="+79161234567")
CHOSEN = Session(stage="ADDRESS", offers=offers(FIVE), chosen_offer_ids=(4,), contact=PETER)
ASKED = replace(CHOSEN, pending_clarification=asked_of_named(CHOSEN, (2,)))


def read(text: str, session: Session) -> Findings:
    return extract(Situation(Message(text), session), knowledge(), schema()).findings


@pytest.mark.parametrize("text", ["самовывоз", "Тверь, Советская 4"])
def test_the_question_is_repeated_where_only_a_yes_is_missing(text: str) -> None:
    asked = read(text, ASKED).asked

    assert (asked.question, asked.ids) == ("named", (2,))


@pytest.mark.parametrize(
    ("text", "contact"), [("Тверь", PETER), ("самовывоз", replace(PETER, phone=None))]
)
def test_the_question_waits_while_other_data_are_missing(text: str, contact: Contact) -> None:
    session = replace(ASKED, contact=contact)
    findings = read(text, session)
    asked = left_open(session, findings)

    assert findings.asked.question == "none"
    assert asked is not None
    assert (asked.kind, asked.options) == ("named", ("2",))


@pytest.mark.parametrize("text", ["второй, самовывоз", "беру 2", "манн возьму"])
def test_a_choice_answers_the_question(text: str) -> None:
    findings = read(text, ASKED)

    assert left_open(ASKED, findings) is None
    assert findings.choice.ids == (2,)


def test_a_number_answers_later_and_keeps_the_pieces() -> None:
    shown = tuple(replace(o, quantity=3 if o.id == 4 else 1) for o in CHOSEN.offers)
    session = replace(
        CHOSEN,
        offers=shown,
        pending_clarification=PendingClarification("named", "06A115561B", ("2",)),
    )
    choice = read("беру 2", session).choice

    assert (choice.ids, choice.pieces_of(shown[1])) == ((2,), 3)


def test_a_number_not_asked_about_is_no_answer() -> None:
    session = replace(
        CHOSEN, pending_clarification=PendingClarification("named", "06A115561B", ("2",))
    )

    assert read("Советская 5", session).choice.ids == ()


def test_offers_of_another_search_are_not_asked_about() -> None:
    session = replace(
        CHOSEN, pending_clarification=PendingClarification("named", "1K0698151E", ("2",))
    )

    assert read("самовывоз", session).asked.question == "none"


def test_an_offer_taken_meanwhile_is_not_asked_about() -> None:
    session = replace(ASKED, chosen_offer_ids=(2, 4))

    assert read("самовывоз", session).asked.question == "none"


def test_a_number_in_doubt_is_asked_about_again() -> None:
    session = replace(CHOSEN, pending_clarification=PendingClarification("digit", "3"))

    assert read("самовывоз", session).choice.digit == 3


def test_pieces_told_end_the_doubt() -> None:
    session = replace(CHOSEN, pending_clarification=PendingClarification("digit", "3"))

    assert read("3 шт, самовывоз", session).choice.digit == 0
