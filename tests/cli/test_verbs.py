"""The verbs of DESIGN's table: there, or said to come."""

import json
import re

import pytest

from convergent import __version__
from convergent.cli.later import LATER
from convergent.configuration import SETTINGS

pytestmark = pytest.mark.without_records

VERBS = {
    "demo",
    "serve",
    "worker",
    "simulate",
    "load",
    "facts",
    "layout",
    "growth",
    "protect",
    "networks",
    "allocate",
    "agreement",
    "brief",
    "backup",
    "restore",
    "doctor",
}
OURS_BESIDES = {"audit", "drill", "init", "invite", "leave", "reindex", "releases", "upgrade"}
FACTS = {
    "status",
    "list",
    "diff",
    "approve",
    "refuse",
    "workbook",
    "publish",
    "rollback",
    "forget",
    "template",
    "build",
}
TO_COME = [
    *([name] for name in LATER),
]


def verbs_in(help_text):
    return set(re.findall(r"^│ ([a-z]+) ", help_text, re.MULTILINE))


def test_help_lists_every_verb(command):
    told = command.run("--help")
    assert (told.code, told.err) == (0, "")
    assert verbs_in(told.out) == VERBS | OURS_BESIDES


def test_help_of_facts_lists_every_verb(command):
    told = command.run("facts", "--help")
    assert (told.code, verbs_in(told.out)) == (0, FACTS)


def test_version_is_printed_alone(command):
    told = command.run("--version")
    assert (told.code, told.out, told.err) == (0, f"{__version__}\n", "")


def test_help_and_version_leave_no_home_folder(command):
    command.run("--help")
    command.run("--version")
    assert command.home.exists() is False


@pytest.mark.parametrize("verb", TO_COME, ids=" ".join)
def test_verb_to_come_says_its_version_and_exits_2(verb, capsys):
    """In this process: sixteen starts of Python would tell no more."""
    from typer.testing import CliRunner

    from convergent.cli.main import app

    told = CliRunner().invoke(app, [*verb, "IN.csv", "--engine", "spark", "--json"])
    version = {**LATER, "suggest": ("0.2", "")}[verb[-1]][0]
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr == f"“{verb[-1]}” comes in version {version}.\n"


def test_verb_to_come_says_so_as_a_process(command):
    told = command.run("allocate", "FILE.csv", "--out", "FILE.xlsx")
    assert (told.code, told.out, told.err) == (2, "", "“allocate” comes in version 1.1.\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["serve", "--nonsense"],
        ["load"],
        ["demo", "--students", "many"],
        ["demo", "--students", "3"],
        ["serve", "--port", "65536"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_2_without_a_traceback(arguments, command):
    told = command.run(*arguments)
    assert (told.code, told.out) == (2, "")
    assert "Traceback" not in told.err
    assert command.home.exists() is False


def test_status_of_an_empty_home_as_json_is_one_object(command):
    told = command.run("facts", "status", "--json")
    assert (told.code, told.err) == (0, "")
    assert json.loads(told.out) == {"snapshot": None, "schools": []}


def test_status_as_json_lists_the_schools_by_name_and_id(demonstration):
    told = demonstration.run("facts", "status", "--json")
    status = json.loads(told.out)
    assert (told.code, told.err) == (0, "")
    assert {frozenset(school) for school in status["schools"]} == {frozenset({"id", "name"})}


def test_list_as_json_names_the_one_that_serves(demonstration):
    told = demonstration.run("facts", "list", "--json")
    kept = json.loads(told.out)["snapshots"]
    assert [one["is_current"] for one in kept].count(True) == 1


def test_output_that_nobody_reads_to_its_end_is_no_error(demonstration):
    started = demonstration.start("facts", "status", "--json")
    started.stdout.close()
    with started.stderr:
        err = started.stderr.read()
    started.wait(30)
    assert err == ""


def test_every_setting_has_a_meaning_and_a_variable_of_its_own():
    assert len({setting.environment for setting in SETTINGS}) == len(SETTINGS)
    assert [setting.name for setting in SETTINGS if not setting.meaning] == []
