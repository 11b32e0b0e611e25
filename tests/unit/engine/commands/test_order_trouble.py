"""What a manager reads about an order that is not placed as confirmed."""

import re
from pathlib import Path

import pytest

from engine.commands.order_trouble import order_trouble
from engine.messages import Author, Happening, Message

ROOT = Path(__file__).parents[4]
CODES = set(
    re.findall(
        r'"(ORDER_[A-Z_]+)"',
        "".join(p.read_text(encoding="utf-8") for p in ROOT.glob("integrations/abcp/orders/*.py")),
    )
)


def happened(happening: Happening, reason: str | None = None) -> Message:
    return Message("", author=Author.SYSTEM, happening=happening, reason=reason)


@pytest.mark.parametrize(
    ("happening", "reason", "told"),
    [
        ("order_failed", "ORDER_LINE_DEARER", "не оформлен: цена выросла"),
        ("order_failed", "ABCP_777", "не оформлен: код ABCP_777"),
        ("order_failed", None, "не оформлен"),
        ("order_partial", "ORDER_PARTIAL 12, 13", "заказ 12, 13"),
        ("order_unclear", "ORDER_PROBABLE 12", "похожий заказ без метки бота: 12"),
        ("order_unclear", "ORDER_UNCLEAR", "не оформляйте заново"),
    ],
)
def test_a_manager_reads_what_happened_and_why(
    happening: Happening, reason: str | None, told: str
) -> None:
    assert told in (order_trouble(happened(happening, reason)) or "")


@pytest.mark.parametrize("happening", ["none", "lead_updated", "order_placed"])
def test_without_trouble_there_is_nothing_to_read(happening: Happening) -> None:
    assert order_trouble(happened(happening)) is None


@pytest.mark.parametrize("code", sorted(CODES - {"ORDER_TURN_TAKEN", "ORDER_TURN_LOST"}))
def test_every_code_of_ours_is_explained_on_the_page_of_errors(code: str) -> None:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")

    assert f"`{code}`" in page
