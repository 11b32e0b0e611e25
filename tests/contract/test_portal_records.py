"""What everybody who keeps the texts of portals promises."""

import pytest

from tests.contract.stores import Store

M1, M2 = "a" * 32, "b" * 32


def test_a_stranger_has_no_text(store: Store) -> None:
    assert store.portal_records.read(M1) is None
    assert store.portal_records.all() == {}


def test_a_text_is_kept_where_there_was_none(store: Store) -> None:
    written = store.portal_records.write(M1, old=None, new="one")

    assert written
    assert store.portal_records.read(M1) == "one"


def test_every_portal_has_its_own_text(store: Store) -> None:
    store.portal_records.write(M1, old=None, new="one")
    store.portal_records.write(M2, old=None, new="two")

    assert store.portal_records.all() == {M1: "one", M2: "two"}


@pytest.mark.parametrize("old", [None, "another"])
def test_a_text_is_replaced_only_by_who_has_seen_it(store: Store, old: str | None) -> None:
    store.portal_records.write(M1, old=None, new="one")

    refused = store.portal_records.write(M1, old=old, new="two")
    replaced = store.portal_records.write(M1, old="one", new="three")

    assert (refused, replaced) == (False, True)
    assert store.portal_records.read(M1) == "three"


def test_nothing_comes_back_after_it_was_removed(store: Store) -> None:
    store.portal_records.write(M1, old=None, new="one")
    store.portal_records.write(M1, old="one", new=None)

    late = store.portal_records.write(M1, old="one", new="two")

    assert late is False
    assert store.portal_records.read(M1) is None


def test_a_write_whose_answer_was_lost_may_be_repeated(store: Store) -> None:
    store.portal_records.write(M1, old=None, new="one")

    first = store.portal_records.write(M1, old="one", new="two")
    again = store.portal_records.write(M1, old="one", new="two")

    assert (first, again) == (True, True)


def test_a_removal_whose_answer_was_lost_may_be_repeated(store: Store) -> None:
    store.portal_records.write(M1, old=None, new="one")

    first = store.portal_records.write(M1, old="one", new=None)
    again = store.portal_records.write(M1, old="one", new=None)

    assert (first, again) == (True, True)
