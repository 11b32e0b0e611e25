"""What every count of calls promises: never more than the bucket and what leaks out of it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.ports.call_limits import Admission, CallLimits
from tests.contract.stores import CALL_BUDGET, Store

PORTAL = "a223c6b3710f85df22e9377d6c4f7553"
METHOD = "crm.item.get"
LEAKED_WHILE_RUNNING = 0.5
"""Redis counts real time too; a test takes less than fifty seconds of it."""


def ask(limits: CallLimits, *, patience: float = 0.0, account: str = PORTAL) -> Admission:
    return limits.admit(account=account, methods=[METHOD], patience_seconds=patience)


def spend(store: Store, calls: int, account: str = PORTAL) -> None:
    for _ in range(calls):
        assert ask(store.call_limits, account=account) == Admission("admitted")


def test_so_many_calls_as_the_bucket_holds_go_at_once_and_the_next_is_told_when(
    store: Store,
) -> None:
    spend(store, int(CALL_BUDGET.ceiling))

    refused = ask(store.call_limits)

    assert refused.verdict == "full"
    assert refused.wait_seconds == pytest.approx(1 / CALL_BUDGET.per_second, abs=10)


def test_patient_calls_get_a_place_each_one_behind_the_other(store: Store) -> None:
    spend(store, int(CALL_BUDGET.ceiling))

    turns = [ask(store.call_limits, patience=1000) for _ in range(3)]

    assert {turn.verdict for turn in turns} == {"admitted"}
    waits = [turn.wait_seconds for turn in turns]
    assert waits == pytest.approx([100, 200, 300], abs=10)


def test_a_refused_call_takes_no_place(store: Store) -> None:
    spend(store, int(CALL_BUDGET.ceiling))
    for _ in range(5):
        assert ask(store.call_limits).verdict == "full"

    store.pass_time(1 / CALL_BUDGET.per_second)

    assert ask(store.call_limits).verdict == "admitted"


def test_a_bucket_left_alone_is_empty_and_holds_no_more_than_before(store: Store) -> None:
    spend(store, int(CALL_BUDGET.ceiling))

    store.pass_time(3600)

    spend(store, int(CALL_BUDGET.ceiling))
    assert ask(store.call_limits).verdict == "full"


def test_another_portal_has_a_bucket_of_its_own(store: Store) -> None:
    spend(store, int(CALL_BUDGET.ceiling))

    spend(store, int(CALL_BUDGET.ceiling), account="another")

    verdicts = [ask(store.call_limits, account=name).verdict for name in (PORTAL, "another")]
    assert verdicts == ["full", "full"]
    assert ask(store.call_limits, account="a third").verdict == "admitted"


def test_a_portal_that_says_it_is_full_is_believed(store: Store) -> None:
    store.call_limits.exhausted(account=PORTAL)

    assert ask(store.call_limits).verdict == "full"
    assert ask(store.call_limits, account="another").verdict == "admitted"


def test_a_parked_method_is_refused_until_its_time_and_alone(store: Store) -> None:
    store.call_limits.park(account=PORTAL, method=METHOD, seconds=120)
    store.pass_time(60)

    refused = ask(store.call_limits, patience=1000)
    other = store.call_limits.admit(account=PORTAL, methods=["profile"], patience_seconds=0)
    store.pass_time(61)

    assert refused.verdict == "parked"
    assert refused.wait_seconds == pytest.approx(60, abs=10)
    assert other.verdict == "admitted"
    assert ask(store.call_limits).verdict == "admitted"


def test_a_call_that_carries_others_is_refused_for_as_long_as_the_last_of_them(
    store: Store,
) -> None:
    store.call_limits.park(account=PORTAL, method="crm.item.list", seconds=60)
    store.call_limits.park(account=PORTAL, method=METHOD, seconds=120)

    refused = store.call_limits.admit(
        account=PORTAL, methods=["batch", METHOD, "crm.item.list"], patience_seconds=1000
    )

    assert refused.verdict == "parked"
    assert refused.wait_seconds == pytest.approx(120, abs=10)


def test_a_stopped_portal_is_refused_every_method_until_its_time(store: Store) -> None:
    store.call_limits.stop(account=PORTAL, seconds=600)

    refused = ask(store.call_limits, patience=1000)
    other = ask(store.call_limits, account="another")
    store.pass_time(601)

    assert refused.verdict == "stopped"
    assert refused.wait_seconds == pytest.approx(600, abs=10)
    assert other.verdict == "admitted"
    assert ask(store.call_limits).verdict == "admitted"


def test_a_portal_is_open_again_when_what_stopped_it_is_over(store: Store) -> None:
    for portal in (PORTAL, "another"):
        store.call_limits.stop(account=portal, seconds=600)

    store.call_limits.reopen(account=PORTAL)

    assert ask(store.call_limits).verdict == "admitted"
    assert ask(store.call_limits, account="another").verdict == "stopped"


@pytest.mark.parametrize("kind", ["memory", "redis"])
@given(
    steps=st.lists(
        st.tuples(st.floats(0, 600), st.integers(1, 8), st.floats(0, 400)), min_size=1, max_size=12
    )
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_window_ever_sees_more_calls_than_bucket_and_leak(
    request: pytest.FixtureRequest, kind: str, steps: list[tuple[float, int, float]]
) -> None:
    store: Store = request.getfixturevalue(f"new_{kind}_store")()

    now, sent = 0.0, list[float]()
    for pause, calls, patience in steps:
        store.pass_time(pause)
        now += pause
        turns = [ask(store.call_limits, patience=patience) for _ in range(calls)]
        sent += [now + turn.wait_seconds for turn in turns if turn.verdict == "admitted"]

    sent.sort()
    for first, start in enumerate(sent):
        for last, end in enumerate(sent[first:], first):
            allowed = CALL_BUDGET.ceiling + CALL_BUDGET.per_second * (end - start)
            assert last - first + 1 <= allowed + LEAKED_WHILE_RUNNING
