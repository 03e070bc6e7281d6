"""What is in the repository: sizes, machine paths, registries, the lock, licences, layers."""

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from statistics import median, quantiles

import pytest
from packaging.requirements import Requirement

pytestmark = pytest.mark.without_records

ROOT = Path(__file__).parents[2]
LONGEST_FILE, LONGEST_TEMPLATE, LONGEST_FUNCTION = 500, 120, 60
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GENERATED = {
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-spark.txt",
    "requirements-uv.txt",
}


def tracked():
    """The files that a clone has, and those that the next commit would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def is_ours(path):
    return "vendor" not in path.parts and "migrations" not in path.parts


def text_of(path):
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def lines_over(limit, paths):
    lengths = {str(path.relative_to(ROOT)): text_of(path).count("\n") for path in paths}
    return {name: length for name, length in lengths.items() if length > limit}


def test_no_file_is_too_long():
    code = [path for path in tracked() if path.suffix in {".py", ".js", ".css"} and is_ours(path)]
    assert lines_over(LONGEST_FILE, code) == {}
    assert len(code) > 100


def test_no_template_is_too_long():
    templates = [path for path in tracked() if path.suffix == ".html" and "src" in path.parts]
    assert lines_over(LONGEST_TEMPLATE, templates) == {}
    assert len(templates) > 10


# Put together here, so that this file does not find itself.
FORBIDDEN = {
    "a folder of one machine": re.compile(
        r"(?<![\w.}])(?:"
        + "|".join(
            [
                "/ro" + "ot/",
                "/ho" + "me/[a-z]",
                "/wo" + r"rk/(?:main|shared|\.)",
                "/Us" + "ers/",
                r"C:\\Us" + "ers",
            ]
        )
        + ")"
    ),
    "a package registry": re.compile(
        "|".join(
            [
                "pypi" + r"\.org",
                "files\\.python" + "hosted",
                "registry\\.npm" + "js",
                "index" + "-url",
                "artifact" + "ory",
                r"\bdev" + r"pi\b",
            ]
        )
    ),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_names(what):
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path in tracked()
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if (match := FORBIDDEN[what].search(line)) and "vendor" not in path.parts
    ]
    assert found == []


def test_no_lock_file_that_records_registries():
    names = {path.name for path in tracked()}
    assert names & {"uv.lock", "poetry.lock", "Pipfile.lock", "package-lock.json"} == set()
    assert [name for name in names if name.startswith("pylock")] == []


def requirements_in(name):
    """Name to its block: the requirement and its hashes."""
    text = (ROOT / name).read_text()
    joined = text.replace("\\\n", " ")
    lines = [
        line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]
    return {re.match(r"[A-Za-z0-9._-]+", line)[0].lower(): line for line in lines}


def needed_by(names, *, seen=None):
    """These packages and all that they need on this machine, by their own metadata."""
    seen = set() if seen is None else seen
    for name, extras in names:
        key = (name.lower().replace("_", "-"), extras)
        if key in seen:
            continue
        seen.add(key)
        needs = [Requirement(one) for one in importlib.metadata.requires(name) or []]
        needed_by(
            [
                (one.name, frozenset(one.extras))
                for one in needs
                if one.marker is None
                or any(one.marker.evaluate({"extra": extra}) for extra in extras or {""})
            ],
            seen=seen,
        )
    return {name for name, _extras in seen}


def asked(requirements):
    names = [re.match(r"[A-Za-z0-9._-]+", one)[0].lower() for one in requirements]
    return set(names)


@pytest.mark.asvs("15.1.2")
def test_lock_holds_what_the_project_asks_for():
    runtime, dev = (
        asked(PROJECT["project"]["dependencies"]),
        asked(PROJECT["dependency-groups"]["dev"]),
    )
    roots = [Requirement(one) for one in PROJECT["project"]["dependencies"]]
    needed = needed_by([(one.name, frozenset(one.extras)) for one in roots])
    elsewhere = {name for name, line in requirements_in("requirements.txt").items() if ";" in line}
    assert needed - set(requirements_in("requirements.txt")) == set()
    assert set(requirements_in("requirements.txt")) - needed <= elsewhere
    assert set(requirements_in("requirements-dev.txt")) >= runtime | dev
    assert set(requirements_in("requirements-dev.txt")) >= set(requirements_in("requirements.txt"))


def test_lock_of_spark_adds_spark_alone():
    runtime, spark = requirements_in("requirements.txt"), requirements_in("requirements-spark.txt")
    assert {name: spark[name] for name in runtime} == runtime
    assert spark.keys() - runtime.keys() == {"pyspark", "py4j"}


@pytest.mark.asvs("15.1.2")
@pytest.mark.parametrize("name", sorted(GENERATED))
def test_every_requirement_is_pinned_and_hashed(name):
    loose = [
        line
        for line in requirements_in(name).values()
        if "==" not in line or not re.search(r"--hash=sha256:[0-9a-f]{64}", line)
    ]
    assert loose == []


def test_both_locks_agree_on_versions():
    runtime, dev = requirements_in("requirements.txt"), requirements_in("requirements-dev.txt")
    version = re.compile(r"==([^\s;]+)")
    assert {name: version.search(line)[1] for name, line in runtime.items()} == {
        name: version.search(dev[name])[1] for name in runtime
    }


# Reviewed by hand: weak copyleft, used unmodified and replaceable, as their licences ask.
LGPL = {"psycopg", "psycopg-binary"}
# Reviewed by hand: these do not tell in their metadata, but in the licence file they bring.
TOLD_ELSEWHERE = {"huey": "MIT", "pysqlite3": "zlib/libpng"}


def licence_of(name):
    told = importlib.metadata.metadata(name)
    classifiers = [one for one in told.get_all("Classifier", []) if one.startswith("License")]
    return " ".join(
        [told.get("License-Expression") or (told.get("License") or "")[:100], *classifiers]
    )


def runtime_packages():
    installed = {
        one.metadata["Name"].lower().replace("_", "-") for one in importlib.metadata.distributions()
    }
    return sorted(set(requirements_in("requirements-spark.txt")) & installed)


def test_no_gpl_package_runs_with_the_product():
    licences = {name: licence_of(name) for name in runtime_packages()}
    copyleft = {
        name for name, licence in licences.items() if re.search(r"GPL|General Public", licence)
    }
    assert copyleft == LGPL
    assert {name for name in LGPL if re.search(r"LGPL|Lesser", licences[name])} == LGPL
    assert [
        name
        for name, licence in licences.items()
        if not licence.strip() and name not in TOLD_ELSEWHERE
    ] == []
    assert re.search(r"psycopg.*LGPL, used unmodified", (ROOT / "pyproject.toml").read_text())


def functions():
    for path in (ROOT / "src").rglob("*.py"):
        if not is_ours(path):
            continue
        lines = path.read_text().splitlines()
        for node in ast.walk(ast.parse("\n".join(lines))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - node.lineno + 1
                says_why = "#" in "".join(lines[max(node.lineno - 2, 0) : node.lineno + 2])
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", length, says_why


def test_functions_are_short(record_property, capsys):
    found = list(functions())
    lengths = [length for _name, length, _says_why in found]
    ninth = quantiles(lengths, n=10)[8]
    with capsys.disabled():
        sys.stderr.write(
            f" [{len(lengths)} functions: median {median(lengths):.0f} lines, "
            f"90 % within {ninth:.0f}, longest {max(lengths)}] "
        )
    assert [
        name for name, length, says_why in found if length > LONGEST_FUNCTION and not says_why
    ] == []
    assert (median(lengths) <= 10, ninth <= 30) == (True, True)


def test_layers_are_configured():
    """They are checked by `./dev lint`; here, that the contracts speak of every package."""
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    layers = next(one for one in contracts if one["name"] == "Layers")["layers"]
    named = {part.strip() for layer in layers for part in re.split(r"[|:]", layer)}
    packages = {
        f"convergent.{path.parent.name}"
        for path in (ROOT / "src" / "convergent").glob("*/__init__.py")
        if path.parent.name != "locale"
    }
    assert packages - named == set()
    assert {"Layers", "Within people", "DuckDB in facts alone"} <= {
        one["name"] for one in contracts
    }


def test_lint_runs_every_tool():
    from tools.lint import TOOLS

    assert {name for name, *_ in TOOLS} == {"ruff", "mypy", "lint-imports"}


def test_wheel_takes_the_licence_along():
    assert PROJECT["project"]["license"] == "Apache-2.0"
    for name in PROJECT["project"]["license-files"]:
        assert (ROOT / name).is_file(), name
