"""Reads replies.ru.yaml; a misspelt variable is an error of the file, not of a conversation."""

import string
from collections.abc import Mapping

from engine.rulesets.replies import (
    BUTTON_LIMIT,
    BUTTON_VARIABLES,
    GROUP_VARIABLES,
    OFFER_VARIABLES,
    POSITION_VARIABLES,
    VARIABLES,
    ButtonWords,
    DeliveryWords,
    Replies,
    Reply,
    Template,
)
from engine.rulesets.source import Faults, Place, YamlNode, suggestion

TEXT_LIMIT = 2_000
"""Characters: longer messages are not read in a chat."""

_DAY_FORMS = 3
_BUILT_IN = Place("built-in", 1, 1)
_DEFAULT_LINES = {
    # Versions older than these lines say nothing that needs them.
    "position": YamlNode("{brand} {part_number} — {quantity} × {price} ₽", _BUILT_IN),
    "more": YamlNode("(+{count})", _BUILT_IN),
    "pickup": YamlNode("самовывоз", _BUILT_IN),
}


def read_replies(node: YamlNode, faults: Faults) -> Replies:
    """Read the whole file; faults are collected, the result is then not to be used."""
    fields = node.fields(faults, required=("replies", "lines", "delivery", "texts"))
    nothing = YamlNode({}, node.place)
    lines = fields.get("lines", nothing)
    line_fields = {
        **_DEFAULT_LINES,
        **lines.fields(
            faults,
            required=("offer", "group", "nothing_found", "unanswered"),
            optional=("position", "more", "pickup"),
        ),
    }
    texts = fields.get("texts", nothing).entries(faults)
    return Replies(
        by_id={name: _read_reply(texts[name], faults) for name in texts},
        offer_line=_line(line_fields, "offer", OFFER_VARIABLES, faults),
        group_line=_line(line_fields, "group", GROUP_VARIABLES, faults),
        nothing_found_line=_line(line_fields, "nothing_found", GROUP_VARIABLES, faults),
        unanswered_line=_line(line_fields, "unanswered", GROUP_VARIABLES, faults),
        position_line=_line(line_fields, "position", POSITION_VARIABLES, faults),
        more_line=_line(line_fields, "more", frozenset({"count"}), faults),
        pickup=_line(line_fields, "pickup", frozenset(), faults).render({}),
        delivery=_read_delivery(fields.get("delivery", nothing), faults),
    )


def _read_reply(node: YamlNode, faults: Faults) -> Reply:
    fields = node.fields(faults, required=("text", "again"), optional=("buttons",))
    text = _line(fields, "text", VARIABLES, faults)
    again = _line(fields, "again", VARIABLES, faults)
    if text == again and "again" in fields:
        faults.add(fields["again"].place, "SAME_WORDING", "`again` must differ from `text`")
    buttons = _read_buttons(fields["buttons"], faults) if "buttons" in fields else None
    return Reply(text=text, again=again, buttons=buttons)


def _read_buttons(node: YamlNode, faults: Faults) -> ButtonWords:
    fields = node.fields(faults, required=("offer",), optional=("more",))
    for label in fields.values():
        if len(label.text(faults) or "") > BUTTON_LIMIT:
            faults.add(label.place, "TEXT_TOO_LONG", f"a button has {BUTTON_LIMIT} characters")
    return ButtonWords(
        offer=_line(fields, "offer", BUTTON_VARIABLES, faults),
        more=_line(fields, "more", frozenset(), faults) if "more" in fields else None,
    )


def _read_delivery(node: YamlNode, faults: Faults) -> DeliveryWords:
    fields = node.fields(faults, required=("today", "days", "unknown", "within"))
    nothing = YamlNode("-", node.place)
    forms = fields["days"].texts(faults) if "days" in fields else ("", "", "")
    if len(forms) != _DAY_FORMS:
        faults.add(fields["days"].place, "PLURAL_FORMS", "give three forms: for 1, 2 and 5")
        forms = ("", "", "")
    return DeliveryWords(
        today=fields.get("today", nothing).text(faults) or "",
        days=(forms[0], forms[1], forms[2]),
        unknown=fields.get("unknown", nothing).text(faults) or "",
        within=_line(fields, "within", frozenset({"days"}), faults),
    )


def _line(
    fields: Mapping[str, YamlNode],
    key: str,
    known: frozenset[str],
    faults: Faults,
) -> Template:
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
