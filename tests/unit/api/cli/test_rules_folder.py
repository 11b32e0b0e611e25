"""Versions are found in the order of their numbers."""

from pathlib import Path

import pytest

from api.cli.rules_folder import contract_of, version_folder, version_folders
from engine.errors import InvalidInput


def a_folder_with(rules: Path, *versions: str) -> Path:
    for version in versions:
        (rules / version).mkdir()
        (rules / version / "manifest.yaml").touch()
    return rules


def test_the_newest_version_is_the_last_by_number_not_by_letter(tmp_path: Path) -> None:
    rules = a_folder_with(tmp_path, "2026.11.9", "2026.11.10", "2025.12.30")

    names = [folder.name for folder in version_folders(rules)]

    assert names == ["2025.12.30", "2026.11.9", "2026.11.10"]
    assert version_folder(rules, None).name == "2026.11.10"


def test_a_version_is_found_by_its_name(tmp_path: Path) -> None:
    rules = a_folder_with(tmp_path, "2026.11.9", "2026.11.10")

    assert version_folder(rules, "2026.11.9") == rules / "2026.11.9"


def test_hidden_folders_are_no_versions(tmp_path: Path) -> None:
    rules = a_folder_with(tmp_path, ".cache", "2026.11.9")

    assert version_folders(rules) == [rules / "2026.11.9"]


def test_no_version_at_all_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        version_folder(tmp_path, None)

    assert refused.value.code == "RULESET_UNKNOWN"


def test_a_folder_without_a_contract_is_not_a_rules_folder(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        contract_of(tmp_path)

    assert refused.value.code == "RULES_NOT_FOUND"
