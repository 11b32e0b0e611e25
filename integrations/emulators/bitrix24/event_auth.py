"""The `auth` block of events: whose tokens they carry and what proves the portal."""

from collections.abc import Mapping
from hashlib import sha256

from integrations.emulators.configuration import Portal
from integrations.emulators.exchange import Json

_TOKEN_LIFE_SECONDS = 3600
_SCOPE = "imbot,imopenlines,im,crm"


def event_auth(portal: Portal, user_id: int, *, sent_at: int) -> Mapping[str, Json]:
    """Authorise as a user of the portal; the author of a message, not its bot."""
    return {
        "access_token": _token("access", portal, user_id, sent_at),
        "expires": str(sent_at + _TOKEN_LIFE_SECONDS),
        "expires_in": str(_TOKEN_LIFE_SECONDS),
        "scope": _SCOPE,
        "domain": portal.domain,
        "server_endpoint": "https://oauth.bitrix.info/rest/",
        "status": "L",
        "client_endpoint": f"https://{portal.domain}/rest/",
        "member_id": portal.member_id,
        "user_id": str(user_id),
        "refresh_token": _token("refresh", portal, user_id, sent_at),
        "application_token": portal.application_token,
    }


def _token(kind: str, portal: Portal, user_id: int, sent_at: int) -> str:
    parts = (kind, portal.member_id, user_id, sent_at)
    return sha256("|".join(map(str, parts)).encode()).hexdigest()
