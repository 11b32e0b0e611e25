"""event.bind, event.get and event.unbind: what an installed application is told of, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from integrations.emulators.bitrix24.rest_call import Params, RestError, RestMethod
from integrations.emulators.exchange import Json

# Bitrix24 documentation, api-reference/events and crm: those that this portal sends.
_EVENTS = frozenset({"ONAPPINSTALL", "ONAPPUNINSTALL", "ONCRMLEADUPDATE", "ONCRMDEALADD"})


@dataclass(frozen=True)
class Subscription:
    """One event and the address it goes to."""

    event: str
    handler: str


class AppEvents:
    """The subscriptions of the one application; they go with it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: list[Subscription] = []

    def table(self) -> Mapping[str, RestMethod]:
        return {"event.bind": self.bind, "event.get": self.get, "event.unbind": self.unbind}

    def handlers_of(self, event: str) -> list[str]:
        with self._lock:
            return [kept.handler for kept in self._kept if kept.event == event]

    def clear(self) -> None:
        """Forget them all: an install begins anew, and after an uninstall nobody is told."""
        with self._lock:
            self._kept.clear()

    def bind(self, params: Params) -> Json:
        subscription = _subscription(params)
        if subscription.event not in _EVENTS:
            raise RestError(400, "ERROR_EVENT_NOT_FOUND", "Event not found")
        with self._lock:
            if subscription in self._kept:
                raise RestError(400, "ERROR_HANDLER_ALREADY_EXIST", "Handler already exists!")
            self._kept.append(subscription)
        return True

    def get(self, _: Params) -> Json:
        with self._lock:
            return [
                {"event": kept.event, "handler": kept.handler, "auth_type": "0", "offline": 0}
                for kept in self._kept
            ]

    def unbind(self, params: Params) -> Json:
        gone = _subscription(params)
        with self._lock:
            count = self._kept.count(gone)
            self._kept = [kept for kept in self._kept if kept != gone]
        return {"count": count}


def _subscription(params: Params) -> Subscription:
    event, handler = str(params.get("event") or ""), str(params.get("handler") or "")
    if not event or not handler:
        name = "handler" if event else "event"
        raise RestError(400, "ERROR_ARGUMENT", f"Argument '{name}' is null or empty")
    return Subscription(event.upper(), handler)
