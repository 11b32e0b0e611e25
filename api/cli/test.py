"""`cortex test`: run the examples of rules while they are being written, sealed or not."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from api.cli.draft import contract_in, draft_folder, draft_policy
from api.cli.exit_codes import ExitCode
from api.cli.rules_folder import RULES
from engine.errors import InvalidInput
from engine.evaluation.examples import TriedRule, try_examples

EXAMPLES = """  cortex test                                 every rule of the newest version
  cortex test rules/2026.11.1                 of another one
  cortex test --rule 'qualify.number_*'       some rules only"""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="version folder")
    parser.add_argument("--rule", default="*", metavar="GLOB", help="ids of the rules to try")
    parser.add_argument("--rules", type=Path, default=RULES, help="folder of the contract")


def run(arguments: Namespace) -> int:
    contract = contract_in(arguments.rules)
    policy = draft_policy(draft_folder(arguments.rules, arguments.folder), contract)
    every = try_examples(policy.evaluator, lambda situation: policy.facts_of(situation).values)
    tried = [rule for rule in every if fnmatchcase(rule.rule.id, arguments.rule)]
    if not tried:
        raise InvalidInput(f"no rule is called `{arguments.rule}`", code="RULE_UNKNOWN")
    print("\n".join(_report(tried)))
    return ExitCode.FAILED if any(rule.failed for rule in tried) else ExitCode.OK


def _report(tried: Sequence[TriedRule]) -> Iterator[str]:
    width = max(len(rule.rule.id) for rule in tried)
    for rule in tried:
        yield f"{rule.rule.id:<{width}}  {_counts(rule)}"
        yield from (f"  {fault}" for fault in rule.failed)
    yield ""
    yield from _lacking("match", [r.rule.id for r in tried if not r.count(matches=True)])
    yield from _lacking("no_match", [r.rule.id for r in tried if not r.count(matches=False)])
    examples = sum(len(rule.rule.examples) for rule in tried)
    failed = sum(len(rule.failed) for rule in tried)
    yield f"{len(tried)} rules, {examples} examples, {failed} failed"


def _counts(tried: TriedRule) -> str:
    failed = f", {len(tried.failed)} FAILED" if tried.failed else ""
    return f"{tried.count(matches=True)} match, {tried.count(matches=False)} no_match{failed}"


def _lacking(kind: str, rules: Sequence[str]) -> Iterator[str]:
    if rules:
        yield f"without a `{kind}` example: {', '.join(rules)}"
