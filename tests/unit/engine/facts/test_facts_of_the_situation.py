"""Facts that come from the message's surroundings and the remembered dialog."""

import pytest

from engine.errors import InvalidInput
from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Attachment, Author, Message
from engine.session import Lead, Session
from tests.unit.engine.facts.reading import knowledge, read, schema


def values_of(situation: Situation):
    return extract(situation, knowledge(), schema()).values


def test_a_picture_without_words_is_an_empty_text_with_an_image():
    values = values_of(Situation(Message("", attachments=(Attachment("image"),)), Session()))

    assert values["text_empty"] is True
    assert values["has_image"] is True


def test_a_voice_message_is_an_attachment_but_no_image():
    values = values_of(Situation(Message("", attachments=(Attachment("voice"),)), Session()))

    assert values["has_attachment"] is True
    assert values["has_image"] is False


def test_the_caller_s_view_reaches_the_rules_unchanged():
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
):
    values = values_of(Situation(Message("да"), Session(lead=lead, status_written=written)))

    assert values["status_by_bot"] is by_bot


def test_a_stage_outside_the_contract_is_refused_and_not_replaced_by_new():
    with pytest.raises(InvalidInput) as refused:
        read("да", stage="NOWHERE")

    assert refused.value.code == "STAGE_UNKNOWN"
