"""Reads the lines of replies.ru.yaml that offers are told with."""

from collections.abc import Mapping

from engine.rulesets.offer_differences import (
    PRICE_VARIABLES,
    TERM_VARIABLES,
    DifferenceWords,
)
from engine.rulesets.offer_words import (
    GROUP_VARIABLES,
    OFFER_VARIABLES,
    POSITION_VARIABLES,
    SIMILAR_VARIABLES,
    STOCK_VARIABLES,
    DeliveryWords,
    OfferWords,
    RemarkWords,
)
from engine.rulesets.source import Faults, Place, YamlNode
from engine.rulesets.template import Template
from engine.rulesets.template_file import read_line

REMARKS: Mapping[str, frozenset[str]] = {
    "replacement": GROUP_VARIABLES,
    "analog": GROUP_VARIABLES,
    "no_return": frozenset(),
    "used": frozenset(),
    "to_order": frozenset(),
    "packing": frozenset({"packing"}),
    "rounded": frozenset({"packing", "wanted", "pieces"}),
}
"""What may be remarked of an offer, and what each remark may mention."""

_DAY_FORMS = 3
_BUILT_IN = Place("built-in", 1, 1)
_DEFAULT_REMARKS = {
    # Versions older than remarks have no place for them in their lines.
    "replacement": YamlNode("вместо {part_number}", _BUILT_IN),
    "analog": YamlNode("вместо {part_number}", _BUILT_IN),
    "no_return": YamlNode("!", _BUILT_IN),
    "used": YamlNode("!", _BUILT_IN),
    "to_order": YamlNode("?", _BUILT_IN),
    "packing": YamlNode("× {packing}", _BUILT_IN),
    "rounded": YamlNode("{wanted} → {pieces}", _BUILT_IN),
}


def read_offer_words(
    lines: Mapping[str, YamlNode], delivery: YamlNode, remarks: YamlNode, faults: Faults
) -> OfferWords:
    """Read everything said of offers; faults are collected, the result is then not to be used."""
    return OfferWords(
        offer=read_line(lines, "offer", OFFER_VARIABLES, faults),
        titles={
            "asked": read_line(lines, "group", GROUP_VARIABLES, faults),
            "replacement": read_line(lines, "replacements", GROUP_VARIABLES, faults),
            "analog": read_line(lines, "analogs", GROUP_VARIABLES, faults),
        },
        nothing_found=read_line(lines, "nothing_found", GROUP_VARIABLES, faults),
        unanswered=read_line(lines, "unanswered", GROUP_VARIABLES, faults),
        position=read_line(lines, "position", POSITION_VARIABLES, faults),
        not_chosen=_read_if_told(lines, "not_chosen", faults),
        similar=read_line(lines, "similar", SIMILAR_VARIABLES, faults),
        more=read_line(lines, "more", frozenset({"count"}), faults),
        in_stock_line=read_line(lines, "in_stock", STOCK_VARIABLES, faults),
        stock_unknown=read_line(lines, "stock_unknown", STOCK_VARIABLES - {"available"}, faults),
        differences=DifferenceWords(
            price=read_line(lines, "price_differs", PRICE_VARIABLES, faults),
            term=read_line(lines, "term_differs", TERM_VARIABLES, faults),
            none=read_line(lines, "nothing_differs", frozenset(), faults).render({}),
        ),
        delivery=_read_delivery(delivery, faults),
        remarks=_read_remarks(remarks, faults),
    )


def _read_remarks(node: YamlNode, faults: Faults) -> RemarkWords:
    told = node.fields(faults, optional=tuple(REMARKS))
    fields = {**_DEFAULT_REMARKS, **told}
    read = {name: read_line(fields, name, REMARKS[name], faults) for name in REMARKS}
    return RemarkWords(
        replacement=read["replacement"],
        analog=read["analog"],
        no_return=read["no_return"].render({}),
        used=read["used"].render({}),
        to_order=read["to_order"].render({}),
        packing=read["packing"],
        rounded=read["rounded"],
    )


def _read_if_told(lines: Mapping[str, YamlNode], name: str, faults: Faults) -> Template | None:
    return read_line(lines, name, GROUP_VARIABLES, faults) if name in lines else None


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
        within=read_line(fields, "within", frozenset({"days"}), faults),
    )
