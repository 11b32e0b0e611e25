"""Reading the CRM."""

from typing import Protocol

from engine.session import Lead


class Leads(Protocol):
    """Reads leads fresh: a status remembered is a status wrong."""

    def read(self, *, member_id: str, lead_id: int) -> Lead | None:
        """Return the lead, None when it does not exist.

        Raises CallNotRun or OutcomeUnknown when it cannot be read now, CallRefused when never.
        """
        ...
