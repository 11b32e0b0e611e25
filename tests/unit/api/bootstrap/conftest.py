"""A brain over the released rules."""

from pathlib import Path

import pytest

from api.bootstrap.brain import Brain, build_brain


@pytest.fixture(scope="session")
def brain() -> Brain:
    return build_brain(rules_directory=Path("rules"))
