"""Everything the environment decides."""

from api.settings.setting import Setting, SettingInvalid
from api.settings.settings import (
    AbcpSettings,
    ApplicationSettings,
    BitrixSettings,
    OrderSettings,
    Settings,
    settings_of_this_process,
)
from api.settings.table import SETTINGS

__all__ = [
    "SETTINGS",
    "AbcpSettings",
    "ApplicationSettings",
    "BitrixSettings",
    "OrderSettings",
    "Setting",
    "SettingInvalid",
    "Settings",
    "settings_of_this_process",
]
