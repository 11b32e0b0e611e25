"""Write every report of a run into one folder."""

from pathlib import Path

import orjson

from api.golden.judged_run import JudgedRun
from api.golden.reports.junit import junit_xml
from api.golden.reports.page import html_page
from api.golden.reports.results import results_document
from api.golden.reports.trend import append_trend, read_trend, trend_point

JUNIT, RESULTS, PAGE = "junit.xml", "results.json", "report.html"


def write_reports(judged: JudgedRun, folder: Path) -> None:
    """Write the reports; a run of the whole suite becomes part of the trend."""
    folder.mkdir(parents=True, exist_ok=True)
    results = results_document(judged)
    if judged.run.pattern is None:
        append_trend(folder, trend_point(results))
    indented = orjson.dumps(results, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    (folder / RESULTS).write_bytes(indented)
    (folder / JUNIT).write_bytes(junit_xml(judged))
    (folder / PAGE).write_text(html_page(results, read_trend(folder)), encoding="utf-8")
