"""What every inbox promises of messages that overtook each other on their way here."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.effects import EffectState
from engine.ports.dialogs import Claim, Committed
from tests.contract.stores import MAILBOX_LIMIT, Store, a_commit, a_dialog, an_effect

A_WEEK = 7 * 24 * 3600
ONE_STORE = settings(
    max_examples=40,
    deadline=None,
    # Each example leaves the one dialog without work.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def write(store: Store, *orders: int) -> None:
    """Let the webhooks of messages arrive as listed."""
    for order in orders:
        document, event = f"message {order}", store.nonce()
        store.inbox.enqueue(dialog=a_dialog(), event_key=event, document=document, order=order)


def happen(store: Store) -> None:
    """Let something arrive that nobody wrote."""
    store.accept(a_dialog(), "happening")


def read(claim: Claim) -> list[str]:
    return [envelope.document.removeprefix("message ") for envelope in claim.mail]


def work_off(store: Store, claim: Claim) -> list[str]:
    """Consume all messages, each by a claim of its own, and say in which order they came."""
    consumed = []
    while claim.mail:
        consumed.append(read(claim)[0])
        store.dialogs.release(store.commit(claim))
        tokens = store.ready()
        if not tokens:
            break
        claim = store.claim(tokens[0])
    return consumed


def test_message_that_was_overtaken_goes_before_the_later_ones(store: Store) -> None:
    write(store, 11, 13, 14, 12)

    assert read(store.take()) == ["11", "12", "13", "14"]


def test_each_message_is_consumed_once_in_the_order_it_was_written(store: Store) -> None:
    write(store, 13, 11, 12)

    assert work_off(store, store.take()) == ["11", "12", "13"]


def test_messages_known_by_the_same_number_stay_as_they_came(store: Store) -> None:
    write(store, 11, 12)
    store.inbox.enqueue(dialog=a_dialog(), event_key="bot 2", document="again 11", order=11)

    assert read(store.take()) == ["11", "again 11", "12"]


def test_what_nobody_wrote_goes_to_the_end(store: Store) -> None:
    write(store, 11, 12)
    happen(store)
    write(store, 13)

    assert read(store.take()) == ["11", "12", "happening", "13"]


def test_what_nobody_wrote_stays_behind_what_it_came_after(store: Store) -> None:
    write(store, 12)
    happen(store)
    write(store, 11)

    assert read(store.take()) == ["11", "12", "happening"]


def test_what_nobody_wrote_is_not_overtaken_by_what_came_after_it(store: Store) -> None:
    write(store, 11)
    happen(store)
    write(store, 13, 12)

    assert read(store.take()) == ["11", "happening", "12", "13"]


def test_message_in_hand_keeps_its_place(store: Store) -> None:
    write(store, 12, 13)
    claim = store.take()

    write(store, 11)
    store.dialogs.release(store.commit(claim))

    assert (read(claim)[0], read(store.take())) == ("12", ["11", "13"])


def test_behind_a_message_in_hand_the_others_are_put_in_order(store: Store) -> None:
    write(store, 11)
    claim = store.take()

    write(store, 14, 12, 13)
    store.dialogs.release(store.commit(claim))

    assert read(store.take()) == ["12", "13", "14"]


def test_message_behind_the_one_that_is_answered_just_now_still_waits(store: Store) -> None:
    """Delivering an answer may take long, and the next message is not looked at meanwhile."""
    write(store, 11, 13)
    answering = store.commit(store.take())

    write(store, 12)
    store.dialogs.release(answering)

    assert read(store.take()) == ["12", "13"]


def test_message_given_back_untouched_waits_again(store: Store) -> None:
    write(store, 12)
    store.dialogs.release(store.take())

    write(store, 11)

    assert read(store.take()) == ["11", "12"]


def test_message_of_a_worker_that_died_waits_again(store: Store) -> None:
    write(store, 12)
    store.take()
    store.pass_time(60)

    write(store, 11)

    assert read(store.take_over()) == ["11", "12"]


def test_message_never_goes_before_one_that_was_written_earlier(store: Store) -> None:
    write(store, 20)
    claim = store.take()
    write(store, 11)
    store.dialogs.release(claim)

    write(store, 15)

    assert read(store.take()) == ["20", "11", "15"]


def test_message_that_failed_keeps_its_place_and_its_count(store: Store) -> None:
    write(store, 12)
    claim = store.take()
    store.dialogs.note_failure(claim, sequence=claim.mail[0].sequence, nonce="once")
    store.dialogs.release(claim)

    write(store, 11)
    retried = store.take()

    assert (read(retried), retried.failures) == (["12", "11"], 1)


def test_news_of_an_effect_stay_before_what_was_written_meanwhile(store: Store) -> None:
    write(store, 10)
    first = store.take()
    claim = store.commit(first, an_effect(first))
    store.journal.start(claim, an_effect(first), nonce=store.nonce())
    write(store, 12)
    store.journal.finish(
        claim,
        an_effect(first),
        attempt=1,
        state=EffectState.SUCCEEDED,
        result="",
        mail="news",
    )

    write(store, 11)
    store.dialogs.release(claim)

    assert read(store.take()) == ["news", "11", "12"]


def test_worker_cannot_consume_unread_what_came_before_its_next_message(store: Store) -> None:
    write(store, 11, 13)
    after_first = store.commit(store.take())
    write(store, 12)

    answer = store.dialogs.commit(after_first, a_commit(after_first), nonce=store.nonce())
    store.dialogs.release(after_first)

    assert (answer, read(store.take())) == (Committed.GONE, ["12", "13"])


def test_effects_of_a_later_message_have_later_keys(store: Store) -> None:
    """The reply before a reply is found by counting down the number of its message."""
    write(store, 11, 13, 12)

    numbers = [envelope.sequence for envelope in store.take().mail]

    assert numbers == sorted(set(numbers))


def test_message_that_was_overtaken_is_turned_away_by_a_full_mailbox_too(store: Store) -> None:
    write(store, *range(11, 11 + MAILBOX_LIMIT))

    answer = store.inbox.enqueue(dialog=a_dialog(), event_key="late", document="late", order=10)

    assert (answer, read(store.take())[0]) == ("full", "11")


def test_event_stays_known_for_a_week_after_it_was_offered_last(store: Store) -> None:
    """A repeat has to write, or a replica that never heard of the message would be believed."""
    first = store.inbox.enqueue(dialog=a_dialog(), event_key="event", document="first")
    store.pass_time(A_WEEK - 60)
    second = store.inbox.enqueue(dialog=a_dialog(), event_key="event", document="again")
    store.pass_time(A_WEEK - 60)
    third = store.inbox.enqueue(dialog=a_dialog(), event_key="event", document="and again")

    assert (first, second, third) == ("accepted", "duplicate", "duplicate")


@ONE_STORE
@given(arrival=st.permutations(range(11, 17)), claimed_after=st.integers(0, 6))
def test_whatever_waits_freely_comes_out_in_the_order_it_was_written(
    store: Store, arrival: list[int], claimed_after: int
) -> None:
    write(store, *arrival[:claimed_after])
    in_hand = [store.claim(ready) for ready in store.ready()]
    write(store, *arrival[claimed_after:])
    expected = sorted(arrival)
    if in_hand:
        head = min(arrival[:claimed_after])
        expected = [head, *sorted({*arrival} - {head})]

    consumed = work_off(store, in_hand[0] if in_hand else store.take())

    assert consumed == [str(order) for order in expected]
