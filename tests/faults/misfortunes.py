"""Lets portal and shop answer wrongly for a while, and tells what of it really came."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field

from api.cli.portal_control import PendingFault, PortalControl
from api.cli.waiting import WaitedTooLong, wait_for
from integrations.emulators import RunningEmulators
from tests.faults.case import Misfortune

FALL_SECONDS = 20.0
"""What nobody has met with the last word is met by what follows from it, such as a deal."""


@dataclass
class Misfortunes:
    """Of one case."""

    wanted: Sequence[Misfortune]
    missed: Sequence[str] = field(default=())
    """Those that no call has met."""
    patience_seconds: float = FALL_SECONDS

    @property
    def fallen(self) -> int:
        """How many have been met, each counted once."""
        return len(self.wanted) - len(self.missed)

    @contextmanager
    def at_work(self, emulators: RunningEmulators) -> Iterator[None]:
        """Set them, and clear what is left of them; then it is known which were met."""
        with ExitStack() as stack:
            controls = {
                system: stack.enter_context(closing(PortalControl(url)))
                for system, url in (("portal", emulators.bitrix_url), ("shop", emulators.abcp_url))
            }
            for one in self.wanted:
                controls[one.system].fail(
                    one.method, one.mode, times=one.times, delay_seconds=one.seconds
                )
            try:
                yield
                self._look(controls)
            finally:
                for control in controls.values():
                    control.stop_failing()

    def _look(self, controls: Mapping[str, PortalControl]) -> None:
        def all_met() -> bool:
            pending = {name: control.pending() for name, control in controls.items()}
            self.missed = tuple(never_met(self.wanted, pending))
            return not self.missed

        with suppress(WaitedTooLong):
            wait_for(all_met, what="every misfortune falls", seconds=self.patience_seconds)


def never_met(
    wanted: Sequence[Misfortune], pending: Mapping[str, Sequence[PendingFault]]
) -> Iterator[str]:
    """Name the misfortunes of which as many are to come as were set."""
    left = Counter[tuple[str, str, str]]()
    for system, faults in pending.items():
        for fault in faults:
            left[system, fault.method, fault.mode] += fault.times
    for one in wanted:
        if left[one.system, one.method, one.mode] >= one.times:
            yield f"{one.method} {one.mode} never fell"
