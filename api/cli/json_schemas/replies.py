"""The form of replies.ru.yaml."""

from api.cli.json_schemas.shapes import (
    TEXT,
    Schema,
    described,
    document,
    mapping,
    named,
)
from engine.rulesets.offer_differences import PRICE_VARIABLES, TERM_VARIABLES
from engine.rulesets.offer_words import (
    GROUP_VARIABLES,
    OFFER_VARIABLES,
    POSITION_VARIABLES,
    SIMILAR_VARIABLES,
    STOCK_VARIABLES,
)
from engine.rulesets.offer_words_file import REMARKS
from engine.rulesets.replies import (
    BUTTON_LIMIT,
    BUTTON_VARIABLES,
    ORDER_LINE_VARIABLES,
    ORDER_VARIABLES,
    VARIABLES,
)
from engine.rulesets.template_file import TEXT_LIMIT


def replies_schema() -> Schema:
    """Return the schema of the texts that clients read."""
    lines = mapping(
        {
            "offer": _template(OFFER_VARIABLES),
            "group": _template(GROUP_VARIABLES),
            "nothing_found": _template(GROUP_VARIABLES),
            "unanswered": _template(GROUP_VARIABLES),
        },
        {
            "position": _template(POSITION_VARIABLES),
            "more": _template(["count"]),
            "pickup": _template([]),
            "replacements": _template(GROUP_VARIABLES),
            "analogs": _template(GROUP_VARIABLES),
            "similar": _template(SIMILAR_VARIABLES),
            "in_stock": _template(STOCK_VARIABLES),
            "stock_unknown": _template(STOCK_VARIABLES - {"available"}),
            "price_differs": _template(PRICE_VARIABLES),
            "term_differs": _template(TERM_VARIABLES),
            "nothing_differs": _template([]),
            "not_chosen": _template(GROUP_VARIABLES),
            "order": _template(ORDER_VARIABLES),
            "order_title": _template(["order_number"]),
            "order_line": _template(ORDER_LINE_VARIABLES),
        },
    )
    forms = {"type": "array", "items": TEXT, "minItems": 3, "maxItems": 3}
    delivery = mapping(
        {
            "today": TEXT,
            "days": described(forms, "The forms for 1, 2 and 5."),
            "within": _template(["days"]),
            "unknown": TEXT,
        }
    )
    keys = {"replies": TEXT, "lines": lines, "delivery": delivery, "texts": named(_reply())}
    states = described(named(TEXT), "Words for statuses that the shop names by a code.")
    remarks = described(
        mapping({}, {name: _template(known) for name, known in REMARKS.items()}),
        "What is said of an offer beside price and term, where `{remarks}` stands.",
    )
    return document("Replies", mapping(keys, {"order_states": states, "remarks": remarks}))


def _reply() -> Schema:
    return mapping(
        {
            "text": _template(VARIABLES),
            "again": described(_template(VARIABLES), "Said when `text` was the last thing said."),
        },
        {
            "buttons": described(
                mapping({"offer": _label(BUTTON_VARIABLES)}, {"more": _label([])}),
                "Buttons under the text, where a portal shows them: pressed, they say their words.",
            )
        },
    )


def _label(variables: frozenset[str] | list[str]) -> Schema:
    return {**_template(variables), "maxLength": BUTTON_LIMIT}


def _template(variables: frozenset[str] | list[str]) -> Schema:
    names = "|".join(sorted(variables))
    variable = rf"|\{{({names})\}}" if names else ""
    return {**TEXT, "maxLength": TEXT_LIMIT, "pattern": rf"^([^{{}}]|\{{\{{|\}}\}}{variable})*$"}
