"""`cortex emulators`: serve look-alikes of Bitrix24 and ABCP on this machine."""

from argparse import ArgumentParser, Namespace

from api.cli.exit_codes import ExitCode
from api.cli.local_ports import claim_port, port, require_apart
from api.cli.stack_environment import emulated_systems
from engine.errors import InvalidInput
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, RunningEmulators, run_emulators

EXAMPLES = """  cortex emulators --webhook-url http://127.0.0.1:8080/bitrix/events
  cortex emulators --port-bitrix 8081 --port-abcp 8082"""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port-bitrix", type=port, default=8081, metavar="PORT")
    parser.add_argument("--port-abcp", type=port, default=8082, metavar="PORT")
    parser.add_argument("--webhook-url", metavar="URL", help="where chat events are posted to")


def run(arguments: Namespace) -> int:
    require_apart(arguments.port_bitrix, arguments.port_abcp)
    try:
        run_emulators(
            EmulatorConfiguration(),
            clock=SystemClock().now,
            bitrix_port=claim_port(arguments.port_bitrix),
            abcp_port=claim_port(arguments.port_abcp),
            webhook_url=arguments.webhook_url,
            announce=_announce,
        )
    except KeyboardInterrupt:
        print("stopped")
    except ValueError as error:
        raise InvalidInput(str(error), code="WEBHOOK_URL_INVALID") from error
    return ExitCode.OK


def _announce(running: RunningEmulators) -> None:
    settings = "\n".join(f"  {name}={value}" for name, value in emulated_systems(running).items())
    print(
        f"Bitrix24  {running.bitrix_url}  (page; webhook root {running.bitrix_webhook_url})\n"
        f"ABCP      {running.abcp_url}\n"
        "Settings with which web and workers serve them (docs/settings.md):\n"
        f"{settings}\n"
        "Ctrl-C stops both.",
        flush=True,
    )
