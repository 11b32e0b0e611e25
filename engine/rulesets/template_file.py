"""Reads text with named gaps; a misspelt variable is an error of the file."""

import string
from collections.abc import Mapping

from engine.rulesets.source import Faults, Place, YamlNode, suggestion
from engine.rulesets.template import Template

TEXT_LIMIT = 2_000
"""Characters: longer messages are not read in a chat."""


def read_line(
    fields: Mapping[str, YamlNode],
    key: str,
    known: frozenset[str],
    faults: Faults,
) -> Template:
    """Return the text under a key, which may mention the known variables only."""
    node = fields.get(key)
    text = node.text(faults) if node else None
    if node is None or text is None:
        return Template(("",))
    if len(text) > TEXT_LIMIT:
        faults.add(node.place, "TEXT_TOO_LONG", f"{len(text)} characters, at most {TEXT_LIMIT}")
    return _compile(text.strip(), known, node.place, faults)


def _compile(text: str, known: frozenset[str], place: Place, faults: Faults) -> Template:
    try:
        pieces = list(string.Formatter().parse(text))
    except ValueError as error:
        faults.add(place, "TEMPLATE_SYNTAX", f"{error}; write {{{{ for a brace")
        return Template(("",))
    parts: list[str] = []
    for literal, variable, spec, conversion in pieces:
        parts.append(literal)
        if variable is None:
            continue
        if variable not in known or spec or conversion:
            hint = suggestion(variable, known)
            faults.add(place, "UNKNOWN_VARIABLE", f"unknown variable `{{{variable}}}`{hint}")
        parts.append(variable)
    if len(parts) % 2 == 0:
        parts.append("")
    return Template(tuple(parts))
