"""One of several processes that call one portal as an application, a round for each line told."""

import sys
from typing import TextIO

from api.bootstrap.portals import served_portals
from api.bootstrap.store import open_store
from api.settings import settings_of_this_process
from integrations.bitrix24.client import Bitrix24Client
from integrations.clock import SystemClock
from integrations.http import HttpPool

CALLS_PER_ROUND = 5


def main(member_id: str, rounds: TextIO) -> None:
    settings, clock = settings_of_this_process(), SystemClock()
    store = open_store(settings)
    served = served_portals(settings, store.portal_records, store.leases, clock)
    http = HttpPool(system="bitrix24", allow_local=True)
    client = Bitrix24Client(http, clock, limits=store.call_limits, access=served.access)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for _ in rounds:
        for _call in range(CALLS_PER_ROUND):
            portal = served.directory.require(member_id, operation="server.time")
            client.call(portal, "server.time", {})
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.stdin)
