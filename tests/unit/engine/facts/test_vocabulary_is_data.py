"""What a rule author adds to the YAML is read, without a change of the program."""

import functools
import re
from dataclasses import replace

import pytest

from engine.facts.declared import declared_facts
from engine.facts.extract import extract
from engine.facts.extraction import Findings
from engine.facts.knowledge import Knowledge
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Offer, Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import VOCABULARY, knowledge, knowledge_of, shipped

Taken = tuple[tuple[int, ...], int]
"""Offers taken and pieces of each, 0 when none are named."""

CHOOSING: tuple[tuple[str, str, str, Taken, Taken], ...] = (
    ("got_words", "достать", "вчера достал первый", ((1,), 0), ((), 0)),
    ("took_words", "урвать", "урвал второй у соседей", ((2,), 0), ((), 0)),
    ("stands_words", "=крутится", "у соседа крутится второй", ((2,), 0), ((), 0)),
    ("condition_words", "=кабы", "второй кабы подвезли", ((2,), 0), ((), 0)),
    ("in_stock_words", "=едет", "второй, если едет", ((), 0), ((2,), 0)),
    ("not_dear_words", "=дешевле", "я бы взял второй, дешевле", ((), 0), ((2,), 0)),
    ("fell_short_words", "впечатлить", "второй не впечатлил, третий", ((2, 3), 0), ((3,), 0)),
    ("taking_words", "хапать", "не стану хапать второй", ((2,), 0), ((), 0)),
    ("declining_words", "стыдиться", "стыжусь брать второй", ((2,), 0), ((), 0)),
    ("forgetting_words", "жадничать", "не жадничайте взять второй", ((), 0), ((2,), 0)),
    ("not_more_words", "=прям", "не буду прям брать второй", ((2,), 0), ((), 0)),
    ("doubting_words", "=навряд", "навряд второй подойдет", ((2,), 0), ((), 0)),
    ("except_words", "=опричь", "опричь второго", ((2,), 0), ((), 0)),
    ("correction_words", "=оппа", "первый, оппа, второй", ((1, 2), 0), ((2,), 0)),
    ("selling_words", "впарить", "за 400 впарите второй", ((2,), 0), ((), 0)),
    ("lowering_words", "урезать", "урежьте до 400 и второй", ((2,), 0), ((), 0)),
    ("budget_words", "=потолок", "второй, потолок 400", ((2,), 0), ((), 0)),
    ("later_words", "=когда =рак", "второй возьму когда рак свистнет", ((2,), 0), ((), 0)),
    ("wished_words", "=жаждал", "жаждал второй, но дорого", ((2,), 0), ((), 0)),
    ("demand_words", "=дабы", "второй, дабы завтра", ((2,), 0), ((), 0)),
    ("soon_words", "=живо", "второй, чтобы живо", ((2,), 0), ((), 0)),
    ("limit_words", "=почти", "беру который почти 450", ((2,), 0), ((), 0)),
    ("term_words", "=отгрузкой", "возьму отгрузкой 5 дней", ((), 0), ((2,), 0)),
    ("by_term_words", "=отгрузкой", "отгрузкой 5 дней", ((), 0), ((2,), 0)),
    ("count_words", "объем", "второй, объем 3", ((2,), 0), ((2,), 3)),
    ("beside_count_words", "=желаю", "первого желаю 3", ((1,), 0), ((1,), 3)),
    ("one_piece_words", "=банку", "второй, банку", ((2,), 0), ((2,), 1)),
    ("feature_words", "=колодки", "второй, 2 колодки", ((2,), 2), ((2,), 0)),
    ("no_pieces_words", "анекдот", "второй, пару анекдотов", ((2,), 2), ((2,), 0)),
)
COUNTING: tuple[tuple[str, str, str, int], ...] = (
    ("more_pieces_words", "=дорисуйте", "дорисуйте 1 шт", 4),
    ("fewer_pieces_words", "=сотрите", "сотрите 1 шт", 2),
)
NUMBERS: tuple[tuple[str, str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("calls_part", "железка", "фильтр 89031234567 это железка", (), ("89031234567",)),
    ("car_unit_words", "=салон", "салон w610 фильтр", ("W610",), ()),
    (
        "pointing_words",
        "=чертов",
        "не нужен чертов 06A115561B, нужен 1K0129620D",
        ("06A115561B", "1K0129620D"),
        ("1K0129620D",),
    ),
)
PAPER = ("document_words", "=права")

SERIES = """\
series:
  - name: filters of a new maker
    shapes: ['ZX ?\\d{3}']
    examples: ["ZX 123"]
"""


@functools.cache
def with_phrases() -> Knowledge:
    """The shipped lexicon with one more phrase for each of the facts below."""
    lexicon = shipped("lexicon.ru.yaml")
    for fact, phrase in (*((row[0], row[1]) for row in (*CHOOSING, *COUNTING, *NUMBERS)), PAPER):
        start = re.compile(rf"(\n  {fact}:\n    means: .*\n    phrases: \[)")
        lexicon, count = start.subn(rf'\1"{phrase}", ', lexicon)
        assert count == 1
    return knowledge_of(lexicon=lexicon, numbers=shipped("part_numbers.yaml"))


def with_numbers(old: str, new: str) -> Knowledge:
    """The shipped part numbers with another entry."""
    numbers = shipped("part_numbers.yaml")
    assert old in numbers
    return knowledge_of(lexicon=shipped("lexicon.ru.yaml"), numbers=numbers.replace(old, new, 1))


def found_in(text: str, known: Knowledge, *, shown: tuple[Offer, ...] = ()) -> Findings:
    session = Session(stage="PRICING" if shown else "NEW", offers=shown)
    schema = declared_facts(known.lexicon, VOCABULARY)
    return extract(Situation(Message(text), session), known, schema).findings


def taken_in(text: str, known: Knowledge, *, shown: tuple[Offer, ...]) -> Taken:
    choice = found_in(text, known, shown=shown).choice
    return choice.ids, choice.quantity


def yes_in(text: str, known: Knowledge) -> bool:
    schema = declared_facts(known.lexicon, VOCABULARY)
    values = extract(Situation(Message(text), Session(stage="FINAL")), known, schema).values
    return bool(values["plain_yes"])


@pytest.mark.parametrize(("text", "before", "after"), [row[2:] for row in CHOOSING])
def test_a_phrase_added_to_the_lexicon_changes_what_is_chosen(
    text: str, before: Taken, after: Taken
) -> None:
    shown = offers()

    assert taken_in(text, knowledge(), shown=shown) == before
    assert taken_in(text, with_phrases(), shown=shown) == after


@pytest.mark.parametrize(("text", "pieces"), [row[2:] for row in COUNTING])
def test_a_phrase_added_to_the_lexicon_counts_pieces_on(text: str, pieces: int) -> None:
    shown = tuple(replace(offer, quantity=3) for offer in offers())

    def told(known: Knowledge) -> int:
        session = Session(stage="CONTACT", offers=shown, chosen_offer_ids=(2,))
        schema = declared_facts(known.lexicon, VOCABULARY)
        found = extract(Situation(Message(text), session), known, schema)
        return found.findings.choice.pieces_of(shown[1])

    assert told(knowledge()) == 1
    assert told(with_phrases()) == pieces


@pytest.mark.parametrize(("text", "before", "after"), [row[2:] for row in NUMBERS])
def test_a_phrase_added_to_the_lexicon_changes_which_numbers_are_parts(
    text: str, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    assert found_in(text, knowledge()).part_numbers == before
    assert found_in(text, with_phrases()).part_numbers == after


def test_a_paper_added_to_the_lexicon_is_no_address() -> None:
    text = "права 45 10, казань мира 5"

    assert found_in(text, knowledge()).address.text == text
    assert found_in(text, with_phrases()).address.text == "казань мира 5"


def test_a_sign_added_to_the_lexicon_is_a_yes() -> None:
    lexicon = shipped("lexicon.ru.yaml").replace("signs: [", "signs: [🤝, ", 1)
    known = knowledge_of(lexicon=lexicon, numbers=shipped("part_numbers.yaml"))

    assert not yes_in("🤝🏻!", knowledge())
    assert yes_in("🤝🏻!", known)
    assert not yes_in("🤝 2", known)
    assert not yes_in("🤷", known)


def test_a_series_added_to_the_part_numbers_is_read() -> None:
    known = with_numbers("series:\n", SERIES)

    assert found_in("ZX 123 есть?", knowledge()).part_numbers == ()
    assert found_in("ZX 123 есть?", known).part_numbers == ("ZX123",)


def test_a_model_added_to_a_make_is_a_car_and_no_pieces() -> None:
    known = with_numbers("models: [", "models: [=x9, ")

    assert found_in("бампер x9", knowledge()).choice.quantity == 9
    assert found_in("бампер x9", known).choice.quantity == 0
