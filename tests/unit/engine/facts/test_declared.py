"""The list of all facts: complete, typed, without clashes, visible phase by phase."""

from engine.facts.declared import reserved_fact_names
from engine.facts.lexicon import USED_BY_EXTRACTION
from tests.unit.engine.facts.reading import knowledge, schema


def test_every_lexicon_entry_is_a_boolean_fact() -> None:
    names = [fact.name for fact in knowledge().lexicon.facts]

    assert all(schema()[name].type == "bool" for name in names)
    assert not schema().defaults[names[0]]


def test_no_lexicon_entry_takes_a_reserved_name() -> None:
    names = {fact.name for fact in knowledge().lexicon.facts}

    assert not names & reserved_fact_names()


def test_the_shipped_lexicon_holds_all_that_reading_needs() -> None:
    names = {fact.name for fact in knowledge().lexicon.facts}

    assert names.issuperset(USED_BY_EXTRACTION)


def test_every_default_is_among_the_values() -> None:
    enums = [spec for spec in schema().specs.values() if spec.type == "enum"]

    assert all(spec.default in spec.values for spec in enums)


def test_later_phases_see_what_earlier_ones_set_and_no_phase_its_own() -> None:
    gate = {spec.name for spec in schema().visible_to("gate")}
    harden = {spec.name for spec in schema().visible_to("harden")}

    assert not gate & {"gate", "intent", "action"}
    assert harden >= {"gate", "intent", "action", "next_stage", "transition_allowed"}


def test_a_transition_is_allowed_until_the_contract_forbids_it() -> None:
    assert schema().defaults["transition_allowed"] is True


def test_every_fact_says_what_it_means() -> None:
    assert all(spec.meaning for spec in schema().specs.values())
