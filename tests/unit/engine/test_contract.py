from decimal import Decimal
from pathlib import Path

import pytest

from engine.contract import Contract, DecisionGuard, load_contract
from engine.decisions import Decision, DecisionRecord
from engine.errors import FilesInvalid
from engine.session import Offer, Session

CONTRACT_FILE = Path("rules/contract.yaml")


@pytest.fixture(scope="module")
def contract() -> Contract:
    return load_contract(CONTRACT_FILE)


def a_record(decision: Decision) -> DecisionRecord:
    return DecisionRecord("dec_1", "1", "digest", "durable", decision, (), {})


def an_edited_contract(folder: Path, old: str, new: str) -> Path:
    text = CONTRACT_FILE.read_text(encoding="utf-8")
    assert old in text
    edited = folder / "contract.yaml"
    edited.write_text(text.replace(old, new, 1), encoding="utf-8")
    return edited


def codes_of(path: Path) -> set[str]:
    with pytest.raises(FilesInvalid) as caught:
        load_contract(path)
    return {fault.code for fault in caught.value.faults}


def test_every_stage_of_the_shipped_contract_has_a_crm_status(contract: Contract) -> None:
    assert set(contract.status_ids) == set(contract.vocabulary.stages)


def test_a_lost_lead_is_written_as_junk_and_a_deal_as_converted(contract: Contract) -> None:
    assert contract.status_ids["LOST"] == "JUNK"
    assert contract.status_ids["DEAL"] == "CONVERTED"


@pytest.mark.parametrize(
    ("word", "stage"),
    [("SUCCESS", "DEAL"), ("bad_lead ", "LOST"), ("PRICING", "PRICING"), ("NOPE", None)],
)
def test_stage_words_are_resolved_through_aliases(
    contract: Contract, word: str, stage: str | None
) -> None:
    assert contract.stage(word) == stage


def test_transitions_lead_only_to_stages_of_the_contract(contract: Contract) -> None:
    targets = {s for following in contract.vocabulary.transitions.values() for s in following}

    assert targets <= set(contract.vocabulary.stages)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("next: []", "next: [PRICNG]", "UNKNOWN_STAGE"),
        ("action: handover_operator", "action: handover_operater", "UNKNOWN_ACTION"),
        ("  - LOST\n", "  - LOST\n  - LOST\n", "DUPLICATE_VALUE"),
        ("SUCCESS: DEAL", "PRICING: DEAL", "DUPLICATE_VALUE"),
        ("fallback:\n", "fallbak:\n", "UNKNOWN_KEY"),
        ("version: 1", "version: [1", "YAML_SYNTAX"),
    ],
)
def test_a_mistake_in_the_contract_is_named(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert code in codes_of(an_edited_contract(tmp_path, old, new))


def test_a_mistake_in_the_contract_says_where_and_suggests_the_nearest_word(
    tmp_path: Path,
) -> None:
    edited = an_edited_contract(tmp_path, "next: []", "next: [PRICNG]")

    with pytest.raises(FilesInvalid) as caught:
        load_contract(edited)

    fault = caught.value.faults[0]
    line = edited.read_text(encoding="utf-8").split("\n")[fault.line - 1]
    assert line[fault.column - 1 :].startswith("PRICNG")
    assert "`PRICING`" in fault.message


def test_a_contract_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert codes_of(tmp_path / "contract.yaml") == {"MISSING_FILE"}


def test_a_contract_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "contract.yaml"
    path.write_bytes("version: 1 # кириллица".encode("cp1251"))

    assert codes_of(path) == {"NOT_UTF8"}


def test_a_decision_within_the_contract_passes_unchanged(contract: Contract) -> None:
    record = a_record(Decision(stage="NEW", action="reply", reply="Здравствуйте!"))

    assert DecisionGuard(contract).guard(record, Session()) is record


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        (Decision(stage="NOWHERE"), "stage"),
        (Decision(stage="NEW", action="dance"), "action"),
        (Decision(stage="NEW", intent="GOSSIP"), "intent"),
        (Decision(stage="NEW", topic="WEATHER"), "topic"),
        (Decision(stage="NEW", ambiguity_reason="WHATEVER"), "ambiguity_reason"),
        (Decision(stage="NEW", confidence=1.5), "confidence"),
        (Decision(stage="NEW", reply=""), "reply_length"),
        (Decision(stage="NEW", reply="x" * 20_001), "reply_length"),
        (Decision(stage="NEW", chosen_offer_ids=(3,)), "unknown_offers"),
    ],
)
def test_a_decision_outside_the_contract_becomes_the_fallback(
    contract: Contract, broken: Decision, field: str
) -> None:
    guarded = DecisionGuard(contract).guard(a_record(broken), Session(stage="PRICING"))

    assert guarded.fallback_reason == f"contract:{field}"
    assert guarded.decision.stage == "PRICING"
    assert guarded.decision.actions == ("handover_operator", "reply")


def test_the_fallback_keeps_what_the_session_knows(contract: Contract) -> None:
    offer = Offer(id=1, part_number="06A115561B", brand="VAG", price=Decimal(450))
    session = Session(stage="CONTACT", offers=(offer,), chosen_offer_ids=(1,))

    fallback = DecisionGuard(contract).fallback(session)

    assert (fallback.stage, fallback.offers, fallback.chosen_offer_ids) == (
        "CONTACT",
        (offer,),
        (1,),
    )


def test_a_chosen_id_of_a_known_offer_is_within_the_contract(contract: Contract) -> None:
    offer = Offer(id=1, part_number="06A115561B", brand="VAG", price=Decimal(450))
    decision = Decision(stage="PRICING", offers=(offer,), chosen_offer_ids=(1,))

    assert not DecisionGuard(contract).violations(decision)
    assert DecisionGuard(contract).violations(decision._replace(offers=()))
