"""A pronoun behind an answer about an offer that is not chosen is of that offer."""

from dataclasses import replace

import pytest

from engine.facts.extract import extract
from engine.facts.extraction import Findings
from engine.facts.offer_shown_beside import shown_beside
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema

TOLD = "Вот что известно:\n\n2. MANN — 450 ₽, срок до 5 дней"
SESSION = Session(stage="CONTACT", offers=offers(), chosen_offer_ids=(1,), last_reply=TOLD)


def heard(text: str, session: Session = SESSION) -> Findings:
    return extract(Situation(Message(text), session), knowledge(), schema()).findings


def chosen_after(text: str, session: Session = SESSION) -> tuple[int, ...]:
    return heard(text, session).choice.applied_to(session.chosen_offer_ids)


@pytest.mark.parametrize("text", ["давайте его", "его", "его и возьму", "хорошо, его", "ее тогда"])
def test_it_takes_the_place_of_the_one_chosen(text: str) -> None:
    assert chosen_after(text) == (2,)


@pytest.mark.parametrize("text", ["его тоже", "и его", "добавьте его", "тогда оба", "добавьте"])
def test_it_too_and_both_come_beside_the_one_chosen(text: str) -> None:
    assert chosen_after(text) == (1, 2)


def test_pieces_told_are_of_it_alone_unless_both_are_taken() -> None:
    assert heard("его 2 шт").choice.quantity == 2
    assert dict(heard("и его 2 шт").choice.quantities) == {2: 2}
    assert heard("оба по 2").choice.quantity == 2


def test_a_number_beside_it_counts_pieces() -> None:
    choice = heard("давайте его 3").choice

    assert (choice.ids, choice.quantity) == ((2,), 3)


def test_it_is_taken_in_as_many_pieces_as_the_one_it_takes_the_place_of() -> None:
    two = tuple(replace(offer, quantity=2) for offer in offers())

    assert heard("давайте его", replace(SESSION, offers=two)).choice.carried == 2


@pytest.mark.parametrize(
    "text", ["его не надо", "не его", "его есть?", "понятно", "да", "ок", "привезите его в Псков"]
)
def test_who_does_not_take_it_keeps_what_is_chosen(text: str) -> None:
    assert chosen_after(text) == (1,)


@pytest.mark.parametrize("text", ["беру этот", "тот давайте", "ладно, берем его"])
def test_what_may_be_either_of_the_two_is_unclear(text: str) -> None:
    assert heard(text).choice.kind == "unclear"


@pytest.mark.parametrize("text", ["беру", "тогда давайте", "возьмем"])
def test_which_one_is_taken_without_a_name_is_asked(text: str) -> None:
    asked = heard(text).asked

    assert (asked.question, asked.ids) == ("named", (2,))


@pytest.mark.parametrize("text", ["да, оформляйте", "оформляйте", "да, беру", "хорошо"])
def test_to_have_the_order_placed_is_of_no_other_offer(text: str) -> None:
    assert heard(text).asked.question == "none"


@pytest.mark.parametrize(
    "session",
    [
        replace(SESSION, chosen_offer_ids=()),
        replace(SESSION, chosen_offer_ids=(2,)),
        replace(SESSION, last_reply=None),
        replace(SESSION, last_reply=f"{TOLD}\n3. Febi — 520 ₽"),
    ],
)
def test_nothing_stands_beside_without_one_other_offer_listed(session: Session) -> None:
    assert shown_beside(session) == 0
    assert shown_beside(SESSION) == 2
