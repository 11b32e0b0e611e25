"""Name the kind of number that tells most of what a message is about."""

from engine.facts.extraction import Findings


def number_kind(findings: Findings) -> str:
    """Name the most telling number: a part outweighs the VIN it is for, and so on."""
    if findings.part_numbers:
        return "part"
    if findings.bare_numbers:
        return "ambiguous"
    if findings.vins:
        return "vin"
    if findings.order_numbers:
        return "order"
    return "phone" if findings.phones else "none"
