#!/usr/bin/env python3
"""Checks the files of vectors/ against the schemas in vectors/schema/, with another implementation than the suite's own.

Needs jsonschema and PyYAML. Prints each fault with its file; the exit status is 1 if there is any.
"""
import json
import pathlib
import re
import sys

import jsonschema
import yaml

vectors = pathlib.Path(__file__).resolve().parent.parent / "vectors"


class Core(yaml.SafeLoader):
    """YAML 1.2, core schema: no yes and no, no dates, no octal by a leading zero."""


Core.yaml_implicit_resolvers = {}
Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
Core.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(~|null|Null|NULL|)$"), ["~", "n", "N", ""])
Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(0|[1-9][0-9]*)$"), list("-0123456789"))
Core.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$"), list("-0123456789"))


def check(path, validator):
    faults = []
    for error in validator.iter_errors(yaml.load(path.read_text(), Core)):
        best = jsonschema.exceptions.best_match([error])
        place = "/".join(str(part) for part in best.absolute_path) or "(the whole file)"
        faults.append(f"{path.relative_to(vectors.parent)}: {place}: {best.message[:300]}")
    return faults


def validator(name):
    schema = json.loads((vectors / "schema" / f"{name}.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


faults = []
for name in ("expectations", "roles", "capabilities"):
    faults += check(vectors / f"{name}.yaml", validator(name))
files = {name: sorted((vectors / f"{name}s").rglob("*.yaml")) for name in ("scenario", "target", "pair")}
for name, paths in files.items():
    if paths and (vectors / "schema" / f"{name}.schema.json").exists():
        schema = validator(name)
        for path in paths:
            faults += check(path, schema)
print("\n".join(faults + [f"{sum(map(len, files.values())) + 3} files, {len(faults)} faults"]))
sys.exit(1 if faults else 0)
