"""What keeps the bot from its work on a portal, and what a person does about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PortalFault:
    """One thing that is wrong, by its code; the advice says what to do next."""

    code: str
    what: str
    advice: str
