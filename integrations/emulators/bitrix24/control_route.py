"""Control endpoints as plain functions: their refusals become statuses in one place."""

from collections.abc import Callable
from typing import TypeAlias

from integrations.emulators.exchange import Json, Request, Response, json_response
from integrations.emulators.routing import Captures, RouteHandler

Action: TypeAlias = Callable[[Request, Captures], Json]


class NotOnThisPortal(LookupError):  # noqa: N818  reads as the claim it makes
    """Raised when a control call names a chat, message or lead that does not exist."""


def guarded(action: Action) -> RouteHandler:
    """Answer 404 for what does not exist and 400 for what makes no sense."""

    def answer(request: Request, captures: Captures) -> Response:
        try:
            return json_response(200, action(request, captures))
        except NotOnThisPortal as error:
            return json_response(404, {"error": str(error)})
        except ValueError as error:
            return json_response(400, {"error": str(error)})

    return answer
