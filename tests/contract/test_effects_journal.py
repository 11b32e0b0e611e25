"""What every effect journal promises."""

import pytest

from engine.effects import EffectKey, EffectState
from engine.ports.dialogs import Claim
from engine.ports.effects_journal import JournalEntry, Refused, Started
from tests.contract.stores import Store, a_dialog, an_effect

OPEN = [EffectState.UNKNOWN, EffectState.RETRY]
TERMINAL = [EffectState.SUCCEEDED, EffectState.FAILED, EffectState.MANUAL]


@pytest.fixture
def claim(store: Store) -> Claim:
    """A claim with one planned effect."""
    store.accept(a_dialog(), "one")
    claim = store.take("worker-1")
    return store.commit(claim, an_effect(claim))


@pytest.fixture
def key(claim: Claim) -> EffectKey:
    return claim.effects[0].key


def test_planned_effect_is_started_with_its_first_attempt(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    assert store.journal.start(claim, key, nonce="start") == Started(1)

    assert store.journal.entry(claim, key) == JournalEntry(
        key, EffectState.STARTED, 1, f"document of {key}", ""
    )


def test_repeated_start_with_the_same_nonce_is_the_same_attempt(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    store.journal.start(claim, key, nonce="start")

    assert store.journal.start(claim, key, nonce="start") == Started(1)


def test_started_effect_is_not_started_again(store: Store, claim: Claim, key: EffectKey) -> None:
    store.journal.start(claim, key, nonce="start")

    assert store.journal.start(claim, key, nonce="other") is Refused.NOT_STARTABLE


def test_effect_that_is_not_journalled_cannot_be_started(store: Store, claim: Claim) -> None:
    key = EffectKey("never planned")

    assert store.journal.start(claim, key, nonce="start") is Refused.NOT_STARTABLE
    assert store.journal.entry(claim, key) is None


def test_effect_is_not_started_without_the_lease(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    store.take_over("worker-2")

    assert store.journal.start(claim, key, nonce="start") is Refused.LOST


def test_lost_lease_is_told_even_to_a_repeated_start(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    store.journal.start(claim, key, nonce="start")
    store.take_over("worker-2")

    assert store.journal.start(claim, key, nonce="start") is Refused.LOST


@pytest.mark.parametrize("state", [EffectState.UNKNOWN, *TERMINAL])
def test_effect_with_an_outcome_is_not_started_again(
    store: Store, claim: Claim, key: EffectKey, state: EffectState
) -> None:
    store.journal.start(claim, key, nonce="start")
    store.journal.finish(claim, key, attempt=1, state=state, result="")

    assert store.journal.start(claim, key, nonce="start") is Refused.NOT_STARTABLE


def test_effect_proved_not_applied_is_started_as_the_next_attempt(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    store.journal.start(claim, key, nonce="start")
    store.journal.finish(claim, key, attempt=1, state=EffectState.RETRY, result="refused")

    assert store.journal.start(claim, key, nonce="again") == Started(2)


@pytest.mark.parametrize("state", OPEN)
def test_open_outcome_stays_for_the_next_owner(
    store: Store, claim: Claim, key: EffectKey, state: EffectState
) -> None:
    store.journal.start(claim, key, nonce="start")

    assert store.journal.finish(claim, key, attempt=1, state=state, result="why")

    [pending] = store.take_over("worker-2").effects
    assert (pending.key, pending.state, pending.attempt) == (key, state, 1)


@pytest.mark.parametrize("state", TERMINAL)
def test_final_outcome_leaves_the_outbox_but_not_the_journal(
    store: Store, claim: Claim, key: EffectKey, state: EffectState
) -> None:
    store.journal.start(claim, key, nonce="start")

    assert store.journal.finish(claim, key, attempt=1, state=state, result="42")

    entry = store.journal.entry(claim, key)
    assert entry is not None
    assert (entry.state, entry.result) == (state, "42")
    assert store.take_over("worker-2").effects == ()


def test_effect_may_be_given_up_before_it_was_started(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    given_up = store.journal.finish(claim, key, attempt=0, state=EffectState.MANUAL, result="")

    assert given_up
    assert store.journal.start(claim, key, nonce="start") is Refused.NOT_STARTABLE


def test_outcome_is_accepted_from_an_owner_that_lost_its_lease(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    store.journal.start(claim, key, nonce="start")
    heir = store.take_over("worker-2")

    accepted = store.journal.finish(claim, key, attempt=1, state=EffectState.SUCCEEDED, result="42")

    assert accepted
    assert store.journal.start(heir, key, nonce="heir") is Refused.NOT_STARTABLE


def test_outcome_of_an_older_attempt_is_refused(store: Store, claim: Claim, key: EffectKey) -> None:
    store.journal.start(claim, key, nonce="start")
    store.journal.finish(claim, key, attempt=1, state=EffectState.RETRY, result="")
    store.journal.start(claim, key, nonce="again")

    late = store.journal.finish(claim, key, attempt=1, state=EffectState.FAILED, result="")

    entry = store.journal.entry(claim, key)
    assert not late
    assert entry is not None
    assert (entry.state, entry.attempt) == (EffectState.STARTED, 2)


def test_final_outcome_is_never_changed(store: Store, claim: Claim, key: EffectKey) -> None:
    store.journal.start(claim, key, nonce="start")
    store.journal.finish(claim, key, attempt=1, state=EffectState.SUCCEEDED, result="42")

    changed = store.journal.finish(claim, key, attempt=1, state=EffectState.FAILED, result="")

    entry = store.journal.entry(claim, key)
    assert not changed
    assert entry is not None
    assert entry.state is EffectState.SUCCEEDED


def test_final_outcome_told_twice_is_accepted_twice(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    store.journal.start(claim, key, nonce="start")
    told = [
        store.journal.finish(claim, key, attempt=1, state=EffectState.SUCCEEDED, result="42")
        for _ in range(2)
    ]

    assert told == [True, True]


def test_outcome_of_an_effect_that_is_not_journalled_is_refused(store: Store, claim: Claim) -> None:
    unknown = EffectKey("never planned")

    assert not store.journal.finish(claim, unknown, attempt=0, state=EffectState.FAILED, result="")
    assert store.journal.entry(claim, unknown) is None


def test_age_of_an_attempt_is_told_by_the_stores_clock(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    store.journal.start(claim, key, nonce="start")

    [pending] = store.take_over("worker-2").effects

    assert pending.started_seconds_ago == pytest.approx(60, abs=5)


def test_effect_never_started_has_no_age(store: Store, key: EffectKey) -> None:
    [pending] = store.take_over("worker-2").effects

    assert (pending.key, pending.started_seconds_ago) == (key, None)
    assert pending.first_started_seconds_ago is None


def test_new_attempt_counts_its_age_anew(store: Store, claim: Claim, key: EffectKey) -> None:
    store.journal.start(claim, key, nonce="start")
    heir = store.take_over("worker-2")
    store.journal.finish(heir, key, attempt=1, state=EffectState.RETRY, result="")
    store.journal.start(heir, key, nonce="again")

    store.dialogs.release(heir)

    [pending] = store.take().effects
    assert pending.started_seconds_ago == pytest.approx(0, abs=5)


def test_the_first_start_is_remembered_through_all_attempts(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    store.journal.start(claim, key, nonce="start")
    heir = store.take_over("worker-2")
    store.journal.finish(heir, key, attempt=1, state=EffectState.RETRY, result="")
    store.journal.start(heir, key, nonce="again")

    store.dialogs.release(heir)

    [pending] = store.take().effects
    assert pending.first_started_seconds_ago == pytest.approx(60, abs=5)


def test_recovery_point_is_kept_for_the_next_attempts(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    store.journal.start(claim, key, nonce="start")
    marked = store.journal.mark(claim, key, attempt=1, marker="position 7")
    store.journal.finish(claim, key, attempt=1, state=EffectState.RETRY, result="")
    store.journal.start(claim, key, nonce="again")

    entry = store.journal.entry(claim, key)
    assert marked
    assert entry is not None
    assert entry.marker == "position 7"


def test_the_age_of_a_recovery_point_is_told_by_the_clock_of_the_store(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    store.journal.start(claim, key, nonce="start")
    before = store.journal.entry(claim, key)
    store.pass_time(5)
    store.journal.mark(claim, key, attempt=1, marker="position 7")
    store.pass_time(60)

    entry = store.journal.entry(claim, key)

    assert before is not None
    assert entry is not None
    assert before.marked_seconds_ago is None
    assert entry.marked_seconds_ago == pytest.approx(60, abs=4)


def test_a_recovery_point_of_unknown_age_grows_old_from_the_next_start_on(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    store.journal.start(claim, key, nonce="start")
    store.journal.mark(claim, key, attempt=1, marker="position 7")
    store.journal.finish(claim, key, attempt=1, state=EffectState.RETRY, result="")
    store.forget_when_marked()

    ages: list[float | None] = []
    for attempt in (2, 3):
        assert store.journal.start(claim, key, nonce=f"start {attempt}") == Started(attempt)
        entry = store.journal.entry(claim, key)
        ages.append(entry.marked_seconds_ago if entry else None)
        store.journal.finish(claim, key, attempt=attempt, state=EffectState.RETRY, result="")
        store.pass_time(10)

    assert ages == pytest.approx([0, 10], abs=4)


def test_recovery_point_of_another_attempt_is_refused(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    store.journal.start(claim, key, nonce="start")

    assert not store.journal.mark(claim, key, attempt=2, marker="position 7")


def test_recovery_point_of_an_effect_not_started_is_refused(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    assert not store.journal.mark(claim, key, attempt=0, marker="position 7")


def test_recovery_point_is_refused_without_the_lease(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    store.journal.start(claim, key, nonce="start")
    store.take_over("worker-2")

    assert not store.journal.mark(claim, key, attempt=1, marker="position 7")


@pytest.mark.parametrize("state", TERMINAL)
def test_a_final_outcome_puts_its_mail_into_the_mailbox_once(
    store: Store, claim: Claim, key: EffectKey, state: EffectState
) -> None:
    store.journal.start(claim, key, nonce="start")
    for _ in range(2):
        store.journal.finish(claim, key, attempt=1, state=state, result="42", mail="news")

    store.dialogs.release(claim)

    heir = store.take()
    assert [envelope.document for envelope in heir.mail] == ["news"]
    assert store.commit(heir).mail == ()


@pytest.mark.parametrize("state", OPEN)
def test_an_outcome_that_is_still_open_is_no_news(
    store: Store, claim: Claim, key: EffectKey, state: EffectState
) -> None:
    store.journal.start(claim, key, nonce="start")
    store.journal.finish(claim, key, attempt=1, state=state, result="", mail="news")

    assert store.take_over("worker-2").mail == ()


def test_news_of_an_owner_that_lost_its_lease_is_told_by_the_next(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    store.journal.start(claim, key, nonce="start")
    heir = store.take_over("worker-2")

    store.journal.finish(
        claim, key, attempt=1, state=EffectState.SUCCEEDED, result="42", mail="news"
    )
    store.dialogs.release(heir)

    assert [envelope.document for envelope in store.take().mail] == ["news"]


def test_news_goes_ahead_of_what_was_written_meanwhile(
    store: Store, claim: Claim, key: EffectKey
) -> None:
    store.accept(a_dialog(), "said meanwhile")
    store.journal.start(claim, key, nonce="start")
    store.journal.finish(
        claim, key, attempt=1, state=EffectState.SUCCEEDED, result="42", mail="news"
    )
    store.accept(a_dialog(), "said later")
    store.dialogs.release(claim)

    documents = [envelope.document for envelope in store.take().mail]
    assert documents == ["news", "said meanwhile", "said later"]
