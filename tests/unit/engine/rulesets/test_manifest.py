"""The manifest pins every byte of a released version."""

import importlib.metadata
from pathlib import Path

import pytest

from engine.rulesets.manifest import (
    ENGINE_VERSION,
    Manifest,
    read_contents,
    read_manifest,
    seal,
    verify,
)
from engine.rulesets.source import Faults, read_yaml

HEAD = """\
# Released by hand.
version: 2026.11.1
date: 2026-11-01
author: Anna
what_changed: First rules.
min_engine: 0.1.0
files: {}
"""


def a_folder(tmp_path: Path, *, manifest: str = HEAD) -> Path:
    folder = tmp_path / "2026.11.1"
    folder.mkdir()
    (folder / "gate.yaml").write_text("a: 1\n", encoding="utf-8")
    (folder / "quote.yaml").write_text("b: 2\n", encoding="utf-8")
    (folder / "manifest.yaml").write_text(manifest, encoding="utf-8")
    return folder


def read_back(folder: Path) -> tuple[Manifest | None, list[tuple[str, int, int]]]:
    faults = Faults()
    path = folder / "manifest.yaml"
    node = read_yaml(path.read_text(encoding="utf-8"), file=str(path), faults=faults)
    assert node is not None
    manifest = read_manifest(node, faults)
    if manifest is not None:
        verify(node, manifest, read_contents(folder, faults), faults)
    return manifest, [(f.code, f.line, f.column) for f in faults.found]


def manifest_in(folder: Path) -> Manifest:
    manifest, faults = read_back(folder)
    assert manifest is not None
    assert faults == []
    return manifest


def test_a_sealed_folder_is_in_order(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)

    seal(folder)

    assert sorted(manifest_in(folder).files) == ["gate.yaml", "quote.yaml"]


def test_sealing_keeps_the_other_keys_and_comments(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)

    seal(folder)

    text = (folder / "manifest.yaml").read_text(encoding="utf-8")
    assert text.startswith(HEAD.removesuffix("files: {}\n"))


def test_sealing_twice_changes_nothing(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    seal(folder)
    once = (folder / "manifest.yaml").read_bytes()

    seal(folder)

    assert (folder / "manifest.yaml").read_bytes() == once


def test_keys_after_the_file_list_survive_sealing(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, manifest="files:\n  old.yaml: abc\n\n" + HEAD.replace("files", "x"))

    seal(folder)

    text = (folder / "manifest.yaml").read_text(encoding="utf-8")
    assert "old.yaml" not in text
    assert "author: Anna" in text


def test_a_changed_byte_is_found_at_its_line(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    seal(folder)

    (folder / "quote.yaml").write_text("b: 3\n", encoding="utf-8")

    assert read_back(folder)[1] == [("MANIFEST_MISMATCH", 9, 3)]


def test_a_file_that_vanished_is_found(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    seal(folder)

    (folder / "quote.yaml").unlink()

    assert read_back(folder)[1] == [("MISSING_FILE", 9, 3)]


def test_a_file_nobody_listed_is_found(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    seal(folder)

    (folder / "extra.yaml").write_text("c: 3\n", encoding="utf-8")

    assert [code for code, *_ in read_back(folder)[1]] == ["UNLISTED_FILE"]


def test_the_digest_changes_with_any_file(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    seal(folder)
    before = manifest_in(folder).digest

    (folder / "gate.yaml").write_text("a: 2\n", encoding="utf-8")
    seal(folder)

    assert manifest_in(folder).digest != before


def test_the_digest_does_not_depend_on_the_story_told(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    seal(folder)
    before = manifest_in(folder).digest

    path = folder / "manifest.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Anna", "Olga"), encoding="utf-8")

    assert manifest_in(folder).digest == before


def test_rules_for_a_later_engine_are_refused(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, manifest=HEAD.replace("0.1.0", "99.0.0"))
    seal(folder)

    assert read_back(folder)[1] == [("ENGINE_TOO_OLD", 6, 13)]


@pytest.mark.parametrize("written", ["2026-13-77", "2026-02-29", "20261101", "yesterday"])
def test_a_date_that_is_no_day_is_found(tmp_path: Path, written: str) -> None:
    folder = a_folder(tmp_path, manifest=HEAD.replace("2026-11-01", f'"{written}"'))
    seal(folder)

    assert read_back(folder)[1] == [("BAD_DATE", 3, 7)]


def test_a_copied_folder_that_kept_the_old_version_is_found(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, manifest=HEAD.replace("2026.11.1", "2026.10.9"))
    seal(folder)

    assert read_back(folder)[1] == [("VERSION_MISMATCH", 2, 10)]


def test_a_missing_key_of_the_manifest_is_found(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, manifest=HEAD.replace("author: Anna\n", ""))

    assert [code for code, *_ in read_back(folder)[1]] == ["MISSING_KEY"]


def test_the_engine_version_is_that_of_the_package() -> None:
    assert importlib.metadata.version("cortex-sales") == ENGINE_VERSION
