#!/usr/bin/env python3
"""Holds the schema of case files against the loader.

usage: schema_test.py SCHEMA CASES LOAD_CASES

Every case file of the folder CASES and of LOAD_CASES/good must satisfy the schema; every file of
LOAD_CASES/bad must break it, unless LOAD_CASES/bad/not-in-schema.txt names it: that file must then
satisfy the schema (or be no JSON at all), so that the list cannot rot. The loader's own opinion on
the same files is the business of load_test.c.
"""
import json
import pathlib
import sys

import jsonschema

KNOWN_REASONS = {"json", "reference", "order", "content", "size"}


def read_exceptions(path):
    """Lines of `file reason`; blank lines and those that begin with # do not count."""
    exceptions = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, reason = line.split()
            exceptions[name] = reason
    return exceptions


def first_error(validator, path):
    """What is wrong with the file, or None."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        return f"no JSON: {error}"
    error = jsonschema.exceptions.best_match(validator.iter_errors(document))
    return None if error is None else f"{error.json_path}: {error.message[:200]}"


def case_files(folder):
    """The files that the loader would read in folder."""
    return [
        path
        for path in sorted(folder.glob("*.json"))
        if path.name != "requirements.json" and not path.name.endswith(".schema.json")
    ]


def check_good(validator, folder):
    complaints = []
    for path in case_files(folder):
        error = first_error(validator, path)
        if error is not None:
            complaints.append(f"{path}: {error}")
    return complaints


def check_bad(validator, folder):
    complaints = []
    exceptions = read_exceptions(folder / "not-in-schema.txt")
    files = case_files(folder)
    for name in sorted(set(exceptions) - {path.name for path in files}):
        complaints.append(f"not-in-schema.txt names {name}, which does not exist")
    for path in files:
        error = first_error(validator, path)
        reason = exceptions.get(path.name)
        if reason is not None and reason not in KNOWN_REASONS:
            complaints.append(f"{path}: unknown reason {reason}")
        if reason is None and error is None:
            complaints.append(f"{path}: the schema sees nothing wrong")
        if reason is not None and reason != "json" and error is not None:
            complaints.append(f"{path}: the schema does see it: {error}")
    return complaints, len(files)


def main():
    schema_path, cases, load_cases = (pathlib.Path(name) for name in sys.argv[1:])
    schema = json.loads(schema_path.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    complaints = check_good(validator, cases) + check_good(validator, load_cases / "good")
    bad, count = check_bad(validator, load_cases / "bad")
    complaints += bad
    if count == 0:
        complaints.append("there are no bad files")
    for complaint in complaints:
        print(complaint)
    print(f"{count} bad files, {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
