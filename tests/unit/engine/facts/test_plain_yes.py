"""A yes on which an order is placed."""

from engine.facts.agreement import Agreement
from engine.facts.part_knowledge import NameHits
from engine.facts.phrases import Hit
from engine.facts.plain_yes import is_plain_yes
from engine.facts.said import Said
from engine.facts.words import split_words
from engine.session import Session


def said(text: str, *keys: str) -> Said:
    words = split_words(text)
    return Said(words, tuple(Hit(key, 0, len(words)) for key in keys), NameHits())


def test_a_yes_that_a_rule_author_also_lists_as_a_refusal_is_no_plain_yes() -> None:
    agreed = said("ну всё", "confirm_words")
    refused_too = said("ну всё", "confirm_words", "lost_phrase")

    assert is_plain_yes("ну всё", agreed, Session(), Agreement())
    assert not is_plain_yes("ну всё", refused_too, Session(), Agreement())
