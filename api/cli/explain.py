"""`cortex explain`: why rules fire on a message or not, phase by phase or one rule in full."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from api.cli.asked_message import add_message_options, asked_situation
from api.cli.draft import contract_in, draft_policy
from api.cli.exit_codes import ExitCode
from api.cli.readable_explanation import readable_phases, readable_verdict
from api.cli.rules_folder import RULES, version_folder
from engine.errors import InvalidInput
from engine.evaluation.decide import Policy
from engine.evaluation.evaluator import Evaluation
from engine.evaluation.rule_verdict import judge_rule
from engine.evaluation.trace import explain_evaluation
from engine.rulesets.example_file import read_session
from engine.rulesets.model import Rule
from engine.rulesets.outputs import Language
from engine.rulesets.source import Faults, read_yaml, suggestion
from engine.session import Session

EXAMPLES = """  cortex explain "нужен 06A115561B"
  cortex explain "а сроки?" --stage PRICING --rule respond.greeting
  cortex explain "второй, две штуки" --session session.yaml"""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("text", help="the message")
    add_message_options(parser)
    parser.add_argument(
        "--session",
        type=Path,
        metavar="FILE",
        help="YAML or JSON as under `session` of an example; instead of --stage, --mode, --pending",
    )
    parser.add_argument("--rule", metavar="ID", help="every condition of this rule")
    parser.add_argument("--version", help="ruleset version, the newest when left out")
    parser.add_argument("--rules", type=Path, default=RULES, help="folder of the rulesets")


def run(arguments: Namespace) -> int:
    contract = contract_in(arguments.rules)
    policy = draft_policy(version_folder(arguments.rules, arguments.version), contract)
    situation = asked_situation(arguments, contract)
    if arguments.session is not None:
        situation = situation._replace(session=_session(arguments.session, policy))
    evaluation = policy.evaluator.evaluate(policy.facts_of(situation).values)
    if arguments.rule is None:
        print(_phases(policy, evaluation))
    else:
        rule = _rule(policy, arguments.rule)
        print(readable_verdict(judge_rule(policy.evaluator, evaluation, rule)))
    return ExitCode.OK


def _session(path: Path, policy: Policy) -> Session:
    """Read a dialog; raises InvalidInput SESSION_NOT_FOUND, FilesInvalid with its mistakes."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"`{path}` cannot be read", code="SESSION_NOT_FOUND") from error
    faults = Faults()
    node = read_yaml(text, file=str(path), faults=faults)
    rules = policy.release.rules
    language = Language(rules.schema, rules.vocabulary)
    session = Session() if node is None else read_session(node, language, faults)
    faults.raise_if_any()
    return session


def _rules(policy: Policy) -> dict[str, Rule]:
    phases = policy.release.rules.phases.values()
    return {rule.id: rule for phase in phases for rule in phase.rules}


def _rule(policy: Policy, rule_id: str) -> Rule:
    rules = _rules(policy)
    if rule_id not in rules:
        hint = suggestion(rule_id, rules)
        raise InvalidInput(f"no rule is called `{rule_id}`{hint}", code="RULE_UNKNOWN")
    return rules[rule_id]


def _phases(policy: Policy, evaluation: Evaluation) -> str:
    rules = _rules(policy)
    verdicts = (judge_rule(policy.evaluator, evaluation, rules[lost]) for lost in evaluation.lost)
    winners = {v.rule.id: v.beaten_by.id for v in verdicts if v.beaten_by is not None}
    trace = explain_evaluation(policy.evaluator, evaluation)
    return readable_phases(evaluation, trace, rules, winners)
