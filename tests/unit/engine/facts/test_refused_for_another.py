"""Who refuses one offer and takes another gives no purchase up."""

import pytest

from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers
from tests.unit.engine.facts.reading import knowledge, schema


def _is_lost(text: str, chosen: tuple[int, ...] = ()) -> bool:
    session = Session(
        stage="CONTACT" if chosen else "PRICING", offers=offers(FIVE), chosen_offer_ids=chosen
    )
    read = extract(Situation(Message(text), session), knowledge(), schema())
    return bool(read.values["lost_phrase"])


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("вторую строчку мне, две штуки, а четвертую отменяйте", (4,)),
        ("febi одну штуку, lemforder не интересует", ()),
        ("не буду рисковать с дешевым, возьму за 5200", (2,)),
    ],
)
def test_a_refusal_of_one_offer_beside_another_is_no_loss(
    text: str, chosen: tuple[int, ...]
) -> None:
    assert not _is_lost(text, chosen)


@pytest.mark.parametrize(
    "text",
    [
        "отменяйте все, не буду брать",
        "не буду брать, купил манн в магазине",
        "ничего не надо, спасибо",
    ],
)
def test_who_takes_nothing_is_lost(text: str) -> None:
    assert _is_lost(text, (4,))


def test_what_is_taken_and_left_is_read() -> None:
    choice = choice_in(
        "вторую строчку мне, две штуки, а четвертую отменяйте",
        stage="FINAL",
        chosen=(4,),
        shown=offers(FIVE),
    )

    assert (choice.applied_to((4,)), choice.quantity) == ((2,), 2)


def test_what_is_added_to_a_maker_and_not_known_is_asked_about() -> None:
    choice = choice_in(
        "добавьте к манну еще и горыныч одну штуку",
        stage="CONTACT",
        chosen=(2,),
        shown=offers(FIVE),
    )

    assert (choice.kind, choice.quantity) == ("unclear", 0)
