"""The HTTP edge: which route is served by what, and how errors leave."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import falcon
import gevent
import orjson
import structlog
from falcon.media import JSONHandler

from api.bootstrap.forked_app import ForkedApp
from api.bootstrap.loaded import Loaded, load_or_exit
from api.bootstrap.settled_memory import settle_since_fork
from api.bootstrap.web import Web, build_web
from api.errors import INTERNAL, Refusal, refusal_of, refusal_of_http
from api.middleware.access_metrics import AccessMetrics
from api.middleware.request_identity import RequestIdentity
from api.middleware.safe_headers import SafeHeaders
from api.resources.access import TokenGate
from api.resources.decisions import Decisions
from api.resources.dependencies import AppDependencies
from api.resources.events import Events
from api.resources.installs import Installs
from api.resources.lead_sales import LeadSales
from api.resources.operations import Healthz, Live, MetricsPage, Ready, Status
from api.settings import Settings, settings_of_this_process
from engine.errors import CortexError, StoreUnavailable
from engine.ports.clock import Clock

WebApp = falcon.App[falcon.Request, falcon.Response]

log = structlog.get_logger()

_SPOOL_SECONDS = 0.5
"""How soon after the store is back what waits for it is looked at."""


def application() -> ForkedApp:
    """Load what gunicorn serves; each process looks at rule files and the spool all the time."""
    settings = settings_of_this_process()
    loaded = load_or_exit(settings)
    return ForkedApp(partial(_begin, settings, loaded), catch_up=loaded.catch_up)


def _begin(settings: Settings, loaded: Loaded) -> WebApp:
    web = build_web(settings, loaded)
    gevent.spawn(_keep_rules_fresh, web, float(settings.reload_seconds))
    if web.care_for_host is not None:
        gevent.spawn(_keep_host_in_order, web.care_for_host)
    app = create_app(web.dependencies)
    settle_since_fork()
    return app


def create_app(dependencies: AppDependencies) -> WebApp:
    """Build the WSGI application; the routes below are its table of contents."""
    app: WebApp = falcon.App(
        middleware=[
            AccessMetrics(dependencies.metrics, dependencies.clock),
            RequestIdentity(dependencies.identifiers),
            SafeHeaders(),
        ]
    )
    app.resp_options.media_handlers[falcon.MEDIA_JSON] = JSONHandler(dumps=orjson.dumps)
    app.add_error_handler(Exception, _answer_unexpected)
    app.add_error_handler(falcon.HTTPError, _answer_framework_error)
    app.add_error_handler(CortexError, _answer_deliberate)
    _add_routes(app, dependencies)
    return app


def _keep_rules_fresh(web: Web, seconds: float) -> None:
    while True:
        gevent.sleep(seconds)
        try:
            web.refresh_rules()
        except Exception:  # the process edge: a loop that dies silently would serve old rules
            log.exception("rules_refresh_failed")


def _keep_host_in_order(care: Callable[[], None]) -> None:
    while True:
        gevent.sleep(_SPOOL_SECONDS)
        try:
            care()
        except StoreUnavailable:
            continue  # nothing is lost by waiting; the way in has told of it
        except Exception:  # the process edge: a loop that dies silently would replay nothing
            log.exception("spool_replay_failed")


def _add_routes(app: WebApp, given: AppDependencies) -> None:
    gate = TokenGate(given.api_token)
    callers_gate = TokenGate(given.hf_cortex_token, header="X-HF-CORTEX-TOKEN")
    events = Events(given.accept, given.metrics)
    decisions = Decisions(given.decide, contract=given.contract, policy=given.policy, gate=gate)
    lead_sales = LeadSales(
        given.decide,
        contract=given.contract,
        gate=callers_gate,
        timestamp=lambda: _iso(given.clock),
    )
    app.add_route("/bitrix/events", events)
    app.add_route("/bitrix/events/{secret}", events)
    if given.install is not None:
        installs = Installs(given.install, given.metrics)
        app.add_route("/bitrix/install", installs)
        app.add_route("/bitrix/install/{secret}", installs)
    app.add_route("/v1/decisions", decisions)
    app.add_route("/v1/status", Status(given.status, gate))
    app.add_route("/api/hf-cortex/lead_sales", lead_sales)
    app.add_route("/health/live", Live())
    app.add_route("/health/ready", Ready(given.status))
    app.add_route("/healthz", Healthz())
    app.add_route("/metrics", MetricsPage(given.expose_metrics))


def _answer_deliberate(
    req: falcon.Request, resp: falcon.Response, error: CortexError, _: object
) -> None:
    failure = req.context.get("failure_document")
    refusal = refusal_of(error)
    if refusal is INTERNAL or failure is not None:
        log.error("request_failed", route=req.uri_template, exc_info=error)
    else:
        log.info("request_refused", route=req.uri_template, code=error.code)
    _send(resp, refusal, failure, page=req.context.get("failure_page"))


def _answer_framework_error(
    _: falcon.Request, resp: falcon.Response, error: falcon.HTTPError, __: object
) -> None:
    resp.set_headers(error.headers or {})
    _send(resp, refusal_of_http(error), None)


def _answer_unexpected(
    req: falcon.Request, resp: falcon.Response, error: Exception, _: object
) -> None:
    log.error("request_failed", route=req.uri_template, exc_info=error)
    page = req.context.get("failure_page")
    _send(resp, INTERNAL, req.context.get("failure_document"), page=page)


def _send(
    resp: falcon.Response,
    refusal: Refusal,
    failure: object,
    *,
    page: Callable[[str], str] | None = None,
) -> None:
    """Answer with the resource's own failure document, or page of a code, where it left one."""
    if failure is not None:
        resp.media, resp.status = failure, falcon.HTTP_200
        return
    resp.status = falcon.code_to_http_status(refusal.status)
    if page is None:
        resp.media = refusal.document()
    else:
        resp.content_type, resp.text = falcon.MEDIA_HTML, page(refusal.code)
    resp.set_headers(refusal.headers())


def _iso(clock: Clock) -> str:
    moment = datetime.fromtimestamp(clock.now(), UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
