"""Read files of golden cases: strictly, with every mistake at its file, line and column."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import get_args

from api.golden.case import GoldenCase, Skip, Suite, Turn
from api.golden.expectation_file import ExpectationReader
from api.golden.fields import Fields
from api.golden.given_file import read_given
from api.golden.shop_file import read_shop
from api.golden.suite_file import SUITE
from api.golden.turn_file import TURN_KEYS, TurnReader
from engine.decisions import Vocabulary
from engine.rulesets.source import Faults, Place, YamlNode, read_yaml

_VERSION = 1
_FILE_KEYS = ("suite", "title", "defaults")
_NOT_CASES = (SUITE, "survivors.yaml")
_CASE_KEYS = ("title", "tags", "suite", "given", "shop", "turns", "skip", *TURN_KEYS)
_ID = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_-]+)+")
_DIGEST_CHARACTERS = 16


def read_cases(folder: Path, vocabulary: Vocabulary) -> tuple[GoldenCase, ...]:
    """Return every case under `<folder>/*/*.yaml`; raises FilesInvalid with every mistake."""
    faults = Faults()
    reader = _CaseReader(vocabulary, faults)
    files = sorted(folder.glob("*/*.yaml"))
    cases = [case for path in files for case in reader.read_file(path)]
    _require_own_ids(cases, faults)
    _require_no_file_unread(folder, files, faults)
    faults.raise_if_any()
    return tuple(cases)


@dataclass(frozen=True)
class _File:
    """What a file says of all its cases."""

    suite: Suite
    title: str | None
    given: YamlNode | None
    shop: YamlNode | None


class _CaseReader:
    def __init__(self, vocabulary: Vocabulary, faults: Faults) -> None:
        self._vocabulary = vocabulary
        self._faults = faults
        self._turns = TurnReader(ExpectationReader(vocabulary), faults)

    def read_file(self, path: Path) -> Iterator[GoldenCase]:
        text = path.read_text(encoding="utf-8")
        node = read_yaml(text, file=str(path), faults=self._faults)
        if node is None:
            return
        fields = Fields(node, self._faults, required=("version", "cases"), optional=_FILE_KEYS)
        if fields.integer("version", _VERSION) != _VERSION:
            message = f"only version {_VERSION} is understood"
            self._faults.add(fields["version"].place, "GOLDEN_VERSION", message)
        about = self._about(fields)
        for case in fields.items("cases"):
            yield self._case(case, about)

    def _about(self, fields: Fields) -> _File:
        suites: tuple[Suite, ...] = get_args(Suite)
        defaults: Mapping[str, YamlNode] = {}
        if "defaults" in fields:
            defaults = fields["defaults"].fields(self._faults, optional=("given", "shop"))
        return _File(
            suite=fields.word("suite", suites, "smoke"),
            title=fields.text("title", None),
            given=defaults.get("given"),
            shop=defaults.get("shop"),
        )

    def _case(self, node: YamlNode, file: _File) -> GoldenCase:
        fields = Fields(node, self._faults, required=("id",), optional=_CASE_KEYS)
        suites: tuple[Suite, ...] = get_args(Suite)
        given = fields.get("given", file.given)
        shop = fields.get("shop", file.shop)
        suite = fields.word("suite", suites, file.suite)
        return GoldenCase(
            id=self._id(fields),
            title=self._title(fields, file),
            place=node.place,
            turns=self._turns_of(fields),
            digest=_digest(node, given, shop, suite=suite),
            suite=suite,
            tags=fields.texts("tags"),
            given=read_given(given, self._vocabulary, self._faults),
            shop=read_shop(shop, self._faults),
            skip=self._skip(fields),
        )

    def _id(self, fields: Fields) -> str:
        name = fields.text("id", "")
        if name and not _ID.fullmatch(name):
            message = f"`{name}`: write lower-case words joined by dots, as `quote.two_numbers`"
            self._faults.add(fields["id"].place, "BAD_CASE_ID", message)
        return name

    def _title(self, fields: Fields, file: _File) -> str:
        title = fields.text("title", file.title)
        if title is None:
            message = "`title` is required here or in the file"
            self._faults.add(fields.node.place, "MISSING_KEY", message)
        return title or ""

    def _turns_of(self, fields: Fields) -> tuple[Turn, ...]:
        short = [key for key in TURN_KEYS if key in fields]
        if "turns" not in fields:
            return (self._turns.read(fields.node.only(TURN_KEYS)),)
        if short:
            message = f"a case has `turns` or `{short[0]}`, not both"
            self._faults.add(fields[short[0]].place, "WRONG_TURN", message)
        turns = tuple(self._turns.read(item) for item in fields.items("turns"))
        if not turns:
            self._faults.add(fields["turns"].place, "EMPTY_LIST", "a case has turns")
        return turns

    def _skip(self, fields: Fields) -> Skip | None:
        if "skip" not in fields:
            return None
        skip = Fields(fields["skip"], self._faults, required=("reason", "until"))
        until = skip.text("until", "")
        try:
            return Skip(skip.text("reason", ""), date.fromisoformat(until))
        except ValueError:
            self._faults.add(skip.node.place, "WRONG_TIME", "write the date as 2026-12-31")
            return None


def _digest(*nodes: YamlNode | None, suite: Suite) -> str:
    written = repr([suite, *(None if node is None else node.plain() for node in nodes)])
    return sha256(written.encode()).hexdigest()[:_DIGEST_CHARACTERS]


def _require_own_ids(cases: list[GoldenCase], faults: Faults) -> None:
    seen: dict[str, GoldenCase] = {}
    for case in cases:
        first = seen.setdefault(case.id, case)
        if first is not case:
            where = f"{first.place.file}:{first.place.line}"
            faults.add(case.place, "DUPLICATE_CASE", f"`{case.id}` stands at {where} too")


def _require_no_file_unread(folder: Path, read: Collection[Path], faults: Faults) -> None:
    """Find files that look like cases and are never played."""
    known = {*read, *(folder / name for name in _NOT_CASES)}
    for path in sorted(folder.rglob("*.y*ml")):
        if path not in known:
            message = f"cases are read from `{folder}/<use case>/<name>.yaml` only; move the file"
            faults.add(Place(str(path), 1, 1), "MISPLACED_CASES", message)
