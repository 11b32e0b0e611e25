"""The least that could acknowledge an event durably: a bare Falcon app that does one XADD."""

import falcon
from redis import BlockingConnectionPool, Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from api.bootstrap.forked_app import ForkedApp
from api.settings import settings_of_this_process

STREAM = "bare"


class Events:
    """Keeps the body and says so."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        self._redis.xadd(STREAM, {"body": req.bounded_stream.read()})
        resp.media = {"result": "ok"}


def application() -> ForkedApp:
    """Build what gunicorn serves."""
    return ForkedApp(_begin)


def _begin() -> "falcon.App[falcon.Request, falcon.Response]":
    """Set connections up as Cortex sets up its own, after the fork as well."""
    url = settings_of_this_process().redis_url
    pool = BlockingConnectionPool.from_url(
        url.reveal() if url else "",
        max_connections=64,
        timeout=2,
        protocol=2,
        retry=Retry(NoBackoff(), 0),
    )
    app: falcon.App[falcon.Request, falcon.Response] = falcon.App()
    app.add_route("/bitrix/events", Events(Redis.from_pool(pool)))
    return app
