"""The bot's words in the chat: no foreign markup, and recognisable later."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.bitrix24.chat_text import LONGEST_MESSAGE, plain, same_words

REPLIES = st.text(min_size=1, max_size=80).filter(str.strip)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Номер [URL=https://evil.tld]жми[/URL]", "Номер (URL=https://evil.tld)жми(/URL)"),
        ("[PUT]/help[/PUT] [SEND]да[/SEND]", "(PUT)/help(/PUT) (SEND)да(/SEND)"),
        ("[[b]]", "((b))"),
        ("  цена 890 ₽ \n", "цена 890 ₽"),
    ],
)
def test_markup_quoted_from_a_client_becomes_plain_text(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text(max_size=200))
def test_no_reply_ever_carries_a_tag(text: str) -> None:
    assert not {"[", "]"} & set(plain(text))


def test_a_reply_longer_than_the_chat_keeps_is_cut_by_us() -> None:
    assert len(plain("я" * (LONGEST_MESSAGE + 5))) == LONGEST_MESSAGE


@pytest.mark.parametrize(
    "kept",
    [
        "1. BMW 61217726563 — 12 500 ₽, 3 дн.",
        "1. BMW 61217726563 &mdash; 12&nbsp;500 ₽, 3 дн.",
        "1. BMW [URL=tel:61217726563]61217726563[/URL] — 12 500 ₽,[br]3 дн. ",
    ],
)
def test_a_reply_is_recognised_in_the_shape_the_chat_keeps_it(kept: str) -> None:
    assert same_words(sent="1. BMW 61217726563 — 12 500 ₽, 3 дн.", kept=kept)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("цена 890", "цена 891"), ("да", "да, есть"), ("👍", "👌"), ("👍", ""), ("да", "")],
)
def test_other_words_are_another_reply(sent: str, kept: str) -> None:
    assert not same_words(sent=sent, kept=kept)


@given(REPLIES)
def test_every_reply_is_recognised_when_kept_as_it_was_sent(text: str) -> None:
    sent = plain(text)

    assert same_words(sent=sent, kept=sent)
