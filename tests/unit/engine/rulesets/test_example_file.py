"""Examples put a text into any dialog a rule may meet."""

from engine.messages import Author
from engine.rulesets.example_file import read_examples
from engine.rulesets.model import Example
from engine.rulesets.source import Faults, read_yaml
from engine.session import PendingClarification
from tests.unit.engine.rule_builders import a_language


def read(text: str) -> tuple[tuple[Example, ...], list[str]]:
    faults = Faults()
    node = read_yaml(text, file="rules/test.yaml", faults=faults)
    examples = read_examples(node, a_language(), faults)
    return examples, [fault.code for fault in faults.found]


def test_a_plain_text_is_said_by_a_client_of_a_new_dialog() -> None:
    (example,), faults = read("match: [привет]")

    assert faults == []
    assert example.situation.message.text == "привет"
    assert (example.situation.message.author, example.situation.session.stage) == ("client", "NEW")


def test_the_message_may_come_from_somebody_else_with_files() -> None:
    (example,), _ = read("match: [{text: '', author: manager, attachments: [image, voice]}]")

    message = example.situation.message
    assert message.author is Author.MANAGER
    assert [attachment.kind for attachment in message.attachments] == ["image", "voice"]


def test_the_dialog_may_be_anywhere_in_the_funnel() -> None:
    (example,), faults = read("""
match:
  - text: да
    lookup: found
    lead_status: manual
    deal_bound: true
    session:
      stage: PRICING
      mode: manual
      offers: [{oem: "123", brand: BMW, price: 500}]
      chosen_offer_ids: [1]
      pending_clarification: {kind: brand, number: "123"}
      lead: {id: 7, status_id: NEW, oem: "123"}
      deal_id: 9
      status_written: NEW
      last_reply: Здравствуйте!
""")

    situation, session = example.situation, example.situation.session
    assert faults == []
    assert (situation.lookup, situation.lead_status, situation.deal_bound) == (
        "found",
        "manual",
        True,
    )
    assert (session.stage, session.mode, session.deal_id) == ("PRICING", "manual", 9)
    assert (session.offers[0].price, session.chosen_offer_ids) == (500, (1,))
    assert session.pending_clarification == PendingClarification("brand", "123")
    assert session.lead is not None
    assert session.lead.part_number == "123"


def test_facts_of_earlier_phases_may_be_given() -> None:
    (example,), faults = read("no_match: [{text: '', facts: {intent: LOST, greeting: true}}]")

    assert faults == []
    assert example.facts == {"intent": "LOST", "greeting": True}


def test_unknown_words_in_examples_are_mistakes() -> None:
    _, faults = read("match: [{text: а, author: boss}, {text: а, facts: {intent: BUY}}, 5]")

    assert faults == ["UNKNOWN_VALUE", "UNKNOWN_INTENT", "TYPE_MISMATCH"]


def test_unknown_keys_in_examples_are_mistakes() -> None:
    _, faults = read("match: [{txt: а}, {text: а, session: {stag: NEW}}]")

    assert faults == ["UNKNOWN_KEY", "UNKNOWN_KEY"]
