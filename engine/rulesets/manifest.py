"""The manifest of a ruleset version: what it is and the exact bytes of every file in it."""

import functools
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.rulesets.source import Faults, Place, YamlNode, read_yaml

MANIFEST = "manifest.yaml"
ENGINE_VERSION = "0.1.0"
"""What `min_engine` of a manifest is compared with; equals the package's version."""

_KEYS = ("version", "date", "author", "what_changed", "min_engine")
_FILES_BLOCK = re.compile(r"^files:[^\n]*\n(?:[ \t#][^\n]*\n|\n)*", re.MULTILINE)
_DOTTED = re.compile(r"\d+(\.\d+){0,3}")


@dataclass(frozen=True)
class Manifest:
    """Who released what and when; `files` holds the sha256 of each file."""

    version: str
    date: str
    author: str
    what_changed: str
    min_engine: str
    files: Mapping[str, str]

    @functools.cached_property
    def digest(self) -> str:
        """One hash for the whole version."""
        listing = "".join(f"{name} {self.files[name]}\n" for name in sorted(self.files))
        return hashlib.sha256(listing.encode()).hexdigest()


def read_manifest(node: YamlNode, faults: Faults) -> Manifest | None:
    """Return the manifest, or None when keys are missing or wrong."""
    fields = node.fields(faults, required=(*_KEYS, "files"))
    if not {*_KEYS, "files"} <= fields.keys():
        return None
    entries = fields["files"].entries(faults)
    files = {name: value.text(faults) for name, value in entries.items()}
    words = {key: fields[key].text(faults) for key in _KEYS}
    _check_version(words["version"], fields["version"].place, faults)
    _check_date(words["date"], fields["date"].place, faults)
    _check_engine(words["min_engine"], fields["min_engine"].place, faults)
    if None in words.values() or None in files.values():
        return None
    texts = {key: word or "" for key, word in words.items()}
    return Manifest(**texts, files={name: digest or "" for name, digest in files.items()})


def verify(
    node: YamlNode, manifest: Manifest, contents: Mapping[str, bytes], faults: Faults
) -> None:
    """Record every difference between the manifest and the files of its folder."""
    files = node.entries(faults)["files"]
    for name, digest in manifest.files.items():
        place = files.key_places[name]
        if name not in contents:
            faults.add(place, "MISSING_FILE", f"`{name}` is listed but not in the folder")
        elif _sha256(contents[name]) != digest:
            message = (
                f"`{name}` was changed after release: make a new version instead, or seal it again"
            )
            faults.add(place, "MANIFEST_MISMATCH", message)
    for name in sorted(contents.keys() - manifest.files.keys() - {MANIFEST}):
        faults.add(
            files.place,
            "UNLISTED_FILE",
            f"`{name}` is in the folder but not listed here: seal the version",
        )


def read_contents(folder: Path, faults: Faults) -> Mapping[str, bytes]:
    """Return the bytes of every file of a version; each file is read once."""
    try:
        return {path.name: path.read_bytes() for path in _files_of(folder)}
    except OSError as error:
        faults.add(Place(str(folder), 1, 1), "FILE_UNREADABLE", str(error.strerror))
        return {}


def seal(folder: Path) -> None:
    """Write the hashes of the folder's files into its manifest, leaving its other keys alone."""
    path = folder / MANIFEST
    text = path.read_text(encoding="utf-8")
    lines = (f"  {file.name}: {_sha256(file.read_bytes())}\n" for file in _listed(folder))
    block = "files:\n" + "".join(lines)
    rest = _FILES_BLOCK.sub("", f"{text.rstrip()}\n", count=1).rstrip()
    path.write_text(f"{rest}\n{block}", encoding="utf-8")


def is_sealed(folder: Path) -> bool:
    """Say whether every file is as the manifest has it, so that the version may have served."""
    faults, text = Faults(), (folder / MANIFEST).read_text(encoding="utf-8")
    node = read_yaml(text, file=str(folder / MANIFEST), faults=faults)
    manifest = None if node is None else read_manifest(node, faults)
    if node is not None and manifest is not None:
        verify(node, manifest, read_contents(folder, faults), faults)
    return not faults.found


def _check_version(written: str | None, place: Place, faults: Faults) -> None:
    folder = Path(place.file).parent.name
    if written is not None and written != folder:
        faults.add(place, "VERSION_MISMATCH", f"the folder is called `{folder}`: write that")


def _check_date(written: str | None, place: Place, faults: Faults) -> None:
    if written is None:
        return
    try:
        known = date.fromisoformat(written).isoformat() == written
    except ValueError:
        known = False
    if not known:
        faults.add(place, "BAD_DATE", f"`{written}` is no day; write it as 2026-11-23")


def _check_engine(wanted: str | None, place: Place, faults: Faults) -> None:
    if wanted is None:
        return
    if not _DOTTED.fullmatch(wanted):
        faults.add(place, "TYPE_MISMATCH", "expected a version such as 0.1.0, in quotes if needed")
    elif _numbers(wanted) > _numbers(ENGINE_VERSION):
        message = f"needs engine {wanted}, this is {ENGINE_VERSION}: upgrade Cortex first"
        faults.add(place, "ENGINE_TOO_OLD", message)


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _files_of(folder: Path) -> Iterable[Path]:
    return (p for p in sorted(folder.iterdir()) if p.is_file() and not p.name.startswith("."))


def _listed(folder: Path) -> Iterable[Path]:
    return (path for path in _files_of(folder) if path.name != MANIFEST)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
