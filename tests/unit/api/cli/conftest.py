"""The project's rules, sealed, for commands that read them."""

from pathlib import Path

import pytest

from tests.unit.api.cli.edited_rules import RELEASED
from tests.unit.api.cli.sealed_rules import sealed_copy


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Only the smallest version: a command that loads it is soon done."""
    return sealed_copy(tmp_path / "rules", versions=RELEASED)
