"""What a worker says of its work: the louder the more it needs a person."""

import pytest
from structlog.testing import capture_logs

from api.worker.report import report
from engine.commands.served import Delivered, Served
from engine.effects import EffectKey, EffectState
from engine.journal import Delivery, Lost, Postponed, Settled
from engine.messages import Author, DialogKey, IncomingMessage, Message
from engine.ports.dialogs import Claim, Ready
from engine.ports.metrics import SilentMetrics
from tests.unit.api.edge import a_record

CLAIM = Claim(Ready(0, "1-0", DialogKey("d1")), "w1", fence=1, version=1, session=None)
INCOMING = IncomingMessage(
    member_id="m1",
    dialog=CLAIM.dialog,
    dialog_id="chat7",
    chat_id=7,
    message_id=5,
    message=Message("нужен 06A115561B", Author.CLIENT),
)


def level_of(served: Served) -> str:
    with capture_logs() as logged:
        report(CLAIM, served, SilentMetrics())
    (event,) = logged
    level: str = event["log_level"]
    return level


@pytest.mark.parametrize(
    ("delivery", "level"),
    [
        (Settled(EffectState.SUCCEEDED, "77"), "info"),
        (Settled(EffectState.FAILED, "ACCESS_DENIED"), "error"),
        (Settled(EffectState.MANUAL, "ACCESS_DENIED"), "error"),
        (Postponed(5.0, EffectState.RETRY, "PORTAL_STOPPED"), "warning"),
        (Postponed(5.0, EffectState.UNKNOWN, "TIMEOUT"), "warning"),
        (Lost(), "info"),
    ],
)
def test_an_effect_is_told_the_louder_the_more_it_needs_a_person(
    delivery: Delivery, level: str
) -> None:
    effect = Delivered(EffectKey("d1.1.0"), "lead_update", delivery, 0.1)

    assert level_of(Served(deliveries=(effect,))) == level


@pytest.mark.parametrize(
    ("wait_reason", "level"), [(None, "info"), ("MANUAL", "info"), ("LEAD_UNKNOWN", "error")]
)
def test_a_lead_that_the_portal_refuses_to_show_is_told_as_an_error(
    wait_reason: str | None, level: str
) -> None:
    record = a_record(wait_reason=wait_reason)

    assert level_of(Served(incoming=INCOMING, record=record)) == level
