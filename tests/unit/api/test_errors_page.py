"""The page of errors: every code that anything of Cortex can tell has its entry."""

import re
from collections.abc import Iterator
from pathlib import Path

SOURCES = ("api/errors.py", "api/resources", "api/schemas", "integrations/bitrix24")
WAY_IN = re.compile(r"(event\w*|accept_event)\.py")
CODE = re.compile(
    r"""(?:code=|code = |FieldFault\(\s*|: \(|HTTPStatus\.\w+, )"([A-Z][A-Z_]{3,})\""""
)
PROGRAM = ("engine", "integrations", "api")
GIVEN = re.compile(r'code(?:: str)? ?= ?"[A-Z]|complain\(f?"[A-Z]')
ANY_CODE = re.compile(r'(?:complain\(f?"([A-Z]+) |"([A-Z][A-Z0-9_]{3,})")')


def program_lines() -> Iterator[str]:
    for root in map(Path, PROGRAM):
        for file in sorted(root.rglob("*.py")):
            if "emulators" not in file.parts:
                yield from file.read_text(encoding="utf-8").splitlines()


def way_in_files() -> Iterator[Path]:
    for source in map(Path, SOURCES):
        files = [source] if source.is_file() else sorted(source.glob("*.py"))
        for file in files:
            if source.name != "bitrix24" or WAY_IN.fullmatch(file.name):
                yield file


def test_every_code_of_the_way_in_has_an_entry() -> None:
    page = Path("docs/errors.md").read_text(encoding="utf-8")
    codes = {
        code for file in way_in_files() for code in CODE.findall(file.read_text(encoding="utf-8"))
    }

    assert {"BODY_TOO_LARGE", "KEY_CONFLICT", "TOKEN_INVALID", "TYPE_MISMATCH", "INTERNAL"} <= codes
    assert sorted(code for code in codes if f"`{code}`" not in page) == []


def test_every_code_that_the_command_line_or_a_log_can_tell_has_an_entry() -> None:
    pages = [Path("docs", name).read_text(encoding="utf-8") for name in ("errors.md", "rules.md")]
    told = [line for line in program_lines() if GIVEN.search(line)]
    codes = {"".join(found) for line in told for found in ANY_CODE.findall(line)}

    assert {"LINE_TOO_LONG", "USAGE", "INTERRUPTED", "NO_ANSWER", "SETTING_INVALID"} <= codes
    assert sorted(code for code in codes if f"`{code}`" not in "".join(pages)) == []
