from collections import Counter
from dataclasses import dataclass, replace

import orjson
import pytest

from api.bootstrap.brain import Brain
from engine.commands.serve_dialog import WAITS_BEFORE_GIVING_UP
from engine.crm_effects import TimelineComment
from engine.effects import ChatHandover, ChatReply, LeadUpdate, NotRun, Unknown, decode_effect
from engine.errors import CallNotRun
from engine.evaluation.quotation import OFFERS_PER_MESSAGE
from engine.messages import Author
from engine.ports.parts import SearchFailed, SeveralBrands
from engine.session import Lead, PendingClarification
from tests.unit.engine.commands.a_dialog import Dialog, offers_for


@dataclass(frozen=True)
class CountingMetrics:
    counted: Counter[str]

    def count(self, name: str, **_labels: str) -> None:
        self.counted[name] += 1

    def observe(self, name: str, seconds: float, **_labels: str) -> None:
        self.counted[f"{name}_observed"] += seconds >= 0

    def gauge(self, name: str, value: float, **_labels: str) -> None:
        raise AssertionError((name, value))


@pytest.fixture
def dialog(brain: Brain) -> Dialog:
    return Dialog(brain)


def test_a_part_number_is_priced_and_the_lead_follows(dialog: Dialog) -> None:
    dialog.world.answers["06A115561B"] = offers_for("06A115561B", 450, 620)

    dialog.hears("нужен 06A115561B")

    (reply,) = dialog.world.replies
    assert "1. VAG 06A115561B" in reply
    assert "2. VAG 06A115561B" in reply
    assert dialog.world.lead == Lead(5, "UC_5SCNOB", "06A115561B")
    assert dialog.session.stage == "PRICING"
    assert [offer.id for offer in dialog.session.offers] == [1, 2]


def test_typing_is_shown_while_the_shop_is_asked_and_only_then(dialog: Dialog) -> None:
    dialog.hears("здравствуйте")
    assert dialog.world.typing == 0

    dialog.hears("нужен 06A115561B")
    assert dialog.world.typing == 1


def test_offers_can_be_chosen_by_buttons_that_say_what_the_client_would(dialog: Dialog) -> None:
    prices = range(100, 100 + OFFERS_PER_MESSAGE + 2)
    dialog.world.answers["06A115561B"] = offers_for("06A115561B", *prices)

    dialog.hears("нужен 06A115561B")
    first = buttons_of(dialog)
    dialog.hears(first[-1])
    more = buttons_of(dialog)
    dialog.hears(more[0])

    shown = [str(offer.id) for offer in dialog.session.offers]
    assert (*first[:-1], *more) == tuple(shown)
    assert first[-1] == "ещё"
    assert dialog.session.chosen_offer_ids == (int(more[0]),)
    assert dialog.session.stage == "CONTACT"


def test_a_reply_without_offers_has_no_buttons(dialog: Dialog) -> None:
    dialog.hears("здравствуйте")

    assert buttons_of(dialog) == ()


def buttons_of(dialog: Dialog) -> tuple[str, ...]:
    replies = [done for done in dialog.world.done if isinstance(done, ChatReply)]
    return replies[-1].buttons


def test_a_reply_carries_the_key_under_which_it_is_journalled(dialog: Dialog) -> None:
    dialog.hears("здравствуйте")
    dialog.hears("спасибо")

    tags = [done.tag for done in dialog.world.done if isinstance(done, ChatReply)]
    assert tags == [f"{dialog.key}.1.0", f"{dialog.key}.2.0"]


def test_a_bare_number_is_asked_about_and_one_word_answers(dialog: Dialog) -> None:
    dialog.world.answers["61217726563"] = offers_for("61217726563", 900)

    dialog.hears("61217726563")
    asked = dialog.session
    dialog.hears("деталь")

    assert asked.pending_clarification == PendingClarification("number_type", "61217726563")
    assert asked.stage == "NEW"
    assert dialog.world.searches == ["61217726563"]
    assert "61217726563" in dialog.world.replies[-1]
    assert dialog.session.pending_clarification is None


def test_a_number_of_several_brands_is_asked_about_and_the_brand_answers(dialog: Dialog) -> None:
    dialog.world.answers["01089"] = SeveralBrands("01089", ("Febi", "SWAG"))
    dialog.hears("нужна деталь 01089")
    assert "Febi, SWAG" in dialog.world.replies[-1]

    dialog.world.answers["01089"] = offers_for("01089", 450)
    dialog.hears("febi")

    assert dialog.world.searches[-1].casefold() == "01089/febi"
    assert "1. VAG 01089" in dialog.world.replies[-1]


def test_a_brand_we_offered_is_understood_even_if_no_file_lists_it(dialog: Dialog) -> None:
    dialog.world.answers["01089"] = SeveralBrands("01089", ("Febi", "Zet-Parts"))
    dialog.hears("нужна деталь 01089")

    dialog.hears("давайте zet parts")

    assert dialog.world.searches[-1] == "01089/Zet-Parts"


def test_a_clarification_in_the_middle_of_pricing_keeps_the_stage(dialog: Dialog) -> None:
    dialog.world.answers["06A115561B"] = offers_for("06A115561B", 450)
    dialog.hears("нужен 06A115561B")

    dialog.hears("102123458")

    assert dialog.session.stage == "PRICING"
    assert dialog.world.lead.status_id == "UC_5SCNOB"


def test_no_offers_is_told_and_handed_over(dialog: Dialog) -> None:
    dialog.hears("нужен 06A115561B")

    assert [type(action) for action in dialog.world.done] == [
        *(ChatReply, LeadUpdate, ChatHandover),
        TimelineComment,
    ]
    assert dialog.world.lead.status_id == "UC_ZA04R1"


def test_a_failing_shop_is_told_and_handed_over(dialog: Dialog) -> None:
    dialog.world.answers["06A115561B"] = SearchFailed("06A115561B", "OUTCOME_UNKNOWN")

    dialog.hears("нужен 06A115561B")

    assert dialog.session.stage == "IN_WORK"
    assert "не отвечает" in dialog.world.replies[-1]


def test_after_a_vin_was_handed_over_a_number_is_still_priced(dialog: Dialog) -> None:
    dialog.world.answers["06A115561B"] = offers_for("06A115561B", 450)
    dialog.hears("WDB2110421A123456 нужен стартер")
    dialog.hears("ну что там?")

    dialog.hears("нашел номер 06A115561B")

    assert len(dialog.world.replies) == 2
    assert "06A115561B" in dialog.world.replies[-1]
    assert dialog.session.stage == "PRICING"


def test_a_lead_a_person_took_is_left_alone(dialog: Dialog) -> None:
    dialog.world.lead = Lead(5, "UC_ZA04R1")

    served = dialog.hears("нужен 06A115561B")

    assert dialog.world.done == []
    assert served.record is not None
    assert served.record.decision.wait_reason == "MANUAL"


def test_a_manager_message_silences_the_bot_until_the_lead_is_returned(dialog: Dialog) -> None:
    dialog.hears("Добрый день, посмотрю", author=Author.MANAGER)
    dialog.hears("здравствуйте")
    assert dialog.world.replies == []

    dialog.world.lead = Lead(5, "UC_5SCNOB")
    dialog.hears("здравствуйте")

    assert len(dialog.world.replies) == 1


def test_the_same_words_are_not_said_twice_in_a_row(dialog: Dialog) -> None:
    for _ in range(3):
        dialog.hears("здравствуйте")

    first, second, third = dialog.world.replies
    assert first != second
    assert second != third


def test_a_refusal_closes_the_lead_and_a_later_number_opens_it_again(dialog: Dialog) -> None:
    dialog.world.answers["06A115561B"] = offers_for("06A115561B", 450)
    dialog.hears("уже не актуально, спасибо")
    assert dialog.world.lead.status_id == "JUNK"

    dialog.hears("нужен 06A115561B")

    assert dialog.world.lead.status_id == "UC_5SCNOB"


def test_a_crm_that_is_away_delays_the_message_and_loses_nothing(dialog: Dialog) -> None:
    busy = CallNotRun("busy", system="bitrix24", operation="crm.item.get")
    dialog.world.read_errors.append(busy)
    served = dialog.hears("здравствуйте")
    assert served.delay_seconds is not None
    assert dialog.world.replies == []

    dialog.clock.seconds += served.delay_seconds
    dialog.serves()

    assert len(dialog.world.replies) == 1


def test_messages_are_served_in_the_order_they_came(dialog: Dialog) -> None:
    dialog.receives("здравствуйте")
    dialog.receives("спасибо")

    dialog.serves()
    dialog.serves()

    assert "Здравствуйте" in dialog.world.replies[0]
    assert "Пожалуйста" in dialog.world.replies[1]


def test_a_reply_that_surely_was_not_sent_is_sent_later_before_anything_else(
    dialog: Dialog,
) -> None:
    dialog.world.outcomes.append(NotRun("limit", 2.0))
    served = dialog.hears("здравствуйте")
    dialog.receives("спасибо")
    assert served.delay_seconds is not None

    dialog.clock.seconds += served.delay_seconds
    dialog.serves()

    assert "Здравствуйте" in dialog.world.replies[0]
    assert "Пожалуйста" in dialog.world.replies[1]


def test_a_reply_with_unknown_outcome_is_looked_for_and_not_sent_again(dialog: Dialog) -> None:
    dialog.world.outcomes.append(Unknown("timeout"))
    served = dialog.hears("здравствуйте")
    (pending,) = dialog.store.dialog(dialog.key).effects.values()
    assert pending.state == "unknown"

    # The message had arrived after all.
    dialog.world.done.append(decode_effect(pending.document))
    dialog.clock.seconds += served.delay_seconds or 0
    dialog.serves()

    assert len(dialog.world.replies) == 1


def test_a_lease_that_ran_out_before_sending_sends_nothing(dialog: Dialog) -> None:
    dialog.receives("здравствуйте")

    served = dialog.serves(may_act=lambda: False)

    assert served.lost
    assert dialog.world.done == []


def test_a_worker_that_lost_its_dialog_commits_nothing(dialog: Dialog) -> None:
    dialog.receives("здравствуйте")
    claim = dialog.claimed("w1")
    dialog.clock.seconds += 60
    dialog.dialogs.reclaim(consumer="w2", idle_seconds=20, count=1)
    second = dialog.dialogs.claim(claim.ready, owner="w2", nonce="n2", lease_seconds=15)

    served = dialog.serve(claim, may_act=lambda: True)

    assert second is not None
    assert served.lost
    assert dialog.world.done == []


def test_a_message_that_keeps_failing_goes_to_a_person_and_the_dialog_goes_on(
    dialog: Dialog,
) -> None:
    dialog.receives("здравствуйте")
    dialog.receives("спасибо")

    for _ in range(4):
        claim = dialog.claimed()
        served = dialog.serve.after_failure(claim, reason="KeyError", may_act=lambda: True)
        dialog.dialogs.release(claim, delay_seconds=served.delay_seconds)
        dialog.clock.seconds += 60
    dialog.serves()

    (dead,) = dialog.store.dead
    assert dead.reason == "KeyError"
    assert "менеджеру" in dialog.world.replies[0]
    assert "Пожалуйста" in dialog.world.replies[1]


def test_an_unreadable_document_is_set_aside_without_a_word(dialog: Dialog) -> None:
    dialog.inbox.enqueue(dialog=dialog.key, event_key="x", document="{}")

    served = dialog.serves()

    assert served.set_aside is not None
    assert len(dialog.store.dead) == 1
    assert dialog.world.done == []


def test_effects_left_by_a_dead_worker_are_delivered_by_the_next(dialog: Dialog) -> None:
    dialog.receives("здравствуйте")
    first = dialog.claimed("w1")
    dialog.serve(first, may_act=lambda: False)
    dialog.clock.seconds += 60

    (ready,) = dialog.dialogs.reclaim(consumer="w2", idle_seconds=20, count=1)
    second = dialog.dialogs.claim(ready, owner="w2", nonce="n2", lease_seconds=15)
    dialog.serve(second, may_act=lambda: True)  # type: ignore[arg-type]

    assert len(dialog.world.replies) == 1


def test_an_effect_nobody_can_read_goes_to_a_person_and_the_dialog_goes_on(dialog: Dialog) -> None:
    dialog.world.outcomes.append(NotRun("limit", 2.0))
    served = dialog.hears("здравствуйте")
    (effect,) = dialog.store.dialog(dialog.key).effects.values()
    effect.document = '{"kind":"from_a_later_version"}'
    dialog.receives("спасибо")

    dialog.clock.seconds += served.delay_seconds or 0
    dialog.serves()

    assert effect.state == "manual"
    assert "Пожалуйста" in dialog.world.replies[0]


BUSY = CallNotRun("busy", system="bitrix24", operation="crm.item.get", retry_after_seconds=600.0)


@pytest.mark.parametrize(("asked", "pause"), [(20.0, 20.0), (600.0, 60.0)])
def test_a_crm_that_says_when_to_come_back_is_asked_then_or_within_a_minute(
    dialog: Dialog, asked: float, pause: float
) -> None:
    error = CallNotRun("busy", system="b", operation="get", retry_after_seconds=asked)
    dialog.world.read_errors.append(error)

    served = dialog.hears("здравствуйте")

    assert (served.delay_seconds, served.waits_for) == (pause, "b CALL_NOT_RUN")


def test_a_reply_on_a_portal_that_works_again_is_said_within_a_minute(dialog: Dialog) -> None:
    dialog.world.outcomes.append(NotRun("PORTAL_STOPPED", 600.0))
    dialog.hears("здравствуйте")
    dialog.receives("спасибо")

    dialog.clock.seconds += 60
    dialog.serves()

    assert len(dialog.world.replies) == 2


def test_a_lead_that_stays_unreadable_goes_to_a_person_and_the_client_is_told(
    dialog: Dialog,
) -> None:
    dialog.world.read_errors += [BUSY] * (WAITS_BEFORE_GIVING_UP + 1)
    served = dialog.hears("нужен 06A115561B")

    while served.set_aside is None:
        dialog.clock.seconds += served.delay_seconds or 0
        served = dialog.serves()

    assert served.set_aside == "CALL_NOT_RUN"
    assert "менеджеру" in dialog.world.replies[0]
    assert len(dialog.store.dead) == 1


def test_a_session_of_a_later_version_is_read_without_what_is_new(dialog: Dialog) -> None:
    dialog.hears("здравствуйте")
    record = dialog.store.dialog(dialog.key)
    stored = orjson.loads(record.session or "")
    stored["lead"]["colour"] = "red"
    stored["history"][0]["mood"] = "sunny"
    record.session = orjson.dumps(stored).decode()

    dialog.hears("спасибо")

    assert "Пожалуйста" in dialog.world.replies[-1]


def test_an_unreadable_session_hands_the_message_over_and_the_dialog_goes_on(
    dialog: Dialog,
) -> None:
    dialog.hears("здравствуйте")
    dialog.store.dialog(dialog.key).session = '{"history": 7}'

    served = dialog.hears("нужен 06A115561B")
    dialog.hears("спасибо")

    assert served.set_aside == "SESSION_UNREADABLE"
    assert "менеджеру" in dialog.world.replies[1]
    assert "Пожалуйста" in dialog.world.replies[2]


def test_a_managers_message_that_cannot_be_handled_is_not_answered(dialog: Dialog) -> None:
    dialog.receives("Добрый день", author=Author.MANAGER)
    claim = dialog.claimed()

    dialog.serve.give_up(claim, reason="kills_workers", may_act=lambda: True)
    dialog.dialogs.release(claim)

    assert dialog.world.done == []
    assert dialog.session.mode == "manual"


def test_an_open_effect_is_given_up_before_the_message_behind_it(dialog: Dialog) -> None:
    dialog.world.outcomes.append(NotRun("limit", 1.0))
    dialog.hears("здравствуйте")
    dialog.receives("спасибо")
    dialog.clock.seconds += 5
    claim = dialog.claimed()

    served = dialog.serve.give_up(claim, reason="kills_workers", may_act=lambda: True)
    dialog.dialogs.release(claim)
    dialog.serves()

    (effect, _) = dialog.store.dialog(dialog.key).effects.values()
    assert served.set_aside is None
    assert (effect.state, effect.result) == ("manual", "kills_workers")
    assert "Пожалуйста" in dialog.world.replies[0]


def test_a_failing_effect_is_not_counted_against_the_next_message(dialog: Dialog) -> None:
    dialog.world.outcomes.append(Unknown("timeout"))
    dialog.hears("здравствуйте")
    dialog.receives("спасибо")

    for _ in range(6):
        dialog.clock.seconds += 60
        dialog.breaks()
    dialog.clock.seconds += 60
    dialog.serves()

    assert dialog.store.dead == []
    assert len(dialog.world.replies) == 2


def test_numbers_beyond_what_is_searched_are_named_all_the_same(dialog: Dialog) -> None:
    numbers = [f"06A11556{n}B" for n in range(7)]
    dialog.world.answers |= {number: offers_for(number, 450) for number in numbers}

    dialog.hears(f"нужны {', '.join(numbers)}")

    assert len(dialog.world.searches) == 5
    assert all(number in dialog.world.replies[0] for number in numbers)


def test_a_message_is_one_decision_however_many_passes_it_took(brain: Brain) -> None:
    dialog = Dialog(brain)
    counted: Counter[str] = Counter()
    metrics = CountingMetrics(counted)
    dialog.serve = replace(
        dialog.serve,
        handle=replace(
            dialog.serve.handle,
            flow=replace(dialog.serve.handle.flow, decide=replace(brain.decide, metrics=metrics)),
        ),
    )

    dialog.hears("нужен 06A115561B")

    assert counted["decisions"] == 1
