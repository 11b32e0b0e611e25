"""`cortex diff`: which messages two versions decide otherwise, by the rule that wins now."""

import sys
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from api.cli import complain
from api.cli.compared_messages import ComparedMessage, golden_messages, recorded_messages
from api.cli.draft import contract_in, draft_policy
from api.cli.exit_codes import ExitCode
from api.cli.golden import GOLDEN
from api.cli.rules_folder import RULES, version_folder
from api.golden.subject import Subject
from engine.decisions import FactValue
from engine.errors import InvalidInput
from engine.evaluation.decide import Policy
from engine.evaluation.decision_change import DecisionChange, compare
from integrations.clock import SystemClock

EXAMPLES = """  cortex diff 2026.11.1 2026.11.2
  cortex diff 2026.11.1 2026.11.2 --messages recorded.jsonl
  cortex diff 2026.11.1 2026.11.2 --json | jq .changes[].text
Exit code 0 says that nothing changes, 1 that something does."""

_PROGRESS_EVERY = 200


@dataclass(frozen=True)
class _Comparison:
    """What was compared, and every message that is decided otherwise."""

    compared: int
    changes: Sequence[tuple[ComparedMessage, DecisionChange]]


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("before", metavar="V1", help="the version to compare with")
    parser.add_argument("after", metavar="V2", help="the version that would serve; needs no seal")
    parser.add_argument(
        "--messages", type=Path, metavar="FILE", help="recorded: a /v1/decisions body per line"
    )
    parser.add_argument("--golden", type=Path, default=GOLDEN, help="folder of golden cases")
    parser.add_argument("--rules", type=Path, default=RULES, help="folder of the rulesets")
    parser.add_argument("--json", action="store_true", help="for programs")


def run(arguments: Namespace) -> int:
    contract = contract_in(arguments.rules)
    older, newer = (
        draft_policy(version_folder(arguments.rules, version), contract)
        for version in (arguments.before, arguments.after)
    )
    messages = [golden_messages(arguments.golden, Subject(contract, newer), SystemClock())]
    if arguments.messages is not None:
        messages.append(recorded_messages(arguments.messages, contract))
    found = _compare(older, newer, (message for source in messages for message in source))
    if arguments.json:
        print(orjson.dumps(_document(found, older, newer), option=orjson.OPT_INDENT_2).decode())
    else:
        print("\n".join(_report(found, newer)))
    return ExitCode.FAILED if found.changes else ExitCode.OK


def _compare(older: Policy, newer: Policy, messages: Iterable[ComparedMessage]) -> _Comparison:
    """Raises InvalidInput NOTHING_TO_COMPARE."""
    changes, compared = [], 0
    for compared, message in enumerate(messages, start=1):
        change = compare(older, newer, message.situation, message.quotation)
        if change is not None:
            changes.append((message, change))
        if compared % _PROGRESS_EVERY == 0 and sys.stderr.isatty():
            complain(f"{compared} messages compared, {len(changes)} decided otherwise ...")
    if not compared:
        raise InvalidInput("neither golden cases nor messages", code="NOTHING_TO_COMPARE")
    return _Comparison(compared, changes)


def _report(found: _Comparison, newer: Policy) -> Iterator[str]:
    phases = newer.release.rules.phases.values()
    whys = {rule.id: f"  {rule.why}" for phase in phases for rule in phase.rules}
    by_rule: dict[str, list[tuple[ComparedMessage, DecisionChange]]] = defaultdict(list)
    for message, change in found.changes:
        by_rule[change.rule].append((message, change))
    for rule in sorted(by_rule, key=lambda rule: (-len(by_rule[rule]), rule)):
        yield f"{rule}: {len(by_rule[rule])}{whys.get(rule, '')}"
        for message, change in by_rule[rule]:
            yield f"  {message.name}: {message.situation.message.text!r}"
            yield from (f"      {line}" for line in _lines(change))
        yield ""
    yield f"{found.compared} messages compared, {len(found.changes)} decided otherwise"


def _lines(change: DecisionChange) -> Iterator[str]:
    for name, (was, now) in change.words.items():
        yield f"{name}: {was or 'none'} -> {now or 'none'}"
    fired = [*(f"-{rule}" for rule in change.silenced), *(f"+{rule}" for rule in change.awakened)]
    if fired:
        yield f"fired: {' '.join(fired)}"
    read = [f"{name}: {_word(was)} -> {_word(now)}" for name, (was, now) in change.read.items()]
    if read:
        yield f"read: {', '.join(read)}"


def _word(value: FactValue | None) -> str:
    if value is None:
        return "unknown"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _document(found: _Comparison, older: Policy, newer: Policy) -> Mapping[str, Any]:
    return {
        "before": {"version": older.version, "digest": older.digest},
        "after": {"version": newer.version, "digest": newer.digest},
        "compared": found.compared,
        "changes": [
            {
                "rule": change.rule,
                "message": message.name,
                "text": message.situation.message.text,
                "before": asdict(change.before),
                "after": asdict(change.after),
                "read": {name: list(values) for name, values in change.read.items()},
            }
            for message, change in found.changes
        ],
    }
