"""Several reads in one request: a batch of fifty costs the portal's limit as much as one call."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from engine.errors import CallFailed
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.refusals import no_result
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
    methods = sorted({read.method for read in reads.values()})
    params = {"halt": 0, "cmd": commands}
    answer = mapping(client.call(portal, "batch", params, carries=methods))
    failures = _failures(client, portal, reads, answer)
    if failures:
        raise failures[0]
    # An empty section comes as an empty list.
    results = mapping(answer.get("result"))
    for name, read in reads.items():
        if name not in results:
            raise no_result(read.method)
    return {name: results[name] for name in reads}


def _failures(
    client: Bitrix24Client, portal: Portal, reads: Mapping[str, Read], answer: Mapping[str, Any]
) -> Sequence[CallFailed]:
    errors = mapping(answer.get("result_error"))
    # A refused command has no time of its own, but that of its method is told with another one.
    times = {
        reads[name].method: time
        for name, time in mapping(answer.get("result_time")).items()
        if name in reads
    }
    stated = {name: mapping(errors[name]) for name in reads if isinstance(errors.get(name), dict)}
    return [
        client.failed_part(
            portal, reads[name].method, {"time": times.get(reads[name].method), **error}
        )
        for name, error in stated.items()
    ]


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
