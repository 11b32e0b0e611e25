"""The one way a ruleset file is laid out; comments stay where they belong, meaning stays equal."""

from collections.abc import Callable, Iterator, Sequence

import yaml

from engine.rulesets.flow_style import key_lines
from engine.rulesets.yaml_blocks import Block, NotLaidOut, entries, items
from engine.rulesets.yaml_lines import YamlLines, read_lines
from engine.rulesets.yaml_meaning import meaning

FILE_KEYS = ("ruleset", "phase", "partition_by", "groups", "rules")
RULE_KEYS = ("id", "priority", "group", "why", "when", "unless", "then", "examples")

_RULE_INDENT = 2
_KEY_INDENT = 4
_ROUNDS = 4


def formatted(text: str) -> str:
    """Return a rule file in its one layout, or as it is when that could change its meaning.

    Rulesets are laid out anew; other files only lose spaces and blank lines too many.
    """
    before = meaning(text)
    layouts: Sequence[Callable[[str], str]] = (_laid_out, _tidied)
    for layout in layouts if before is not None else ():
        try:
            candidate = _settled(layout, text)
        except (NotLaidOut, yaml.YAMLError):
            continue
        if meaning(candidate) == before and _remarks(candidate) == _remarks(text):
            return candidate
    return text


def _settled(layout: Callable[[str], str], text: str) -> str:
    """Lay out until nothing moves: below a comment that has moved, more may be free to move."""
    for _ in range(_ROUNDS):
        before, text = text, layout(text)
        if text == before:
            return text
    raise NotLaidOut


def _remarks(text: str) -> Sequence[str]:
    return sorted(remark.rstrip() for remark in read_lines(text).remarks if remark)


def _tidied(text: str) -> str:
    lines = read_lines(text)
    kept: list[str] = []
    for number, line in enumerate(lines.lines):
        if number in lines.frozen:
            kept.append(line)
        elif line.strip() or (kept and kept[-1]):
            kept.append(line.rstrip())
    return "\n".join(kept).rstrip("\n") + "\n"


def _laid_out(text: str) -> str:
    lines = read_lines(text)
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    parts = {part.key: part for part in entries(root, lines, end=len(lines.lines))}
    if not lines.is_plain or not parts.keys() <= set(FILE_KEYS) or "rules" not in parts:
        raise NotLaidOut
    file = _File(text, lines)
    first = min(part.first for part in parts.values())
    head = [lines.lines[number].rstrip() for number in range(first)]
    body = [line for key in FILE_KEYS if key in parts for line in file.part(parts[key])]
    return "\n".join([*head, *body]).strip("\n") + "\n"


class _File:
    """Lays out the parts of one file."""

    def __init__(self, text: str, lines: YamlLines) -> None:
        self._text = text
        self._lines = lines

    def part(self, part: Block) -> Iterator[str]:
        if part.key != "rules" or not part.node.value:
            yield from self._entry(part, indent=0)
            return
        yield from part.remarks
        yield "rules:"
        for number, rule in enumerate(items(part, self._lines)):
            if number:
                yield ""
            yield from self._rule(rule)

    def _rule(self, rule: Block) -> Iterator[str]:
        keys = {key.key: key for key in entries(rule.node, self._lines, end=rule.end)}
        if not keys.keys() <= set(RULE_KEYS):
            raise NotLaidOut
        yield from (" " * _RULE_INDENT + remark for remark in rule.remarks)
        ordered = (keys[name] for name in RULE_KEYS if name in keys)
        body = [line for key in ordered for line in self._entry(key, indent=_KEY_INDENT)]
        if body[0].lstrip().startswith("#"):
            raise NotLaidOut
        # Empty lines below a folded text are read as part of it: each round would add one more.
        while not body[-1].strip():
            body.pop()
        yield f"{' ' * _RULE_INDENT}- {body[0].lstrip()}"
        yield from body[1:]

    def _entry(self, entry: Block, *, indent: int) -> Iterator[str]:
        yield from (" " * indent + remark for remark in entry.remarks)
        if self._must_stay(entry):
            yield from self._moved(entry, indent=indent)
            return
        written = list(
            key_lines(
                self._text, entry.key, entry.node, indent=indent, broken=_stands_broken(entry)
            )
        )
        remark = self._lines.remarks[entry.first]
        yield f"{written[0]}  {remark}" if remark else written[0]
        yield from written[1:]

    def _must_stay(self, entry: Block) -> bool:
        """Say whether the lines hold what a new layout would lose: comments, words over lines."""
        inside = range(entry.first, entry.end)
        remarks = [number for number in inside if self._lines.remarks[number]]
        one_line = entry.node.end_mark.line == entry.first
        return any(n in self._lines.frozen for n in inside) or (
            bool(remarks) and not (one_line and remarks == [entry.first])
        )

    def _moved(self, entry: Block, *, indent: int) -> Iterator[str]:
        shift = indent - entry.column
        for number in range(entry.first, entry.end):
            yield self._shifted(number, shift, first=number == entry.first)

    def _shifted(self, number: int, shift: int, *, first: bool) -> str:
        line = self._lines.lines[number]
        if first:
            line = line.replace("- ", "  ", 1) if line.lstrip().startswith("- ") else line
        moved = " " * shift + line if shift > 0 else line[-shift:]
        return moved if number in self._lines.frozen else moved.rstrip()


def _stands_broken(entry: Block) -> bool:
    """Say whether readers look for the parts of an entry on lines of their own."""
    return entry.key == "examples" or (
        entry.key == "when"
        and not isinstance(entry.node, yaml.ScalarNode)
        and len(entry.node.value) > 1
    )
