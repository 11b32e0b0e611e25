"""All that waits for a call nobody answered waits as long as the settings say it may run."""

from typing import cast

from api.bootstrap.brain import Brain
from api.bootstrap.serve_dialog import build_serve_dialog
from api.bootstrap.store import Store, reach_store
from api.settings import Settings
from engine.crm_effects import ContactUpsert, DealConvert, TimelineComment
from integrations.bitrix24.created_in_steps import CreatedInSteps
from tests.unit.api.edge import CountedMetrics, StoppedClock
from tests.unit.api.test_settings import ABCP, BITRIX


def test_replies_and_creations_wait_for_the_limit_of_the_call_and_the_work_on_it(
    brain: Brain,
) -> None:
    times = {"CORTEX_HTTP_TOTAL_SECONDS": "7", "CORTEX_PORTAL_CALL_SECONDS": "40"}
    # Nothing connects to it: it is only put together here.
    settings = Settings.from_environment(
        {**BITRIX, **ABCP, **times, "REDIS_URL": "redis://127.0.0.1:1"}
    )
    store: Store = reach_store(settings)

    serve = build_serve_dialog(
        settings, brain, store, clock=StoppedClock(), metrics=CountedMetrics()
    )

    creators = [
        cast("CreatedInSteps[DealConvert]", serve.executors[kind])
        for kind in (ContactUpsert.kind, DealConvert.kind, TimelineComment.kind)
    ]
    assert [creator.longest_call_seconds for creator in creators] == [47.0] * 3
    assert serve.patience.arrival_seconds == 47.0
