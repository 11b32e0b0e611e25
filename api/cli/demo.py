"""`cortex demo`: play conversations through the real webhook and check what came of them."""

from argparse import ArgumentParser, Namespace
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from api.cli import complain
from api.cli.demo_play import DemoPlay
from api.cli.demo_report import Report
from api.cli.demo_script import DIALOGS
from api.cli.exit_codes import ExitCode
from api.cli.interruption import stop_in_order
from api.cli.portal_control import PortalControl
from api.cli.stack import RULES, StackSettings, local_stack
from api.settings.surroundings import environment_of_this_process

EXAMPLES = """  cortex demo                       on free ports, everything in a temporary folder
  cortex demo --keep /tmp/demo      keep the logs there"""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="a new folder for the logs")
    parser.add_argument("--rules", type=Path, default=RULES, help="other rulesets")


def run(arguments: Namespace) -> int:
    stop_in_order()
    if arguments.keep is not None:
        return _run_in(arguments.keep, rules=arguments.rules)
    with TemporaryDirectory(prefix="cortex-demo-") as folder:
        return _run_in(Path(folder), rules=arguments.rules)


def _run_in(folder: Path, *, rules: Path) -> int:
    report = Report(lambda line: print(line, flush=True))
    with (
        local_stack(_settings(folder, rules=rules), say=complain) as stack,
        closing(PortalControl(stack.emulators.bitrix_url)) as portal,
        closing(PortalControl(stack.emulators.abcp_url)) as shop,
    ):
        play = DemoPlay(stack, portal=portal, shop=shop, report=report)
        play.dialogs(DIALOGS)
        play.repeats()
        play.aftermath()
    print(report.verdict())
    return ExitCode.OK if report.passed else ExitCode.FAILED


def _settings(folder: Path, *, rules: Path) -> StackSettings:
    environment = environment_of_this_process()
    return StackSettings(
        folder=folder,
        rules=rules,
        # The demo shows Cortex as it is delivered, whatever is set in this terminal.
        environment={k: v for k, v in environment.items() if not k.startswith("CORTEX_")},
        redis_url=environment.get("REDIS_URL") or None,
    )
