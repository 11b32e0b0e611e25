"""One process of a host does the rounds, and another one after it."""

from pathlib import Path

import pytest

from engine.errors import StoreUnavailable
from integrations.spool.caretaker import Caretaker
from integrations.spool.leadership import Leadership


def test_the_first_leads_until_it_gives_up(tmp_path: Path) -> None:
    done: list[str] = []
    leaderships = [Leadership(tmp_path / "lock") for _ in range(2)]
    first, second = (
        Caretaker(leadership, [lambda name=name: done.append(name)])  # type: ignore[misc]
        for name, leadership in zip(("first", "second"), leaderships, strict=True)
    )

    for caretaker in (first, second, first):
        caretaker()
    leaderships[0].give_up()
    second()
    first()

    assert done == ["first", "first", "second"]


def test_a_part_that_fails_ends_no_other_and_is_told_of(tmp_path: Path) -> None:
    done: list[str] = []

    def full() -> None:
        raise OSError(28, "no space")

    def away() -> None:
        raise StoreUnavailable("away")

    caretaker = Caretaker(
        Leadership(tmp_path / "lock"), [full, lambda: done.append("replayed"), away]
    )

    with pytest.raises(StoreUnavailable) as raised:
        caretaker()

    assert done == ["replayed"]
    assert isinstance(raised.value.__context__, OSError)  # so that both are logged
