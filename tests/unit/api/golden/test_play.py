from datetime import date
from pathlib import Path

import pytest

from api.golden.play import play
from integrations.clock import SystemClock
from tests.unit.api.golden.golden_files import GREETING, case_of, played, subject, wrong_keys

PRICED = "say: нужен 06A115561B"


@pytest.mark.parametrize(
    "expect",
    [
        "intent: SMALL_TALK, stage: NEW, action: reply, topic: GREETING",
        "intent: '!LOST', stage: '!LOST', effects: [chat_reply]",
        "fired: [qualify.greeting, respond.greeting], reply_id: respond.greeting",
        "fired_has: [qualify.greeting], not_fired: [qualify.thanks]",
        "reply_has: [Здравствуйте], reply_lacks: [До свидания], need_operator: false",
        "part_numbers: [], vins: [], phone: null, chosen: [], pending: null, silent: null",
    ],
)
def test_a_case_holds_when_everything_expected_is_true(tmp_path: Path, expect: str) -> None:
    case = case_of(tmp_path, f"say: здравствуйте, expect: {{{expect}}}")

    assert wrong_keys(played(case)) == []


@pytest.mark.parametrize(
    ("expect", "key"),
    [
        ("intent: LOST", "intent"),
        ("intent: '!SMALL_TALK'", "intent"),
        ("stage: LOST", "stage"),
        ("action: none", "action"),
        ("topic: THANKS", "topic"),
        ("silent: MANUAL", "silent"),
        ("fired: [qualify.greeting]", "fired"),
        ("fired_has: [qualify.thanks]", "fired_has"),
        ("not_fired: [qualify.greeting]", "not_fired"),
        ("reply_has: [До свидания]", "reply_has"),
        ("reply_lacks: [Здравствуйте]", "reply_lacks"),
        ("effects: []", "effects"),
        ("lead_status: JUNK", "lead_status"),
        ("part_numbers: [A1]", "part_numbers"),
        ("phone: '+79123456789'", "phone"),
        ("quantity: 2", "quantity"),
        ("quantities: {1: 2}", "quantities"),
        ("contact: {first_name: Анна}", "contact"),
        ("address: Пермь", "address"),
        ("need_operator: true", "need_operator"),
        ("pending: brand", "pending"),
    ],
)
def test_a_case_fails_on_each_thing_that_is_not_as_expected(
    tmp_path: Path, expect: str, key: str
) -> None:
    case = case_of(tmp_path, f"say: здравствуйте, expect: {{{expect}}}")

    assert key in wrong_keys(played(case))


def test_silence_that_nobody_expects_fails(tmp_path: Path) -> None:
    case = case_of(tmp_path, "say: ща гляну, author: manager, expect: {stage: NEW}")

    assert wrong_keys(played(case)) == ["silent"]


def test_a_number_that_the_case_does_not_know_fails_it(tmp_path: Path) -> None:
    case = case_of(tmp_path, f"{PRICED}, expect: {{intent: OEM_QUERY}}")

    assert "shop" in wrong_keys(played(case))


@pytest.mark.parametrize(
    ("shop", "stage"),
    [
        ("{06A115561B: {prices: [450]}}", "PRICING"),
        ("{06A115561B: {offers: [{price: 450, brand: Febi}]}}", "PRICING"),
        ("{06A115561B: nothing}", "HARD_PICK"),
        ("{'*': nothing}", "HARD_PICK"),
        ("{06A115561B: {fails: true}}", "IN_WORK"),
        ("{06A115561B: {fails: false, prices: [450]}}", "PRICING"),
        ("{06A115561B: {brands: [Febi, SWAG], prices: [450]}}", "NEW"),
    ],
)
def test_the_shop_answers_as_the_case_says(tmp_path: Path, shop: str, stage: str) -> None:
    case = case_of(tmp_path, f"shop: {shop}, {PRICED}, expect: {{stage: {stage}}}")

    assert wrong_keys(played(case)) == []


def test_the_shop_may_change_from_a_turn_on(tmp_path: Path) -> None:
    case = case_of(
        tmp_path,
        "shop: {06A115561B: nothing}, turns: ["
        f"{{{PRICED}, expect: {{stage: HARD_PICK}}}}, "
        f"{{shop: {{06A115561B: {{prices: [450]}}}}, {PRICED}, expect: {{stage: PRICING}}}}]",
    )

    assert wrong_keys(played(case)) == []


def test_an_event_that_comes_again_changes_nothing(tmp_path: Path) -> None:
    case = case_of(
        tmp_path, f"turns: [{{{GREETING}}}, {{redeliver: true, expect: {{effects: []}}}}]"
    )

    assert wrong_keys(played(case)) == []


def test_a_case_is_played_until_its_first_wrong_turn(tmp_path: Path) -> None:
    wrong = "{say: здравствуйте, expect: {intent: LOST}}"
    case = case_of(tmp_path, f"turns: [{{{GREETING}}}, {wrong}, {wrong}]")

    once, twice = played(case).outcomes

    assert [len(outcome.turns) for outcome in (once, twice)] == [2, 2]


def test_a_case_starts_where_it_says(tmp_path: Path) -> None:
    case = case_of(
        tmp_path, "given: {stage: HARD_PICK}, say: ну что там, expect: {silent: HARD_PICK}"
    )

    assert wrong_keys(played(case)) == []


def test_vetoes_are_tried_on_what_rules_should_never_say(tmp_path: Path) -> None:
    case = case_of(
        tmp_path,
        "say: да, rules_say: {action: abcp_lookup}, expect: {vetoes: [lookup]}",
    )

    assert wrong_keys(played(case)) == []


def test_vetoes_see_what_a_person_did_to_the_lead(tmp_path: Path) -> None:
    case = case_of(
        tmp_path,
        "given: {stage: PRICING}, lead_status: UC_UAO7E9, say: да, rules_say: {action: reply}, "
        "expect: {vetoes: [reply], fired: [hardening.manual_status_of_a_manager]}",
    )

    assert wrong_keys(played(case)) == []


@pytest.mark.parametrize("said", ["acton: none", "action: nothing", "lookup: 5", "stage: NOWHERE"])
def test_what_no_rule_can_say_is_an_error_of_the_case(tmp_path: Path, said: str) -> None:
    case = case_of(tmp_path, f"say: да, rules_say: {{{said}}}, expect: {{vetoes: []}}")

    assert {outcome.status for outcome in played(case).outcomes} == {"error"}


@pytest.mark.parametrize(
    ("until", "status"),
    [
        ("2026-10-31", "failed"),
        ("2026-11-01", "skipped"),
        ("2027-01-30", "skipped"),
        ("2027-01-31", "failed"),
    ],
)
def test_a_case_is_skipped_until_its_date_and_at_most_90_days(
    tmp_path: Path, until: str, status: str
) -> None:
    case = case_of(tmp_path, f"skip: {{reason: later, until: '{until}'}}, {GREETING}")

    outcome = play(case, subject(), SystemClock(), today=date(2026, 11, 1))

    assert outcome.status == status


def test_a_skip_that_reaches_too_far_is_told_its_latest_date(tmp_path: Path) -> None:
    case = case_of(tmp_path, f"skip: {{reason: later, until: '2099-12-31'}}, {GREETING}")

    outcome = play(case, subject(), SystemClock(), today=date(2026, 11, 1))

    assert outcome.reason.endswith("skip until 2027-01-30 at the latest")
