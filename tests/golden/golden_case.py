"""Golden cases as data: a strict reader, so that a misspelt expectation cannot pass unseen."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.errors import FilesInvalid
from engine.messages import Author
from engine.rulesets.source import Faults, YamlNode, read_yaml

GOLDEN = Path("golden")
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
    fields = node.fields(faults, required=("say", "expect"), optional=("author", "lead_status"))
    author = fields["author"].text(faults) if "author" in fields else None
    status = fields["lead_status"].text(faults) if "lead_status" in fields else None
    expected = fields["expect"].fields(faults, optional=_EXPECTATIONS)
    if not expected:
        faults.add(fields["expect"].place, "EMPTY_EXPECTATION", "expect something")
    return GoldenTurn(
        say=fields["say"].text(faults) or "",
        author=Author(author or "client"),
        lead_status=status,
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
