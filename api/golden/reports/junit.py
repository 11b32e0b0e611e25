"""A run as JUnit XML, for the machines that run checks."""

from collections.abc import Iterable
from itertools import groupby
from xml.etree import ElementTree as ET

from api.golden.judged_run import JudgedRun
from api.golden.outcome import CaseOutcome


def junit_xml(judged: JudgedRun) -> bytes:
    """Return one testsuite per file of cases and one for the gates."""
    root = ET.Element("testsuites", name="golden")
    by_file = groupby(judged.run.outcomes, key=lambda outcome: outcome.case.place.file)
    for file, outcomes in by_file:
        _add_suite(root, file, tuple(outcomes), judged)
    _add_gates(root, judged)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add_suite(
    root: ET.Element, file: str, outcomes: Iterable[CaseOutcome], judged: JudgedRun
) -> None:
    suite = ET.SubElement(root, "testsuite", name=file)
    policy = judged.run.subject.policy
    properties = ET.SubElement(suite, "properties")
    for name, value in (("ruleset", policy.version), ("digest", policy.digest)):
        ET.SubElement(properties, "property", name=name, value=value)
    for outcome in outcomes:
        _add_case(suite, outcome)
    _count(suite)


def _add_case(suite: ET.Element, outcome: CaseOutcome) -> None:
    case = outcome.case
    delivered = " (events twice)" if outcome.variant == "twice" else ""
    element = ET.SubElement(
        suite,
        "testcase",
        classname=case.place.file,
        name=f"{case.id}{delivered}",
        time=f"{outcome.seconds:.4f}",
    )
    place = f"{case.place.file}:{case.place.line}"
    if outcome.status == "skipped":
        ET.SubElement(element, "skipped", message=outcome.reason)
    elif outcome.status == "error":
        ET.SubElement(element, "error", message=_clean(outcome.reason)).text = place
    elif outcome.status == "failed":
        found = [f"{m.place.file}:{m.place.line} {m}" for m in outcome.mismatches]
        failure = ET.SubElement(element, "failure", message=_clean(outcome.reason or case.title))
        failure.text = _clean("\n".join([place, *found]))


def _add_gates(root: ET.Element, judged: JudgedRun) -> None:
    suite = ET.SubElement(root, "testsuite", name="gates")
    for gate in judged.gates:
        element = ET.SubElement(suite, "testcase", classname="gates", name=gate.name, time="0")
        if not gate.met:
            ET.SubElement(element, "failure", message=_clean(str(gate)))
    _count(suite)


def _count(suite: ET.Element) -> None:
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(len(suite.findall(f"testcase/{tag}"))))
    suite.set("tests", str(len(suite.findall("testcase"))))


def _clean(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")
