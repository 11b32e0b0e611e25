"""The version that serves: replaced whole when a new one loads, kept when it does not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from engine.errors import FilesInvalid


class Released(Protocol):
    """What can be served: it knows its name and the hash of its files."""

    @property
    def version(self) -> str: ...

    @property
    def digest(self) -> str: ...


Serving = TypeVar("Serving", bound=Released)


@dataclass(frozen=True)
class Activation:
    """The outcome of one refresh: what serves now and why it is, or is not, the newest."""

    version: str
    digest: str
    changed: bool
    error: FilesInvalid | None = None


class Registry(Generic[Serving]):
    """Holds the active version; readers see the old one or the new one, never a mixture.

    The old version's engine handles are freed when its last user lets go of it.
    """

    def __init__(self, load: Callable[[], Serving]) -> None:
        """Load the first version; raises FilesInvalid when there is nothing good to serve."""
        self._load = load
        self._current = load()
        self._last_error: FilesInvalid | None = None

    @property
    def current(self) -> Serving:
        """The version to decide with; take it once per decision."""
        return self._current

    @property
    def last_error(self) -> FilesInvalid | None:
        """Why the newest files do not serve; None when they do."""
        return self._last_error

    def refresh(self) -> Activation:
        """Load again and serve the result; on any mistake keep serving the last good version."""
        try:
            loaded = self._load()
        except FilesInvalid as error:
            self._last_error = error
            return self._activation(changed=False)
        self._last_error = None
        changed = loaded.digest != self._current.digest
        if changed:
            self._current = loaded
        return self._activation(changed=changed)

    def _activation(self, *, changed: bool) -> Activation:
        return Activation(
            version=self._current.version,
            digest=self._current.digest,
            changed=changed,
            error=self._last_error,
        )
