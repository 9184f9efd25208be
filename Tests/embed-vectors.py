#!/usr/bin/env python3
"""Writes Sources/CVectors/CVectors.c, which carries the files of vectors/ into the binary.

Every .yaml and .json file of vectors/ is embedded, except those of published/ (only tests read them).
Without arguments the file is written; with --check it is compared, and the exit status says whether it is current.
"""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
vectors = root / "vectors"
target = root / "Sources/CVectors/CVectors.c"


def paths():
    found = [p.relative_to(vectors).as_posix() for p in vectors.rglob("*") if p.suffix in (".yaml", ".json") and p.is_file()]
    return sorted(p for p in found if not p.startswith("published/"))


def symbol(path):
    return "file_" + re.sub(r"[^a-z0-9]", lambda m: "_" if m.group() in "/." else "__", path.lower())


def text():
    lines = ["// Written by Tests/embed-vectors.py; run it after a file of vectors/ was added, renamed or removed.", '#include "CVectors.h"']
    lines += ['#pragma clang diagnostic ignored "-Wc23-extensions"', ""]
    for path in paths():
        lines += [f"static const unsigned char {symbol(path)}[] = {{", f'#embed "../../vectors/{path}"', "};"]
    lines += ["", "const struct aims_vector aims_vectors[] = {"]
    for path in paths():
        lines.append(f'  {{"{path}", {symbol(path)}, sizeof {symbol(path)}}},')
    lines += ["};", "const size_t aims_vectors_count = sizeof aims_vectors / sizeof aims_vectors[0];", ""]
    return "\n".join(lines)


if sys.argv[1:] == ["--check"]:
    if target.read_text() != text():
        sys.exit("Sources/CVectors/CVectors.c is not current: run Tests/embed-vectors.py")
elif sys.argv[1:]:
    sys.exit("usage: embed-vectors.py [--check]")
elif target.read_text() != text():
    target.write_text(text())
