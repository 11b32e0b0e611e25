"""What lets an application call a portal: its own name and secret, and the tokens of an install."""

from dataclasses import dataclass

from integrations.secret import Secret

AUTH_URL = "https://oauth.bitrix.info/oauth/token/"
"""Where tokens are renewed, unless the licence region of a portal has another server."""


@dataclass(frozen=True)
class OAuthGrant:
    """The tokens of one portal; the refresh token is good for one renewal only."""

    app_id: str
    app_secret: Secret
    access_token: Secret
    refresh_token: Secret
    auth_url: str = AUTH_URL
