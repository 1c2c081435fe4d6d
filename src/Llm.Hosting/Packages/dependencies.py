# Prints what a package needs, as JSON: {"requirements": [...], "constraints": [...]}. It only reads files of the package, and runs none of
# its code. Constraints are the versions of uv.lock, so that pip installs what uv would.
import json
import os
import sys


def load(name):
    try:
        import tomllib
    except ImportError:
        sys.exit("Python 3.11 or later is needed to read " + name)
    with open(name, "rb") as file:
        return tomllib.load(file)


def locked():
    versions = {}
    for package in load("uv.lock").get("package", []):
        if "registry" in package.get("source", {}) and "version" in package:
            versions.setdefault(package["name"], []).append(package["version"])
    # One that has several versions has one for each platform, which pip finds by itself.
    return [name + "==" + found[0] for name, found in sorted(versions.items()) if len(found) == 1]


os.chdir(sys.argv[1])
requirements, constraints = [], []
if os.path.exists("pyproject.toml"):
    requirements = load("pyproject.toml").get("project", {}).get("dependencies", [])
if requirements:
    constraints = locked() if os.path.exists("uv.lock") else []
elif os.path.exists("requirements.txt"):
    with open("requirements.txt", encoding="utf-8") as file:
        requirements = [line.strip() for line in file if line.strip() and not line.strip().startswith(("#", "--hash"))]
    requirements = [line.rstrip("\\").strip() for line in requirements]
print(json.dumps({"requirements": requirements, "constraints": constraints}))
