"""Takes a webhook call in: proven, understood, made durable; nothing is decided here."""

from dataclasses import dataclass, replace
from hmac import compare_digest
from typing import Protocol

import structlog

from engine.errors import InvalidInput, StoreUnavailable
from engine.messages import IncomingMessage, encode_incoming
from engine.ports.clock import Clock
from engine.ports.inbox import Accepted, Enqueued, Inbox, Received
from engine.ports.lead_dialogs import LeadDialogs
from engine.ports.metrics import Metrics
from engine.ports.spool import Spool, SpooledLead
from integrations.bitrix24.event_kinds import APPLICATION_EVENTS, BOT_GONE_EVENTS, LEAD_EVENT
from integrations.bitrix24.events import (
    Event,
    event_key,
    parse_event,
    place_in_chat,
    reject_expired,
    to_incoming_message,
    to_lead_updated,
    verify_token,
)
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.secret import Secret

log = structlog.get_logger()


class EventForbidden(InvalidInput):
    """Raised when a call does not prove that it comes from a portal of ours."""

    code = "TOKEN_INVALID"


class MailboxFull(InvalidInput):
    """Raised when a dialog has more waiting messages than a conversation can have."""

    code = "MAILBOX_FULL"


class Install(Protocol):
    """Installs or removes the application, as AcceptInstall.at_events does."""

    def __call__(self, body: bytes, content_type: str) -> None: ...


@dataclass(frozen=True)
class AcceptEvent:
    """Checks before it reads, stores before it answers."""

    portals: PortalDirectory
    inbox: Inbox
    lead_dialogs: LeadDialogs
    clock: Clock
    metrics: Metrics
    secret: Secret | None = None
    install: Install | None = None
    """None where no application is configured that a portal could install."""
    spool: Spool | None = None
    """Where changed leads wait while the store does not say whose they are; None: nowhere."""

    def __call__(self, body: bytes, content_type: str, secret: str | None) -> Received:
        """Accept one event.

        Raises EventForbidden, RequestInvalid, MailboxFull or StoreUnavailable, and for installs
        what AcceptInstall does; then nothing is stored, except that an unavailable store may have
        stored it: a repeat is harmless.
        """
        self._check_secret(secret)
        event = parse_event(body, content_type)
        if event.name in APPLICATION_EVENTS:
            return Received("install", self._applied(body, content_type))
        portal = self.portals.find(event.member_id)
        if not verify_token(portal, event) or portal is None:
            raise EventForbidden("the application token is not the portal's")
        reject_expired(event.sent_at, now=self.clock.now())
        accepted = self.keep(event, portal)
        if event.lead_id is not None:
            return Received("lead", accepted)
        return Received("other" if accepted is Accepted.IGNORED else "message", accepted)

    def _applied(self, body: bytes, content_type: str) -> Accepted:
        """Portals send installs to the handler of an event, too, not only to their own address."""
        if self.install is None:
            raise EventForbidden(
                "no application is configured here", code="APPLICATION_NOT_CONFIGURED"
            )
        self.install(body, content_type)
        return Accepted.APPLIED

    def keep(self, event: Event, portal: Portal) -> Accepted:
        """Make an event durable that is proven to be the portal's; raises as a call does."""
        if event.name in BOT_GONE_EVENTS:
            log.warning("bot_removed", member_id=portal.member_id, bot_id=event.bot_id)
        try:
            incoming = self._work(event, portal)
        except StoreUnavailable:
            if self.spool is None or event.lead_id is None:
                raise
            self.spool.keep(SpooledLead(portal.member_id, event.lead_id, event.sent_at))
            return Accepted.SPOOLED
        return Accepted.IGNORED if incoming is None else self._stored(event, incoming)

    def lead_changed(self, lead: SpooledLead) -> Accepted:
        """Make a change of a lead durable that was taken in while the store was away."""
        portal = self.portals.find(lead.member_id)
        if portal is None:
            return Accepted.IGNORED
        event = Event(LEAD_EVENT, lead.member_id, Secret(""), "0", lead.sent_at, None, lead.lead_id)
        return replace(self, spool=None).keep(event, portal)

    def _stored(self, event: Event, incoming: IncomingMessage) -> Accepted:
        stored = self.inbox.enqueue(
            dialog=incoming.dialog,
            event_key=event_key(event),
            document=encode_incoming(incoming),
            order=place_in_chat(event),
        )
        if stored is Enqueued.FULL:
            raise MailboxFull("too many messages of this dialog are waiting; send it again later")
        if stored is Enqueued.SPOOLED:
            return Accepted.SPOOLED
        known = stored is Enqueued.DUPLICATE
        self.metrics.count("idempotency_checks", result="hit" if known else "miss")
        return Accepted.DUPLICATE if known else Accepted.QUEUED

    def _check_secret(self, given: str | None) -> None:
        if self.secret is None:
            return
        expected = self.secret.reveal().encode()
        if not compare_digest(expected, (given or "").encode("utf-8", "surrogatepass")):
            raise EventForbidden("the secret in the address is wrong", code="SECRET_INVALID")

    def _work(self, event: Event, portal: Portal) -> IncomingMessage | None:
        """Return what a worker must look at, None for an event that asks for nothing."""
        if event.lead_id is None:
            return to_incoming_message(event, portal)
        address = self.lead_dialogs.find(member_id=portal.member_id, lead_id=event.lead_id)
        return None if address is None else to_lead_updated(event, portal, address)
