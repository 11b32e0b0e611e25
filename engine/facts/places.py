"""Where phrases of the lexicon were found, by their names."""

from collections.abc import Iterable

from engine.facts.phrases import Hit

_NOWHERE: frozenset[int] = frozenset()


class Places:
    """Places of words in a message that say one lexicon fact or another."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        found: dict[str, set[int]] = {}
        for hit in hits:
            found.setdefault(hit.key, set()).update(range(hit.first, hit.last))
        self._found = found
        self._unions: dict[tuple[str, ...], frozenset[int]] = {}

    def of(self, *keys: str) -> frozenset[int]:
        """Return the words that say one of these facts."""
        union = self._unions.get(keys)
        if union is None:
            # Most facts asked about are not said.
            said = () if self._found.keys().isdisjoint(keys) else keys
            union = _NOWHERE.union(*[self._found[key] for key in said if key in self._found])
            self._unions[keys] = union
        return union

    @property
    def all(self) -> frozenset[int]:
        """Return the words that say any fact."""
        return _NOWHERE.union(*self._found.values())

    def any_of(self, *keys: str) -> bool:
        """Say whether one of these facts is said anywhere."""
        return not self._found.keys().isdisjoint(keys)

    def within(self, clause: range, *keys: str) -> bool:
        """Say whether one of these facts is said in a clause."""
        return not self.of(*keys).isdisjoint(clause)
