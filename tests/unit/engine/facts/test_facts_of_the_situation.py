"""Facts that come from the message's surroundings and the remembered dialog."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.decisions import FactValue
from engine.errors import InvalidInput
from engine.facts.extract import extract
from engine.facts.extraction import Extraction
from engine.facts.situation import Situation
from engine.messages import Attachment, AttachmentKind, Author, Message
from engine.session import Contact, Lead, Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, read, schema


def extraction_of(situation: Situation) -> Extraction:
    return extract(situation, knowledge(), schema())


def values_of(situation: Situation) -> Mapping[str, FactValue]:
    return extraction_of(situation).values


def test_a_picture_without_words_is_an_empty_text_with_an_image() -> None:
    values = values_of(Situation(Message("", attachments=(Attachment("image"),)), Session()))

    assert values["text_empty"] is True
    assert values["has_image"] is True


@pytest.mark.parametrize("kind", ["image", "voice", "video", "document"])
def test_an_attachment_is_known_by_its_kind_alone(kind: AttachmentKind) -> None:
    values = values_of(Situation(Message("", attachments=(Attachment(kind),)), Session()))

    kinds = {name for name in ("image", "voice", "video", "document") if values[f"has_{name}"]}
    assert values["has_attachment"] is True
    assert kinds == {kind}


@pytest.mark.parametrize(
    ("field", "numbers"),
    [
        ("06A115561B", ("06A115561B",)),
        ("06a 115-561 в", ("06A115561B",)),
        ("61217726563", ("61217726563",)),
        ("8200768913", ("8200768913",)),
        ("89031234567", ("89031234567",)),
        ("06A115561B, 5N0071680B041", ("06A115561B", "5N0071680B041")),
        ("деталь 06A115561B (фильтр)", ("06A115561B",)),
    ],
)
def test_a_manager_s_number_is_found_however_it_is_typed(
    field: str, numbers: tuple[str, ...]
) -> None:
    extraction = extraction_of(by_manager(field, "ну что там?"))

    assert extraction.findings.part_numbers == numbers
    assert extraction.values["part_numbers_count"] == len(numbers)
    assert (extraction.values["number_kind"], extraction.values["number_by_manager"]) == (
        "part",
        True,
    )


@pytest.mark.parametrize("field", ["", "уточняю", "нет номера", "уточнить 5 шт у Ивана"])
def test_a_manager_s_note_is_no_number(field: str) -> None:
    extraction = extraction_of(by_manager(field, "ну что там?"))

    assert extraction.findings.part_numbers == ()
    assert extraction.values["number_by_manager"] is False


def test_the_client_s_own_number_stands_behind_the_manager_s() -> None:
    extraction = extraction_of(by_manager("06A115561B", "и еще 5N0071680B041"))

    assert extraction.findings.part_numbers == ("06A115561B", "5N0071680B041")


def by_manager(field: str, text: str) -> Situation:
    session = Session(lead=Lead(5, "UC_UAO7E9", field))
    return Situation(Message(text), session, number_by_manager=True)


@given(st.text(max_size=60))
def test_no_field_of_a_lead_breaks_the_reading(field: str) -> None:
    numbers = extraction_of(by_manager(field, "")).findings.part_numbers

    assert all(number.isascii() and number.isalnum() for number in numbers)


def test_the_caller_s_view_reaches_the_rules_unchanged() -> None:
    situation = Situation(
        Message("да", author=Author.MANAGER),
        Session(stage="PRICING", mode="manual"),
        lookup="several_brands",
        order_confirmation="not_required",
        lead_status="disabled",
        deal_bound=True,
    )

    values = values_of(situation)

    assert values["lookup"] == "several_brands"
    assert values["order_confirmation"] == "not_required"
    assert values["lead_status"] == "disabled"
    assert values["deal_bound"] is True
    assert (values["author"], values["stage"], values["mode"]) == ("manager", "PRICING", "manual")


@pytest.mark.parametrize(
    ("lead", "written", "by_bot"),
    [
        (Lead(1, "UC_ZA04R1"), "UC_ZA04R1", True),
        (Lead(1, "UC_ZA04R1"), "NEW", False),
        (Lead(1, "UC_ZA04R1"), None, False),
        (None, None, False),
    ],
)
def test_a_status_is_the_bot_s_own_only_when_it_wrote_it_last(
    lead: Lead | None, written: str | None, *, by_bot: bool
) -> None:
    values = values_of(Situation(Message("да"), Session(lead=lead, status_written=written)))

    assert values["status_by_bot"] is by_bot


def test_a_stage_outside_the_contract_is_refused_and_not_replaced_by_new() -> None:
    with pytest.raises(InvalidInput) as refused:
        read("да", stage="NOWHERE")

    assert refused.value.code == "STAGE_UNKNOWN"


@pytest.mark.parametrize(
    ("last_reply", "text", "awaited"),
    [
        (None, "ок", True),
        ("Всё верно? Ответьте «да».", "ок", True),
        ("Гарантия есть.\n\nЕсли всё верно, напишите «да, оформляйте».", "ок", False),
        ("Гарантия есть.\n\nЕсли всё верно, напишите «да, оформляйте».", "да, всё верно", True),
        ("Гарантия есть.\n\nЕсли всё верно, напишите «да, оформляйте».", "оформляйте", True),
        ("Гарантия есть.", "да", False),
    ],
)
def test_a_yes_asked_for_in_passing_is_awaited_in_so_many_words(
    last_reply: str | None, text: str, *, awaited: bool
) -> None:
    session = Session(stage="FINAL", last_reply=last_reply)

    assert values_of(Situation(Message(text), session))["yes_awaited"] is awaited


def test_an_empty_phone_is_none() -> None:
    values = values_of(Situation(Message("привет"), Session(contact=Contact(phone=""))))

    assert values["phone_known"] is False


@pytest.mark.parametrize(
    ("text", "refused"),
    [("оба не нужны", True), ("первый не нужен", False), ("беру первый, второй не надо", False)],
)
def test_all_is_refused_when_no_offer_is_left(text: str, *, refused: bool) -> None:
    session = Session(stage="PRICING", offers=offers()[:2])

    assert values_of(Situation(Message(text), session))["all_refused"] is refused


@pytest.mark.parametrize(
    ("text", "dropped"),
    [("ни первый ни второй не подходят", True), ("ни первое ни второе не возьму", False)],
)
def test_who_gives_up_with_every_offer_takes_none_of_them_back(text: str, *, dropped: bool) -> None:
    session = Session(stage="PRICING", offers=offers()[:2])

    assert values_of(Situation(Message(text), session))["choice_dropped"] is dropped


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2", True),
        ("берем два таких", True),
        ("и манн тоже", True),
        ("уберите", True),
        ("да, оформляйте", False),
        ("ничего исправить не надо", False),
        ("мяу", False),
    ],
)
def test_a_change_may_be_told_once_the_order_is_summed_up(text: str, *, told: bool) -> None:
    assert values_of(Situation(Message(text), Session(stage="FINAL")))["change_told"] is told
    assert values_of(Situation(Message(text), Session(stage="PRICING")))["change_told"] is False
