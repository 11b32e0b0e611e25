"""Read a ruleset version from its folder: every file, every mistake, all or nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.decisions import Vocabulary
from engine.errors import Fault, FilesInvalid
from engine.facts.agreement import Agreement
from engine.facts.declared import declared_facts
from engine.facts.knowledge import Knowledge
from engine.rulesets.advice import advise
from engine.rulesets.compiled import CompiledRules, compile_rules
from engine.rulesets.lexicon_file import read_lexicon
from engine.rulesets.manifest import MANIFEST, Manifest, read_contents, read_manifest, verify
from engine.rulesets.model import Ruleset
from engine.rulesets.outputs import Language
from engine.rulesets.parser import read_ruleset
from engine.rulesets.part_numbers_file import read_part_numbers
from engine.rulesets.replies import Replies
from engine.rulesets.replies_file import read_replies
from engine.rulesets.source import Faults, Place, YamlNode, read_yaml
from engine.rulesets.undisturbed import undisturbed

LEXICON, PART_NUMBERS, REPLIES = "lexicon.ru.yaml", "part_numbers.yaml", "replies.ru.yaml"
RULESET_ORDER = (
    "gate.yaml",
    "qualify.yaml",
    "quote.yaml",
    "collect_contact.yaml",
    "create_order_abcp.yaml",
    "convert_lead.yaml",
    "hardening.yaml",
)
"""Other rulesets of a version follow these, by name; order matters only inside `all` groups."""
REQUIRED = (
    MANIFEST,
    LEXICON,
    PART_NUMBERS,
    REPLIES,
    "gate.yaml",
    "qualify.yaml",
    "quote.yaml",
    "hardening.yaml",
)
_SUFFIX = ".yaml"

SealCheck = Callable[[YamlNode, Manifest, Mapping[str, bytes], Faults], None]
"""Compares the files of a folder with its manifest."""


@dataclass(frozen=True)
class RulesetVersion:
    """One released set of rule files, read, checked and compiled: all that deciding needs."""

    manifest: Manifest
    rules: CompiledRules
    knowledge: Knowledge
    replies: Replies
    warnings: tuple[Fault, ...] = ()
    """What its author should look at; none of it keeps the version from serving."""

    @property
    def version(self) -> str:
        return self.manifest.version

    @property
    def digest(self) -> str:
        return self.manifest.digest


@dataclass(frozen=True)
class _Words:
    """What rules may speak of, as the lexicon, the number shapes and the replies define it."""

    knowledge: Knowledge
    replies: Replies
    language: Language


def load_version(folder: Path, vocabulary: Vocabulary) -> RulesetVersion:
    """Return the version in a folder; raises FilesInvalid with every mistake of every file."""
    return _load(folder, vocabulary, check_seal=verify)


def load_draft(folder: Path, vocabulary: Vocabulary) -> RulesetVersion:
    """Return a version as its author has it now, sealed or not; raises FilesInvalid."""
    return _load(folder, vocabulary, check_seal=lambda *_: None)


def read_rules(
    nodes: Mapping[str, YamlNode], language: Language, faults: Faults
) -> CompiledRules | None:
    """Compile every ruleset file among the nodes; None when a mistake was found."""
    rulesets = (_read_named(name, nodes[name], language, faults) for name in _rulesets_of(nodes))
    return compile_rules([found for found in rulesets if found is not None], language, faults)


@undisturbed()
def _load(folder: Path, vocabulary: Vocabulary, *, check_seal: SealCheck) -> RulesetVersion:
    release, faults = Faults(), Faults()
    contents = read_contents(folder, release)
    nodes = _parse_all(folder, contents, release)
    manifest = _read_manifest(nodes, contents, release, check_seal)
    words = _read_words(nodes, vocabulary, faults)
    rules = None if words is None else read_rules(nodes, words.language, faults)
    found = (*release.found, *faults.found)
    if manifest is None or words is None or rules is None or found:
        raise FilesInvalid(tuple(sorted(set(found))))
    warnings = advise(nodes[LEXICON], rules)
    return RulesetVersion(manifest, rules, words.knowledge, words.replies, warnings)


def _parse_all(
    folder: Path, contents: Mapping[str, bytes], faults: Faults
) -> Mapping[str, YamlNode]:
    missing = [name for name in REQUIRED if name not in contents]
    for name in missing:
        faults.add(Place(str(folder), 1, 1), "MISSING_FILE", f"`{name}` is not in the folder")
    parsed = {name: _parse(folder / name, contents[name], faults) for name in contents}
    return {name: node for name, node in parsed.items() if node is not None}


def _parse(path: Path, content: bytes, faults: Faults) -> YamlNode | None:
    if path.suffix != _SUFFIX:
        return None
    try:
        return read_yaml(content.decode("utf-8"), file=str(path), faults=faults)
    except UnicodeDecodeError:
        faults.add(Place(str(path), 1, 1), "NOT_UTF8", "save the file as UTF-8")
        return None


def _read_manifest(
    nodes: Mapping[str, YamlNode],
    contents: Mapping[str, bytes],
    faults: Faults,
    check_seal: SealCheck,
) -> Manifest | None:
    if MANIFEST not in nodes:
        return None
    manifest = read_manifest(nodes[MANIFEST], faults)
    if manifest is not None:
        check_seal(nodes[MANIFEST], manifest, contents, faults)
    return manifest


def _read_words(
    nodes: Mapping[str, YamlNode], vocabulary: Vocabulary, faults: Faults
) -> _Words | None:
    if not {LEXICON, PART_NUMBERS, REPLIES} <= nodes.keys():
        return None
    lexicon = read_lexicon(nodes[LEXICON], faults)
    knowledge = Knowledge(lexicon, read_part_numbers(nodes[PART_NUMBERS], faults))
    replies = read_replies(nodes[REPLIES], faults)
    # Rules are typed by these files: after a mistake here, blaming every rule that uses the
    # misread entry would bury it.
    if faults.found:
        return None
    _check_yes_is_asked(nodes[LEXICON], lexicon.agreement, replies, faults)
    schema = declared_facts(lexicon, vocabulary)
    return _Words(knowledge, replies, Language(schema, vocabulary, frozenset(replies.by_id)))


def _check_yes_is_asked(
    lexicon: YamlNode, agreement: Agreement, replies: Replies, faults: Faults
) -> None:
    wordings = [said for reply in replies.by_id.values() for said in (reply.text, reply.again)]
    asked = any(agreement.is_asked_in("".join(said.parts[::2])) for said in wordings)
    if agreement.asked is not None and not asked:
        place = lexicon.entries(faults)["agreement"].entries(faults)["asked"].place
        message = f"no reply says `{agreement.asked}`, so no yes would place an order"
        faults.add(place, "YES_NEVER_ASKED", message)


def _read_named(name: str, node: YamlNode, language: Language, faults: Faults) -> Ruleset | None:
    ruleset = read_ruleset(node, language, faults)
    if ruleset is not None and f"{ruleset.name}{_SUFFIX}" != name:
        message = f"call the ruleset `{name.removesuffix(_SUFFIX)}`, as its file"
        faults.add(ruleset.place, "RULESET_NAME", message)
    return ruleset


def _rulesets_of(names: Iterable[str]) -> list[str]:
    known = {name: position for position, name in enumerate(RULESET_ORDER)}
    files = set(names) - {MANIFEST, LEXICON, PART_NUMBERS, REPLIES}
    return sorted(files, key=lambda name: (known.get(name, len(known)), name))
