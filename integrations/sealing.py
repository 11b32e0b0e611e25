"""Encrypts what is kept elsewhere, so that a stolen store or its backup reveals nothing."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from engine.errors import CortexError, InvalidInput
from integrations.secret import Secret


class SealBroken(CortexError):  # noqa: N818 - a state, not a mistake
    """Raised when none of the keys opens what was sealed: a key is missing, or it was tampered."""

    code = "SEAL_BROKEN"


class Sealer:
    """Seals with the first key and opens with any: a new key goes first, old ones stay behind."""

    def __init__(self, keys: Sequence[Secret]) -> None:
        try:
            self._keys = MultiFernet([Fernet(key.reveal()) for key in keys])
        except ValueError:
            # Without its cause: nothing of a key may be chained to an error.
            raise InvalidInput(
                "a sealing key is not of the form it needs", code="KEY_INVALID"
            ) from None

    def seal(self, text: str) -> str:
        """Return the text encrypted and authenticated, never the same twice."""
        return self._keys.encrypt(text.encode()).decode()

    def unseal(self, sealed: str) -> str:
        """Return the text; raises SealBroken."""
        try:
            return self._keys.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise SealBroken(
                "no key opens it; was a key removed from CORTEX_SEALING_KEYS?"
            ) from None


def new_key() -> Secret:
    """Make a key."""
    return Secret(Fernet.generate_key().decode())
