import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import orjson
import pytest

from api.golden.judged_run import JudgedRun, judged
from api.golden.reports.chart import trend_chart
from api.golden.reports.junit import junit_xml
from api.golden.reports.page import html_page
from api.golden.reports.results import Document, results_document
from api.golden.reports.trend import append_trend, last_of_each_day, read_trend, trend_point
from api.golden.reports.writing import write_reports
from tests.unit.api.golden.golden_files import GREETING, SOON, cases_of, played

HOSTILE = "</script><script>alert(1)</script><!-- & {{script}}"
CASES = f"""
version: 1
title: "t {HOSTILE}"
cases:
  - {{id: a.holds, {GREETING}}}
  - {{id: a.fails, say: "здравствуйте", expect: {{intent: LOST, stage: NEW}}}}
  - {{id: a.breaks, say: да, rules_say: {{acton: none}}, expect: {{vetoes: []}}}}
  - {{id: a.waits, skip: {{reason: later, until: "{SOON}"}}, {GREETING}}}
  - {{id: a.hostile, say: "{HOSTILE}", expect: {{intent: LOST}}}}
"""


@pytest.fixture
def found(tmp_path: Path) -> JudgedRun:
    cases = cases_of(tmp_path, CASES)
    return judged(played(*cases), tmp_path / "golden", cases)


@pytest.fixture
def results(found: JudgedRun) -> Document:
    return results_document(found)


def test_junit_tells_failures_from_errors_and_counts_them(found: JudgedRun) -> None:
    suite, gates = ET.fromstring(junit_xml(found))  # noqa: S314 - our own words

    counted = [suite.get(name) for name in ("tests", "failures", "errors", "skipped")]
    assert counted == ["9", "4", "2", "1"]
    assert gates.get("failures") == "1"


def test_junit_says_where_each_mismatch_stands(found: JudgedRun) -> None:
    failure = ET.fromstring(junit_xml(found)).find(".//failure")  # noqa: S314 - our own words

    assert failure is not None
    assert re.search(r"cases\.yaml:6 intent", failure.text or "")


def test_results_hold_expected_beside_actual_and_the_trace_of_the_failing_turn(
    results: Document,
) -> None:
    by_id = {case["id"]: case for case in results["cases"]}
    (turn,) = by_id["a.fails"]["turns"]

    assert (turn["expected"]["intent"], turn["actual"]["intent"]) == ("LOST", "SMALL_TALK")
    assert [rule["rule_id"] for rule in turn["trace"]["fired"]] == turn["actual"]["fired"]
    assert all(rule["why"] for rule in turn["trace"]["fired"])
    assert by_id["a.holds"]["turns"][0]["trace"] is None
    assert results["counts"] == {"passed": 1, "failed": 2, "error": 1, "skipped": 1}


def test_a_veto_that_was_tried_alone_is_explained_alone(tmp_path: Path) -> None:
    cases = cases_of(
        tmp_path,
        "version: 1\ntitle: t\ncases: [{id: a.b, say: да, "
        "rules_say: {action: abcp_lookup}, expect: {vetoes: []}}]",
    )
    document = results_document(judged(played(*cases), tmp_path, cases))

    (turn,) = document["cases"][0]["turns"]
    assert {rule["phase"] for rule in turn["trace"]["fired"]} == {"harden"}


def test_the_page_needs_nothing_else_and_texts_stay_texts(results: Document) -> None:
    page = html_page(results, ())

    assert page.count("<script") == page.count("</script>") == 2
    assert not re.search(r"(src|href)=", page)


def test_the_data_of_the_page_are_the_results(results: Document) -> None:
    page = html_page(results, ())
    embedded = re.search(r'id="data">(.*?)</script>', page, re.DOTALL)

    assert embedded is not None
    assert orjson.loads(embedded[1]) == orjson.loads(orjson.dumps(results))


def test_the_trend_grows_by_a_line_per_run_and_survives_a_broken_one(
    tmp_path: Path, results: Document
) -> None:
    append_trend(tmp_path, trend_point(results))
    with (tmp_path / "trend.jsonl").open("ab") as file:
        file.write(b'{"at": "20\n')
    append_trend(tmp_path, trend_point(results))

    first, second = read_trend(tmp_path)

    assert first == second
    assert (first["cases"], first["held"], first["verdict"]) == (4, 0.25, "FAILED")
    assert first["accuracy"]["intent"]["SMALL_TALK"] == {"right": 1, "asked": 1}


def test_the_chart_has_one_point_per_day_of_the_suite() -> None:
    runs = [
        {"at": at, "suite": suite, "held": 1.0, "rules": 0.5, "conditions": 0.5}
        for at, suite in [
            ("2026-11-24T10:00:00", "smoke"),
            ("2026-11-24T11:00:00", "smoke"),
            ("2026-11-25T10:00:00", "extended"),
            ("2026-11-25T11:00:00", "smoke"),
        ]
    ]

    days = last_of_each_day(runs, "smoke")

    assert [point["at"] for point in days] == ["2026-11-24T11:00:00", "2026-11-25T11:00:00"]
    assert ET.fromstring(trend_chart(days)).tag == "svg"  # noqa: S314 - our own words
    assert trend_chart(()) == ""


def test_all_reports_of_a_run_are_in_one_folder(tmp_path: Path, found: JudgedRun) -> None:
    folder = tmp_path / "report"
    write_reports(found, folder)
    part = replace(found, run=replace(found.run, pattern="a.*"))
    write_reports(part, folder)

    assert {path.name for path in folder.iterdir()} == {
        *("junit.xml", "results.json", "report.html", "trend.jsonl"),
    }
    assert len(read_trend(folder)) == 1
