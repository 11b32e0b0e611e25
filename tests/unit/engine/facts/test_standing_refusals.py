"""A refusal stands unless it is asked, denied, conditional, of the rest or taken back."""

import pytest

from tests.unit.engine.facts.reading import read

REFUSALS = [
    "отменяйте", "не буду брать", "уже не надо", "передумал", "вопрос закрыт", "я пас",
    "снимите заявку", "не заказывайте", "муж запретил", "обойдусь", "не актуально",
]  # fmt: skip
TAKEN_BACK = [
    "если завтра не привезете", "вдруг дешевле будет", "или есть другой?", "беру второй",
    "а какой срок", "второй", "самовывоз", "давайте другой", "позовите менеджера", "подумаю",
]  # fmt: skip
REASONS = [
    "срок не тот", "деталь живая", "куплю новую машину", "поищу на разборе", "в городе нашел",
    "как раз зарплату задержали", "спасибо что ответили", "извините",
]  # fmt: skip
DENIED = [
    "не передумал", "сам не передумал, оформляйте", "никогда не отменяю", "муж не против",
    "не хочу отказываться", "не собираюсь отказываться", "вопрос еще не решен",
]  # fmt: skip
ASKED = [
    "заказ отменить можно?", "актуально или не актуально уже?", "не актуально ли еще",
    "а отказаться если что можно", "передумаю, деньги вернете?",
]  # fmt: skip
CONDITIONS = [
    "если завтра не привезете, отменяйте", "отменяйте если долго", "если дорого то не буду брать",
    "если не завтра, тогда уже не надо", "вдруг не подойдет то передумаю и откажусь",
]  # fmt: skip
THE_REST = [
    "первый оформляйте, больше уже не надо", "второй беру, больше не нужно спасибо",
    "первый беру, больше ничего не надо", "больше не надо, оформляйте",
    "остальное не нужно, давайте второй",
]  # fmt: skip


def is_lost(text: str) -> bool:
    return read(text, stage="PRICING").values["lost_phrase"] is True


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refusal_stands_before_and_behind_its_reasons(refusal: str, reason: str) -> None:
    assert is_lost(f"{refusal}, {reason}")
    assert is_lost(f"{reason}, {refusal}")
    assert is_lost(f"{reason} так что {refusal}")


@pytest.mark.parametrize("wish", TAKEN_BACK)
@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_condition_a_question_or_a_wish_behind_takes_it_back(refusal: str, wish: str) -> None:
    assert not is_lost(f"{refusal}, {wish}")


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refusal_with_a_question_mark_is_asked(refusal: str) -> None:
    assert not is_lost(f"{refusal}?")


@pytest.mark.parametrize("text", [*DENIED, *ASKED, *CONDITIONS, *THE_REST])
def test_what_is_denied_asked_conditional_or_ends_a_list_is_no_refusal(text: str) -> None:
    assert not is_lost(text)


@pytest.mark.parametrize("fault", ["дорого", "долго", "не подходит", "это развод", "цена не та"])
def test_who_finds_fault_and_takes_leave_is_gone(fault: str) -> None:
    assert is_lost(f"{fault}, до свидания")
    assert not is_lost(f"{fault}, есть другие?")
    assert not is_lost("спасибо, до свидания")
