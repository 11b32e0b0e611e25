"""Methods every caller may use: profile, server.time, method.get; app.info for applications."""

from collections.abc import Callable, Collection, Mapping

from integrations.emulators.bitrix24.portal_time import iso
from integrations.emulators.bitrix24.rest_call import Params, RestMethod
from integrations.emulators.configuration import Portal
from integrations.emulators.exchange import Json


class SystemMethods:
    """Answers questions about the portal itself."""

    def __init__(
        self, portal: Portal, known_methods: Collection[str], clock: Callable[[], float]
    ) -> None:
        self._portal = portal
        self._clock = clock
        self._known = {name.lower() for name in (*known_methods, *self.table())}

    def table(self) -> Mapping[str, RestMethod]:
        return {
            "profile": self.profile,
            "server.time": self.server_time,
            "app.info": self.application,
            "method.get": self.method,
        }

    def profile(self, params: Params) -> Json:
        by_application = "auth" in params
        return {
            "ID": str(self._portal.webhook_user_id),
            "ADMIN": self._portal.installer_is_admin or not by_application,
            "NAME": self._portal.manager.first_name,
            "LAST_NAME": self._portal.manager.last_name,
            "PERSONAL_GENDER": self._portal.manager.gender,
            "TIME_ZONE": "Europe/Moscow",
        }

    def server_time(self, _: Params) -> Json:
        return iso(self._clock())

    def application(self, _: Params) -> Json:
        return {
            "ID": 1,
            "CODE": self._portal.app_id,
            "VERSION": 1,
            "STATUS": "L",
            "INSTALLED": True,
            "PAYMENT_EXPIRED": "N",
            "DAYS": None,
            "LANGUAGE_ID": "ru",
            "LICENSE": "ru_basic",
            "LICENSE_TYPE": "basic",
            "LICENSE_FAMILY": "basic",
        }

    def method(self, params: Params) -> Json:
        known = str(params.get("name", "")).lower() in self._known
        return {"isExisting": known, "isAvailable": known}
