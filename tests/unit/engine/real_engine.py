"""The mark of tests that need durable_rules itself: skipped where it is not built, never in CI."""

import os
from typing import Any

import pytest

from engine.rulesets import durable

library: Any = vars(durable)["library"]
"""The extension, None where it is not built: only durable.py and its tests call it."""

_IN_CI = os.environ.get("CI") == "true"  # noqa: TID251 - the suite must know that it runs in CI

needs_durable_rules = pytest.mark.skipif(
    library is None and not _IN_CI,
    reason="durable_rules is not installed here: scripts/setup says what it takes to build it",
)
