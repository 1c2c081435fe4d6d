"""Holds a result of the conformance kit against the list of known differences.

    check-conformance.py RESULT.json DIFFERENCES.txt COUNTS.txt

Fails when a scenario fails that is not listed, or when a listed one passes. Writes "passed failed skipped" to COUNTS.txt;
listed scenarios count as skipped.
"""
import fnmatch
import json
import sys

KINDS = ("wanted", "not built")


def read_differences(path):
    listed = []
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            fields = [field.strip() for field in line.split("|")]
            if len(fields) != 3 or fields[1] not in KINDS or not fields[2]:
                sys.exit(f"{path}:{number}: a line is: id | wanted or not built | reason")
            listed.append(fields)
    return listed


def main(result_path, differences_path, counts_path):
    with open(result_path, encoding="utf-8") as file:
        scenarios = json.load(file)["scenarios"]
    listed = read_differences(differences_path)
    problems, passed, skipped, used = [], 0, 0, set()
    for name, result in sorted(scenarios.items()):
        entries = [entry for entry in listed if fnmatch.fnmatch(name, entry[0])]
        used.update(entry[0] for entry in entries)
        if result["passed"] and any(entry[0] == name for entry in entries):
            problems.append(f"{name} passes but is listed")
        elif result["passed"]:
            passed += 1
        elif entries:
            skipped += 1
        else:
            problems.append(f"{name} fails: {result['failures'][0]}")
    problems += [f"{entry[0]} is listed but there is no such scenario" for entry in listed if entry[0] not in used]
    for problem in problems:
        print(f"conformance: {problem}")
    with open(counts_path, "w", encoding="utf-8") as file:
        file.write(f"{passed} {len(problems)} {skipped}\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
