"""Real HTTP servers that behave as Bitrix24 and ABCP do, for demos and tests on one machine."""

from integrations.emulators.configuration import EmulatorConfiguration, Person, Portal, Shop
from integrations.emulators.running import RunningEmulators, run_emulators, start_emulators
from integrations.emulators.server import EmulatorServer

__all__ = [
    "EmulatorConfiguration",
    "EmulatorServer",
    "Person",
    "Portal",
    "RunningEmulators",
    "Shop",
    "run_emulators",
    "start_emulators",
]
