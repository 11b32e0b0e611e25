from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from api.bootstrap.brain import Brain, build_brain
from engine.commands.serve_dialog import Served
from engine.errors import FilesInvalid
from engine.ports.parts import SearchFailed, SeveralBrands
from tests.golden.golden_case import GoldenCase, GoldenTurn, golden_cases
from tests.unit.engine.commands.a_dialog import Dialog, offers_for

CASES = tuple(golden_cases())
LEAST_CASES = 12


@pytest.fixture(scope="module")
def brain() -> Brain:
    return build_brain(rules_directory=Path("rules"))


def stocked(dialog: Dialog, case: GoldenCase) -> Dialog:
    for number, shelf in case.shop.items():
        priced = offers_for(number, *shelf.prices)
        if shelf.fails:
            dialog.world.answers[number] = SearchFailed(number, "OUTCOME_UNKNOWN")
        elif shelf.brands:
            dialog.world.answers[number] = SeveralBrands(number, shelf.brands)
            dialog.world.answers_by_brand |= {(number, brand): priced for brand in shelf.brands}
        else:
            dialog.world.answers[number] = priced
    return dialog


def set_scene(turn: GoldenTurn, dialog: Dialog) -> None:
    """Let pass what happens before anybody speaks."""
    lead = dialog.world.lead
    number = lead.part_number if turn.lead_oem is None else turn.lead_oem
    status = turn.lead_status or lead.status_id
    dialog.world.lead = replace(lead, status_id=status, part_number=number)
    dialog.clock.seconds += turn.after_hours * 3600


def receive(turn: GoldenTurn, dialog: Dialog) -> None:
    if turn.lead_updated:
        dialog.is_told_of_changed_lead()
    else:
        dialog.receives(turn.say, author=turn.author)


def check(turn: GoldenTurn, served: Served, dialog: Dialog) -> None:
    assert served.record is not None
    decision, expect = served.record.decision, turn.expect
    kinds = [delivered.kind for delivered in served.deliveries]
    assert decision.wait_reason == expect.silent, turn.say
    if expect.silent:
        assert kinds == []
        return
    seen = (decision.intent, decision.stage, decision.action)
    assert seen == (expect.intent, expect.stage, expect.action), turn.say
    assert expect.fired in {None, served.record.fired}, served.record.fired
    assert expect.effects in {None, tuple(kinds)}, kinds
    assert expect.lead_status in {None, dialog.world.lead.status_id}
    assert all(words in (decision.reply or "") for words in expect.reply_has), decision.reply


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_golden_case_holds(case: GoldenCase, brain: Brain) -> None:
    dialog = stocked(Dialog(brain), case)

    for turn in case.turns:
        set_scene(turn, dialog)
        receive(turn, dialog)
        check(turn, dialog.serves(), dialog)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_golden_case_answers_each_turn_once_when_every_event_comes_twice(
    case: GoldenCase, brain: Brain
) -> None:
    dialog = stocked(Dialog(brain), case)

    for turn in case.turns:
        set_scene(turn, dialog)
        receive(turn, dialog)
        dialog.receives_again()
        check(turn, dialog.serves(), dialog)

    spoken = sum(turn.expect.silent is None for turn in case.turns)
    assert len(dialog.world.replies) == spoken


def test_the_golden_suite_is_not_emptied_and_every_case_has_a_name_of_its_own() -> None:
    names = Counter(case.id for case in CASES)

    assert len(CASES) >= LEAST_CASES
    assert set(names.values()) == {1}


@pytest.mark.parametrize("broken", ["expect: {intnt: LOST}", "expect: {}", "expct: {}"])
def test_a_misspelt_or_empty_expectation_is_refused(tmp_path: Path, broken: str) -> None:
    (tmp_path / "qualify").mkdir()
    file = tmp_path / "qualify" / "case.yaml"
    file.write_text(
        f'version: 1\ncases:\n  - {{id: a.b, title: t, turns: [{{say: "x", {broken}}}]}}\n',
        encoding="utf-8",
    )

    with pytest.raises((FilesInvalid, KeyError)):
        tuple(golden_cases(tmp_path))
