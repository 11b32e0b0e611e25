"""The bot that Cortex is measured against: everything inside the request, dialogs in files.

The same rules, readers, clients and journal as Cortex; only where things are kept and when they
are done differ. `python -m gunicorn -c gunicorn.conf.py "bench.baseline:application(True)"`.
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import falcon

from api.bootstrap.brain import build_serving_brain
from api.bootstrap.forked_app import ForkedApp
from api.bootstrap.portals import served_portals
from api.bootstrap.serve_dialog import build_serve_dialog
from api.settings import settings_of_this_process
from bench.file_store import FileStore
from engine.commands.handle_incoming_message import Handled, HandleIncomingMessage
from engine.commands.serve_dialog import ServeDialog
from engine.effects import ChatReply
from engine.messages import IncomingMessage, encode_incoming
from engine.ports.call_limits import Unlimited
from engine.session import Session
from integrations.bitrix24.events import parse_event, to_incoming_message, verify_token
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.clock import SystemClock
from integrations.logging import configure_logging
from integrations.memory.lead_dialogs import MemoryLeadDialogs
from integrations.memory.leases import MemoryLeases
from integrations.memory.order_desk import MemoryOrderDesk
from integrations.memory.portal_records import MemoryPortalRecords
from integrations.memory.store import MemoryStore
from integrations.metrics import PrometheusMetrics


@dataclass(frozen=True)
class Kept:
    """What api.bootstrap.store.Store holds, as far as a dialog is served with it."""

    dialogs: FileStore
    journal: FileStore
    lead_dialogs: MemoryLeadDialogs
    portal_records: MemoryPortalRecords
    leases: MemoryLeases
    order_desk: MemoryOrderDesk
    call_limits: Unlimited
    search_cache: None = None


@dataclass(frozen=True)
class RepliesLast(HandleIncomingMessage):
    """Writes to the CRM before it replies, as the bot does that Cortex takes over from."""

    def __call__(
        self, incoming: IncomingMessage, session: Session, *, reply_unseen: bool = False
    ) -> Handled:
        handled = super().__call__(incoming, session, reply_unseen=reply_unseen)
        last = sorted(handled.actions, key=lambda action: isinstance(action, ChatReply))
        return replace(handled, actions=tuple(last))


@dataclass(frozen=True)
class Events:
    """Answers an event when all that came of it is done."""

    portals: PortalDirectory
    files: FileStore
    serve: ServeDialog

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        event = parse_event(req.bounded_stream.read(), req.content_type or "")
        portal = self.portals.find(event.member_id)
        if not verify_token(portal, event) or portal is None:
            raise falcon.HTTPForbidden
        incoming = to_incoming_message(event, portal)
        if incoming is not None:
            with self.files.held(incoming.dialog, encode_incoming(incoming)) as claim:
                self.serve(claim, may_act=lambda: True)
        resp.media = {"result": "ok"}


def application(replies_last: bool) -> ForkedApp:  # noqa: FBT001 - gunicorn passes no names
    """Build what gunicorn serves."""
    return ForkedApp(partial(_begin, replies_last=replies_last))


def _begin(*, replies_last: bool) -> "falcon.App[falcon.Request, falcon.Response]":
    settings, clock = settings_of_this_process(), SystemClock()
    configure_logging(settings.log_format)
    metrics = PrometheusMetrics(directory=settings.metrics_directory.resolve())
    files, memory = FileStore(settings.spool_directory.resolve()), MemoryStore(clock)
    kept: Any = Kept(
        files,
        files,
        MemoryLeadDialogs(memory),
        MemoryPortalRecords(memory),
        MemoryLeases(memory),
        MemoryOrderDesk(memory),
        Unlimited(),
    )
    brain = build_serving_brain(settings, metrics)
    serve = build_serve_dialog(settings, brain, kept, clock=clock, metrics=metrics)
    if replies_last:
        serve = replace(serve, handle=RepliesLast(**vars(serve.handle)))
    portals = served_portals(settings, kept.portal_records, kept.leases, clock).directory
    app: falcon.App[falcon.Request, falcon.Response] = falcon.App()
    app.add_route("/bitrix/events", Events(portals, files, serve))
    return app
