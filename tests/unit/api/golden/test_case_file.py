from pathlib import Path

import pytest

from engine.messages import Attachment, Author
from engine.session import PendingClarification
from tests.unit.api.golden.golden_files import GREETING, case_of, cases_of, codes_of

TURN = "{say: x, expect: {intent: LOST}}"


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("say: x, expect: {intnt: LOST}", "UNKNOWN_KEY"),
        ("say: x, expct: {intent: LOST}", "UNKNOWN_KEY"),
        ("say: x, expect: {}", "EMPTY_EXPECTATION"),
        ("say: x, expect: {fired_has: []}", "EMPTY_EXPECTATION"),
        ("say: x, expect: {not_fired: []}", "EMPTY_EXPECTATION"),
        ("say: x, expect: {reply_has: null}", "EMPTY_EXPECTATION"),
        ("say: x, expect: {reply_lacks: []}", "EMPTY_EXPECTATION"),
        ("say: x, expect: {contact: {}}", "EMPTY_EXPECTATION"),
        ("say: x, expect: {pending: {}}", "EMPTY_EXPECTATION"),
        ("say: x", "MISSING_KEY"),
        ("say: x, expect: {intent: LOSST}", "UNKNOWN_VALUE"),
        ("say: x, expect: {stage: LOSST}", "UNKNOWN_VALUE"),
        ("say: x, expect: {effects: [chat_replay]}", "UNKNOWN_VALUE"),
        ("say: x, expect: {quantities: {a: 1}}", "TYPE_MISMATCH"),
        ("say: x, expect: {intent: LOST}, redeliver: true", "WRONG_TURN"),
        ("expect: {intent: LOST}", "WRONG_TURN"),
        (f"turns: [{TURN}], say: x", "WRONG_TURN"),
        ("turns: []", "EMPTY_LIST"),
        ("say: x, after: soon, expect: {intent: LOST}", "WRONG_TIME"),
        ("say: x, expect: {intent: LOST}, skip: {reason: r, until: soon}", "WRONG_TIME"),
        ("say: x, expect: {intent: LOST}, skip: {reason: r}", "MISSING_KEY"),
        ("say: x, expect: {intent: LOST}, given: {stage: NOWHERE}", "UNKNOWN_VALUE"),
        ("say: x, expect: {intent: LOST}, given: {offers: [{oem: a}]}", "MISSING_KEY"),
        ("say: x, expect: {intent: LOST}, shop: {a: something}", "UNKNOWN_VALUE"),
        ("say: x, expect: {intent: LOST}, attachments: [parcel]", "UNKNOWN_VALUE"),
        ("say: x, expect: {intent: LOST}, suite: nightly", "UNKNOWN_VALUE"),
    ],
)
def test_what_is_not_understood_is_refused_with_a_code(
    tmp_path: Path, case: str, code: str
) -> None:
    text = f"version: 1\ncases:\n  - {{id: a.b, title: t, {case}}}\n"

    assert code in codes_of(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("version: 2\ncases: []", "GOLDEN_VERSION"),
        ("cases: []", "MISSING_KEY"),
        (f"version: 1\ncases: [{{id: a.b, {GREETING}}}]", "MISSING_KEY"),
        (f"version: 1\ntitle: t\ncases: [{{id: Case, {GREETING}}}]", "BAD_CASE_ID"),
        (
            f"version: 1\ntitle: t\ncases: [{{id: a.b, {GREETING}}}, {{id: a.b, {GREETING}}}]",
            "DUPLICATE_CASE",
        ),
        ("version: 1\ncases: [", "YAML_SYNTAX"),
    ],
)
def test_a_file_that_is_not_understood_is_refused_with_a_code(
    tmp_path: Path, text: str, code: str
) -> None:
    assert code in codes_of(tmp_path, text)


def test_one_turn_is_written_without_a_list(tmp_path: Path) -> None:
    case = case_of(tmp_path, "say: привет, author: manager, expect: {silent: MANUAL}")

    (turn,) = case.turns
    assert (turn.message.text, turn.message.author) == ("привет", Author.MANAGER)


def test_a_file_says_for_all_its_cases_what_they_do_not_say(tmp_path: Path) -> None:
    first, second = cases_of(
        tmp_path,
        "version: 1\ntitle: T\nsuite: extended\n"
        "defaults: {given: {stage: PRICING}, shop: {A: nothing}}\n"
        "cases:\n"
        f"  - {{id: a.a, {GREETING}}}\n"
        f"  - {{id: a.b, suite: smoke, given: {{stage: FINAL}}, {GREETING}}}\n",
    )

    assert first.given is not None
    assert second.given is not None
    assert (first.title, first.suite, first.given.stage) == ("T", "extended", "PRICING")
    assert (second.suite, second.given.stage, tuple(second.shop)) == ("smoke", "FINAL", ("A",))


def test_a_case_starts_from_everything_that_is_given(tmp_path: Path) -> None:
    case = case_of(
        tmp_path,
        "given: {offers: [{oem: A1, brand: VAG, price: 5}], chosen: [1], "
        "contact: {first_name: Анна}, pending: {kind: brand, number: A1, options: [Febi]}, "
        "history: [{role: bot, text: да}], lead: {status_id: NEW, oem: B2}}, "
        "say: '', attachments: [image], forwarded: true, after: 2d, "
        "expect: {silent: null}",
    )

    assert case.given is not None
    assert case.given.lead is not None
    assert case.given.pending_clarification == PendingClarification("brand", "A1", ("Febi",))
    assert (case.given.offers[0].id, case.given.chosen_offer_ids) == (1, (1,))
    assert case.given.lead.part_number == "B2"
    assert case.turns[0].message.attachments == (Attachment("image"),)
    assert case.turns[0].after_seconds == 2 * 86400


def test_the_digest_changes_with_the_case_and_with_nothing_else(tmp_path: Path) -> None:
    same = case_of(tmp_path, "say: x,   expect: {intent: LOST}")
    again = case_of(tmp_path, "say: x, expect: {intent: LOST}")
    other = case_of(tmp_path, "say: x, expect: {intent: UNKNOWN}")

    assert same.digest == again.digest != other.digest


def test_a_case_that_leaves_the_smoke_suite_is_changed(tmp_path: Path) -> None:
    text = f"version: 1\ntitle: t\ncases: [{{id: a.b, {GREETING}}}]\n"

    (smoke,) = cases_of(tmp_path, text)
    (extended,) = cases_of(tmp_path, f"suite: extended\n{text}")

    assert smoke.digest != extended.digest


@pytest.mark.parametrize("path", ["lost.yaml", "some/lost.yml", "some/deeper/lost.yaml"])
def test_a_file_of_cases_that_would_never_be_played_is_refused(tmp_path: Path, path: str) -> None:
    lost = tmp_path / "golden" / path
    lost.parent.mkdir(parents=True)
    lost.write_text("version: 1", encoding="utf-8")

    assert codes_of(tmp_path, f"version: 1\ntitle: t\ncases: [{{id: a.b, {GREETING}}}]") == {
        "MISPLACED_CASES"
    }


@pytest.mark.parametrize("path", ["suite.yaml", "survivors.yaml"])
def test_files_about_all_cases_hold_none(tmp_path: Path, path: str) -> None:
    (tmp_path / "golden").mkdir()
    (tmp_path / "golden" / path).write_text("version: 1", encoding="utf-8")

    assert codes_of(tmp_path, f"version: 1\ntitle: t\ncases: [{{id: a.b, {GREETING}}}]") == set()
