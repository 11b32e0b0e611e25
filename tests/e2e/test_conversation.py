"""A customer's messages become priced replies and updated leads, through every real process."""

from urllib.parse import urlsplit

import pytest

from api.cli.portal_control import PortalControl
from api.cli.stack import LocalStack
from api.cli.web_control import WebControl
from api.cli.worker_log import turn_about
from tests.e2e.customer import Customer

pytestmark = pytest.mark.e2e

PRICED, WITH_A_MANAGER, PICKED_BY_A_MANAGER = "UC_5SCNOB", "UC_ZA04R1", "UC_UAO7E9"
PART_NUMBER = "UF_CRM_1762873310878"


def test_a_greeting_is_greeted_back_and_the_lead_stays_new(customer: Customer) -> None:
    reply = customer.asks("Здравствуйте!")

    assert "Здравствуйте" in reply
    assert customer.lead_status == "NEW"


def test_a_bare_number_is_asked_about_and_priced_after_one_word(customer: Customer) -> None:
    question = customer.asks("61217726563")
    offers = customer.asks("деталь")

    assert "61217726563" in question
    assert "?" in question
    assert "1. BMW 61217726563" in offers
    assert customer.sees_lead_in(PRICED)


def test_a_letter_number_is_priced_at_once_with_several_numbered_offers(
    customer: Customer,
) -> None:
    offers = customer.asks("сколько стоит 06A115561B?")

    assert "1. VAG 06A115561B" in offers
    assert "2. VAG 06A115561B" in offers
    assert "₽" in offers
    assert customer.sees_lead_in(PRICED)


def test_thanks_after_prices_leave_the_lead_where_it_was(customer: Customer) -> None:
    customer.asks("нужен 06A115561B")
    customer.sees_lead_in(PRICED)

    reply = customer.asks("спасибо")

    assert "Пожалуйста" in reply
    assert customer.lead_status == PRICED


def test_a_vin_goes_to_a_manager_and_a_later_number_is_still_priced(customer: Customer) -> None:
    told = customer.asks("XTA210930Y2766281 нужен стартер")
    handed_over = customer.sees_lead_in(WITH_A_MANAGER)
    offers = customer.asks("нашёл номер, 06A115561B")

    assert "менеджер" in told
    assert handed_over
    assert "1. VAG 06A115561B" in offers
    assert customer.sees_lead_in(PRICED)


def test_a_number_without_offers_is_said_so_and_handed_over(
    customer: Customer, portal: PortalControl
) -> None:
    before = len(portal.calls("imopenlines.bot.session.operator"))

    reply = customer.asks("нужна деталь 06A999999Z")

    assert "06A999999Z" in reply
    assert customer.sees_lead_in(WITH_A_MANAGER)
    assert len(customer.everything_heard()) == 1
    assert len(portal.calls("imopenlines.bot.session.operator")) == before + 1


def test_an_event_delivered_twice_is_answered_once(customer: Customer) -> None:
    said = customer.says("нужен 06A115561B")
    again = customer.repeats(said)
    customer.hears()

    assert again.webhook_status == 200
    assert len(customer.everything_heard()) == 1


def test_an_event_sent_to_both_web_processes_at_once_is_answered_once(
    stack: LocalStack, web: WebControl, customer: Customer
) -> None:
    said = customer.keeps_back("нужен 06A115561B")

    answers = web.post_at_once(
        urlsplit(stack.webhook_url).path, said.body, processes=2, per_process=4
    )
    customer.hears()

    assert [*answers.values()] == [[200] * 4] * 2
    assert len(customer.everything_heard()) == 1


def test_a_manager_who_speaks_silences_the_bot(
    stack: LocalStack, customer: Customer, portal: PortalControl
) -> None:
    customer.asks("Здравствуйте!")

    portal.say(customer.chat.chat_id, "Добрый день, я посмотрю сам", author="manager")
    said = customer.says("нужен 06A115561B")

    assert customer.everything_heard() == []
    assert turn_about(said.message_id, stack.worker.log) is not None


def test_a_number_filled_in_by_a_manager_is_priced_without_a_word_of_the_client(
    customer: Customer, portal: PortalControl
) -> None:
    customer.asks("XTA210930Y2766281 нужен стартер")
    customer.sees_lead_in(WITH_A_MANAGER)
    customer.everything_heard()
    heard = len(customer.replies())

    # Saved twice within a second: the time of an event tells whole seconds.
    portal.change_lead(customer.chat.lead_id, TITLE="Стартер, Нива")
    portal.change_lead(
        customer.chat.lead_id, STATUS_ID=PICKED_BY_A_MANAGER, **{PART_NUMBER: "06a 115 561 b"}
    )

    assert customer.sees_lead_in(PRICED)
    assert "1. VAG 06A115561B" in customer.everything_heard()[-1]
    assert len(customer.replies()) == heard + 1
