"""A refusal stands unless it is asked, denied, conditional, of the rest or taken back."""

import pytest

from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema

REFUSALS = [
    "отменяйте", "не буду брать", "уже не надо", "передумал", "вопрос закрыт", "я пас",
    "отмените ничего не надо", "в таком случае откажусь",
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
    "заказ отменять не надо", "отменять ничего не надо",
    "не хочу отказываться", "не собираюсь отказываться", "вопрос еще не решен",
]  # fmt: skip
ASKED = [
    "почему отмена",
    "заказ отменить можно?", "актуально или не актуально уже?", "не актуально ли еще",
    "а отказаться если что можно", "передумаю, деньги вернете?",
]  # fmt: skip
CONDITIONS = [
    "если завтра не привезете, отменяйте", "отменяйте если долго", "если дорого то не буду брать",
    "если не завтра, тогда уже не надо", "вдруг не подойдет то передумаю и откажусь",
    "в случае чего откажусь", "скажите срок, а то не возьму", "дайте скидку иначе отменяю",
]  # fmt: skip
THE_REST = [
    "первый оформляйте, больше уже не надо", "второй беру, больше не нужно спасибо",
    "первый беру, больше ничего не надо", "больше не надо, оформляйте",
    "остальное не нужно, давайте второй",
]  # fmt: skip

FALLS_SHORT = [
    "нет, не то", "нет, не подходит", "нет не подойдет", "нет, не устраивает", "неа, не нравится",
    "нет, такие не подходят", "нет, они мне не подходят",
]  # fmt: skip
NO_LONGER = [
    "больше не надо", "нет желания больше у вас покупать", "все спасибо больше не требуется",
    "нет, больше не надо", "все, больше не нужно",
]  # fmt: skip
NOTHING_MORE = [
    "больше ничего не надо", "больше не надо, это всё", "не надо больше ничего, да",
    "ничего больше не нужно", "остальное не надо",
]  # fmt: skip


OFFERED = Session(stage="PRICING", offers=offers())
DIALOGS = [
    Session(stage="NEW"),
    Session(stage="HARD_PICK"),
    Session(stage="PRICING"),
    OFFERED,
    Session(stage="CONTACT", offers=offers(), chosen_offer_ids=(2,)),
    Session(stage="ADDRESS", offers=offers(), chosen_offer_ids=(2,)),
    Session(stage="FINAL", offers=offers(), chosen_offer_ids=(1, 2)),
]
"""Where a dialog may stand when the client gives up, with offers shown and chosen or without."""

NUMBER = "06A115561B"
OTHER = "5QM411105R"


def is_lost(text: str, session: Session = OFFERED) -> bool:
    read = extract(Situation(Message(text), session), knowledge(), schema())
    return read.values["lost_phrase"] is True


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


@pytest.mark.parametrize("session", DIALOGS, ids=lambda session: str(session.stage))
@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refusal_stands_wherever_the_dialog_does(refusal: str, session: Session) -> None:
    for text in (refusal, *(f"{reason}, {refusal}" for reason in REASONS)):
        assert is_lost(text, session)
    for wish in TAKEN_BACK:
        assert not is_lost(f"{refusal}, {wish}", session)
    assert not is_lost(f"{refusal}?", session)


@pytest.mark.parametrize("session", DIALOGS, ids=lambda session: str(session.stage))
def test_what_is_no_refusal_is_none_wherever_the_dialog_stands(session: Session) -> None:
    for text in (*DENIED, *ASKED, *CONDITIONS, *THE_REST):
        assert not is_lost(text, session)


@pytest.mark.parametrize("session", DIALOGS, ids=lambda session: str(session.stage))
@pytest.mark.parametrize("refusal", REFUSALS)
def test_the_only_number_is_refused_with_the_sale(refusal: str, session: Session) -> None:
    assert is_lost(f"{NUMBER} {refusal}", session)
    assert is_lost(f"{NUMBER}, {refusal}", session)


@pytest.mark.parametrize("session", DIALOGS, ids=lambda session: str(session.stage))
@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_number_asked_for_keeps_the_sale(refusal: str, session: Session) -> None:
    assert not is_lost(f"{NUMBER} {refusal}?", session)
    assert not is_lost(f"{refusal}, нужен {OTHER}", session)
    assert not is_lost(f"{NUMBER} {refusal}, нужен {OTHER}", session)


@pytest.mark.parametrize("session", DIALOGS, ids=lambda session: str(session.stage))
def test_a_number_beside_what_is_no_refusal_changes_nothing(session: Session) -> None:
    for text in (*DENIED, *ASKED, *CONDITIONS):
        assert not is_lost(f"{NUMBER} {text}", session)


@pytest.mark.parametrize("text", FALLS_SHORT)
@pytest.mark.parametrize("session", DIALOGS[3:])
def test_what_does_not_suit_is_put_right_and_only_a_goodbye_ends_it(
    session: Session, text: str
) -> None:
    assert not is_lost(text, session)
    assert is_lost(f"{text}, спасибо", session)
    assert is_lost(f"{text}, нет", session)


@pytest.mark.parametrize("text", NOTHING_MORE)
@pytest.mark.parametrize("session", DIALOGS[4:])
def test_nothing_more_beside_a_choice_refuses_nothing_of_it(session: Session, text: str) -> None:
    assert not is_lost(text, session)
    assert is_lost(f"{text}, отменяйте", session)


@pytest.mark.parametrize("text", NO_LONGER)
@pytest.mark.parametrize("session", DIALOGS[4:])
def test_no_longer_is_a_refusal_of_what_was_chosen(session: Session, text: str) -> None:
    assert is_lost(text, session)


@pytest.mark.parametrize("text", ["менять не буду", "исправлять ничего не буду", "менять не стану"])
def test_who_will_change_nothing_of_an_order_keeps_it(text: str) -> None:
    assert not any(is_lost(text, session) for session in DIALOGS if session.chosen_offer_ids)
    assert is_lost("менять не буду, деталь исправна", OFFERED)


@pytest.mark.parametrize("deed", ["покупать", "купить", "заказать", "оформлять"])
def test_the_deed_that_is_done_without_is_no_wish(deed: str) -> None:
    assert is_lost(f"раздумал {deed}")
    assert is_lost(f"нет смысла {deed}, спасибо")
    assert not is_lost(f"раздумал {deed} первый")


def test_what_is_bought_elsewhere_leaves_what_will_be_bought_here() -> None:
    assert is_lost("купил в городе, возьму там и масло")
    assert not is_lost("купил в городе масло, а катушку у вас возьму")


@pytest.mark.parametrize(
    "text", ["спасибо, больше ничего не надо", "не надо больше ничего, извините"]
)
def test_who_leaves_and_needs_nothing_more_refuses_all_that_is_offered(text: str) -> None:
    assert is_lost(text, OFFERED)
    assert not is_lost(f"{text}, беру второй", OFFERED)
    assert not is_lost(f"{text}, только mann", OFFERED)
    assert not is_lost(f"{text}, кроме катушки", OFFERED)
    assert not is_lost(text, Session(stage="HARD_PICK"))


def test_nothing_more_alone_may_be_said_of_other_parts() -> None:
    assert not is_lost("больше ничего не надо", OFFERED)


@pytest.mark.parametrize("text", ["отказываюсь, можете удалять", "передумал, можно закрывать"])
def test_what_the_shop_may_do_now_takes_nothing_back(text: str) -> None:
    assert is_lost(text, OFFERED)
    assert not is_lost(f"{text}?", OFFERED)


@pytest.mark.parametrize(
    "text",
    [
        "да, больше не надо", "да, спасибо, больше не нужно", "все верно, больше не надо",
        "покупать больше ничего не буду, да", "возвращать ничего не буду, да",
        "муж нашел дешевле, но я вам доверяю. да", "да, ничего не надо", "почему отмена",
        "заказ отменять не надо", "да, в случае чего откажусь",
    ],
)  # fmt: skip
def test_what_is_not_needed_beside_the_order_loses_nothing_at_the_summary(text: str) -> None:
    assert not is_lost(text, DIALOGS[-1])


@pytest.mark.parametrize(
    "text",
    [
        "да нет, больше не надо", "да, отменяйте", "отменяйте, да",
        "передумал, да", "да, передумал, больше не надо", "муж нашел дешевле, да",
        "муж нашел дешевле, но спасибо", "хорошо, больше не надо", "ладно, не надо",
        "да, уже не надо", "да, брать ничего не буду",
        "отменяйте ничего не надо", "в таком случае откажусь", "почему так дорого отказываюсь",
    ],
)  # fmt: skip
def test_a_refusal_at_the_summary_stands_though_it_agrees_or_tells_why(text: str) -> None:
    assert is_lost(text, DIALOGS[-1])


@pytest.mark.parametrize("text", ["никуда не надо", "не надо никуда, сам"])
def test_who_is_asked_where_to_and_needs_nothing_brought_refuses_no_order(text: str) -> None:
    assert not is_lost(text, DIALOGS[-2])
    assert is_lost(text.removesuffix(", сам"), DIALOGS[-3])
