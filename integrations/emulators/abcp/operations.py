"""A client operation of the shop: which verb it wants and what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from integrations.emulators.abcp.parameters import Params
from integrations.emulators.exchange import Json


@dataclass(frozen=True)
class Operation:
    """Reads take either verb, for clients send credentials in a body too; writes are POST only."""

    verb: str
    perform: Callable[[Params], Json]


Table: TypeAlias = Mapping[str, Operation]
