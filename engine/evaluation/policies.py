"""The ruleset versions on disk: the newest good one serves, any other can be asked for by name."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path

from engine.decisions import Vocabulary
from engine.errors import Fault, FilesInvalid, InvalidInput, unforeseen
from engine.evaluation.decide import Policy
from engine.evaluation.evaluator import Evaluator
from engine.evaluation.registry import Activation, Registry
from engine.evaluation.self_test import self_test
from engine.ports.last_good import LastGood, NothingKept
from engine.rulesets.compiled import CompiledRules
from engine.rulesets.loader import load_version
from engine.rulesets.manifest import MANIFEST

CONTRACT = "contract.yaml"
VERSIONS_KEPT = 4
"""Versions loaded by name and kept at once; each holds its own engine handles."""

Signature = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Shelf:
    """A folder of versions, `pinned` to one of them or not, and how to evaluate them."""

    folder: Path
    vocabulary: Vocabulary
    evaluator: Callable[[CompiledRules], Evaluator]
    pinned: str | None = None
    trial: Callable[[Path], tuple[Fault, ...]] = field(default=lambda _folder: ())
    """Loads a changed version elsewhere first: a crash of the C engine must not be ours."""
    last_good: LastGood = field(default_factory=NothingKept)

    @property
    def contract(self) -> Path:
        """The contract the versions are written against."""
        return self.folder / CONTRACT

    def versions(self) -> tuple[str, ...]:
        """Return the names of all versions, newest first."""
        names = [path.parent.name for path in self._files() if path.name == MANIFEST]
        return tuple(sorted(names, key=version_order, reverse=True))

    def wanted(self) -> str:
        """Return the version that should serve; raises InvalidInput when there is none."""
        names = (self.pinned,) if self.pinned else self.versions()
        if not names:
            raise InvalidInput(f"no ruleset version in {self.folder}", code="RULESET_UNKNOWN")
        return names[0]

    def candidates(self) -> Iterator[tuple["Shelf", str]]:
        """Yield what may serve after a start: the wanted version, the last good, older ones."""
        names = (self.pinned,) if self.pinned else self.versions()
        yield from ((self, version) for version in names[:1])
        kept = self.last_good.folder()
        if kept is not None:
            shelf = replace(self, folder=kept, pinned=None, last_good=NothingKept())
            yield from ((shelf, version) for version in shelf.versions())
        yield from ((self, version) for version in names[1:])

    def keep(self, policy: Policy) -> None:
        """Keep a copy of a loaded version for the next start."""
        self.last_good.keep(
            contract=self.contract, version=self.folder / policy.version, digest=policy.digest
        )

    def try_and_load(self, version: str) -> Policy:
        """Load a version that has stood its trial elsewhere."""
        faults = self.trial(self.folder / version)
        if faults:
            raise FilesInvalid(faults)
        return self.load(version)

    def load(self, version: str) -> Policy:
        """Load a version and try its examples; raises FilesInvalid with every mistake."""
        release = load_version(self.folder / version, self.vocabulary)
        policy = Policy(release, self.evaluator(release.rules))
        faults = self_test(policy)
        if faults:
            raise FilesInvalid(faults)
        return policy

    def contract_digest(self) -> str:
        """Return a hash of the contract as it is on disk, empty when it is not there."""
        try:
            return sha256(self.contract.read_bytes()).hexdigest()
        except OSError:
            return ""

    def signature(self) -> Signature:
        """Return what changes when the contract or any file of any version does."""
        files = (self.contract, *(path for path in self._files() if path.suffix == ".yaml"))
        return tuple(seen for path in files if (seen := _look_at(path)) is not None)

    def _files(self) -> Iterator[Path]:
        """Yield the files of all versions, in a fixed order."""
        return chain.from_iterable(map(_inside, _inside(self.folder)))


class Policies:
    """Serves policies; a version that does not load never replaces one that does."""

    def __init__(self, shelf: Shelf, *, refused: FilesInvalid | None = None) -> None:
        """Load the newest good version; `refused` says why the shelf is not the authors' own.

        Raises FilesInvalid when no version is good, InvalidInput when there is none.
        """
        self._shelf = shelf
        self._refused = refused
        self._seen = shelf.signature()
        self._named: dict[str, Policy] = {}
        self._refused_names: dict[str, FilesInvalid] = {}
        self._contract_digest = shelf.contract_digest()
        self._contract_error: FilesInvalid | None = None
        self._startup_error: FilesInvalid | None = None
        self._started = False
        self._registry: Registry[Policy] = Registry(self._load)

    @property
    def last_error(self) -> FilesInvalid | None:
        """Why the version that should serve does not; None when it does."""
        now = self._registry.last_error or self._startup_error or self._contract_error
        return now or self._refused

    def policy(self, version: str | None = None) -> Policy:
        """Return the serving policy or a named one.

        Raises InvalidInput RULESET_UNKNOWN for a stranger, FilesInvalid for a broken version.
        """
        current = self._registry.current
        if version is None or version == current.version:
            return current
        if version not in self._shelf.versions():
            raise InvalidInput(f"no ruleset version {version}", code="RULESET_UNKNOWN")
        if version in self._refused_names:
            raise self._refused_names[version]
        return self._named.get(version) or self._load_named(version)

    def refresh(self) -> Activation | None:
        """Look at the files again; None when nothing has changed."""
        signature = self._shelf.signature()
        if signature == self._seen:
            return None
        with ExitStack() as undo:
            # Where nothing comes to be said of the files, they are looked at again.
            undo.callback(setattr, self, "_seen", self._seen)
            self._seen = signature
            activation = self._load_again()
            undo.pop_all()
        return activation

    def _load_again(self) -> Activation:
        self._named.clear()
        self._refused_names.clear()
        self._registry.current.evaluator.retry_engine()
        self._contract_error = self._judge_contract()
        activation = self._registry.refresh()
        if activation.error is None:
            self._startup_error = None
        return activation

    def _judge_contract(self) -> FilesInvalid | None:
        """The contract is read once, at the start: a change needs one."""
        if self._shelf.contract_digest() == self._contract_digest:
            return None
        place = str(self._shelf.contract)
        message = "the contract was changed; check it, then restart web and workers to serve it"
        return FilesInvalid((Fault(place, 1, 1, "CONTRACT_CHANGED", message),))

    def _load(self) -> Policy:
        if self._started:
            return self._load_changed()
        self._started = True
        return self._load_first_good()

    def _load_changed(self) -> Policy:
        try:
            version = self._shelf.wanted()
        except InvalidInput as error:
            fault = Fault(str(self._shelf.folder), 1, 1, error.code, error.message)
            raise FilesInvalid((fault,)) from error
        policy = self._shelf.try_and_load(version)
        # Files changed during the trial are another process's to keep: it may have done so already.
        if self._shelf.signature() == self._seen:
            self._shelf.keep(policy)
        return policy

    def _load_first_good(self) -> Policy:
        """A restart must not be stopped by a broken newest version while an older one is good."""
        errors: list[FilesInvalid] = []
        for shelf, version in self._shelf.candidates():
            try:
                policy = shelf.load(version)
            except FilesInvalid as error:
                errors.append(error)
                continue
            except Exception as error:  # noqa: BLE001 - no mistake in new files may end a start that older ones could serve
                errors.append(FilesInvalid((unforeseen(shelf.folder / version, error),)))
                continue
            shelf.keep(policy)
            self._startup_error = errors[0] if errors else None
            return policy
        if errors:
            raise errors[0]
        raise InvalidInput(f"no ruleset version in {self._shelf.folder}", code="RULESET_UNKNOWN")

    def _load_named(self, version: str) -> Policy:
        seen = self._seen
        try:
            policy = self._shelf.try_and_load(version)
        except FilesInvalid as error:
            # The files may have changed during the trial, and the verdict be of earlier ones.
            if seen is self._seen:
                self._refused_names[version] = error
            raise
        self._keep(version, policy)
        return policy

    def _keep(self, version: str, policy: Policy) -> None:
        while len(self._named) >= VERSIONS_KEPT:
            self._named.pop(next(iter(self._named)))
        self._named[version] = policy


def _look_at(path: Path) -> tuple[str, int, int] | None:
    try:
        stat = path.stat()
    except OSError:  # an editor replaces files by renaming; a link may lead to itself
        return None
    return str(path), stat.st_mtime_ns, stat.st_size


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:  # no folder, or one that is being removed: what else is there still counts
        return []


def version_order(version: str) -> tuple[tuple[int, int | str], ...]:
    """Return the sort key of `2026.11.10`: number by number, words after numbers."""
    parts = version.split(".")
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts)
