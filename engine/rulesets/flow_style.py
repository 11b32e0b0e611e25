"""Write a YAML value on one line, or as few as it takes, keeping every word as it was written."""

import json
from collections.abc import Iterator, Sequence

import yaml

WIDTH = 130
"""A longer value is broken into one line per entry."""

_FLOW_SIGNS = frozenset(",[]{}")


def key_lines(
    text: str, key: str, node: yaml.Node, *, indent: int, broken: bool = False
) -> Iterator[str]:
    """Yield `key: value`, indented; a `broken` value has a line per entry, however short."""
    start = f"{' ' * indent}{key}:"
    first, *rest = _value_lines(text, node, indent=indent + 2, taken=len(start), broken=broken)
    yield f"{start} {first}".rstrip()
    yield from rest


def one_line(text: str, node: yaml.Node) -> str:
    """Return a value in flow style."""
    if isinstance(node, yaml.MappingNode):
        pairs = (
            f"{_word_in_flow(text, key)}: {one_line(text, value)}" for key, value in node.value
        )
        return f"{{{', '.join(pairs)}}}"
    if isinstance(node, yaml.SequenceNode):
        return f"[{', '.join(one_line(text, item) for item in node.value)}]"
    return _word_in_flow(text, node)


def _value_lines(
    text: str, node: yaml.Node, *, indent: int, taken: int, broken: bool
) -> Sequence[str]:
    if isinstance(node, yaml.ScalarNode):
        return [_word(text, node)]
    flow = one_line(text, node)
    if not node.value or (taken + 1 + len(flow) <= WIDTH and not broken):
        return [flow]
    return ["", *_entries(text, node, indent=indent)]


def _entries(text: str, node: yaml.Node, *, indent: int) -> Iterator[str]:
    if isinstance(node, yaml.SequenceNode):
        yield from (f"{' ' * indent}- {one_line(text, item)}" for item in node.value)
        return
    for key, value in node.value:
        yield from key_lines(text, _word(text, key), value, indent=indent)


def _word(text: str, node: yaml.Node) -> str:
    """Return a word as it was written; single quotes become double where nothing is lost."""
    value = str(node.value)
    if getattr(node, "style", None) == "'" and not set('"\\') & set(value):
        return f'"{value}"'
    return text[node.start_mark.index : node.end_mark.index].strip()


def _word_in_flow(text: str, node: yaml.Node) -> str:
    """Return a word that may stand between brackets, where signs that end it need quotes."""
    value = str(node.value)
    if not getattr(node, "style", None) and _FLOW_SIGNS & set(value):
        return json.dumps(value, ensure_ascii=False)
    return _word(text, node)
