"""Cut a block of YAML into its entries, each with the comments that stand above it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from engine.rulesets.yaml_lines import YamlLines


class NotLaidOut(Exception):  # noqa: N818 - a reason to leave a file as it is, not a mistake
    """Raised for YAML that is right but not in the block style of rule files."""


@dataclass(frozen=True)
class Block:
    """One entry: the comments above it and the lines it takes, from `first` to before `end`."""

    key: str
    node: yaml.Node
    remarks: tuple[str, ...]
    first: int
    end: int
    column: int


def entries(node: yaml.Node | None, lines: YamlLines, *, end: int) -> Sequence[Block]:
    """Return the entries of a block mapping that ends before a line; raises NotLaidOut."""
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise NotLaidOut
    named = [(str(key.value), value, key.start_mark) for key, value in node.value]
    first = named[0][2].line if named else 0
    return list(_cut(named, lines, end=end, above=first))


def items(under: Block, lines: YamlLines) -> Sequence[Block]:
    """Return the items of an entry that holds a block list; raises NotLaidOut."""
    if not isinstance(under.node, yaml.SequenceNode) or under.node.flow_style:
        raise NotLaidOut
    named = [("", item, item.start_mark) for item in under.node.value]
    return list(_cut(named, lines, end=under.end, above=under.first + 1))


def _cut(
    parts: Sequence[tuple[str, yaml.Node, yaml.Mark]], lines: YamlLines, *, end: int, above: int
) -> Iterator[Block]:
    starts = [mark.line for _, _, mark in parts]
    if len(set(starts)) < len(starts):
        raise NotLaidOut
    for (key, node, mark), after in zip(parts, [*starts[1:], None], strict=True):
        is_last = after is None
        last = _end_of_entry(mark, end if after is None else after, lines, keep_all=is_last)
        remarks = (lines.remarks[line] for line in range(above, mark.line))
        yield Block(key, node, tuple(r for r in remarks if r), mark.line, last, mark.column)
        above = last


def _end_of_entry(start: yaml.Mark, after: int, lines: YamlLines, *, keep_all: bool) -> int:
    """Comments before the next entry are its own, unless they stand deeper than this one."""
    end = after
    while end - 1 > start.line and lines.is_empty(end - 1):
        remark = lines.remarks[end - 1]
        if remark and (keep_all or lines.column(end - 1) > start.column):
            break
        end -= 1
    return end
