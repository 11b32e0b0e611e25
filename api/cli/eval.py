"""`cortex eval`: what would be decided about a message, and why; nothing is sent anywhere."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import cast

import orjson

from api.bootstrap.brain import Brain, build_brain
from api.bootstrap.default_policy import default_policy
from api.bootstrap.settled_memory import settle_memory
from api.cli import complain
from api.cli.asked_message import add_message_options, asked_situation
from api.cli.exit_codes import ExitCode
from api.cli.jsonl import Answer, SupportsRead1, answer_lines
from api.cli.readable_decision import readable_decision
from api.cli.rules_folder import RULES, contract_of, version_folder
from api.schemas import (
    DecisionRequest,
    decision_document,
    parse_decision_request,
    parse_json_object,
)
from engine.contract import Contract
from engine.errors import FilesInvalid, InvalidInput
from engine.evaluation.quotation import Quotation
from engine.ports.portals import PortalPolicy
from integrations.clock import SystemClock

EXAMPLES = """  cortex eval "нужен 06A115561B"
  cortex eval "деталь" --pending number_type:61217726563
  cortex eval "ну что там?" --stage HARD_PICK --lead-status manual --json
  cortex eval --jsonl < requests.jsonl > answers.jsonl"""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("text", nargs="?", help="the message")
    parser.add_argument("--jsonl", action="store_true", help="one /v1/decisions body per line")
    add_message_options(parser)
    parser.add_argument("--version", help="ruleset version, the newest when left out")
    parser.add_argument("--rules", type=Path, default=RULES, help="folder of the rulesets")
    parser.add_argument("--json", action="store_true", help="the answer of /v1/decisions")


def run(arguments: Namespace) -> int:
    if (arguments.text is None) is not arguments.jsonl:
        raise InvalidInput("say a TEXT or --jsonl, one of them", code="USAGE")
    contract_of(arguments.rules)
    version_folder(arguments.rules, arguments.version)
    try:
        brain = _brain(arguments.rules, arguments.version)
    except FilesInvalid as error:
        complain(*map(str, error.faults))
        return ExitCode.FAILED
    if arguments.jsonl:
        return _answer_stdin(brain)
    return _explain(brain, arguments)


def _brain(rules: Path, version: str | None) -> Brain:
    """Load the version that was asked for: what an older one says would be taken for its answer.

    Raises FilesInvalid.
    """
    brain = build_brain(rules_directory=rules, version=version)
    if brain.policies.last_error is not None:
        raise brain.policies.last_error
    return brain


def _explain(brain: Brain, arguments: Namespace) -> int:
    situation = asked_situation(arguments, brain.contract)
    request = DecisionRequest(situation, Quotation(arguments.lookup), explain="full")
    record = brain.decide(request.situation, quotation=request.quotation, explain=True)
    if arguments.json:
        document = decision_document(request, record, policy=default_policy(brain.contract))
        print(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
        return ExitCode.OK
    before = request.situation.session.stage
    defaults = brain.policies.policy().evaluator.rules.schema.defaults
    print(readable_decision(record, stage_before=before, defaults=defaults))
    return ExitCode.OK


def _answer_stdin(brain: Brain) -> int:
    clock = SystemClock()
    settle_memory()
    started = clock.monotonic()
    asked = cast("SupportsRead1", sys.stdin.buffer)
    tally = answer_lines(asked, sys.stdout.buffer, partial(_answers, brain))
    seconds = clock.monotonic() - started
    decided = tally.lines - tally.errors
    rate = round(decided / seconds) if seconds else 0
    complain(f"{decided} decisions, {tally.errors} errors, {rate} decisions/s")
    return ExitCode.FAILED if tally.errors else ExitCode.OK


def _answers(brain: Brain, lines: Sequence[bytes]) -> Sequence[Answer]:
    """Answer lines that came together; a bad one costs the others nothing."""
    policy = default_policy(brain.contract)
    requests = [_request(line, brain.contract, policy) for line in lines]
    good = [request for request in requests if isinstance(request, DecisionRequest)]
    records = iter(brain.decide.many([(one.situation, one.quotation) for one in good]))
    return [
        decision_document(request, next(records), policy=policy)
        if isinstance(request, DecisionRequest)
        else request
        for request in requests
    ]


def _request(
    line: bytes, contract: Contract, policy: PortalPolicy
) -> DecisionRequest | InvalidInput:
    try:
        document = parse_json_object(line)
        return parse_decision_request(document, contract=contract, policy=policy)
    except InvalidInput as error:
        return error
