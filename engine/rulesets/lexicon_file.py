"""Read lexicon.ru.yaml: what clients say, as phrases that become boolean facts."""

import re
from collections.abc import Mapping

from engine.facts.agreement import Agreement
from engine.facts.declared import reserved_fact_names
from engine.facts.lexicon import USED_BY_EXTRACTION, Lexicon, LexiconFact
from engine.facts.normalise import normalise
from engine.facts.phrase_syntax import PhraseUnclear, read_orders
from engine.rulesets.source import Faults, YamlNode, suggestion

_NAME = re.compile(r"[a-z][a-z0-9_]{1,63}")
_WORD = re.compile("[а-я]+")
_LANGUAGE = "ru"


def read_lexicon(node: YamlNode, faults: Faults) -> Lexicon:
    """Return the compiled lexicon; mistakes go to `faults` and leave their fact out."""
    fields = node.fields(faults, required=("lexicon", "facts"), optional=("agreement", "spoken"))
    language = fields.get("lexicon")
    if language is not None and language.text(faults) not in {_LANGUAGE, None}:
        faults.add(language.place, "LEXICON_LANGUAGE", f"only `{_LANGUAGE}` is understood")
    listed = fields.get("facts")
    if listed is None:
        return Lexicon(())
    read = [
        fact
        for name, body in listed.entries(faults).items()
        if _name_is_free(name, listed, faults) and (fact := _read_fact(name, body, faults))
    ]
    _require_used(listed, faults)
    agreement = _read_agreement(fields.get("agreement"), faults)
    spoken = _read_spoken(fields.get("spoken"), faults)
    lexicon = Lexicon(read, agreement, spoken)
    if spoken and not faults.found:  # a phrase misread may be the one that holds the word
        _check_meant(fields["spoken"], lexicon, faults)
    return lexicon


def _name_is_free(name: str, listed: YamlNode, faults: Faults) -> bool:
    place = listed.key_places[name]
    if not _NAME.fullmatch(name):
        faults.add(place, "BAD_FACT_NAME", f"`{name}`: write lower-case letters, digits and _")
        return False
    if name in reserved_fact_names():
        faults.add(place, "FACT_NAME_TAKEN", f"`{name}` is a built-in fact; choose another name")
        return False
    return True


def _read_fact(name: str, node: YamlNode, faults: Faults) -> LexiconFact | None:
    fields = node.fields(faults, required=("means", "phrases"), optional=("unless",))
    means = fields["means"].text(faults) if "means" in fields else None
    phrases = _read_phrases(fields.get("phrases"), faults)
    unless = _read_phrases(fields.get("unless"), faults)
    if "phrases" in fields and not phrases:
        faults.add(fields["phrases"].place, "FACT_WITHOUT_PHRASES", f"`{name}` can never be true")
    if means is None or not phrases:
        return None
    return LexiconFact(name, means, phrases, unless)


def _read_agreement(node: YamlNode | None, faults: Faults) -> Agreement | None:
    if node is None:
        return None
    optional = ("asked_in_passing", "proposing", "keeping")
    fields = node.fields(faults, required=("asked", "signs"), optional=optional)
    asked, in_passing, proposing, keeping = (
        fields[name].text(faults) if name in fields else None for name in ("asked", *optional)
    )
    listed = fields["signs"].items(faults) if "signs" in fields else ()
    signs = tuple(filter(None, (_read_sign(item, faults) for item in listed)))
    return Agreement(signs, asked, in_passing, proposing, keeping)


def _read_spoken(node: YamlNode | None, faults: Faults) -> Mapping[str, str]:
    if node is None:
        return {}
    spoken: dict[str, str] = {}
    for said, body in node.entries(faults).items():
        meant = body.text(faults)
        if not _WORD.fullmatch(said):
            faults.add(node.key_places[said], "BAD_SPOKEN_WORD", f"`{said}`: one Russian word")
        elif meant is not None and not _WORD.fullmatch(meant):
            faults.add(body.place, "BAD_SPOKEN_WORD", f"`{meant}`: one Russian word")
        elif meant is not None:
            spoken[said] = meant
    return spoken


def _check_meant(spoken: YamlNode, lexicon: Lexicon, faults: Faults) -> None:
    for body in spoken.entries(faults).values():
        meant = body.text(faults)
        if meant is not None and not lexicon.knows(meant):
            faults.add(body.place, "SPOKEN_FOR_NOTHING", f"no phrase holds `{meant}` as it stands")


def _read_sign(node: YamlNode, faults: Faults) -> str | None:
    written = node.text(faults)
    if written is None:
        return None
    sign = normalise(written)
    if not sign or any(map(str.isalnum, sign)):
        # A word may mean something else beside others: phrases tell those apart.
        faults.add(node.place, "BAD_SIGN", f"`{written}`: no letters or digits; words are phrases")
        return None
    return sign


def _read_phrases(node: YamlNode | None, faults: Faults) -> tuple[str, ...]:
    if node is None:
        return ()
    phrases: list[str] = []
    for item in node.items(faults):
        phrase = item.text(faults)
        if phrase is not None and _is_clear(phrase, item, faults):
            phrases.append(phrase)
    return tuple(phrases)


def _is_clear(phrase: str, node: YamlNode, faults: Faults) -> bool:
    try:
        read_orders(phrase)
    except PhraseUnclear as unclear:
        faults.add(node.place, "PHRASE_UNCLEAR", f"`{phrase}`: {unclear}")
        return False
    return True


def _require_used(listed: YamlNode, faults: Faults) -> None:
    present = listed.entries(Faults())
    for name in USED_BY_EXTRACTION:
        if name not in present:
            hint = suggestion(name, present)
            faults.add(
                listed.place, "LEXICON_FACT_MISSING", f"reading numbers needs `{name}`{hint}"
            )
