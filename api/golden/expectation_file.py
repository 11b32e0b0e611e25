"""Read what a golden turn expects; a misspelt or empty expectation must not pass unseen."""

from collections.abc import Callable, Collection, Mapping
from typing import get_args

from api.golden.case import Expectation, Expected
from api.golden.fields import Fields, word_of
from api.golden.given_file import CONTACT_KEYS
from engine.decisions import Vocabulary
from engine.effects import Action
from engine.facts.declared import WAIT_REASONS
from engine.rulesets.outputs import CLARIFICATIONS, VETOES
from engine.rulesets.source import Faults, YamlNode

Read = Callable[[YamlNode, Faults], object]

NOT = "!"
"""Before a word: anything but this."""

_FREE_WORDS = ("reply_id", "lead_status", "phone", "address")
_FREE_LISTS = (
    *("fired", "fired_has", "not_fired", "reply_has", "reply_lacks"),
    *("part_numbers", "vins", "order_numbers"),
)
_PARTIAL_LISTS = ("fired_has", "not_fired", "reply_has", "reply_lacks")
_PARTIAL_MAPPINGS = ("contact", "pending")
"""What compares only the parts that are written, and so holds always when none are."""
_EFFECTS = tuple(action.kind for action in get_args(Action))


class ExpectationReader:
    """Knows every key of `expect` and the words it may hold."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        closed_words = {
            "intent": vocabulary.intents,
            "stage": vocabulary.stages,
            "action": vocabulary.actions,
            "topic": vocabulary.topics,
            "ambiguity_reason": vocabulary.ambiguity_reasons,
            "silent": WAIT_REASONS,
        }
        self._readers: Mapping[str, Read] = {
            **{key: _closed(words) for key, words in closed_words.items()},
            **dict.fromkeys(_FREE_WORDS, YamlNode.text),
            **dict.fromkeys(_FREE_LISTS, YamlNode.texts),
            "effects": _closed_list(_EFFECTS),
            "vetoes": _closed_list(VETOES),
            "chosen": _integers,
            "quantity": YamlNode.integer,
            "quantities": _quantities,
            "need_operator": YamlNode.boolean,
            "contact": _contact,
            "pending": _pending,
        }
        self._negatable = {*closed_words, *_FREE_WORDS}

    @property
    def keys(self) -> Collection[str]:
        """Everything that a turn may expect."""
        return self._readers.keys()

    def read(self, node: YamlNode, faults: Faults) -> Expectation:
        """Return everything expected, with its places."""
        fields = Fields(node, faults, optional=self._readers)
        if node.is_mapping and not node.entries(faults):
            faults.add(node.place, "EMPTY_EXPECTATION", "expect something")
        return tuple(
            self._expected(key, fields[key], faults) for key in self._readers if key in fields
        )

    def _expected(self, key: str, node: YamlNode, faults: Faults) -> Expected:
        if _demands_nothing(key, node):
            faults.add(node.place, "EMPTY_EXPECTATION", f"expect something of `{key}`")
        if not node.is_mapping and not node.is_list and node.scalar is None:
            return Expected(key, None, node.place)
        scalar = node.scalar
        if key in self._negatable and isinstance(scalar, str) and scalar.startswith(NOT):
            plain = YamlNode(scalar.removeprefix(NOT), node.place)
            return Expected(key, self._readers[key](plain, faults), node.place, negated=True)
        return Expected(key, self._readers[key](node, faults), node.place)


def _demands_nothing(key: str, node: YamlNode) -> bool:
    written = node.plain()
    if key in _PARTIAL_LISTS:
        return not written
    return key in _PARTIAL_MAPPINGS and written == {}


def _closed(words: tuple[str, ...]) -> Read:
    return lambda node, faults: word_of(node, words, faults)


def _closed_list(words: tuple[str, ...]) -> Read:
    return lambda node, faults: tuple(word_of(item, words, faults) for item in node.items(faults))


def _integers(node: YamlNode, faults: Faults) -> tuple[int | None, ...]:
    return tuple(item.integer(faults) for item in node.items(faults))


def _quantities(node: YamlNode, faults: Faults) -> Mapping[int, int | None]:
    read: dict[int, int | None] = {}
    for key, value in node.entries(faults).items():
        if key.isdecimal():
            read[int(key)] = value.integer(faults)
        else:
            faults.add(node.key_places[key], "TYPE_MISMATCH", "expected the number of an offer")
    return read


def _contact(node: YamlNode, faults: Faults) -> Mapping[str, str | None]:
    fields = Fields(node, faults, optional=CONTACT_KEYS)
    return {
        key: None if fields[key].scalar is None else fields.text(key, None)
        for key in CONTACT_KEYS
        if key in fields
    }


def _pending(node: YamlNode, faults: Faults) -> Mapping[str, object]:
    if not node.is_mapping:
        return {"kind": word_of(node, CLARIFICATIONS, faults)}
    fields = Fields(node, faults, optional=("kind", "number", "options"))
    read: dict[str, object] = {}
    if "kind" in fields:
        read["kind"] = fields.word("kind", CLARIFICATIONS, None)
    if "number" in fields:
        read["number"] = fields.text("number", None)
    if "options" in fields:
        read["options"] = fields.texts("options")
    return read
