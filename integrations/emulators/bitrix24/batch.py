"""batch: up to fifty methods in one request, later ones using what earlier ones found."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from integrations.emulators.bitrix24.rest_call import Page, Params, RestError
from integrations.emulators.brackets import decode
from integrations.emulators.exchange import Json

_LONGEST = 50
_REFERENCE = re.compile(r"\$result((?:\[[^\[\]]+\])+)")
_SEGMENT = re.compile(r"\[([^\[\]]+)\]")


class Call(Protocol):
    """Performs one command as if it had come alone."""

    def __call__(self, method: str, params: Params) -> Json | Page:
        """Raises RestError."""
        ...


class Timing(Protocol):
    """Lays out how long a command took."""

    def __call__(self, method: str, started: float) -> Mapping[str, Json]: ...


def run_batch(
    params: Params, *, call: Call, timing: Timing, clock: Callable[[], float]
) -> Mapping[str, Json]:
    """Run the commands of a batch one after another; HTTP is 200 even if all of them fail."""
    sections = _Sections()
    for name, command in _commands(params).items():
        method, _, query = str(command).partition("?")
        method, started = method.removesuffix(".json"), clock()
        try:
            outcome = _perform(method, query, sections.results, call)
        except RestError as error:
            sections.refuse(name, error)
            if str(params.get("halt", 0)) in {"1", "True"}:
                break
        else:
            sections.answer(name, outcome, timing(method, started))
    return sections.laid_out()


def _perform(method: str, query: str, results: Mapping[str, Json], call: Call) -> Json | Page:
    if method.lower() == "batch":
        raise RestError(405, "ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch")
    params = _filled_in(decode(query), results)
    return call(method, params if isinstance(params, Mapping) else {})


@dataclass
class _Sections:
    """The parts of an answer, each by the name of its command."""

    results: dict[str, Json] = field(default_factory=dict)
    errors: dict[str, Json] = field(default_factory=dict)
    totals: dict[str, Json] = field(default_factory=dict)
    following: dict[str, Json] = field(default_factory=dict)
    times: dict[str, Json] = field(default_factory=dict)

    def answer(self, name: str, outcome: Json | Page, time: Json) -> None:
        self.times[name] = time
        self.results[name] = outcome.result if isinstance(outcome, Page) else outcome
        if isinstance(outcome, Page):
            self.totals[name] = outcome.total
            self.following |= {name: outcome.next_start} if outcome.next_start else {}

    def refuse(self, name: str, error: RestError) -> None:
        self.errors[name] = {"error": error.code, "error_description": error.description}

    def laid_out(self) -> Mapping[str, Json]:
        """PHP writes an empty map as an empty list."""
        return {
            "result": self.results or [],
            "result_error": self.errors or [],
            "result_total": self.totals or [],
            "result_next": self.following or [],
            "result_time": self.times or [],
        }


def _commands(params: Params) -> Mapping[str, Json]:
    given = params.get("cmd") or {}
    if isinstance(given, list):
        given = {str(number): command for number, command in enumerate(given)}
    if not isinstance(given, Mapping):
        raise RestError(400, "ERROR_BATCH_METHOD_NOT_ALLOWED", "cmd must hold commands")
    if len(given) > _LONGEST:
        raise RestError(400, "ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded")
    return given


def _filled_in(value: Json, results: Mapping[str, Json]) -> Json:
    if isinstance(value, Mapping):
        return {key: _filled_in(item, results) for key, item in value.items()}
    if not isinstance(value, str):
        return value
    return _REFERENCE.sub(lambda match: _looked_up(match[1], results), value)


def _looked_up(path: str, results: Mapping[str, Json]) -> str:
    node: Json = results
    for segment in _SEGMENT.findall(path):
        if isinstance(node, Mapping):
            node = node.get(segment)
        elif isinstance(node, list) and segment.isdecimal() and int(segment) < len(node):
            node = node[int(segment)]
        else:
            return ""
    return "" if node is None or isinstance(node, Mapping | list) else str(node)
