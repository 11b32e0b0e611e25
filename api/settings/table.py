"""The one table of environment variables; docs/settings.md shows it."""

from api.settings.setting import Setting
from api.settings.tables.portals import PORTALS
from api.settings.tables.processes import PROCESSES
from api.settings.tables.service import SERVICE
from api.settings.tables.shop import SHOP

SETTINGS: tuple[Setting, ...] = (*SERVICE, *PORTALS, *SHOP, *PROCESSES)
