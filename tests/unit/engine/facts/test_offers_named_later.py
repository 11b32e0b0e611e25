"""After a choice an offer that is named is taken where that is plain, and never passed over."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.extract import extract
from engine.facts.extraction import Findings
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Offer, Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema

ROWS = (
    ("VAG", 2100, 1),
    ("VAG", 1900, 5),
    ("MANN", 980, 2),
    ("BOSCH", 1150, 1),
    ("FILTRON", 760, 4),
)
ANALOGS = frozenset({"MANN", "BOSCH", "FILTRON"})
LATER = ["CONTACT", "ADDRESS", "FINAL"]


def shown() -> tuple[Offer, ...]:
    return tuple(
        replace(offer, kind="analog", part_number=f"X{offer.id}", instead_of=offer.part_number)
        if offer.brand in ANALOGS
        else offer
        for offer in offers(ROWS)
    )


def findings_of(text: str, stage: str = "CONTACT") -> Findings:
    session = Session(stage=stage, offers=shown(), chosen_offer_ids=(4,))
    return extract(Situation(Message(text), session), knowledge(), schema()).findings


def wanted_after(text: str, stage: str = "CONTACT") -> dict[int, int]:
    choice = findings_of(text, stage).choice
    taken = choice.applied_to((4,))
    return {offer.id: choice.pieces_of(offer) for offer in shown() if offer.id in taken}


@pytest.mark.parametrize("stage", LATER)
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("манн", {3: 1}),
        ("манн, я перепутал", {3: 1}),
        ("я имел в виду манн", {3: 1}),
        ("надо было фильтрон", {5: 1}),
        ("давайте лучше за 980", {3: 1}),
        ("за 980 который", {3: 1}),
        ("оригинал за 1900", {2: 1}),
        ("лучше оригинал, который завтра", {1: 1}),
        ("и еще манн один", {3: 1, 4: 1}),
        ("манн тоже положите", {3: 1, 4: 1}),
        ("добавьте два манна", {3: 2, 4: 1}),
        ("манн еще нужен 2 шт", {3: 2, 4: 1}),
        ("манн тоже, бош два", {3: 1, 4: 2}),
        ("манн тоже и бош два", {3: 1, 4: 2}),
        ("третий еще нужен, два", {3: 2, 4: 1}),
        ("бош замените на манн", {3: 1}),
        ("а третий подешевле же? его", {3: 1}),
    ],
)
def test_what_is_plain_is_taken(text: str, wanted: Mapping[int, int], stage: str) -> None:
    assert wanted_after(text, stage) == wanted


@pytest.mark.parametrize("stage", LATER)
@pytest.mark.parametrize(
    ("text", "unheard"),
    [
        ("может все таки манн взять?", (3,)),
        ("у меня раньше манн стоял", (3,)),
        ("говорят, манн вообще огонь", (3,)),
        ("лучше оригинал", (1, 2)),
        ("не аналог надо", (1, 2)),
        ("это аналог? не хочу аналог", (1, 2)),
        ("еще один такой же, но манн", (3,)),
    ],
)
def test_what_is_not_plain_is_asked_about_and_changes_nothing(
    text: str, unheard: tuple[int, ...], stage: str
) -> None:
    asked = findings_of(text, stage).asked

    assert (asked.question, asked.ids) == ("named", unheard)
    assert wanted_after(text, stage) == {4: 1}


def test_of_several_chosen_which_one_goes_is_asked() -> None:
    session = Session(stage="FINAL", offers=shown(), chosen_offer_ids=(4, 5))
    found = extract(Situation(Message("манн нужен был"), session), knowledge(), schema()).findings

    assert (found.choice.ids, found.asked.ids) == ((), (3,))


@pytest.mark.parametrize(
    "text",
    [
        "Лосев Антон 89120001122",
        "бош",
        "аналог",
        "самовывоз",
        "да",
        "манн не нужен",
        "а манн когда будет?",
    ],
)
def test_what_names_no_other_offer_or_is_answered_is_not_asked_about(text: str) -> None:
    assert findings_of(text, "FINAL").asked.question != "named"
    assert wanted_after(text, "FINAL") == {4: 1}


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("две дайте все таки", 2),
        ("давайте три бери сразу", 3),
        ("возьму больше, 4", 4),
        ("двух достаточно", 2),
        ("два боша", 2),
        ("Лосев Антон 89120001122, две дайте", 2),
        ("в три давайте", 1),
        ("через два дня давайте", 1),
        ("три давайте?", 1),
    ],
)
def test_a_count_alone_is_of_the_one_chosen(text: str, pieces: int) -> None:
    assert wanted_after(text) == {4: pieces}


WORDS = ("манн", "бош", "за", "980", "оригинал", "не", "аналог", "и", "еще", "два", "?", "его", "3")


@given(st.lists(st.sampled_from(WORDS)))
def test_any_words_leave_a_choice_among_the_offers_shown(words: list[str]) -> None:
    found = findings_of(" ".join(words), "FINAL")

    assert {*found.choice.ids, *found.asked.ids} <= {offer.id for offer in shown()}


@pytest.mark.parametrize(
    "text", ["номер 3 нужен был", "мне нужен был номер 3", "3 номер нужен", "№3 надо"]
)
def test_an_offer_called_by_its_number_is_taken(text: str) -> None:
    assert wanted_after(text) == {3: 1}


@pytest.mark.parametrize(
    "text",
    [
        "номер 3 не нужен",
        "номер дома 3 нужен",
        "нужен номер 3 подъезда",
        "номер 8 нужен",
        "нужен срочно. номер 3",
    ],
)
def test_a_number_of_something_else_takes_no_offer(text: str) -> None:
    assert wanted_after(text) == {4: 1}
    assert findings_of(text).asked.question != "named"


@pytest.mark.parametrize(
    "text", ["манн точно не надо", "манн брать не буду", "первый точно не надо"]
)
def test_another_offer_refused_for_sure_leaves_the_order_and_asks_nothing(text: str) -> None:
    findings = findings_of(text)

    assert findings.choice.applied_to((4,)) == (4,)
    assert findings.asked.question == "none"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("только 2 манна", {3: 2}),
        ("только два манна", {3: 2}),
        ("манн только 2", {3: 2, 4: 1}),
        ("2 манна", {3: 2, 4: 1}),
    ],
)
def test_only_ahead_of_a_count_leaves_the_others(text: str, wanted: Mapping[int, int]) -> None:
    session = Session(stage="CONTACT", offers=shown(), chosen_offer_ids=(3, 4))

    choice = extract(Situation(Message(text), session), knowledge(), schema()).findings.choice

    taken = choice.applied_to((3, 4))
    assert {o.id: choice.pieces_of(o) for o in shown() if o.id in taken} == wanted
