"""What every store promises about who may work on a dialog."""

from functools import partial
from itertools import cycle, islice

from engine.ports.dialogs import MAIL_PER_CLAIM, Busy, Claim
from tests.contract.stores import LEASE_SECONDS, Store, a_dialog, an_effect, neighbours


def test_first_claim_has_no_session_and_all_waiting_mail_in_order(store: Store) -> None:
    store.accept(a_dialog(), "one", "two")

    claim = store.take()

    assert (claim.dialog, claim.session, claim.version) == (a_dialog(), None, 0)
    assert [(x.sequence, x.document) for x in claim.mail] == [(1, "one"), (2, "two")]
    assert (claim.effects, claim.failures) == ((), 0)


def test_session_without_text_is_not_taken_for_no_session(store: Store) -> None:
    store.accept(a_dialog(), "one", "two")
    store.dialogs.release(store.commit(store.take(), session=""))

    assert store.take().session == ""


def test_document_comes_back_as_it_was_given(store: Store) -> None:
    document = '12|{"text":"Привет, |нужна| деталь\\n \u2028 🙂"}'
    store.accept(a_dialog(), document)

    assert store.take().mail[0].document == document


def test_token_is_handed_to_one_worker_only(store: Store) -> None:
    store.accept(a_dialog(), "one", "two")

    first, second = store.ready("worker-1"), store.ready("worker-2")

    assert [x.dialog for x in first] == [a_dialog()]
    assert not second


def test_new_mail_for_a_dialog_in_work_makes_no_second_token(store: Store) -> None:
    store.accept(a_dialog(), "one")
    store.take()

    store.accept(a_dialog(), "two")

    assert not store.ready("worker-2")


def test_claimed_dialog_is_busy_for_everybody_else(store: Store) -> None:
    store.accept(a_dialog(), "one")
    [ready] = store.ready()
    store.claim(ready, "worker-1")

    answer = store.try_claim(ready, "worker-2")

    assert isinstance(answer, Busy)
    assert 0 < answer.retry_after_seconds <= LEASE_SECONDS


def test_same_owner_with_another_nonce_is_busy_too(store: Store) -> None:
    store.accept(a_dialog(), "one")
    [ready] = store.ready()
    store.claim(ready, "worker-1")

    assert isinstance(store.try_claim(ready, "worker-1"), Busy)


def test_repeated_claim_with_the_same_nonce_gets_the_same_fence(store: Store) -> None:
    store.accept(a_dialog(), "one")
    [ready] = store.ready()
    ask = partial(
        store.dialogs.claim, ready, owner="worker-1", nonce="once", lease_seconds=LEASE_SECONDS
    )

    first, again = ask(), ask()

    assert isinstance(first, Claim)
    assert again == first


def test_repeated_claim_counts_the_lease_anew(store: Store) -> None:
    store.accept(a_dialog(), "one")
    [ready] = store.ready()
    ask = partial(
        store.dialogs.claim, ready, owner="worker-1", nonce="once", lease_seconds=LEASE_SECONDS
    )
    claim = ask()

    store.pass_time(LEASE_SECONDS - 1)
    ask()
    store.pass_time(LEASE_SECONDS - 1)

    assert isinstance(claim, Claim)
    assert store.dialogs.renew(claim, lease_seconds=LEASE_SECONDS)


def test_every_owner_has_a_higher_fence_than_the_one_before(store: Store) -> None:
    store.accept(a_dialog(), "one", "two")
    first = store.take()
    store.dialogs.release(first)

    assert store.take("worker-2").fence > first.fence


def test_token_used_up_by_another_worker_claims_nothing(store: Store) -> None:
    store.accept(a_dialog(), "one", "two")
    [slow] = store.ready("worker-1")
    store.dialogs.release(store.take_over("worker-2"))

    answer = store.try_claim(slow, "worker-1")

    assert isinstance(answer, Busy)
    assert store.take("worker-3").mail


def test_claim_holds_the_oldest_mail_and_the_rest_comes_with_the_next(store: Store) -> None:
    documents = [str(number) for number in range(MAIL_PER_CLAIM + 1)]
    store.accept(a_dialog(), *documents)

    first = store.take()
    store.dialogs.release(store.commit(first))

    assert [x.document for x in first.mail] == documents[:-1]
    assert [x.document for x in store.take().mail] == documents[1:]


def test_mail_is_read_again_as_it_is_by_then_all_of_it(store: Store) -> None:
    store.accept(a_dialog(), "one", "two")
    claim = store.take()
    late = [f"late {number}" for number in range(MAIL_PER_CLAIM)]
    store.accept(a_dialog(), *late)

    mail = store.dialogs.mail(claim)
    after = store.dialogs.mail(store.commit(claim))

    assert mail is not None
    assert after is not None
    assert tuple(mail[:2]) == claim.mail
    assert [x.document for x in mail[2:]] == late
    assert tuple(after) == tuple(mail[1:])


def test_mail_that_is_the_next_owners_is_not_read(store: Store) -> None:
    store.accept(a_dialog(), "one")
    claim = store.take()
    store.pass_time(LEASE_SECONDS + 1)
    after_the_lease = store.dialogs.mail(claim)
    heir = store.take_over()

    assert after_the_lease is None
    assert store.dialogs.mail(claim) is None
    assert store.dialogs.mail(heir) == heir.mail


def test_lease_ends_when_it_is_not_renewed(store: Store) -> None:
    store.accept(a_dialog(), "one")
    claim = store.take()

    store.pass_time(LEASE_SECONDS + 1)

    assert not store.dialogs.renew(claim, lease_seconds=LEASE_SECONDS)


def test_renewed_lease_lasts_from_the_renewal(store: Store) -> None:
    store.accept(a_dialog(), "one")
    claim = store.take()
    store.pass_time(LEASE_SECONDS - 1)

    renewed = store.dialogs.renew(claim, lease_seconds=LEASE_SECONDS)
    store.pass_time(LEASE_SECONDS - 1)

    assert renewed
    assert store.dialogs.renew(claim, lease_seconds=LEASE_SECONDS)


def test_lease_of_the_next_owner_is_not_the_old_ones_to_renew(store: Store) -> None:
    store.accept(a_dialog(), "one")
    old = store.take("worker-1")
    store.take_over("worker-2")

    assert not store.dialogs.renew(old, lease_seconds=LEASE_SECONDS)


def test_silent_owners_token_is_taken_over_with_its_mail(store: Store) -> None:
    store.accept(a_dialog(), "one")
    store.take("worker-1")

    claim = store.take_over("worker-2")

    assert [x.document for x in claim.mail] == ["one"]


def test_token_taken_but_never_claimed_is_taken_over_too(store: Store) -> None:
    store.accept(a_dialog(), "one")
    store.ready("worker-1")

    assert store.take_over("worker-2").mail


def test_takeover_counts_how_often_the_token_was_handed_out(store: Store) -> None:
    store.accept(a_dialog(), "one")
    [first] = store.ready("worker-1")
    store.pass_time(60)
    [second] = store.reclaim("worker-2")
    store.pass_time(60)

    [third] = store.reclaim("worker-3")

    assert [x.deliveries for x in (first, second, third)] == [1, 2, 3]


def test_token_is_not_taken_over_while_its_owner_renews(store: Store) -> None:
    store.accept(a_dialog(), "one")
    claim = store.take("worker-1")
    store.pass_time(10)
    store.dialogs.renew(claim, lease_seconds=LEASE_SECONDS)
    store.pass_time(12)

    assert not store.reclaim("worker-2", idle_seconds=20)


def test_renewal_is_no_further_delivery(store: Store) -> None:
    store.accept(a_dialog(), "one")
    claim = store.take("worker-1")
    store.dialogs.renew(claim, lease_seconds=LEASE_SECONDS)
    store.pass_time(60)

    [ready] = store.reclaim("worker-2")

    assert ready.deliveries == 2


def test_takeover_takes_no_more_than_asked_for_and_leaves_the_rest(store: Store) -> None:
    for number in range(1, 6):
        store.accept(a_dialog(number), "one")
    store.ready("worker-1")
    store.pass_time(60)

    taken = store.dialogs.reclaim(consumer="worker-2", idle_seconds=20, count=3)
    rest = store.dialogs.reclaim(consumer="worker-3", idle_seconds=20, count=3)

    assert len({x.dialog for x in (*taken, *rest)}) == 5
    assert len(taken) == 3


def test_takeover_gives_all_it_takes_whatever_the_taker_holds_between_them(store: Store) -> None:
    dialogs = (a_dialog(), *islice(neighbours(a_dialog()), 4))
    held = []
    for dialog, worker in zip(dialogs, cycle(("worker-1", "worker-2")), strict=False):
        store.accept(dialog, "one")
        [ready] = store.ready(worker)
        if worker == "worker-2":
            held.append(store.claim(ready, worker))
    store.pass_time(10)
    for claim in held:
        store.dialogs.renew(claim, lease_seconds=LEASE_SECONDS)
    store.pass_time(12)

    taken = store.reclaim("worker-2", idle_seconds=20)

    assert [(x.dialog, x.deliveries) for x in taken] == [(x, 2) for x in dialogs[::2]]


def test_open_effects_and_session_outlive_their_owner(store: Store) -> None:
    store.accept(a_dialog(), "one")
    claim = store.take("worker-1")
    effects = an_effect(claim, 0), an_effect(claim, 1)
    store.commit(claim, *effects, session="after one")

    heir = store.take_over("worker-2")

    assert (heir.session, heir.version, heir.mail) == ("after one", 1, ())
    assert tuple(x.key for x in heir.effects) == effects


def test_waiting_for_work_ends_when_there_is_none(store: Store) -> None:
    ready = store.dialogs.ready(consumer="worker-1", count=1, wait_seconds=0.01)

    assert not ready
