"""Lets portals install and remove the application: proven by callback, never over a known one."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from hmac import compare_digest

import structlog

from engine.errors import CallFailed, InvalidInput, StoreUnavailable
from engine.ports.call_limits import CallLimits, Unlimited
from engine.ports.clock import Clock
from integrations.bitrix24.accept_event import EventForbidden
from integrations.bitrix24.auth_server import AuthServer, Renewed
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.events import reject_expired
from integrations.bitrix24.install_event import InstallEvent, parse_install
from integrations.bitrix24.oauth_grant import OAuthGrant
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_hosts import PortalHosts
from integrations.bitrix24.portal_record import PortalRecord
from integrations.bitrix24.portal_registry import PortalKnown, PortalRegistry
from integrations.secret import Secret

log = structlog.get_logger()

NO_BOT = 0
"""BOT_ID of a portal whose bot is still to be registered."""

_CALLBACK, _PROFILE = "app.info", "profile"
_CALLBACK_SECONDS = 5.0
_DUMMY_TOKEN = Secret("0" * 32)


class InstallUnproven(InvalidInput):
    """Raised when neither the portal nor the authorization server confirms an install."""

    code = "INSTALL_UNPROVEN"


@dataclass(frozen=True)
class Application:
    """Our own application as Bitrix24 knows it."""

    app_id: str
    app_secret: Secret
    auth_url: str


@dataclass(frozen=True)
class AcceptInstall:
    """Checks everything that costs no call first; keeps nothing that was not confirmed twice."""

    registry: PortalRegistry
    configured: frozenset[str]
    """Portals of the environment by member_id."""
    hosts: PortalHosts
    client: Bitrix24Client
    auth: AuthServer
    application: Application
    clock: Clock
    secret: Secret
    """Last part of the address of installs, which everybody reads who opens the application."""
    limits: CallLimits = field(default_factory=Unlimited)
    """Where the portal may have been stopped because its old tokens were refused."""

    def __call__(
        self, body: bytes, content_type: str, secret: str | None, *, frame_domain: str = ""
    ) -> bool:
        """Install the application at the address of installs; False when it is another event.

        Raises InvalidInput with a code, or StoreUnavailable; then nothing is kept.
        """
        self._check_secret(secret)
        event = parse_install(body, content_type, frame_domain=frame_domain)
        if event is None:
            return False
        if event.kind == "uninstall":
            # A frame shows its visitors this address and the application token: no proof is left.
            raise EventForbidden(
                "an uninstall counts at the address of chat events", code="UNINSTALL_MISPLACED"
            )
        self._apply(event)
        return True

    def at_events(self, body: bytes, content_type: str) -> None:
        """Do what an event asks for that has proven to know the secret of chat events.

        Raises as a call does.
        """
        event = parse_install(body, content_type)
        if event is not None:
            self._apply(event)

    def _apply(self, event: InstallEvent) -> None:
        reject_expired(event.sent_at, now=self.clock.now())
        if event.kind == "install":
            self._install(event)
        else:
            self._uninstall(event)

    def _install(self, event: InstallEvent) -> None:
        known = self._replaceable(event)
        grant = OAuthGrant(
            app_id=self.application.app_id,
            app_secret=self.application.app_secret,
            access_token=event.access_token,
            refresh_token=event.refresh_token,
            auth_url=self.application.auth_url,
        )
        candidate = replace(self._candidate(event, known), oauth=grant)
        self._call_back(candidate)
        renewed = self._confirmed(candidate, grant)
        kept = replace(
            grant, access_token=renewed.access_token, refresh_token=renewed.refresh_token
        )
        self._keep(PortalRecord(replace(candidate, oauth=kept)), known)
        with suppress(StoreUnavailable):
            # Not told, the others try again by themselves, some minutes later.
            self.limits.reopen(account=event.member_id)
        log.info("portal_installed", member_id=event.member_id, again=known is not None)

    def _keep(self, record: PortalRecord, known: PortalRecord | None) -> None:
        def in_its_place(found: PortalRecord) -> PortalRecord:
            if not self._may_replace(found):
                raise PortalKnown("another install came first")
            return record

        if known is None:
            self.registry.add(record)
        else:
            self.registry.change(record.portal.member_id, in_its_place)

    def _replaceable(self, event: InstallEvent) -> PortalRecord | None:
        if event.member_id in self.configured:
            raise PortalKnown("this portal is that of CORTEX_BITRIX_*")
        record = self.registry.find(event.member_id)
        if record is not None and not self._may_replace(record):
            log.warning("portal_install_refused", member_id=event.member_id)
            raise PortalKnown("this portal is known: `cortex portal allow-install` opens it")
        return record

    def _may_replace(self, record: PortalRecord) -> bool:
        return not record.installed or self.clock.now() < record.reinstall_until

    def _candidate(self, event: InstallEvent, known: PortalRecord | None) -> Portal:
        """Return the portal as it claims to be; raises HostNotAllowed."""
        rest_url = self.hosts.rest_url(event.host)
        if event.client_endpoint not in {"", rest_url.reveal()}:
            raise InstallUnproven("the endpoint is not that of the portal's domain")
        if known is not None:
            token = event.application_token
            return replace(known.portal, rest_url=rest_url, application_token=token)
        return Portal(
            member_id=event.member_id,
            domain=event.host.partition(":")[0],
            rest_url=rest_url,
            bot_id=NO_BOT,
            client_id=Secret(""),
            application_token=event.application_token,
            allow_local=self.hosts.allow_local,
        )

    def _call_back(self, candidate: Portal) -> None:
        """Ask the portal itself whether the token is one of its own, and whose it is."""
        try:
            self.client.call(candidate, _CALLBACK, {}, within_seconds=_CALLBACK_SECONDS)
            # Their rights become ours. Everybody opens frames, and may post their tokens as events.
            if not self._is_admin(candidate):
                raise InstallUnproven("an administrator of the portal has to install it")
        except CallFailed as error:
            raise InstallUnproven(f"the portal does not confirm it: {error.code}") from error

    def _is_admin(self, candidate: Portal) -> bool:
        profile = self.client.call(candidate, _PROFILE, {}, within_seconds=_CALLBACK_SECONDS)
        return isinstance(profile, dict) and profile.get("ADMIN") is True

    def _confirmed(self, candidate: Portal, grant: OAuthGrant) -> Renewed:
        """Ask whose tokens they are: only those of our application are renewed by our secret."""
        try:
            renewed = self.auth.renew(grant, within_seconds=_CALLBACK_SECONDS)
        except CallFailed as error:
            raise InstallUnproven(f"the tokens are not renewed: {error.code}") from error
        here = candidate.rest_url == self.hosts.rest_url(renewed.host)
        if renewed.member_id != candidate.member_id or not here:
            raise InstallUnproven("the tokens are those of another portal")
        return renewed

    def _uninstall(self, event: InstallEvent) -> None:
        record = self.registry.find(event.member_id)
        known = record is not None and record.portal.oauth is not None
        expected = record.portal.application_token if record and known else _DUMMY_TOKEN
        equal = compare_digest(
            expected.reveal().encode(), event.application_token.reveal().encode()
        )
        if not (equal and known):
            raise EventForbidden("the application token is not the portal's")
        if event.clean:
            self.registry.forget(event.member_id)
        else:
            self.registry.change(event.member_id, _emptied)
        log.info("portal_uninstalled", member_id=event.member_id, clean=event.clean)

    def _check_secret(self, given: str | None) -> None:
        expected = self.secret.reveal().encode()
        if not compare_digest(expected, (given or "").encode("utf-8", "surrogatepass")):
            raise EventForbidden("the secret in the address is wrong", code="SECRET_INVALID")


def _emptied(record: PortalRecord) -> PortalRecord:
    """Keep the settings for another install, and nothing that opens the portal."""
    portal = replace(record.portal, oauth=None)
    return replace(record, portal=portal, installed=False, bot_events=Secret(""))
