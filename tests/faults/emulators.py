"""Serves both emulators for a campaign in a process of their own, with the tokens of its stack."""

import sys
from dataclasses import replace

from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, run_emulators


def main(bitrix_port: str, abcp_port: str, application_token: str, webhook_code: str) -> None:
    usual = EmulatorConfiguration()
    portal = replace(usual.portal, application_token=application_token, webhook_code=webhook_code)
    run_emulators(
        replace(usual, portal=portal),
        clock=SystemClock().now,
        bitrix_port=int(bitrix_port),
        abcp_port=int(abcp_port),
        announce=lambda _: print("serving", flush=True),  # noqa: T201 - the stack waits for it
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
