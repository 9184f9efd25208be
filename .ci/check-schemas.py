"""check-schemas.py AIMS VECTORS: holds every vector against its JSON Schema, and shows that each schema refuses a spoilt one."""

import copy
import json
import os
import pathlib
import subprocess
import sys

import jsonschema

# Which files each schema is for, as globs below the folder of the vectors.
SCHEMAS = {
    "scenario": ["scenarios/**/*.yaml"],
    "target": ["targets/**/*.yaml"],
    "expectations": ["expectations.yaml"],
    "roles": ["roles.yaml"],
    "capabilities": ["capabilities.yaml"],
    "requirements": ["requirements/*.yaml"],
    "pair": ["pairs/**/*.yaml"],
    "pair-report": ["../reports/pairs/*/pair.json"],
}


def main() -> int:
    aims, vectors = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    faults, held = [], 0
    for name, globs in SCHEMAS.items():
        path = vectors / "schema" / f"{name}.schema.json"
        files = sorted(file for glob in globs for file in vectors.glob(glob))
        if not path.exists():
            if name != "requirements":
                faults.append(f"{path}: there is no such schema")
            continue
        schema = json.loads(path.read_text())
        validator_class = jsonschema.validators.validator_for(schema)
        validator_class.check_schema(schema)
        validator = validator_class(schema)
        for file in files:
            document = as_json(aims, file)
            held += 1
            for error in validator.iter_errors(document):
                where = "/".join(str(part) for part in error.absolute_path)
                faults.append(f"{os.path.relpath(file, vectors)}: {where}: {error.message[:300]}")
            # A key that nobody knows, at the top: a schema that accepts that accepts everything.
            spoilt = copy.deepcopy(document)
            if isinstance(spoilt, dict):
                spoilt["no-such-key"] = 1
                if validator.is_valid(spoilt):
                    faults.append(f"{path.name} accepts {os.path.relpath(file, vectors)} with an unknown key")
    for fault in faults:
        print(fault)
    print(f"{held} files held against their schemas, {len(faults)} faults")
    return 1 if faults or held == 0 else 0


def as_json(aims: str, file: pathlib.Path):
    """The document as the suite itself reads it (YAML 1.2, not the parser's YAML 1.1)."""
    if file.suffix == ".json":
        return json.loads(file.read_text())
    done = subprocess.run([aims, "lint", "--print-json", str(file)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{file}: {done.stderr or done.stdout}")
    return json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
