"""What every store promises about consuming a message."""

from dataclasses import replace

import pytest

from engine.effects import EffectState
from engine.ports.dialogs import Claim, Committed, PendingEffect
from tests.contract.stores import Store, a_commit, a_dialog, an_effect


@pytest.fixture
def claim(store: Store) -> Claim:
    store.accept(a_dialog(), "one", "two")
    return store.take("worker-1")


def test_commit_consumes_the_message_and_replaces_the_session(store: Store, claim: Claim) -> None:
    answer = store.dialogs.commit(claim, a_commit(claim, session="new"), nonce="once")
    store.dialogs.release(claim)

    after = store.take()
    assert answer is Committed.OK
    assert (after.session, after.version) == ("new", 1)
    assert [x.document for x in after.mail] == ["two"]


def test_commit_plans_its_effects_in_order(store: Store, claim: Claim) -> None:
    first, second = an_effect(claim, 0), an_effect(claim, 1)
    store.dialogs.commit(claim, a_commit(claim, first, second), nonce="once")
    store.dialogs.release(claim)

    assert store.take().effects == (
        PendingEffect(first, EffectState.PLANNED, 0, f"document of {first}"),
        PendingEffect(second, EffectState.PLANNED, 0, f"document of {second}"),
    )


def test_claim_after_a_commit_is_what_the_store_holds(store: Store, claim: Claim) -> None:
    commit = a_commit(claim, an_effect(claim), session="new")
    store.dialogs.commit(claim, commit, nonce="once")
    store.dialogs.release(claim)

    stored = store.take()

    expected = replace(claim.after(commit), ready=stored.ready, fence=stored.fence)
    assert stored == expected


def test_second_message_is_committed_under_the_same_claim(store: Store, claim: Claim) -> None:
    after = store.commit(claim, session="one")

    answer = store.dialogs.commit(after, a_commit(after, session="two"), nonce="two")

    assert answer is Committed.OK


def test_repeated_commit_with_the_same_nonce_changes_nothing_more(
    store: Store, claim: Claim
) -> None:
    commit = a_commit(claim, an_effect(claim))
    store.dialogs.commit(claim, commit, nonce="once")

    again = store.dialogs.commit(claim, commit, nonce="once")
    store.dialogs.release(claim)

    stored = store.take()
    assert again is Committed.OK
    assert (stored.version, len(stored.mail), len(stored.effects)) == (1, 1, 1)


def test_commit_of_a_session_read_before_another_commit_conflicts(
    store: Store, claim: Claim
) -> None:
    store.commit(claim, session="theirs")
    stale = replace(claim, mail=claim.mail[1:])

    answer = store.dialogs.commit(stale, a_commit(stale, session="mine"), nonce="other")
    store.dialogs.release(claim)

    assert answer is Committed.CONFLICT
    assert store.take().session == "theirs"


def test_message_that_is_not_at_the_head_is_gone(store: Store, claim: Claim) -> None:
    later = replace(claim, mail=claim.mail[1:])

    answer = store.dialogs.commit(later, a_commit(later, session="skipped"), nonce="once")
    store.dialogs.release(claim)

    assert answer is Committed.GONE
    assert store.take().session is None


def test_nothing_is_left_to_commit_when_the_mailbox_is_empty(store: Store, claim: Claim) -> None:
    after = store.commit(store.commit(claim))
    nothing = replace(a_commit(claim), sequence=3)

    assert store.dialogs.commit(after, nothing, nonce="three") is Committed.GONE


def test_commit_without_the_lease_is_lost_and_writes_nothing(store: Store, claim: Claim) -> None:
    heir = store.take_over("worker-2")

    answer = store.dialogs.commit(
        claim, a_commit(claim, an_effect(claim), session="stale"), nonce="once"
    )
    store.dialogs.release(heir)

    stored = store.take()
    assert answer is Committed.LOST
    assert (stored.session, stored.effects, len(stored.mail)) == (None, (), 2)


def test_commit_after_the_lease_ended_is_lost_even_without_an_heir(
    store: Store, claim: Claim
) -> None:
    store.pass_time(60)

    assert store.dialogs.commit(claim, a_commit(claim), nonce="once") is Committed.LOST


def test_effect_already_journalled_is_never_planned_over(store: Store, claim: Claim) -> None:
    effect = an_effect(claim)
    after = store.commit(claim, effect)
    store.journal.start(after, effect, nonce="start")

    store.commit(after, effect)

    entry = store.journal.entry(after, effect)
    assert entry is not None
    assert (entry.state, entry.attempt) == (EffectState.STARTED, 1)


def test_failures_of_the_head_message_are_counted_across_owners(store: Store, claim: Claim) -> None:
    counts = [store.dialogs.note_failure(claim, sequence=1, nonce=store.nonce()) for _ in range(2)]

    heir = store.take_over("worker-2")

    assert counts == [1, 2]
    assert heir.failures == 2
    assert store.dialogs.note_failure(heir, sequence=1, nonce=store.nonce()) == 3


def test_failure_told_twice_is_counted_once(store: Store, claim: Claim) -> None:
    store.dialogs.note_failure(claim, sequence=1, nonce="first")

    counts = [store.dialogs.note_failure(claim, sequence=1, nonce="second") for _ in range(2)]

    assert counts == [2, 2]


def test_failures_of_a_message_are_not_the_next_ones(store: Store, claim: Claim) -> None:
    store.dialogs.note_failure(claim, sequence=1, nonce=store.nonce())

    after = store.commit(claim)
    store.dialogs.release(after)

    assert store.take().failures == after.failures == 0


def test_failures_of_a_message_are_not_those_of_news_that_came_before_it(
    store: Store, claim: Claim
) -> None:
    effect = an_effect(claim)
    after = store.commit(claim, effect)
    store.dialogs.note_failure(after, sequence=2, nonce=store.nonce())
    store.journal.finish(after, effect, attempt=0, state=EffectState.MANUAL, result="", mail="news")
    store.dialogs.release(after)

    news = store.take()

    assert news.failures == 0
    assert store.dialogs.note_failure(news, sequence=3, nonce=store.nonce()) == 1


def test_failure_is_not_counted_without_the_lease(store: Store, claim: Claim) -> None:
    heir = store.take_over("worker-2")

    assert store.dialogs.note_failure(claim, sequence=1, nonce=store.nonce()) is None
    assert store.dialogs.note_failure(heir, sequence=1, nonce=store.nonce()) == 1


def test_dead_letter_goes_aside_and_later_mail_goes_on(store: Store, claim: Claim) -> None:
    store.dialogs.note_failure(claim, sequence=1, nonce=store.nonce())

    moved = store.dialogs.dead_letter(claim, sequence=1, reason="POISON")
    store.dialogs.release(claim)

    after = store.take()
    assert moved
    assert store.dead_letters() == [(a_dialog(), "one", "POISON", 1)]
    assert ([x.document for x in after.mail], after.failures) == (["two"], 0)


def test_repeated_dead_letter_moves_one_message_only(store: Store, claim: Claim) -> None:
    store.dialogs.dead_letter(claim, sequence=1, reason="POISON")

    again = store.dialogs.dead_letter(claim, sequence=1, reason="POISON")
    store.dialogs.release(claim)

    assert again
    assert len(store.dead_letters()) == 1
    assert [x.document for x in store.take().mail] == ["two"]


def test_dead_letter_without_the_lease_moves_nothing(store: Store, claim: Claim) -> None:
    store.take_over("worker-2")

    assert not store.dialogs.dead_letter(claim, sequence=1, reason="POISON")
    assert not store.dead_letters()


def test_commit_that_sets_its_message_aside_does_both(store: Store, claim: Claim) -> None:
    store.dialogs.note_failure(claim, sequence=1, nonce=store.nonce())
    commit = replace(a_commit(claim, an_effect(claim)), set_aside="POISON")

    answer = store.dialogs.commit(claim, commit, nonce="once")
    store.dialogs.commit(claim, commit, nonce="once")
    store.dialogs.release(claim)

    after = store.take()
    assert answer is Committed.OK
    assert store.dead_letters() == [(a_dialog(), "one", "POISON", 1)]
    assert (len(after.mail), len(after.effects)) == (1, 1)
