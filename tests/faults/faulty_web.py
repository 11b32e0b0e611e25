"""A web process of the campaign: the product's own, with failpoints around its inbox."""

from collections.abc import Iterable
from functools import partial

from api import app as product
from api.bootstrap import web
from api.bootstrap.forked_app import Environ, ForkedApp, StartResponse, WsgiApp
from api.bootstrap.store import reach_store
from tests.faults.faulty_process import FaultyProcess, put_in_place


def application() -> ForkedApp:
    """Load what gunicorn serves in a campaign."""
    ours = product.application()
    return ForkedApp(partial(_begin, ours), catch_up=ours.catch_up)


def _begin(ours: ForkedApp) -> WsgiApp:
    process = FaultyProcess()
    put_in_place(web, "reach_store", process.opening(reach_store))
    ours.begin()

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        body = ours(environ, start_response)
        if environ["PATH_INFO"].startswith("/bitrix/events"):
            process.points.reach("before_200")
        return body

    return answer
