"""Messages that two ruleset versions are compared on: golden turns and recorded requests."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from api.bootstrap.default_policy import default_policy
from api.cli.jsonl import blocks_of_lines
from api.golden.case_file import read_cases
from api.golden.outcome import CaseOutcome
from api.golden.play import play
from api.golden.subject import Subject
from api.schemas import parse_decision_request, parse_json_object
from engine.contract import Contract
from engine.errors import InvalidInput
from engine.evaluation.quotation import Quotation
from engine.facts.situation import Situation
from engine.ports.clock import Clock


@dataclass(frozen=True)
class ComparedMessage:
    """One pass of the rules: a message, the dialog around it and what the shop answered."""

    name: str
    situation: Situation
    quotation: Quotation


def golden_messages(folder: Path, subject: Subject, clock: Clock) -> Iterator[ComparedMessage]:
    """Yield every pass of every golden dialog, led by the subject as far as it is as expected.

    Raises FilesInvalid for cases that cannot be read.
    """
    today = datetime.fromtimestamp(clock.now(), UTC).date()
    for case in read_cases(folder, subject.contract.vocabulary):
        yield from _passes(play(case, subject, clock, today=today))


def recorded_messages(path: Path, contract: Contract) -> Iterator[ComparedMessage]:
    """Yield the bodies of /v1/decisions in a file, one a line.

    Raises InvalidInput MESSAGES_NOT_FOUND or MESSAGE_MALFORMED.
    """
    policy = default_policy(contract)
    for number, line in enumerate(_lines(path), start=1):
        try:
            document = parse_json_object(line or b"")
            request = parse_decision_request(document, contract=contract, policy=policy)
        except InvalidInput as error:
            message = f"{path}:{number} {error.code} {error.message}"
            raise InvalidInput(message, code="MESSAGE_MALFORMED") from error
        yield ComparedMessage(f"{path}:{number}", request.situation, request.quotation)


def _passes(outcome: CaseOutcome) -> Iterator[ComparedMessage]:
    for number, turn in enumerate(outcome.turns, start=1):
        # A turn that gives facts instead of words tries one phase alone: nothing was said in it.
        for taken in turn.passes if turn.turn.rules_say is None else ():
            second = "" if taken.situation.lookup == "none" else ", after the shop's answer"
            name = f"{outcome.case.id} turn {number}{second}"
            yield ComparedMessage(name, taken.situation, taken.quotation)


def _lines(path: Path) -> Sequence[bytes | None]:
    try:
        with path.open("rb") as source:
            return list(chain.from_iterable(blocks_of_lines(source)))
    except OSError as error:
        raise InvalidInput(f"`{path}` cannot be read", code="MESSAGES_NOT_FOUND") from error
