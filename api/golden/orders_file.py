"""Read the orders that a golden case knows: `number: {status: В работе}`, or `fails`."""

from api.golden.fields import Fields, word_of
from engine.ports.order_states import LineState, OrderState
from engine.rulesets.source import Faults, YamlNode

_FAILS = "fails"


def read_orders(node: YamlNode | None, faults: Faults) -> tuple[OrderState, ...] | None:
    """Return the orders; None when the shop does not answer."""
    if node is None:
        return ()
    if not node.is_mapping:
        word_of(node, (_FAILS,), faults)
        return None
    return tuple(_order(number, body, faults) for number, body in node.entries(faults).items())


def _order(number: str, node: YamlNode, faults: Faults) -> OrderState:
    fields = Fields(node, faults, required=("status",), optional=("lines", "note"))
    return OrderState(
        number=number,
        status=fields.text("status", ""),
        lines=tuple(_line(item, faults) for item in fields.items("lines")),
        note=fields.text("note", ""),
    )


def _line(node: YamlNode, faults: Faults) -> LineState:
    fields = Fields(node, faults, required=("oem", "status"), optional=("brand", "quantity"))
    return LineState(
        brand=fields.text("brand", "VAG"),
        part_number=fields.text("oem", ""),
        quantity=fields.integer("quantity", 1),
        status=fields.text("status", ""),
    )
