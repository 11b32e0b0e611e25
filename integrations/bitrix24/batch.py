"""Several reads in one request: a batch of fifty costs the portal's limit as much as one call."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.wire_values import mapping

_LONGEST = 50


@dataclass(frozen=True)
class Read:
    """One method of a batch; it must change nothing, for an answer may be lost."""

    method: str
    params: Mapping[str, object]


def read_together(
    client: Bitrix24Client, portal: Portal, reads: Mapping[str, Read]
) -> Mapping[str, Any]:
    """Return the result of every read under its name.

    Raises CallRefused, CallNotRun or OutcomeUnknown for the first read that failed.
    """
    if len(reads) > _LONGEST:
        raise ValueError(f"a batch holds {_LONGEST} reads at most")
    commands = {name: command(read) for name, read in reads.items()}
    answer = mapping(client.call(portal, "batch", {"halt": 0, "cmd": commands}))
    # An empty section comes as an empty list.
    results, errors = mapping(answer.get("result")), mapping(answer.get("result_error"))
    return {
        name: client.part_of_batch(read.method, results, errors, name=name)
        for name, read in reads.items()
    }


def command(read: Read) -> str:
    """Write a read as a batch takes it: method?query, in the brackets of http_build_query."""
    pairs = [pair for name, value in read.params.items() for pair in _pairs(name, value)]
    return f"{read.method}?{urlencode(pairs)}"


def _pairs(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _pairs(f"{name}[{key}]", item)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, item in enumerate(value):
            yield from _pairs(f"{name}[{index}]", item)
    else:
        yield name, str(value)
