"""Keeping the rule files that served last, for a restart that finds the newest ones broken."""

from pathlib import Path
from typing import Protocol


class LastGood(Protocol):
    """A copy of the last good contract and version, apart from where authors edit."""

    def keep(self, *, contract: Path, version: Path, digest: str) -> None:
        """Copy what serves now; a copy that cannot be made is reported, never raised."""
        ...

    def folder(self) -> Path | None:
        """Return the folder with contract.yaml and one version, None when nothing was kept."""
        ...


class NothingKept:
    """For tools that run once and have nothing to fall back to."""

    def keep(self, *, contract: Path, version: Path, digest: str) -> None:
        """Forget."""

    def folder(self) -> Path | None:
        """Return nothing."""
        return None
