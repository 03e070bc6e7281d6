"""Every block of code in the documents runs, or says why it is not run."""

import ast
import json
import os
import subprocess
import sys
import tomllib

import pytest

from convergent.configuration import SETTINGS, Configuration, read_configuration
from convergent.web.sign_in.providers import providers_of
from tests.docs.blocks import PAGES, ROOT, blocks, blocks_of, clone_into, name_of

LANGUAGES = {"sh", "python", "toml", "text", "html", "sql", "diff"}
WITH_COMMANDS = [
    page
    for page in PAGES
    if any(block.language == "sh" and block.is_run for block in blocks_of(page))
]
pytestmark = pytest.mark.without_records


def test_every_block_names_a_language_that_is_checked():
    assert [str(one) for one in blocks() if one.language not in LANGUAGES] == []


def test_every_block_that_is_not_run_says_why():
    reasons = [one.note.removeprefix("not run: ") for one in blocks("sh", "sql") if not one.is_run]
    assert [reason for reason in reasons if len(reason.split()) < 3] == []


@pytest.mark.slow
@pytest.mark.parametrize("document", WITH_COMMANDS, ids=name_of)
def test_commands_of_the_page_run_one_after_the_other(document, tmp_path):
    clone = clone_into(tmp_path / "clone")
    said = ""
    for block in blocks_of(document):
        if block.language == "sh" and block.is_run:
            said = run(block, clone)
        if block.note == "lines that it said":
            missing = [line for line in block.text.splitlines() if line not in said.splitlines()]
            assert missing == [], said


def run(block, clone):
    """What the commands say; those that ask for JSON alone have to answer with it."""
    environment = {
        "PATH": f"{clone}:{os.environ['PATH']}",
        "HOME": str(clone),
        "LANG": "C.UTF-8",
        "PYTHON": sys.executable,
    }
    ran = subprocess.run(
        ["sh", "-euc", block.text], cwd=clone, env=environment, capture_output=True, text=True
    )
    assert ran.returncode == 0, f"{block}\n{ran.stdout}{ran.stderr}"
    assert "Traceback" not in ran.stderr
    if block.text.rstrip().endswith("--json"):
        json.loads(ran.stdout)
    return ran.stdout + ran.stderr


def python_blocks():
    return [one for one in blocks("python") if not one.note.startswith(("file: ", "in: "))]


@pytest.mark.parametrize("block", python_blocks(), ids=str)
def test_python_runs(block):
    exec(compile(ast.parse(block.text), str(block), "exec"), {"__name__": str(block)})


def settings_blocks():
    told = ("a source", "a mapping", "words for roles")
    return [one for one in blocks("toml") if one.note not in told and "file: " not in one.note]


@pytest.mark.parametrize("block", settings_blocks(), ids=str)
def test_settings_are_settings(block, tmp_path, monkeypatch):
    for setting in SETTINGS:
        monkeypatch.delenv(setting.environment, raising=False)
    (tmp_path / "convergent.toml").write_text(block.text, encoding="utf-8")
    for table in ("oidc", "saml"):
        for one in tomllib.loads(block.text).get(table, ()):
            give_files(one, tmp_path)
    configuration = read_configuration(tmp_path)
    assert isinstance(configuration, Configuration)
    providers_of(configuration)


def give_files(table, home):
    from tests.sign_in.saml_service import make_key_and_certificate

    contents = {"secret_file": "secret", "certificate_file": make_key_and_certificate()[1]}
    for name, content in contents.items():
        if name in table:
            (home / table[name]).parent.mkdir(exist_ok=True)
            (home / table[name]).write_text(content, encoding="utf-8")


def test_launcher_knows_every_verb_that_is_documented():
    launcher = (ROOT / "dev").read_text(encoding="utf-8")
    verbs = {
        line.split()[1]
        for block in blocks("sh")
        for line in block.text.splitlines()
        if line.startswith("./dev ")
    }
    assert {verb for verb in verbs if f"    {verb}) " not in launcher} == set()
