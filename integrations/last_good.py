"""Copies of the rule files that served last, on this host; shared by its processes."""

import os
import shutil
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

import structlog

log = structlog.get_logger()

COPIES_KEPT = 3
_POINTER = "current"
_TEMPORARY = ".new-"


class FolderLastGood:
    """Implements engine.ports.last_good.LastGood in a folder: a copy per digest, one pointer."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, *, contract: Path, version: Path, digest: str) -> None:
        """Copy contract and version unless this very state is already kept."""
        try:
            self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
            name = f"{digest[:16]}-{_digest_of(contract)[:16]}"
            if not (self._root / name).is_dir():
                self._copy(name, contract=contract, version=version)
            self._point_at(name)
            self._forget_old(name)
        except OSError as error:
            log.warning("last_good_not_kept", error_type=type(error).__name__)

    def folder(self) -> Path | None:
        """Return the newest copy; what it holds is verified by its manifest when it is loaded."""
        try:
            name = (self._root / _POINTER).read_text(encoding="utf-8").strip()
        except OSError:
            return None
        kept = self._root / name
        return kept if name and kept.is_dir() else None

    def _copy(self, name: str, *, contract: Path, version: Path) -> None:
        temporary = Path(mkdtemp(prefix=_TEMPORARY, dir=self._root))
        shutil.copyfile(contract, temporary / contract.name)
        shutil.copytree(version, temporary / version.name)
        try:
            temporary.rename(self._root / name)
        except OSError:  # another process has just kept the same
            shutil.rmtree(temporary, ignore_errors=True)

    def _point_at(self, name: str) -> None:
        pointer = self._root / f"{_TEMPORARY}{os.getpid()}"
        pointer.write_text(name, encoding="utf-8")
        pointer.replace(self._root / _POINTER)

    def _forget_old(self, name: str) -> None:
        copies = [path for path in self._root.iterdir() if path.is_dir() and path.name != name]
        by_age = sorted(copies, key=lambda path: path.stat().st_mtime, reverse=True)
        for path in by_age[COPIES_KEPT - 1 :]:
            shutil.rmtree(path, ignore_errors=True)


def _digest_of(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
