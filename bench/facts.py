"""Microseconds to read one message, over distinct generated messages and hostile ones."""

import itertools
import statistics
import sys
import time
from pathlib import Path

from api.cli.rules_folder import version_folder
from engine.decisions import Vocabulary
from engine.facts.declared import declared_facts
from engine.facts.extract import extract
from engine.facts.knowledge import Knowledge
from engine.facts.schema import FactSchema
from engine.facts.situation import Situation
from engine.messages import Message
from engine.rulesets.lexicon_file import read_lexicon
from engine.rulesets.part_numbers_file import read_part_numbers
from engine.rulesets.source import Faults, read_yaml
from engine.session import Session

ROOT = Path(__file__).parents[1]
MESSAGES = 6_000
WARM_UP = 500
HOSTILE_LIMIT_MS = 100  # generous for a busy machine; a quadratic pattern takes far longer
OPENINGS = (
    "добрый день, подскажите пожалуйста",
    "здравствуйте! нужен",
    "привет есть в наличии",
    "сколько будет стоить",
    "а можете привезти",
    "Проверьте, пожалуйста, наличие и цену:",
    "мне на мерседес 2014 года нужна",
    "по первому варианту не актуально, давайте",
)
NUMBERS = (
    "06A{:06}N",
    "A 271 {:03} 02 04",
    "61217{:06}",
    "04465-{:05}",
    "колодки передние и диски, машина форд фокус {:06}",
    "фильтр mann W{:03}/75",
    "вин WDB211042{:08}",
    "заказ №{:07}",
)
ENDINGS = (
    "и срок доставки какой?",
    "мой телефон 8 903 {:03}-45-67",
    "бюджет до {:05} руб, пробег 120 тыс км",
    "",
    "если можно то сегодня, самовывоз со склада в Казани",
    "фото не нужно",
    "спасибо!",
)
HOSTILE = (
    "1" * 4096,
    "1 " * 2048,
    "8 " * 2048,
    "a1-" * 1365,
    "A" * 4096,
    "не " * 1365,
    "[a=" * 1365,
    "06A 906 032 " * 341,
    "620014, а, " * 372,
    "http://" * 585,
    "1.1" * 1365,
    "пробег " * 585,
)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else version_folder(ROOT / "rules", None)
    started = time.process_time()
    knowledge, schema = load(folder)
    print(f"load of language data        {time.process_time() - started:8.3f} s")
    texts = list(itertools.islice(messages(), MESSAGES))
    measured = [microseconds(text, knowledge, schema) for text in texts][WARM_UP:]
    print(f"distinct messages            {len(set(texts)):8}")
    print(f"mean per message             {statistics.fmean(measured):8.1f} us")
    for percent in (50, 99):
        value = statistics.quantiles(measured, n=100)[percent - 1]
        print(f"p{percent} per message              {value:8.1f} us")
    for text in HOSTILE:
        spent = min(microseconds(text, knowledge, schema) for _ in range(3))
        print(f"4 KB of {text[:14]!r:18}   {spent / 1000:8.2f} ms")
        if spent > HOSTILE_LIMIT_MS * 1000:
            raise SystemExit(f"over {HOSTILE_LIMIT_MS} ms: a pattern is not linear")


def load(folder: Path) -> tuple[Knowledge, FactSchema]:
    faults = Faults()
    nodes = [
        read_yaml((folder / name).read_text(encoding="utf-8"), file=name, faults=faults)
        for name in ("lexicon.ru.yaml", "part_numbers.yaml")
    ]
    faults.raise_if_any()
    lexicon_node, numbers_node = nodes
    if lexicon_node is None or numbers_node is None:
        raise SystemExit(f"{folder} holds no language data")
    lexicon = read_lexicon(lexicon_node, faults)
    knowledge = Knowledge(lexicon, read_part_numbers(numbers_node, faults))
    faults.raise_if_any()
    words = Vocabulary(intents=(), stages=("NEW",), actions=(), ambiguity_reasons=(), topics=())
    return knowledge, declared_facts(lexicon, words)


def messages() -> itertools.chain[str]:
    combinations = itertools.product(range(100, 1000), OPENINGS, NUMBERS, ENDINGS)
    return itertools.chain(
        f"{opening} {number.format(seed)} {ending.format(seed)}".strip()
        for seed, opening, number, ending in combinations
    )


def microseconds(text: str, knowledge: Knowledge, schema: FactSchema) -> float:
    situation = Situation(Message(text), Session())
    started = time.process_time_ns()
    extract(situation, knowledge, schema)
    return (time.process_time_ns() - started) / 1000


if __name__ == "__main__":
    main()
