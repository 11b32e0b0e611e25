"""Being told to stop: once, whatever the way, and the stopping itself is not interrupted."""

import signal

from api.cli import complain

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def stop_in_order() -> None:
    """Let Ctrl-C, `kill` and a closed terminal unwind this process, so that children end too."""
    for number in _STOP_SIGNALS:
        signal.signal(number, _interrupt_once)


def _interrupt_once(*_: object) -> None:
    # A second signal during the clean-up would leave children behind.
    for number in _STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    complain("stopping web, worker, emulators and Redis")
    raise KeyboardInterrupt
