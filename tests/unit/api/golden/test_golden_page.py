"""docs/golden.md must teach what the reader understands."""

import re
from pathlib import Path

from api.golden.expectation_file import ExpectationReader
from api.golden.turn_file import TURN_KEYS
from tests.unit.api.golden.golden_files import CONTRACT, cases_of, codes_of, played

PAGE = Path("docs/golden.md").read_text(encoding="utf-8")


def test_the_cases_of_the_page_hold(tmp_path: Path) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)

    assert codes_of(tmp_path, text) == set()
    assert [
        str(m) for outcome in played(*cases_of(tmp_path, text)).bad for m in outcome.mismatches
    ] == []


def test_every_key_of_a_turn_and_of_an_expectation_is_on_the_page() -> None:
    keys = {*TURN_KEYS, *ExpectationReader(CONTRACT.vocabulary).keys}

    assert {key for key in keys if not re.search(rf"`{key}\b|\b{key}:", PAGE)} == set()
