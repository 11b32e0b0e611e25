"""Read what a rule says when it fires: only keys of its phase, only words of the contract."""

from collections.abc import Callable, Mapping

from engine.facts.schema import Phase
from engine.rulesets.model import Output, OutputValue
from engine.rulesets.outputs import Language, OutputSpec, OutputType, outputs_of
from engine.rulesets.source import Faults, YamlNode, suggestion


def read_outputs(
    node: YamlNode, phase: Phase, language: Language, faults: Faults
) -> tuple[Output, ...]:
    """Return the outputs of one rule; saying nothing is a mistake."""
    known = outputs_of(phase, language)
    fields = node.fields(faults, optional=known)
    if node.is_mapping and not node.entries(faults):
        faults.add(node.place, "EMPTY_LIST", f"say something: {', '.join(known)}")
    outputs = []
    for name, value_node in fields.items():
        value = _read_output(name, value_node, known[name], language, faults)
        if value is not None:
            outputs.append(Output(name, value, node.key_places[name]))
    return tuple(outputs)


def _read_output(
    name: str, node: YamlNode, spec: OutputSpec, language: Language, faults: Faults
) -> OutputValue | None:
    readers: Mapping[OutputType, Callable[[], OutputValue | None]] = {
        "flag": lambda: node.boolean(faults),
        "fraction": lambda: _read_fraction(node, faults),
        "word": lambda: _read_word(name, node, spec, faults),
        "words": lambda: _read_words(name, node, spec, faults),
        "reply": lambda: _read_reply(node, language, faults),
    }
    return readers[spec.type]()


def _read_fraction(node: YamlNode, faults: Faults) -> float | None:
    value = node.number(faults)
    if value is None or 0 <= value <= 1:
        return value
    faults.add(node.place, "VALUE_OUT_OF_RANGE", "expected a number from 0 to 1")
    return None


def _read_word(name: str, node: YamlNode, spec: OutputSpec, faults: Faults) -> str | None:
    word = node.text(faults)
    if word is None or word in spec.words:
        return word
    code = "UNKNOWN_INTENT" if name == "intent" else "UNKNOWN_VALUE"
    hint = suggestion(word, spec.words)
    faults.add(node.place, code, f"`{word}` is no {name} of the contract{hint}")
    return None


def _read_words(
    name: str, node: YamlNode, spec: OutputSpec, faults: Faults
) -> tuple[str, ...] | None:
    nodes = node.items(faults) if node.is_list else (node,)
    words = (_read_word(name, item, spec, faults) for item in nodes)
    return tuple(dict.fromkeys(word for word in words if word is not None)) or None


def _read_reply(node: YamlNode, language: Language, faults: Faults) -> str | None:
    reply = node.text(faults)
    if reply is None or reply in language.replies:
        return reply
    hint = suggestion(reply, language.replies)
    faults.add(node.place, "UNKNOWN_REPLY", f"no reply template `{reply}`{hint}")
    return None
