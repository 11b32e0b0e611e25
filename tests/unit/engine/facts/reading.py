"""Builders for tests of facts: the shipped language data and one way to read a text."""

import functools
from pathlib import Path

from engine.decisions import Vocabulary
from engine.facts.declared import declared_facts
from engine.facts.extract import extract
from engine.facts.extraction import Extraction
from engine.facts.knowledge import Knowledge
from engine.facts.schema import FactSchema
from engine.facts.situation import Situation
from engine.messages import Author, Message
from engine.rulesets.lexicon_file import read_lexicon
from engine.rulesets.part_numbers_file import read_part_numbers
from engine.rulesets.source import Faults, YamlNode, read_yaml
from engine.session import PendingClarification, Session

RULES = Path("rules/2026.11.2")
STAGES = ("NEW", "PRICING", "CONTACT", "ADDRESS", "FINAL", "HARD_PICK", "LOST")
VOCABULARY = Vocabulary(
    intents=("OEM_QUERY", "LOST"),
    stages=STAGES,
    actions=("reply", "abcp_lookup", "none"),
    ambiguity_reasons=("NUMBER_TYPE_AMBIGUOUS",),
    topics=("GREETING",),
)


@functools.cache
def knowledge() -> Knowledge:
    return knowledge_of(lexicon=shipped("lexicon.ru.yaml"), numbers=shipped("part_numbers.yaml"))


def knowledge_of(*, lexicon: str, numbers: str) -> Knowledge:
    """Read both files of language data from their text."""
    faults = Faults()
    phrases = read_lexicon(parsed(lexicon, faults), faults)
    part_numbers = read_part_numbers(parsed(numbers, faults), faults)
    faults.raise_if_any()
    return Knowledge(phrases, part_numbers)


def shipped(name: str) -> str:
    return (RULES / name).read_text(encoding="utf-8")


@functools.cache
def schema() -> FactSchema:
    return declared_facts(knowledge().lexicon, VOCABULARY)


def read(
    text: str,
    *,
    stage: str = "NEW",
    pending: tuple[str, str] | None = None,
    author: Author = Author.CLIENT,
    forwarded: bool = False,
) -> Extraction:
    session = Session(
        stage=stage, pending_clarification=PendingClarification(*pending) if pending else None
    )
    message = Message(text, author=author, forwarded=forwarded)
    return extract(Situation(message, session), knowledge(), schema())


def parsed(text: str, faults: Faults) -> YamlNode:
    node = read_yaml(text, file="test.yaml", faults=faults)
    assert node is not None
    return node
