#!/usr/bin/env python3
"""Makes the committed report of a third-party target from a run's report.json and the adjudication of its findings.

usage: publish.py REPORT_JSON ADJUDICATION_YAML

Writes report.json and baseline.yaml beside the adjudication, without what must not be public yet: for each check whose entry says
`disclosure: withheld` the exchanges, what was seen, what was changed and how it differed are taken out; the requirement, the title
and the verdict stay. Of checks that passed or only recorded something the exchanges go too: they are long, and prove nothing to a
reader. Every failed or unproven check needs an entry; one without is withheld too, and the script ends with status 1
so that nobody forgets it. Addresses of the machine (the loopback port) stay: they say nothing.
Needs python3 with yaml.
"""
import json
import pathlib
import re
import sys

import yaml

WORDS = {"true-finding", "our-mistake-fixed", "open"}
WITHHELD = "withheld until it is disclosed"
# Values of one run that nobody needs: codes in redirects, tokens of forms.
LIVE = [re.compile(r"([?&]code=)[\w-]{12,}"), re.compile(r'(csrfmiddlewaretoken(?:=|\\" value=\\"))\w{12,}')]


def strip(check):
    """Takes everything out of a check that tells more than requirement, title and verdict."""
    for key in ("exchanges", "records", "edits", "controls", "mismatches"):
        check[key] = []
    for key in ("note", "why"):
        check.pop(key, None)
    for key in ("reason", "expected", "seen"):
        check[key] = WITHHELD


def main(report, adjudication):
    run = json.loads(pathlib.Path(report).read_text())
    path = pathlib.Path(adjudication)
    entries = {entry["check"]: entry for entry in yaml.safe_load(path.read_text())["adjudication"]}
    problems, seen, known = [], set(), []
    for scenario in run["scenarios"]:
        for check in scenario["checks"]:
            bare = check["id"].split("[")[0]
            entry = entries.get(check["id"]) or entries.get(bare)
            if check["verdict"] in ("passed", "noted", "skipped"):
                check["exchanges"] = []
            wants = check["verdict"] in ("failed", "unproven", "errored")
            if entry is None:
                if wants:
                    known.append((check, WITHHELD))
                    problems.append(f"{check['id']} is {check['verdict']} and has no entry: withheld")
                    strip(check)
                continue
            seen.add(entry["check"])
            stands = check["verdict"] in ("failed", "unproven", "errored", "warning")
            if not stands and entry["standing"] != "true-finding":
                continue
            if entry["verdict"] != check["verdict"] and not entry.get("varies"):
                problems.append(f"{check['id']}: the entry says {entry['verdict']}, the run {check['verdict']}")
            if entry["standing"] not in WORDS or entry["disclosure"] not in ("public", "withheld"):
                problems.append(f"{check['id']}: the entry's standing or disclosure is no known word")
            if wants:
                varies = "varies from run to run; " if entry.get("varies") else ""
                known.append((check, f"{varies}{entry['standing']}: {entry.get('observed', WITHHELD)}"))
            if stands and entry["disclosure"] != "public":
                strip(check)
    problems += [f"{name} is no check of this run" for name in sorted(set(entries) - seen) if entries[name]["standing"] == "true-finding"]
    # What varies is known even where this run did not show it.
    shown = {check["id"] for check, _ in known}
    known += [({"id": name, "verdict": entry["verdict"]}, f"varies from run to run; {entry['standing']}: {entry.get('observed', WITHHELD)}")
              for name, entry in entries.items() if entry.get("varies") and name not in shown]
    # A line for each scenario: small, and a change shows where it is.
    rows = ",\n".join(json.dumps(scenario, ensure_ascii=False, separators=(",", ":")) for scenario in run.pop("scenarios"))
    text = json.dumps(run, ensure_ascii=False, indent=1)[:-2] + ',\n "scenarios": [\n' + rows + "\n]}\n"
    for pattern in LIVE:
        text = pattern.sub(r"\1‹secret›", text)
    (path.parent / "report.json").write_text(text)
    lines = [f"# What is known to fail at {run['target']['name']} {run['target']['version']}; made by publish.py from the adjudication beside it.", "baseline:"]
    for check, reason in known:
        lines += [f"  - check: {json.dumps(check['id'])}", f"    verdict: {check['verdict']}", f"    reason: {json.dumps(reason, ensure_ascii=False)}"]
    (path.parent / "baseline.yaml").write_text("\n".join(lines if known else [*lines[:1], "baseline: []"]) + "\n")
    for problem in problems:
        print(f"publish.py: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]) if len(sys.argv) == 3 else __doc__)
