"""Two outlines of one message: what differs, and which rule is to be asked about it."""

import pytest

from engine.evaluation.decision_change import NO_RULE, DecisionChange, Outline


def an_outline(*fired: str, intent: str | None = "LOST", stage: str = "NEW") -> Outline:
    return Outline(intent, stage, "reply", "hello", fired)


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        (("a",), ("b",), "b"),
        (("a", "b"), ("a", "c", "d"), "c"),
        (("a", "b"), ("a",), "a"),
        (("a", "b", "c"), ("a", "b"), "b"),
        (("a",), ("a",), "a"),
        (("a",), (), NO_RULE),
    ],
)
def test_the_rule_that_wins_now_is_the_first_new_one_else_the_last_that_fires(
    before: tuple[str, ...], after: tuple[str, ...], rule: str
) -> None:
    assert DecisionChange(an_outline(*before), an_outline(*after)).rule == rule


def test_only_what_differs_is_told() -> None:
    change = DecisionChange(an_outline("a", "b"), an_outline("b", "c", intent=None, stage="LOST"))

    assert change.words == {"intent": ("LOST", None), "stage": ("NEW", "LOST")}
    assert change.silenced == ("a",)
    assert change.awakened == ("c",)
