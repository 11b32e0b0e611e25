from pathlib import Path

import pytest

from integrations.last_good import COPIES_KEPT, FolderLastGood


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    (folder / "2026.11.1").mkdir(parents=True)
    (folder / "contract.yaml").write_text("version: 1", encoding="utf-8")
    (folder / "2026.11.1" / "gate.yaml").write_text("ruleset: gate", encoding="utf-8")
    return folder


def keep(last_good: FolderLastGood, rules: Path, digest: str = "a" * 64) -> None:
    last_good.keep(contract=rules / "contract.yaml", version=rules / "2026.11.1", digest=digest)


def test_nothing_is_offered_before_anything_was_kept(tmp_path: Path) -> None:
    assert FolderLastGood(tmp_path / "none").folder() is None


def test_a_copy_holds_contract_and_version_apart_from_where_authors_edit(
    rules: Path, tmp_path: Path
) -> None:
    last_good = FolderLastGood(tmp_path / "kept")

    keep(last_good, rules)
    (rules / "2026.11.1" / "gate.yaml").write_text("broken", encoding="utf-8")

    folder = last_good.folder()
    assert folder is not None
    assert (folder / "contract.yaml").read_text(encoding="utf-8") == "version: 1"
    assert (folder / "2026.11.1" / "gate.yaml").read_text(encoding="utf-8") == "ruleset: gate"


def test_the_same_state_is_kept_once_by_all_processes(rules: Path, tmp_path: Path) -> None:
    for _ in range(3):
        keep(FolderLastGood(tmp_path / "kept"), rules)

    copies = [path for path in (tmp_path / "kept").iterdir() if path.is_dir()]
    assert len(copies) == 1


def test_the_newest_copy_is_offered_and_old_ones_are_forgotten(rules: Path, tmp_path: Path) -> None:
    last_good = FolderLastGood(tmp_path / "kept")

    for number in range(COPIES_KEPT + 3):
        keep(last_good, rules, digest=f"{number:064}"[::-1])

    folder = last_good.folder()
    copies = [path for path in (tmp_path / "kept").iterdir() if path.is_dir()]
    assert folder is not None
    assert folder.name.startswith(f"{COPIES_KEPT + 2:064}"[::-1][:16])
    assert len(copies) == COPIES_KEPT


def test_a_folder_that_cannot_be_written_stops_nothing(rules: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")

    keep(FolderLastGood(blocked / "kept"), rules)

    assert FolderLastGood(blocked / "kept").folder() is None


def test_a_pointer_to_a_copy_that_is_gone_offers_nothing(rules: Path, tmp_path: Path) -> None:
    last_good = FolderLastGood(tmp_path / "kept")
    keep(last_good, rules)
    (tmp_path / "kept" / "current").write_text("elsewhere", encoding="utf-8")

    assert last_good.folder() is None
