"""Hear that parts are wanted by a day: `нужно к пятнице`, `до 15-го успеете?`."""

from engine.facts.choice import Choice
from engine.facts.said import Said


def is_wanted_by_day(said: Said, choice: Choice) -> bool:
    """Say whether a day asked about or demanded is all that is told of the offers."""
    if not said.says("day_told") or said.says("wait_words") or choice.kind != "none":
        return False
    return said.says("asks_by_day") or "?" in said.words.text
