"""What everybody who remembers the chats of leads promises."""

from engine.ports.lead_dialogs import REMEMBERED_SECONDS, DialogAddress
from tests.contract.stores import Store, a_dialog


def an_address(number: int = 1) -> DialogAddress:
    return DialogAddress(a_dialog(number), f"chat{number}", number)


def test_a_lead_nobody_spoke_of_has_no_chat(store: Store) -> None:
    assert store.lead_dialogs.find(member_id="m1", lead_id=5) is None


def test_the_chat_of_a_lead_is_found(store: Store) -> None:
    store.lead_dialogs.remember(member_id="m1", lead_id=5, address=an_address())

    assert store.lead_dialogs.find(member_id="m1", lead_id=5) == an_address()


def test_the_last_chat_of_a_lead_is_the_one_found(store: Store) -> None:
    store.lead_dialogs.remember(member_id="m1", lead_id=5, address=an_address(1))
    store.lead_dialogs.remember(member_id="m1", lead_id=5, address=an_address(2))

    assert store.lead_dialogs.find(member_id="m1", lead_id=5) == an_address(2)


def test_another_lead_and_the_same_lead_of_another_portal_are_others(store: Store) -> None:
    store.lead_dialogs.remember(member_id="m1", lead_id=5, address=an_address())

    assert store.lead_dialogs.find(member_id="m1", lead_id=6) is None
    assert store.lead_dialogs.find(member_id="m2", lead_id=5) is None


def test_two_leads_may_have_one_chat(store: Store) -> None:
    for lead_id in (5, 6):
        store.lead_dialogs.remember(member_id="m1", lead_id=lead_id, address=an_address())

    assert store.lead_dialogs.find(member_id="m1", lead_id=5) == an_address()


def test_a_chat_is_known_until_long_after_its_last_message(store: Store) -> None:
    store.lead_dialogs.remember(member_id="m1", lead_id=5, address=an_address())
    store.pass_time(REMEMBERED_SECONDS - 60)
    known = store.lead_dialogs.find(member_id="m1", lead_id=5)

    store.pass_time(120)

    assert known == an_address()
    assert store.lead_dialogs.find(member_id="m1", lead_id=5) is None


def test_every_message_lengthens_the_memory(store: Store) -> None:
    store.lead_dialogs.remember(member_id="m1", lead_id=5, address=an_address())
    store.pass_time(REMEMBERED_SECONDS - 60)
    store.lead_dialogs.remember(member_id="m1", lead_id=5, address=an_address())

    store.pass_time(120)

    assert store.lead_dialogs.find(member_id="m1", lead_id=5) == an_address()
