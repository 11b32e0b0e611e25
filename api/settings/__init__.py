"""Everything the environment decides."""

from api.settings.settings import (
    AbcpSettings,
    ApplicationSettings,
    BitrixSettings,
    Settings,
    settings_of_this_process,
)
from api.settings.table import SETTINGS, Setting, SettingInvalid

__all__ = [
    "SETTINGS",
    "AbcpSettings",
    "ApplicationSettings",
    "BitrixSettings",
    "Setting",
    "SettingInvalid",
    "Settings",
    "settings_of_this_process",
]
