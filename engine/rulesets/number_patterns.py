"""Check regular expressions of rule authors: valid, bounded, and true to their examples."""

import re
from collections.abc import Iterable, Mapping, Sequence

from engine.rulesets.source import Faults, YamlNode

_ESCAPES_AND_CLASSES = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")
_UNBOUNDED = re.compile(r"[*+]|\{\d*,\}")


def read_patterns(
    node: YamlNode | None, faults: Faults
) -> Mapping[str, tuple[re.Pattern[str], YamlNode]]:
    """Return the good patterns of a text or a list of texts, compiled, with their nodes."""
    if node is None:
        return {}
    found: dict[str, tuple[re.Pattern[str], YamlNode]] = {}
    for item in node.items(faults) if node.is_list else (node,):
        written = item.text(faults)
        if written is None:
            continue
        pattern = _compiled(written, item, faults)
        if pattern is not None:
            found[written] = (pattern, item)
    return found


def check_all_matched(
    patterns: Mapping[str, tuple[re.Pattern[str], YamlNode]],
    examples: Sequence[str],
    faults: Faults,
    *,
    at: YamlNode,
    whole: bool = True,
) -> None:
    """Record every pattern that matches no example, and every example that no pattern matches."""
    compiled = [pattern for pattern, _ in patterns.values()]
    for written, (pattern, node) in patterns.items():
        if not any(_matches((pattern,), example, whole=whole) for example in examples):
            message = f"`{written}` matches none of its examples"
            faults.add(node.place, "PATTERN_WITHOUT_EXAMPLE", message)
    for example in examples if patterns else ():
        if not _matches(compiled, example, whole=whole):
            faults.add(at.place, "EXAMPLE_NOT_MATCHED", f"no pattern matches `{example}`")


def _compiled(written: str, node: YamlNode, faults: Faults) -> re.Pattern[str] | None:
    try:
        # Patterns are tried as alternatives of one expression, so flags may not stand inside.
        re.compile(f"(?:x)|(?:{written})", re.MULTILINE)
        pattern = re.compile(written, re.MULTILINE)
    except (re.error, OverflowError, RecursionError) as error:
        faults.add(node.place, "BAD_REGEX", f"`{written}`: {error}")
        return None
    if _UNBOUNDED.search(_ESCAPES_AND_CLASSES.sub("x", written)):
        # Unbounded repeats make a hostile text cost the square of its length.
        faults.add(node.place, "REGEX_UNBOUNDED", f"`{written}`: write {{0,n}} for * and +")
        return None
    if pattern.groups:
        faults.add(node.place, "BAD_REGEX", f"`{written}`: write (?:...) for groups")
        return None
    if pattern.fullmatch(""):
        faults.add(node.place, "EMPTY_SHAPE", f"`{written}` matches nothing at all")
        return None
    return pattern


def _matches(patterns: Iterable[re.Pattern[str]], example: str, *, whole: bool) -> bool:
    find = re.Pattern.fullmatch if whole else re.Pattern.search
    return any(find(pattern, example) for pattern in patterns)
