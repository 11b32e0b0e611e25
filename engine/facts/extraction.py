"""What extraction hands to rules and to those who carry decisions out."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from engine.decisions import FactValue
from engine.facts.addresses import Address
from engine.facts.choice import Choice
from engine.facts.offers_asked_of import NOTHING_ASKED_OF, AskedOf
from engine.session import NOBODY, Contact


class Findings(NamedTuple):
    """Values behind the facts, cleaned: upper-case without separators, phones as E.164.

    `makes` and `brands` are the names used in part_numbers.yaml.
    """

    part_numbers: tuple[str, ...] = ()
    vins: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    order_numbers: tuple[str, ...] = ()
    bare_numbers: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    choice: Choice = Choice()
    contact: Contact = NOBODY
    address: Address = Address()
    asked: AskedOf = NOTHING_ASKED_OF
    pieces_of_numbers: Mapping[str, int] = MappingProxyType({})
    """Pieces of each part number, where several are named."""


class Extraction(NamedTuple):
    """Facts for rules, total over the schema, and the findings they count."""

    values: Mapping[str, FactValue]
    findings: Findings
