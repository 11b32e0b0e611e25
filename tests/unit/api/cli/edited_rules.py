"""Edits of rules in a test's own folder."""

from pathlib import Path

RELEASED = "2026.11.1"


def edit(file: Path, *, old: str, new: str) -> None:
    """Put other words into a file; the old ones must stand there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
