"""Sealing: nothing readable, keys that change, texts that were tampered with."""

import pytest

from engine.errors import InvalidInput
from integrations.sealing import SealBroken, Sealer, new_key
from integrations.secret import Secret

OLD, NEW = new_key(), new_key()


def test_what_is_sealed_can_be_opened_and_not_read() -> None:
    sealer = Sealer([OLD])

    sealed = sealer.seal("canary жетон")

    assert sealer.unseal(sealed) == "canary жетон"
    assert "canary" not in sealed


def test_the_same_text_is_never_sealed_alike() -> None:
    sealer = Sealer([OLD])

    assert sealer.seal("text") != sealer.seal("text")


def test_a_new_key_seals_while_the_old_one_still_opens() -> None:
    sealed_before = Sealer([OLD]).seal("before")
    rotated = Sealer([NEW, OLD])

    assert rotated.unseal(sealed_before) == "before"
    assert Sealer([NEW]).unseal(rotated.seal("after")) == "after"


@pytest.mark.parametrize("damage", [lambda text: text[:-8], lambda _: "", lambda _: "жетон"])
def test_a_tampered_text_is_not_opened(damage: object) -> None:
    assert callable(damage)
    sealer = Sealer([OLD])

    with pytest.raises(SealBroken):
        sealer.unseal(damage(sealer.seal("canary")))


def test_without_its_key_a_text_stays_closed_and_the_error_tells_nothing() -> None:
    with pytest.raises(SealBroken) as caught:
        Sealer([NEW]).unseal(Sealer([OLD]).seal("canary"))

    assert OLD.reveal() not in repr(caught.value)
    assert caught.value.__cause__ is None


def test_a_key_of_another_form_is_refused_without_repeating_it() -> None:
    with pytest.raises(InvalidInput) as caught:
        Sealer([Secret("canary")])

    assert caught.value.code == "KEY_INVALID"
    assert "canary" not in repr(caught.value)
