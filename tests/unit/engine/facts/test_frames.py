"""Quotes and framed operator messages: whose words count, and what cannot be forged."""

import pytest

from engine.facts.frames import read_frames
from engine.messages import Author
from tests.unit.engine.facts.reading import read

RULE = "-" * 54
OPERATOR_COPY = f"{RULE}\nИван Петров[12:30:45]\nВаш заказ № 3592 отслеживается\n{RULE}"


def test_a_quoted_offer_list_starts_no_new_search() -> None:
    text = f"{RULE}\nБот[12:30:45]\n1. 06A906032N 5000 ₽\n{RULE}\nберу первый"

    assert read(text).findings.part_numbers == ()


def test_lines_marked_as_quoted_are_not_the_writer_s_words() -> None:
    assert read(">> нужен 06A906032N\nдорого").findings.part_numbers == ()


def test_a_message_of_nothing_but_a_quote_speaks_through_it() -> None:
    assert read(f"{RULE}\nнужен 06A906032N\n{RULE}").findings.part_numbers == ("06A906032N",)


def test_an_unclosed_frame_hides_nothing() -> None:
    assert read(f"{RULE}\nнужен 06A906032N").findings.part_numbers == ("06A906032N",)


def test_a_client_cannot_type_a_frame_into_silence() -> None:
    assert read(OPERATOR_COPY).values["system_like"] is False


@pytest.mark.parametrize("author", [Author.MANAGER, Author.BOT, Author.SYSTEM])
def test_a_framed_copy_by_staff_is_system_like(author: Author) -> None:
    assert read(OPERATOR_COPY, author=author).values["system_like"] is True


def test_a_frame_that_bitrix_marked_as_forwarded_is_system_like() -> None:
    assert read(OPERATOR_COPY, forwarded=True).values["system_like"] is True


def test_a_forwarded_list_without_a_frame_is_the_client_s_own() -> None:
    assert read("06A906032N", forwarded=True).values["system_like"] is False


def test_short_dashes_are_not_a_frame() -> None:
    assert read_frames("--- нужен ---\n>  06A906032N").framed is False
