import shutil
from functools import partial
from pathlib import Path

import pytest

from engine.contract import DecisionGuard, load_contract
from engine.decisions import Decision
from engine.errors import FilesInvalid
from engine.evaluation.decide import Asked, Policy, decide
from engine.evaluation.evaluator import Evaluator
from engine.evaluation.policies import Shelf
from engine.evaluation.quotation import Quotation
from engine.evaluation.self_test import sampled
from engine.facts.situation import Situation
from engine.messages import Message
from engine.rulesets.manifest import seal
from engine.session import Session

RULES = Path("rules")
VERSION = "2026.11.1"
CONTRACT = load_contract(RULES / "contract.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(RULES / VERSION, tmp_path / VERSION)
    return tmp_path / VERSION


def load(folder: Path) -> Policy:
    shelf = Shelf(folder.parent, CONTRACT.vocabulary, partial(Evaluator))
    return shelf.load(VERSION)


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    seal(folder)


@pytest.mark.parametrize("variable", ["offers", "brands", "number", "part_numbers"])
def test_a_greeting_with_a_variable_nobody_can_fill_is_refused_at_the_rule_that_says_it(
    folder: Path, variable: str
) -> None:
    edit(folder, "replies.ru.yaml", 'text: "Здравствуйте!', f'text: "Здравствуйте! {{{variable}}}')

    with pytest.raises(FilesInvalid) as caught:
        load(folder)

    fault = caught.value.faults[0]
    assert (fault.code, Path(fault.file).name) == ("EMPTY_VARIABLE", "respond.yaml")


def test_the_other_wording_is_held_to_the_same(folder: Path) -> None:
    edit(folder, "replies.ru.yaml", 'again: "Слушаем вас!', 'again: "{offers} Слушаем вас!')

    with pytest.raises(FilesInvalid) as caught:
        load(folder)

    assert caught.value.faults[0].code == "EMPTY_VARIABLE"


def test_a_reply_with_variables_needs_an_example_that_shows_it(folder: Path) -> None:
    edit(
        folder,
        "quote.yaml",
        '    examples:\n      match: ["нужен 06A115561B"]\n      no_match: ["здравствуйте"]\n',
        '    examples:\n      no_match: ["здравствуйте"]\n',
    )

    with pytest.raises(FilesInvalid) as caught:
        load(folder)

    assert caught.value.faults[0].code == "EXAMPLE_MISSING"


def test_the_word_for_an_order_that_takes_long_is_held_to_the_same(folder: Path) -> None:
    word = "reply: respond.greeting, meanwhile: quote.offers}"
    edit(folder, "respond.yaml", "reply: respond.greeting}", word)

    with pytest.raises(FilesInvalid) as caught:
        load(folder)

    fault = caught.value.faults[0]
    assert (fault.code, Path(fault.file).name) == ("EMPTY_VARIABLE", "respond.yaml")


def test_a_reply_with_a_hole_is_not_said_but_handed_over() -> None:
    policy = Shelf(RULES, CONTRACT.vocabulary, partial(Evaluator)).load(VERSION)
    situation = Situation(Message("нужен 06A115561B"), Session(), lookup="found")

    record = decide(policy, Asked("d", situation, Quotation("found", ("06A115561B",))))
    guarded = DecisionGuard(CONTRACT).guard(record, situation.session)

    assert record.decision.reply is None
    assert guarded.fallback_reason == "contract:reply_missing"
    assert guarded.decision.need_operator


def test_no_reply_at_all_is_within_the_contract() -> None:
    assert not DecisionGuard(CONTRACT).violations(Decision(stage="NEW"))


def test_samples_fill_only_what_the_lookup_came_to() -> None:
    plain = Situation(Message("привет"), Session())
    found = Situation(Message("06A115561B"), Session(), lookup="found")
    several = Situation(Message("01089"), Session(), lookup="several_brands")

    assert sampled(plain, ()) == (plain, Quotation())
    assert sampled(found, ("06A115561B",))[0].session.offers[0].part_number == "06A115561B"
    assert sampled(several, ("01089",))[1].ambiguous_number == "01089"


def greeting_also(folder: Path, reply: str) -> None:
    edit(
        folder,
        "respond.yaml",
        "reply: respond.greeting}",
        f"reply: respond.greeting, also: {reply}}}",
    )


def test_another_reply_is_said_as_a_paragraph_of_its_own(folder: Path) -> None:
    greeting_also(folder, "respond.thanks")
    policy = load(folder)
    replies = policy.release.replies.by_id

    record = decide(policy, Asked("d", Situation(Message("привет"), Session())))

    said = [replies[name].text.render({}) for name in ("respond.greeting", "respond.thanks")]
    assert record.decision.reply == "\n\n".join(said)
    assert record.decision.reply_id == "respond.greeting"


def test_both_replies_are_said_in_other_words_when_both_were_the_last_thing_said(
    folder: Path,
) -> None:
    greeting_also(folder, "respond.thanks")
    policy = load(folder)
    replies = policy.release.replies.by_id
    said = [replies[name].text.render({}) for name in ("respond.greeting", "respond.thanks")]
    session = Session(last_reply="\n\n".join(said))

    record = decide(policy, Asked("d", Situation(Message("привет"), session)))

    again = [replies[name].again.render({}) for name in ("respond.greeting", "respond.thanks")]
    assert record.decision.reply == "\n\n".join(again)


def test_another_reply_with_a_variable_nobody_can_fill_is_refused(folder: Path) -> None:
    greeting_also(folder, "quote.offers")

    with pytest.raises(FilesInvalid) as caught:
        load(folder)

    assert caught.value.faults[0].code == "EMPTY_VARIABLE"
