"""Which lines of a YAML text are comments or blank, and which belong to words of several lines."""

from dataclasses import dataclass

import yaml

_PLAIN_TOKENS = (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken, yaml.DirectiveToken)


@dataclass(frozen=True)
class YamlLines:
    """A text by lines; `remarks` holds the comment of each line, None where there is none."""

    lines: tuple[str, ...]
    remarks: tuple[str | None, ...]
    frozen: frozenset[int]
    """Lines inside words of several lines, where even a space at the end has a meaning."""
    is_plain: bool
    """Neither anchors nor tags nor several documents: all that rule files need."""

    def is_empty(self, line: int) -> bool:
        """Say whether a line holds nothing but a comment, if that."""
        if line in self.frozen:
            return False
        return not self.code(line)

    def code(self, line: int) -> str:
        """Return a line without its comment and the spaces before it."""
        remark = self.remarks[line]
        text = self.lines[line]
        return (text if remark is None else text[: len(text) - len(remark)]).rstrip()

    def column(self, line: int) -> int:
        """Return how far a line is indented."""
        return len(self.lines[line]) - len(self.lines[line].lstrip(" "))


def read_lines(text: str) -> YamlLines:
    """Return the lines of a text that is valid YAML."""
    tokens = list(yaml.scan(text, Loader=yaml.CSafeLoader))
    lines = tuple(text.split("\n"))
    words = [token for token in tokens if isinstance(token, yaml.ScalarToken)]
    frozen = frozenset(line for word in words for line in _lines_within(word))
    taken = {word.end_mark.line: int(word.end_mark.column) for word in words}
    remarks = [_remark(text, taken.get(line, 0)) for line, text in enumerate(lines)]
    return YamlLines(
        lines=lines,
        remarks=tuple(None if n in frozen else remark for n, remark in enumerate(remarks)),
        frozen=frozen,
        is_plain=not any(isinstance(token, _PLAIN_TOKENS) for token in tokens)
        and not any(isinstance(token, yaml.DocumentStartToken) for token in tokens),
    )


def _lines_within(word: yaml.ScalarToken) -> range:
    # The end of a block of text is the start of the line after it.
    last = word.end_mark.line - (word.end_mark.column == 0)
    if last == word.start_mark.line:
        return range(0)
    return range(word.start_mark.line, last + 1)


def _remark(line: str, start: int) -> str | None:
    for place in range(start, len(line)):
        if line[place] == "#" and (place == 0 or line[place - 1].isspace()):
            return line[place:]
    return None
