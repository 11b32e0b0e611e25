"""Numbers that the client takes back, and those that only stand beside a negation."""

import pytest

from tests.unit.engine.facts.reading import read


@pytest.mark.parametrize(
    "text",
    [
        "не 06A115561B а 1K0615301AA",
        "1K0615301AA, а не 06A115561B",
        "вместо 06A115561B нужен 1K0615301AA",
        "ошибся, не 06A115561B, 1K0615301AA",
        "06A115561B не нужен, 1K0615301AA",
    ],
)
def test_a_number_taken_back_is_not_searched(text: str) -> None:
    assert read(text).findings.part_numbers == ("1K0615301AA",)


@pytest.mark.parametrize("text", ["не 06A115561B", "вместо 06A115561B", "06A115561B не надо"])
def test_the_only_number_stays_for_the_refusal_to_be_about(text: str) -> None:
    assert read(text).findings.part_numbers == ("06A115561B",)


def test_a_negation_of_something_else_takes_no_number_back() -> None:
    found = read("не нашел 06A115561B и 1K0615301AA").findings

    assert found.part_numbers == ("06A115561B", "1K0615301AA")


@pytest.mark.parametrize(
    "text",
    [
        "сколько 06A115561B? 1K0615301AA уже купил",
        "сколько стоит 06A115561B, а 1K0615301AA я уже купил",
        "1K0615301AA купил уже, теперь нужен 06A115561B",
        "купил 1K0615301AA а 06A115561B сколько стоит",
        "06A115561B есть? 1K0615301AA взяли",
    ],
)
def test_a_number_that_is_bought_is_not_searched_beside_another(text: str) -> None:
    assert read(text).findings.part_numbers == ("06A115561B",)


@pytest.mark.parametrize(
    "text",
    [
        "06A115561B и 1K0615301AA еще не купил",
        "06A115561B нужен, 1K0615301AA еще не купил",
        "купил 06A115561B и 1K0615301AA",
        "купили 06A115561B? или 1K0615301AA",
        "купил бы 06A115561B и 1K0615301AA, есть цены на них",
    ],
)
def test_numbers_that_are_not_bought_or_all_of_them_stay(text: str) -> None:
    assert read(text).findings.part_numbers == ("06A115561B", "1K0615301AA")


@pytest.mark.parametrize(
    ("text", "left"),
    {
        "06A115561B и 1K0615301AA, второй не надо": "06A115561B",
        "06A115561B и 1K0615301AA, первую не надо": "1K0615301AA",
        "06A115561B, 1K0615301AA. не нужен первый": "1K0615301AA",
        "06A115561B\n1K0615301AA\n5QM411105R\nпоследний уберите": "06A115561B 1K0615301AA",
        "06A115561B и 1K0615301AA, третий не надо": "06A115561B 1K0615301AA",
        "06A115561B и 1K0615301AA, вторая не едет": "06A115561B 1K0615301AA",
        "06A115561B и 1K0615301AA, второй, не надо звонить": "06A115561B 1K0615301AA",
    }.items(),
)
def test_a_refusal_may_count_the_numbers_before_it(text: str, left: str) -> None:
    assert read(text).findings.part_numbers == tuple(left.split())


@pytest.mark.parametrize(
    "text",
    [
        "купил 06A115561B, не подошла, верну",
        "06A115561B не подошла верну",
        "хочу вернуть 06A115561B",
        "06A115561B брак, верните деньги",
        "вы прислали не ту 06A115561B",
    ],
)
def test_a_number_that_is_given_back_is_not_searched(text: str) -> None:
    assert read(text).findings.part_numbers == ()


@pytest.mark.parametrize(
    "text",
    [
        "купил 1K0615301AA, не подошла, нужна 06A115561B",
        "сколько стоит 06A115561B, если не подойдет верну",
        "06A115561B не подошла, аналог есть?",
        "06A115561B, гарантия есть?",
    ],
)
def test_what_is_wanted_beside_a_return_is_searched(text: str) -> None:
    assert read(text).findings.part_numbers == ("06A115561B",)
