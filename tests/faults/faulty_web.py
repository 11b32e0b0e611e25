"""A web process of the campaign: the product's own, with failpoints around its inbox."""

from collections.abc import Callable, Iterable
from typing import Any

from api import app as product
from api.bootstrap import web
from api.bootstrap.store import reach_store
from tests.faults.faulty_process import FaultyProcess, put_in_place

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def application() -> WsgiApp:
    """Build what gunicorn serves in a campaign."""
    process = FaultyProcess()
    put_in_place(web, "reach_store", process.opening(reach_store))
    serve: WsgiApp = product.application()

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = serve(environ, start_response)
        if environ["PATH_INFO"].startswith("/bitrix/events"):
            process.points.reach("before_200")
        return body

    return answer
