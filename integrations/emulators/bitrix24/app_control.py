"""What an administrator does to the application on the portal: install, open, remove it."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from integrations.emulators.bitrix24.app_events import AppEvents
from integrations.emulators.bitrix24.control_route import guarded
from integrations.emulators.bitrix24.delivery import Delivery, EventSender
from integrations.emulators.bitrix24.oauth import ACCESS_SECONDS, Application
from integrations.emulators.configuration import Portal
from integrations.emulators.exchange import Json, Request
from integrations.emulators.fields import flag, text
from integrations.emulators.routing import Captures, Route

_SCOPE = "imbot,imopenlines,im,crm"


class AppControl:
    """The `/_emulator/app/` endpoints; `url` says where the portal sends, else to the webhook.

    An uninstall goes to the addresses that the application has bound, or to nobody.
    """

    def __init__(
        self,
        portal: Portal,
        application: Application,
        events: AppEvents,
        sender: EventSender,
        clock: Callable[[], float],
    ) -> None:
        self._portal = portal
        self._application = application
        self._events = events
        self._sender = sender
        self._clock = clock

    def routes(self) -> tuple[Route, ...]:
        return (
            Route("POST", "/_emulator/app/install", guarded(self._install)),
            Route("POST", "/_emulator/app/open", guarded(self._open)),
            Route("POST", "/_emulator/app/uninstall", guarded(self._uninstall)),
        )

    def _install(self, request: Request, _: Captures) -> Json:
        # An install removes the handlers of the one before.
        self._events.clear()
        tokens = self._application.install()
        auth = {
            "access_token": tokens.access_token,
            "refresh_token": tokens.refresh_token,
            "expires": str(int(self._clock()) + ACCESS_SECONDS),
            "expires_in": str(ACCESS_SECONDS),
            "user_id": str(self._portal.webhook_user_id),
            **self._auth(request),
        }
        data = {"VERSION": "1", "ACTIVE": "Y", "INSTALLED": "Y", "LANGUAGE_ID": "ru"}
        return self._sent(request, {**self._event("ONAPPINSTALL", data), "auth": auth})

    def _open(self, request: Request, _: Captures) -> Json:
        """A browser posts the frame's form; which portal it is stands in the query."""
        tokens = self._application.install()
        query = {"DOMAIN": request.host, "PROTOCOL": "0", "LANG": "ru", "APP_SID": "0" * 32}
        form = {
            "AUTH_ID": tokens.access_token,
            "AUTH_EXPIRES": str(ACCESS_SECONDS),
            "REFRESH_ID": tokens.refresh_token,
            "SERVER_ENDPOINT": "https://oauth.bitrix.info/rest/",
            "APPLICATION_TOKEN": self._portal.application_token,
            "APPLICATION_SCOPE": _SCOPE,
            "member_id": self._portal.member_id,
            "status": "L",
            "PLACEMENT": "DEFAULT",
        }
        return self._sent(request, form, query=f"?{urlencode(query)}")

    def _uninstall(self, request: Request, _: Captures) -> Json:
        clean = "1" if flag(request.body, "clean", default=False) else "0"
        event = self._event("ONAPPUNINSTALL", {"LANGUAGE_ID": "ru", "CLEAN": clean})
        # The application token is all that proves it: the tokens are worth nothing any more.
        told = {**event, "auth": self._auth(request)}
        handlers = self._events.handlers_of("ONAPPUNINSTALL")
        self._events.clear()
        if "url" in request.body:
            return self._sent(request, told)
        return [_delivered(self._sender.deliver(told, to=handler)) for handler in handlers]

    def _event(self, name: str, data: Mapping[str, Json]) -> Mapping[str, Json]:
        return {"event": name, "data": data, "ts": str(int(self._clock()))}

    def _auth(self, request: Request) -> Mapping[str, Json]:
        return {
            "scope": _SCOPE,
            "domain": request.host,
            "server_endpoint": "https://oauth.bitrix.info/rest/",
            "status": "L",
            "client_endpoint": f"http://{request.host}/rest/",
            "member_id": self._portal.member_id,
            "application_token": self._portal.application_token,
        }

    def _sent(self, request: Request, form: Mapping[str, Json], *, query: str = "") -> Json:
        url = text(request.body, "url", self._sender.webhook_url or "")
        return _delivered(self._sender.deliver(form, to=f"{url}{query}"))


def _delivered(delivery: Delivery) -> Json:
    return {"webhook_status": delivery.status, "webhook_error": delivery.error}
