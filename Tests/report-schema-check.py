#!/usr/bin/env python3
"""Looks at rendered reports with tools that Swift lacks.

usage: report-schema-check.py FOLDER

FOLDER holds samples (AIMS_REPORT_SAMPLES=FOLDER swift test --filter ReportsTests), or the reports of a run.
  *.json         against vectors/schema/report.schema.json (needs jsonschema from PyPI)
  *.xml          well-formed by another parser, and counts that agree; read by junitparser where that is installed
  *jenkins.xml   against the elements and attributes that Jenkins' xUnit plugin allows
  *.html         nothing but the elements that the report writes; no scripts, no handlers, no addresses but anchors
Exit status 1 if anything is wrong, or if there was nothing to look at.
"""
import json
import pathlib
import sys
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent
problems = []

# What each element may have, by the schema junit-10 of the plugin.
JENKINS = {
    "testsuites": ({"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"},
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
    ),
    "testcase": ({"name", "time", "classname", "group"}, {"skipped", "error", "failure", "system-out", "system-err"}),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "failure": ({"type", "message"}, set()),
    "error": ({"type", "message"}, set()),
    "skipped": ({"type", "message"}, set()),
    "system-out": (set(), set()),
}
HTML_ELEMENTS = set(
    "html head meta title style body a header main footer p h1 h2 h3 h4 div span strong table caption thead tbody tfoot tr th td dl dt dd "
    "ul li code pre form fieldset legend label input section details summary br".split()
)


def complain(path, problem):
    problems.append(f"{path.name}: {problem}")


def check_json(path, validator):
    document = json.loads(path.read_text(encoding="utf-8"))
    if not str(document.get("format", "")).startswith("aims-report/"):
        return False
    for error in validator.iter_errors(document):
        complain(path, f"{error.json_path}: {error.message[:200]}")
    counts = {}
    for scenario in document["scenarios"]:
        for check in scenario["checks"]:
            counts[check["verdict"]] = counts.get(check["verdict"], 0) + 1
    if {name: count for name, count in document["summary"].items() if count} != counts:
        complain(path, "the summary does not count the checks")
    return True


def check_junit(path):
    root = ElementTree.parse(path).getroot()
    if root.tag != "testsuites":
        return False
    for suite in root:
        cases = suite.findall("testcase")
        for attribute, element in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]:
            if int(suite.get(attribute)) != sum(case.find(element) is not None for case in cases):
                complain(path, f"{attribute} of {suite.get('name')!r} are miscounted")
        if int(suite.get("tests")) != len(cases):
            complain(path, f"tests of {suite.get('name')!r} are miscounted")
    if path.name.endswith("jenkins.xml"):
        for element in root.iter():
            attributes, children = JENKINS.get(element.tag, (set(), set()))
            if element.tag not in JENKINS:
                complain(path, f"element {element.tag}")
            if set(element.attrib) - attributes:
                complain(path, f"attributes {set(element.attrib) - attributes} of {element.tag}")
            if {child.tag for child in element} - children:
                complain(path, f"children {({child.tag for child in element} - children)} of {element.tag}")
    try:
        import junitparser
    except ImportError:
        return True
    seen = sum(len(list(suite)) for suite in junitparser.JUnitXml.fromfile(str(path)))
    if seen != len(list(root.iter("testcase"))):
        complain(path, f"junitparser sees {seen} test cases")
    return True


class Page(HTMLParser):
    """Collects what a browser would see as elements."""

    def __init__(self, path):
        super().__init__()
        self.path = path

    def handle_starttag(self, tag, attributes):
        if tag not in HTML_ELEMENTS:
            complain(self.path, f"element {tag}")
        for name, value in attributes:
            if name.startswith("on") or name in ("src", "srcdoc", "action", "formaction"):
                complain(self.path, f"attribute {name}")
            if name == "href" and not value.startswith("#"):
                complain(self.path, f"link to {value}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    schema = json.loads((ROOT / "vectors/schema/report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    looked_at = 0
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".json":
            looked_at += check_json(path, validator)
        elif path.suffix == ".xml":
            looked_at += check_junit(path)
        elif path.suffix == ".html":
            Page(path).feed(path.read_text(encoding="utf-8"))
            looked_at += 1
    for problem in problems:
        print(problem)
    print(f"{looked_at} reports, {len(problems)} problems")
    sys.exit(1 if problems or not looked_at else 0)


main()
