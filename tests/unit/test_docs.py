"""What the documents promise exists."""

import re
from pathlib import Path

import pytest

from api.cli import COMMANDS

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def named(pattern: str) -> set[str]:
    texts = [document.read_text(encoding="utf-8") for document in DOCUMENTS]
    return {name for text in texts for name in re.findall(pattern, text)}


def test_every_make_target_the_documents_name_exists_with_help() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, flags=re.MULTILINE))

    assert named(r"`make ([a-z-]+)") | named(r"^make ([a-z-]+)") <= targets


def test_every_command_the_documents_name_exists_and_every_command_is_named() -> None:
    assert named(r"`(?:\.venv/bin/)?cortex ([a-z-]+)") <= set(COMMANDS)
    assert set(COMMANDS) <= named(r"cortex ([a-z-]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_file_the_architecture_names_exists() -> None:
    named_paths = named(r"`((?:api|engine|integrations|rules|docs|scripts|bench)/[\w./-]+)`")

    assert [path for path in sorted(named_paths) if not (ROOT / path).exists()] == []


def test_the_changelog_names_every_ruleset_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = [path.parent.name for path in ROOT.glob("rules/*/manifest.yaml")]

    assert [version for version in versions if f"`{version}`" not in changelog] == []


def test_the_readme_tells_what_to_do_about_everything_an_operator_is_warned_of() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    status = (ROOT / "api" / "schemas" / "status.py").read_text(encoding="utf-8")
    sources = [
        path for root in ("api", "engine", "integrations") for path in (ROOT / root).rglob("*.py")
    ]
    logged = "".join(path.read_text(encoding="utf-8") for path in sources)

    warned = re.findall(r'"([A-Z_]{6,})": ', status)
    events = re.findall(r'log\.(?:warning|error|exception)\(\s*"([a-z_]+)"', logged)

    assert {"REDIS_UNAVAILABLE", "NEWEST_RULESET_REFUSED"} <= set(warned)
    assert {"message_set_aside", "store_unavailable", "request_failed"} <= set(events)
    assert [name for name in {*warned, *events} if f"`{name}`" not in readme] == []
