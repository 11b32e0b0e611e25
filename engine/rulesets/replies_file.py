"""Reads replies.ru.yaml; a misspelt variable is an error of the file, not of a conversation."""

from collections.abc import Mapping

from engine.rulesets.offer_words_file import read_offer_words
from engine.rulesets.replies import (
    BUTTON_LIMIT,
    BUTTON_VARIABLES,
    ORDER_LINE_VARIABLES,
    ORDER_VARIABLES,
    VARIABLES,
    ButtonWords,
    OrderWords,
    Replies,
    Reply,
)
from engine.rulesets.source import Faults, Place, YamlNode
from engine.rulesets.template_file import read_line

_BUILT_IN = Place("built-in", 1, 1)
_DEFAULT_LINES = {
    # Versions older than these lines say nothing that needs them.
    "position": YamlNode("{brand} {part_number} — {quantity} × {price} ₽", _BUILT_IN),
    "more": YamlNode("(+{count})", _BUILT_IN),
    "pickup": YamlNode("самовывоз", _BUILT_IN),
    "replacements": YamlNode("Вместо {part_number}:", _BUILT_IN),
    "analogs": YamlNode("Вместо {part_number}:", _BUILT_IN),
    "similar": YamlNode("{brand} {part_number}", _BUILT_IN),
    "in_stock": YamlNode("{id}. {brand} {part_number}: {available}", _BUILT_IN),
    "stock_unknown": YamlNode("{id}. {brand} {part_number}: ?", _BUILT_IN),
    "price_differs": YamlNode("{price} ₽", _BUILT_IN),
    "term_differs": YamlNode("{days}", _BUILT_IN),
    "nothing_differs": YamlNode("0", _BUILT_IN),
    "order": YamlNode("{order_number}: {status}", _BUILT_IN),
    "order_title": YamlNode("{order_number}:", _BUILT_IN),
    "order_line": YamlNode("{brand} {part_number} × {quantity}: {status}", _BUILT_IN),
}


def read_replies(node: YamlNode, faults: Faults) -> Replies:
    """Read the whole file; faults are collected, the result is then not to be used."""
    required = ("replies", "lines", "delivery", "texts")
    fields = node.fields(faults, required=required, optional=("order_states", "remarks"))
    nothing = YamlNode({}, node.place)
    lines = fields.get("lines", nothing)
    line_fields = {
        **_DEFAULT_LINES,
        **lines.fields(
            faults,
            required=("offer", "group", "nothing_found", "unanswered"),
            optional=(*_DEFAULT_LINES, "not_chosen"),
        ),
    }
    texts = fields.get("texts", nothing).entries(faults)
    return Replies(
        by_id={name: _read_reply(texts[name], faults) for name in texts},
        offers=read_offer_words(
            line_fields, fields.get("delivery", nothing), fields.get("remarks", nothing), faults
        ),
        pickup=read_line(line_fields, "pickup", frozenset(), faults).render({}),
        orders=_read_order_words(line_fields, fields.get("order_states", nothing), faults),
    )


def _read_reply(node: YamlNode, faults: Faults) -> Reply:
    fields = node.fields(faults, required=("text", "again"), optional=("buttons",))
    text = read_line(fields, "text", VARIABLES, faults)
    again = read_line(fields, "again", VARIABLES, faults)
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
        offer=read_line(fields, "offer", BUTTON_VARIABLES, faults),
        more=read_line(fields, "more", frozenset(), faults) if "more" in fields else None,
    )


def _read_order_words(
    lines: Mapping[str, YamlNode], states: YamlNode, faults: Faults
) -> OrderWords:
    words = {code: node.text(faults) or "" for code, node in states.entries(faults).items()}
    return OrderWords(
        order=read_line(lines, "order", ORDER_VARIABLES, faults),
        title=read_line(lines, "order_title", ORDER_VARIABLES - {"status"}, faults),
        line=read_line(lines, "order_line", ORDER_LINE_VARIABLES, faults),
        states=words,
        unknown=words.get("unknown", "-"),
    )
