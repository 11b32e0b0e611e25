"""Keeps the way to kept portals open: renews tokens one process at a time, follows renames."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import structlog

from engine.errors import CallFailed, CallNotRun, CallRefused, InvalidInput, StoreUnavailable
from engine.ports.clock import Clock, Identifiers
from engine.ports.leases import Leases
from integrations.bitrix24.auth_refusals import cure_of
from integrations.bitrix24.auth_server import AuthServer, Renewed
from integrations.bitrix24.oauth_grant import OAuthGrant
from integrations.bitrix24.portal import SYSTEM, Portal
from integrations.bitrix24.portal_directory import StoredPortals
from integrations.bitrix24.portal_hosts import PortalHosts
from integrations.bitrix24.portal_record import PortalRecord
from integrations.bitrix24.portal_registry import PortalRegistry
from integrations.bitrix24.refusals import PortalMoved
from integrations.secret import Secret

log = structlog.get_logger()

LEASE_SECONDS = 30.0
"""Longer than the longest call to the authorization server."""

_LOOK_AGAIN_SECONDS = 0.1
_SAVING_PAUSES_SECONDS = (0.1, 0.5, 2.0)
_RENEW = "oauth.token"


@dataclass(frozen=True)
class PortalAccess:
    """What the client asks when a portal says that its token or its address is no longer good."""

    registry: PortalRegistry
    stored: StoredPortals
    hosts: PortalHosts
    auth: AuthServer
    leases: Leases
    clock: Clock
    identifiers: Identifiers
    sleep: Callable[[float], None] = time.sleep

    def renewed(self, portal: Portal, grant: OAuthGrant, *, within_seconds: float) -> Portal:
        """Return the portal with other tokens than the refused ones of `grant`.

        Raises CallRefused or CallNotRun when there are none.
        """
        deadline = self.clock.monotonic() + within_seconds
        name, owner = f"tokens:{portal.member_id}", self.identifiers.new("renewal")
        try:
            while not self.leases.take(name, owner=owner, seconds=LEASE_SECONDS):
                found = self._renewed_by_another(portal, grant)
                if found is not None:
                    return found
                if self.clock.monotonic() + _LOOK_AGAIN_SECONDS > deadline:
                    raise _not_now("TOKENS_BEING_RENEWED")
                self.sleep(_LOOK_AGAIN_SECONDS)
            try:
                # Another process may have finished between the refusal and our turn.
                return self._renewed_by_another(portal, grant) or self._renew(portal, grant)
            finally:
                self.leases.give_back(name, owner=owner)
        except StoreUnavailable as error:
            raise _not_now("PORTALS_UNAVAILABLE") from error

    def moved(self, portal: Portal, moved: PortalMoved) -> Portal:
        """Return the portal at its new address; raises `moved` when that cannot be believed."""
        try:
            self.hosts.require(moved.host)
            record = self.registry.change(
                portal.member_id, lambda found: _at(found, moved.host, self.hosts)
            )
        except InvalidInput:
            # Not in the cloud, or the portal of the environment, whose settings a person changes.
            log.warning("portal_move_refused", member_id=portal.member_id)
            raise moved from None
        except StoreUnavailable as error:
            raise _not_now("PORTALS_UNAVAILABLE") from error
        log.info("portal_moved", member_id=portal.member_id)
        return self._remembered(record)

    def _renewed_by_another(self, portal: Portal, grant: OAuthGrant) -> Portal | None:
        record = self.registry.find(portal.member_id)
        kept = record.portal.oauth if record is not None and record.installed else None
        if record is None or kept is None:
            raise _refused("PORTAL_UNKNOWN")
        return None if kept.access_token == grant.access_token else self._remembered(record)

    def _renew(self, portal: Portal, grant: OAuthGrant) -> Portal:
        try:
            renewed = self.auth.renew(grant)
        except CallRefused as error:
            log.error(  # noqa: TRY400 - where in our code it was noticed tells nobody anything
                "portal_tokens_refused",
                member_id=portal.member_id,
                code=error.remote_code,
                cure=cure_of(error),
            )
            raise
        if renewed.member_id != portal.member_id:
            raise _refused("AUTH_REFUSED_OTHER_PORTAL")
        return self._remembered(self._saved(portal, grant, renewed))

    def _saved(self, portal: Portal, used: OAuthGrant, renewed: Renewed) -> PortalRecord:
        """Keep the tokens before anybody uses them: the old refresh token is worth nothing now."""
        for pause in (*_SAVING_PAUSES_SECONDS, None):
            try:
                return self.registry.change(
                    portal.member_id, lambda record: _with_tokens(record, used, renewed)
                )
            except StoreUnavailable:
                if pause is None:
                    log.exception("portal_tokens_lost", member_id=portal.member_id)
                    raise
                self.sleep(pause)
        raise AssertionError("the last pause is None")

    def _remembered(self, record: PortalRecord) -> Portal:
        self.stored.remember(record.portal.member_id, record.portal)
        return record.portal


def _with_tokens(record: PortalRecord, used: OAuthGrant, renewed: Renewed) -> PortalRecord:
    grant = record.portal.oauth
    if grant is None or grant.refresh_token != used.refresh_token:
        # A new install came meanwhile: its tokens are younger than ours.
        return record
    fresh = replace(grant, access_token=renewed.access_token, refresh_token=renewed.refresh_token)
    return replace(record, portal=replace(record.portal, oauth=fresh))


def _at(record: PortalRecord, host: str, hosts: PortalHosts) -> PortalRecord:
    path = urlsplit(record.portal.rest_url.reveal()).path
    rest_url = Secret(f"{hosts.scheme(host)}://{host}{path}")
    return replace(record, portal=replace(record.portal, rest_url=rest_url))


def _not_now(code: str) -> CallNotRun:
    message = f"{SYSTEM} {_RENEW}: {code}, nothing was done"
    return CallNotRun(message, system=SYSTEM, operation=_RENEW, remote_code=code)


def _refused(code: str) -> CallFailed:
    message = f"{SYSTEM} {_RENEW}: {code}"
    return CallRefused(message, system=SYSTEM, operation=_RENEW, remote_code=code)
