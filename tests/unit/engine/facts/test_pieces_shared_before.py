"""Pieces told before the offers were shown are shared out among those taken, or asked about."""

from dataclasses import replace

import pytest

from engine.facts.choice import Choice
from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session, Turn
from tests.unit.engine.facts.reading import knowledge, schema
from tests.unit.engine.facts.test_offers_named_later import shown


def told(text: str, before: int, said: str) -> Choice:
    offers = tuple(replace(offer, quantity=before) for offer in shown())
    session = Session(stage="PRICING", offers=offers, history=(Turn("client", said),))
    return extract(Situation(Message(text), session), knowledge(), schema()).findings.choice


@pytest.mark.parametrize("text", ["бош и манн", "3 и 4", "третий и четвертый"])
@pytest.mark.parametrize("said", ["нужно два фильтра", "06A115561B 2 шт", "2шт", "пару фильтров"])
def test_so_many_pieces_as_offers_are_one_of_each(text: str, said: str) -> None:
    choice = told(text, 2, said)

    assert (set(choice.ids), choice.quantity) == ({3, 4}, 1)


@pytest.mark.parametrize(("text", "before"), [("бош и манн", 3), ("3, 4, 5", 2)])
def test_other_pieces_are_asked_about(text: str, before: int) -> None:
    choice = told(text, before, f"{before} шт")

    assert (choice.kind, choice.quantity, choice.pieces_unclear) == ("several", 1, True)


def test_pieces_told_now_go_first() -> None:
    assert dict(told("бош 2 и манн 1", 3, "3 шт").quantities) == {4: 2, 3: 1}


def test_one_offer_takes_all_pieces() -> None:
    assert told("бош", 3, "3 шт") == Choice("one", (4,))


def test_what_the_client_has_not_named_shares_out_nothing() -> None:
    assert told("бош и манн", 20, "добрый день").kind == "several"
