"""Limits of events: what is decided quickly is what Cerberus would have decided."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import RequestInvalid
from integrations.bitrix24.event_fields import (
    COMMAND_LIMITS,
    ENVELOPE_LIMITS,
    LEAD_LIMITS,
    MESSAGE_LIMITS,
)
from integrations.bitrix24.event_limits import EventLimits, TextLimit

GOOD = [
    pytest.param(COMMAND_LIMITS, {"command_id": "3"}, id="command"),
    pytest.param(ENVELOPE_LIMITS, {"name": "ONIMBOTDELETE", "member_id": "abc"}, id="envelope"),
    pytest.param(LEAD_LIMITS, {"lead_id": "9"}, id="lead"),
    pytest.param(MESSAGE_LIMITS, {"dialog_id": "chat1", "message_id": "7"}, id="message"),
]
NAMES = [
    *("name", "member_id", "sent_at", "dialog_id", "chat_id", "message_id", "text", "author_id"),
    *("user_id", "system", "chat_type", "entity_id", "entity_data_1", "entity_data_2", "bot"),
    *("connector", "command", "command_id", "command_params", "command_context", "lead_id", "?"),
]
NEAR_A_LIMIT = st.sampled_from([8, 12, 18, 32, 64, 255, 512, 40_000]).flatmap(
    lambda limit: st.sampled_from(["1" * limit, "1" * (limit + 1)])
)
TEXTS: Any = st.one_of(
    st.sampled_from(
        ["1", "0", "01", "chat1", "sg5", "chat0", "1\n", "", "a-_Z", "ы", "१", "xchat1"]
    ),
    NEAR_A_LIMIT,
    st.sampled_from([None, 1, {"0": "1"}]),
)


def cerberus_accepts(limits: EventLimits, texts: dict[str, Any]) -> bool:
    try:
        limits.validate(texts)
    except RequestInvalid:
        return False
    return True


@pytest.mark.parametrize(("limits", "good"), GOOD)
@given(data=st.data())
def test_texts_are_plainly_good_exactly_when_cerberus_accepts_them(
    limits: EventLimits, good: dict[str, str], data: st.DataObject
) -> None:
    changed = data.draw(st.dictionaries(st.sampled_from([*NAMES, *good]), TEXTS, max_size=3))
    left_out = data.draw(st.sampled_from(["nothing", *good]))

    texts = {name: text for name, text in {**good, **changed}.items() if name != left_out}

    assert limits.plainly_met_by(texts) == cerberus_accepts(limits, texts)


def test_a_text_without_a_limit_is_left_to_cerberus() -> None:
    limits = EventLimits({"free": TextLimit()})

    assert not limits.plainly_met_by({"free": "text"})
    assert limits.require({"free": "text"}) == {"free": "text"}
