#!/usr/bin/env python3
"""Turns Surefire's and Failsafe's reports into results: module, test, outcome, seconds.

A skipped test is a failed one unless `expected-skips` beside this file has its name, and so is an
expected skip that ran: the list says what is true. No test at all is a failure of the whole.
"""

import sys
import xml.etree.ElementTree as xml
from pathlib import Path

EXPECTED_SKIPS = Path(__file__).with_name("expected-skips")


def expected_skips():
    lines = EXPECTED_SKIPS.read_text().splitlines() if EXPECTED_SKIPS.exists() else []
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def cases(folder):
    for report in sorted(folder.glob("TEST-*.xml")):
        for case in xml.parse(report).iter("testcase"):
            yield f"{case.get('classname')}.{case.get('name')}", case


def outcome(name, case, expected):
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    if case.find("skipped") is not None:
        return "skipped" if name in expected else "failed"
    return "failed" if name in expected else "passed"


def main():
    expected = expected_skips()
    count = 0
    for folder in map(Path, sys.argv[1:]):
        for name, case in cases(folder):
            result = outcome(name, case, expected)
            skipped = case.find("skipped") is not None
            if result == "failed" and skipped != (name in expected):
                name += " (skipped, unexpectedly)" if skipped else " (ran, against expected-skips)"
            name = " ".join(name.split())
            seconds = case.get("time", "0").replace(",", "")
            print(folder.parent.parent.name, name, result, seconds, sep="\t")
            count += 1
    if count == 0:
        print("no test has run", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
