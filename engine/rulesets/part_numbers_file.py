"""Read part_numbers.yaml: makes, brands, number shapes and what only looks like a number."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from engine.facts.part_knowledge import Brand, Make, NotPart, PartNumberKnowledge, Series
from engine.facts.phrase_syntax import PhraseUnclear, read_phrase
from engine.rulesets.number_patterns import check_all_matched, read_patterns
from engine.rulesets.source import Faults, YamlNode

_SECTIONS = ("makes", "brands", "plausible", "not_parts")
_MORE_SECTIONS = ("series",)
Entry = TypeVar("Entry", Make, Brand, Series, NotPart)


def read_part_numbers(node: YamlNode, faults: Faults) -> PartNumberKnowledge:
    """Return the compiled knowledge; mistakes go to `faults` and leave their entry out."""
    fields = node.fields(faults, required=_SECTIONS, optional=_MORE_SECTIONS)
    knowledge = PartNumberKnowledge(
        makes=_read_list(fields.get("makes"), _read_make, faults),
        brands=_read_list(fields.get("brands"), _read_brand, faults),
        plausible=_read_plausible(fields.get("plausible"), faults),
        series=_read_list(fields.get("series"), _read_series, faults),
        not_parts=_read_list(fields.get("not_parts"), _read_not_part, faults),
    )
    _check_read_whole(fields, knowledge, faults)
    _check_aliases((fields[name] for name in ("makes", "brands") if name in fields), faults)
    return knowledge


def _read_list(
    node: YamlNode | None, read: Callable[[YamlNode, Faults], Entry | None], faults: Faults
) -> list[Entry]:
    if node is None:
        return []
    entries: dict[str, Entry] = {}
    for item in node.items(faults):
        entry = read(item, faults)
        if entry is None:
            continue
        if entry.name in entries:
            faults.add(item.place, "DUPLICATE_NAME", f"`{entry.name}` is listed twice")
        entries[entry.name] = entry
    return list(entries.values())


def _read_make(node: YamlNode, faults: Faults) -> Make | None:
    required, optional = ("name", "aliases", "shapes", "examples"), ("written", "models")
    fields = node.fields(faults, required=required, optional=optional)
    if any(key not in fields for key in required):
        return None
    name = fields["name"].text(faults)
    shapes = read_patterns(fields["shapes"], faults)
    written = read_patterns(fields.get("written"), faults)
    examples = fields["examples"].texts(faults)
    if not fields["shapes"].items(faults):
        faults.add(fields["shapes"].place, "EMPTY_SHAPE", "list at least one shape")
    cleaned = tuple(_cleaned(example) for example in examples)
    check_all_matched(shapes, cleaned, faults, at=fields["examples"])
    grouped = tuple(example for example in examples if example != _cleaned(example))
    check_all_matched(written, grouped, faults, at=fields["examples"])
    if name is None or not shapes:
        return None
    aliases = _read_phrases(fields["aliases"], faults)
    models = _read_phrases(fields["models"], faults) if "models" in fields else ()
    return Make(name, aliases, tuple(shapes), tuple(written), examples, models)


def _read_brand(node: YamlNode, faults: Faults) -> Brand | None:
    required, optional = ("name", "aliases"), ("written", "examples")
    fields = node.fields(faults, required=required, optional=optional)
    if any(key not in fields for key in required):
        return None
    name = fields["name"].text(faults)
    written = read_patterns(fields.get("written"), faults)
    examples = fields["examples"].texts(faults) if "examples" in fields else ()
    check_all_matched(written, examples, faults, at=fields.get("examples", node))
    aliases = _read_phrases(fields["aliases"], faults)
    return Brand(name, aliases, tuple(written), examples) if name else None


def _read_series(node: YamlNode, faults: Faults) -> Series | None:
    required = ("name", "shapes", "examples")
    fields = node.fields(faults, required=required, optional=("like_cars",))
    if any(key not in fields for key in required):
        return None
    name = fields["name"].text(faults)
    shapes = read_patterns(fields["shapes"], faults)
    examples = fields["examples"].texts(faults)
    check_all_matched(shapes, examples, faults, at=fields["examples"])
    like_cars = fields["like_cars"].boolean(faults) if "like_cars" in fields else False
    if name is None or not shapes:
        return None
    return Series(name, "alike" if like_cars else "distinct", tuple(shapes), examples)


def _read_not_part(node: YamlNode, faults: Faults) -> NotPart | None:
    required = ("name", "pattern", "examples")
    fields = node.fields(faults, required=required, optional=("why",))
    if any(key not in fields for key in required):
        return None
    name = fields["name"].text(faults)
    patterns = read_patterns(fields["pattern"], faults)
    examples = fields["examples"].texts(faults)
    lowered = tuple(example.lower().replace("ё", "е") for example in examples)
    check_all_matched(patterns, lowered, faults, at=fields["examples"], whole=False)
    if name is None or not patterns:
        return None
    return NotPart(name, next(iter(patterns)), examples)


def _read_plausible(node: YamlNode | None, faults: Faults) -> tuple[str, ...]:
    if node is None:
        return ()
    fields = node.fields(faults, required=("shapes", "examples"))
    if len(fields) < len(("shapes", "examples")):
        return ()
    shapes = read_patterns(fields["shapes"], faults)
    check_all_matched(shapes, fields["examples"].texts(faults), faults, at=fields["examples"])
    return tuple(shapes)


def _read_phrases(node: YamlNode, faults: Faults) -> tuple[str, ...]:
    phrases: list[str] = []
    for item in node.items(faults):
        phrase = item.text(faults)
        try:
            if phrase is not None and read_phrase(phrase):
                phrases.append(phrase)
        except PhraseUnclear as unclear:
            faults.add(item.place, "PHRASE_UNCLEAR", f"`{phrase}`: {unclear}")
    return tuple(phrases)


def _check_aliases(lists: Iterable[YamlNode], faults: Faults) -> None:
    seen: dict[str, str] = {}
    ignored = Faults()
    for entry in (item for node in lists for item in node.items(ignored)):
        fields: Mapping[str, YamlNode] = entry.entries(ignored)
        if "name" not in fields or "aliases" not in fields:
            continue
        owner = str(fields["name"].scalar)
        for item in fields["aliases"].items(ignored):
            alias = str(item.scalar).lower()
            if seen.setdefault(alias, owner) != owner:
                message = f"`{alias}` already names {seen[alias]}"
                faults.add(item.place, "DUPLICATE_ALIAS", message)


def _check_read_whole(
    fields: Mapping[str, YamlNode], knowledge: PartNumberKnowledge, faults: Faults
) -> None:
    """Record examples of which only the beginning is read, because another pattern comes first."""
    for section, name, example, end in _readings(knowledge):
        if end != len(example):
            message = f"of `{example}` ({name}) only the beginning is read"
            faults.add(fields[section].place, "EXAMPLE_CUT", message)


def _readings(knowledge: PartNumberKnowledge) -> Iterator[tuple[str, str, str, int]]:
    """Yield the section, name and text of every example in groups and where reading it ends."""
    for make in knowledge.makes:
        for example in _grouped(make):
            yield "makes", make.name, example, knowledge.written_end(example.upper(), 0)
    for brand in knowledge.brands:
        for example in _grouped(brand):
            end = knowledge.branded_end(example.upper(), 0, brand=brand.name)
            yield "brands", brand.name, example, end
    for series in knowledge.series:
        for example in series.examples:
            yield "series", series.name, example, knowledge.series_end(example.upper(), 0)[0]


def _grouped(entry: Make | Brand) -> list[str]:
    return [text for text in entry.examples if text != _cleaned(text) and entry.written]


def _cleaned(example: str) -> str:
    return "".join(character for character in example.upper() if character.isalnum())
