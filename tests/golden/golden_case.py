"""Golden cases as data: a strict reader, so that a misspelt expectation cannot pass unseen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.errors import FilesInvalid
from engine.messages import Author
from engine.rulesets.source import Faults, YamlNode, read_yaml

GOLDEN = Path("golden")
LEAD_UPDATED = "lead_updated"
_EXPECTATIONS = (
    *("intent", "stage", "action", "fired", "reply_has", "effects", "lead_status", "silent"),
)


@dataclass(frozen=True)
class Shelf:
    """What the shop answers for a number."""

    prices: tuple[int, ...] = ()
    brands: tuple[str, ...] = ()
    fails: bool = False


@dataclass(frozen=True)
class Expectation:
    """What must be true after a turn; None leaves a thing open."""

    intent: str | None = None
    stage: str | None = None
    action: str | None = None
    fired: tuple[str, ...] | None = None
    reply_has: tuple[str, ...] = ()
    effects: tuple[str, ...] | None = None
    lead_status: str | None = None
    silent: str | None = None


@dataclass(frozen=True)
class GoldenTurn:
    """One message and what must come of it."""

    say: str
    author: Author
    lead_status: str | None
    lead_oem: str | None
    """What a person wrote into the lead's part number before the turn."""
    after_hours: int
    lead_updated: bool
    """Nobody says anything: the portal tells that the lead was changed."""
    expect: Expectation


@dataclass(frozen=True)
class GoldenCase:
    """One dialog."""

    id: str
    shop: dict[str, Shelf]
    turns: tuple[GoldenTurn, ...]


def golden_cases(folder: Path = GOLDEN) -> Iterator[GoldenCase]:
    """Yield every case; raises FilesInvalid for anything that is not understood."""
    for path in sorted(folder.glob("*/*.yaml")):
        faults = Faults()
        node = read_yaml(path.read_text(encoding="utf-8"), file=str(path), faults=faults)
        cases = tuple(_cases(node, faults)) if node else ()
        if faults.found:
            raise FilesInvalid(tuple(faults.found))
        yield from cases


def _cases(node: YamlNode, faults: Faults) -> Iterator[GoldenCase]:
    fields = node.fields(faults, required=("version", "cases"))
    for case in fields["cases"].items(faults) if "cases" in fields else ():
        read = case.fields(faults, required=("id", "title", "turns"), optional=("shop",))
        shop = read["shop"].entries(faults) if "shop" in read else {}
        yield GoldenCase(
            id=read["id"].text(faults) or "",
            shop={number: _shelf(body, faults) for number, body in shop.items()},
            turns=tuple(_turn(turn, faults) for turn in read["turns"].items(faults)),
        )


def _shelf(node: YamlNode, faults: Faults) -> Shelf:
    fields = node.fields(faults, optional=("prices", "brands", "fails"))
    prices = fields["prices"].items(faults) if "prices" in fields else ()
    return Shelf(
        prices=tuple(price.integer(faults) or 0 for price in prices),
        brands=fields["brands"].texts(faults) if "brands" in fields else (),
        fails="fails" in fields,
    )


def _turn(node: YamlNode, faults: Faults) -> GoldenTurn:
    around = ("author", "lead_status", "lead_oem", "after", "happening")
    fields = node.fields(faults, required=("expect",), optional=("say", *around))
    happened = "happening" in fields
    if happened is ("say" in fields) or (happened and fields["happening"].scalar != LEAD_UPDATED):
        faults.add(node.place, "WRONG_TURN", f"a turn has `say` or `happening: {LEAD_UPDATED}`")

    def word(name: str) -> str | None:
        return fields[name].text(faults) if name in fields else None

    after = re.fullmatch(r"(\d+)h", word("after") or "0h")
    if after is None:
        faults.add(fields["after"].place, "WRONG_TIME", "write hours as `24h`")
    expected = fields["expect"].fields(faults, optional=_EXPECTATIONS)
    if not expected:
        faults.add(fields["expect"].place, "EMPTY_EXPECTATION", "expect something")
    return GoldenTurn(
        say=word("say") or "",
        author=Author(word("author") or "client"),
        lead_status=word("lead_status"),
        lead_oem=word("lead_oem"),
        after_hours=int(after[1]) if after else 0,
        lead_updated=happened,
        expect=_expectation(expected, faults),
    )


def _expectation(fields: dict[str, YamlNode], faults: Faults) -> Expectation:  # type: ignore[type-arg]
    def word(name: str) -> str | None:
        return fields[name].text(faults) if name in fields else None

    def words(name: str) -> tuple[str, ...] | None:
        return fields[name].texts(faults) if name in fields else None

    return Expectation(
        intent=word("intent"),
        stage=word("stage"),
        action=word("action"),
        fired=words("fired"),
        reply_has=words("reply_has") or (),
        effects=words("effects"),
        lead_status=word("lead_status"),
        silent=word("silent"),
    )
