"""Who asks for analogs hears of them, and of nothing that they did not ask for."""

from dataclasses import replace

import pytest

from api.bootstrap.brain import Brain
from engine.ports.parts import Found, NothingFound, SearchResult
from tests.unit.engine.commands.a_dialog import Dialog, offers_for

NUMBER = "06A115561B"
OWN = offers_for(NUMBER, 900)
ANALOG = replace(
    offers_for("W71930", 400).offers[0], brand="MANN", kind="analog", instead_of=NUMBER
)
BOTH = replace(OWN, substitutes=(ANALOG,))
ANALOGS = Found(NUMBER, "VAG", (), (ANALOG,))


def a_dialog(brain: Brain, *answers: SearchResult) -> Dialog:
    made = Dialog(brain)
    made.world.answers |= {NUMBER: answers[0]}
    return made


@pytest.mark.parametrize(
    "text",
    [
        "а аналогов нету?",
        "аналоги какие есть",
        "не оригинал есть?",
        "заменитель есть",
        "чем можно заменить?",
        "что есть взамен",
        "а что по аналогам",
        "дубликат есть?",
        "китайский аналог есть?",
        "сколько аналог стоит",
        "аналаги есть?",
        "какая замена есть",
        "от других производителей есть?",
        "дорого, может аналог какой есть подешевле",
    ],
)
def test_analogs_of_what_was_shown_are_asked_for_in_many_words(brain: Brain, text: str) -> None:
    dialog = a_dialog(brain, BOTH)
    dialog.hears(f"нужен {NUMBER}")

    dialog.hears(text)

    assert [offer.kind for offer in dialog.session.offers] == ["asked", "analog"]
    assert dialog.session.stage == "PRICING"


@pytest.mark.parametrize(
    "text",
    [
        "аналоги не нужны",
        "аналоги не предлагайте",
        "только оригинал, никаких аналогов",
        "это оригинал или аналог?",
        "без аналогов пожалуйста",
        "не надо аналогов",
        "аналоги не рассматриваю",
    ],
)
def test_who_wants_none_is_shown_none(brain: Brain, text: str) -> None:
    dialog = a_dialog(brain, BOTH)
    dialog.hears(f"нужен {NUMBER}")

    dialog.hears(text)

    assert [offer.kind for offer in dialog.session.offers] == ["asked"]
    assert dialog.world.searches == [NUMBER]


def test_the_search_for_analogs_is_of_the_brand_that_was_shown(brain: Brain) -> None:
    dialog = a_dialog(brain, BOTH)
    dialog.hears(f"нужен {NUMBER}")

    dialog.hears("аналоги есть?")

    assert dialog.world.searches == [NUMBER, f"{NUMBER}/VAG"]


def test_an_analog_is_ordered_under_its_own_number(brain: Brain) -> None:
    dialog = a_dialog(brain, ANALOGS)
    dialog.world.answers["W71930"] = replace(
        offers_for("W71930", 400),
        brand="MANN",
        offers=(replace(ANALOG, kind="asked", instead_of=""),),
    )
    for text in (
        f"нужен {NUMBER}",
        "беру первый",
        "Соколова Марина Олеговна, 8 912 345-67-89",
        "Пермь, ул. Мира, 4",
        "да",
    ):
        dialog.hears(text)

    assert dialog.world.asked_afresh == ["W71930/MANN"]
    assert dialog.session.stage == "ABCP_CREATE"
    assert [offer.kind for offer in dialog.session.offers] == ["analog"]


def test_nothing_of_either_kind_goes_to_a_person(brain: Brain) -> None:
    dialog = a_dialog(brain, NothingFound(NUMBER))

    dialog.hears(f"аналог {NUMBER} есть?")

    assert dialog.session.stage == "HARD_PICK"
