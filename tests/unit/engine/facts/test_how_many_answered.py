"""Asked how many pieces are taken, a number alone counts them."""

from dataclasses import replace

import pytest

from engine.facts.choice import Choice
from engine.facts.extract import extract
from engine.facts.how_many_answered import asked_how_many
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import PendingClarification, Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema

SHOWN = tuple(replace(offer, available=21, packing=2) for offer in offers())
ASKED = "Столько штук у поставщика сейчас нет. Сколько возьмёте?"
CHOSEN = Session(
    stage="CONTACT",
    offers=SHOWN,
    chosen_offer_ids=(1,),
    pending_clarification=PendingClarification("quantity", "06A115561B"),
    last_reply=ASKED,
)
CHOOSING = replace(
    CHOSEN,
    stage="PRICING",
    chosen_offer_ids=(),
    pending_clarification=PendingClarification("quantity", "06A115561B", ("2",)),
)


def heard(text: str, session: Session = CHOSEN) -> Choice:
    return extract(Situation(Message(text), session), knowledge(), schema()).findings.choice


@pytest.mark.parametrize(
    ("text", "pieces"),
    [("3", 3), ("тогда 3", 3), ("ладно, 10", 10), ("20 шт", 20), ("двадцать", 20)],
)
def test_a_number_alone_is_so_many_pieces(text: str, pieces: int) -> None:
    assert heard(text) == Choice(quantity=pieces)
    told = heard(text, CHOOSING)
    assert (told.ids, told.pieces_named) == ((2,), pieces)


@pytest.mark.parametrize("text", ["сколько есть", "все что есть", "давайте все", "все"])
def test_all_there_are_is_what_the_shop_has_in_whole_lots(text: str) -> None:
    assert heard(text) == Choice(quantity=20)
    assert dict(heard(text, CHOOSING).quantities) == {2: 20}


@pytest.mark.parametrize("text", ["нет, все", "все верно", "а сколько есть?", "понятно"])
def test_what_counts_nothing_is_no_answer(text: str) -> None:
    assert heard(text) == Choice()


@pytest.mark.parametrize("text", ["третий", "вариант 3", "Febi", "520"])
def test_another_offer_may_be_named_instead(text: str) -> None:
    assert heard(text, CHOOSING).ids == (3,)


def test_a_count_beside_a_counted_maker_is_not_dropped() -> None:
    assert heard("20 и 5 Febi", CHOOSING).kind == "unclear"


def test_once_offers_are_listed_their_numbers_are_offers() -> None:
    listed = replace(CHOOSING, last_reply="Самый недорогой вариант:\n\n3. Febi — 520 ₽")
    assert heard("3", listed).ids == (3,)


def test_what_is_chosen_stays_beside_the_offer_counted() -> None:
    asked = asked_how_many(CHOSEN, Choice("one", (2,), added=True, quantity=99))
    choice = heard("3", replace(CHOSEN, pending_clarification=asked))
    assert (set(choice.ids), dict(choice.quantities)) == ({1, 2}, {2: 3})


def test_of_several_counted_at_once_the_question_is_of_none() -> None:
    asked = asked_how_many(CHOOSING, Choice("several", (2, 3), quantity=99))
    assert asked is not None
    assert asked.options == ()
