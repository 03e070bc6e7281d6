"""`demo`: once, twice, at once, killed, and on Records that are in use."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.command import Command
from tests.loads.exports import Export

pytestmark = pytest.mark.without_records
DEMO = ("demo", "--students", 400, "--no-serve")

WHOLE = """
import json, os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "convergent.web.settings"
django.setup()
from convergent import clock
from convergent.audit.chain import breaks
from convergent.jobs.models import Job
from convergent.people.models import CastMember, Handover, Person, Place, RoleTerm
from convergent.people.today import agenda_of
from convergent.people.viewer import viewer_of
members = CastMember.objects.select_related("person").order_by("position")
viewers = [viewer_of(member.person, clock.today()) for member in members]
print(json.dumps({
    "people": Person.objects.count(), "places": Place.objects.count(),
    "terms": RoleTerm.objects.count(), "handovers": Handover.objects.count(),
    "cast": [member.person.sourced_id for member in members],
    "without_today": [str(viewer) for viewer in viewers if not agenda_of(viewer)[0]],
    "breaks": [one.what for one in breaks()],
    "jobs": sorted(set(Job.objects.values_list("state", flat=True))),
}))
"""


def district_of(command):
    """What the Records hold, asked in a process that sees them alone."""
    import json

    asked = subprocess.run(
        [sys.executable, "-c", WHOLE],
        env=command.environment(),
        capture_output=True,
        text=True,
        cwd="/",
        timeout=300,
    )
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout)


@pytest.fixture(scope="module")
def whole(demonstration):
    return district_of(demonstration)


def test_every_cast_member_finds_something_on_today(whole):
    assert (len(whole["cast"]), whole["without_today"]) == (9, [])


def test_chain_of_a_demonstration_holds(whole):
    assert whole["breaks"] == []


def test_demo_that_is_built_is_found_built(demonstration, whole):
    again = demonstration.run(*DEMO)
    assert (again.code, again.out, again.err) == (0, "", "")
    assert district_of(demonstration) == whole


@pytest.mark.parametrize("other", [("--students", 500), ("--seed", 2), ("--springs", 5)])
def test_another_demo_in_the_same_home_is_refused(other, demonstration, whole):
    refused = demonstration.run(*DEMO, *other)
    assert (refused.code, refused.out) == (3, "")
    assert refused.err == (
        "This home folder holds a demonstration of 400 students with seed 1 and 3 springs. "
        "Ask for the same, or set CONVERGENT_HOME to an empty folder.\n"
    )
    assert district_of(demonstration) == whole


@pytest.mark.slow
def test_second_seed_gives_every_cast_member_something_on_today(command):
    built = command.run(*DEMO, "--seed", 2)
    district = district_of(command)
    assert (built.code, len(district["cast"]), district["without_today"]) == (0, 9, [])


def test_demo_on_records_in_use_is_refused(in_use, tmp_path):
    loaded = in_use.run("load", Export().write(tmp_path / "exports"))
    before = district_of(in_use)
    refused = in_use.run(*DEMO)
    assert (loaded.code, refused.code, refused.out) == (0, 5, "")
    assert refused.err == (
        "These Records are in use, so they cannot become a demonstration. "
        "Set CONVERGENT_HOME to an empty folder, and leave DATABASE_URL empty.\n"
    )
    assert district_of(in_use) == before


def test_two_demos_at_once_build_one(command, whole):
    both = [command.start(*DEMO) for _ in range(2)]
    told = [one.communicate(timeout=300)[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], told
    assert sorted("Inventing a district" in one for one in told) == [False, True]
    assert district_of(command) == whole


# A moment is a line of progress, and a little later.
MOMENTS = [
    pytest.param("Inventing a district", 0.0, marks=pytest.mark.slow),
    pytest.param("Loading exports: Finding the files", 0.05, marks=pytest.mark.slow),
    ("Loading exports: Publishing", 0.2),
]


@pytest.mark.parametrize(("line", "later"), MOMENTS)
def test_killed_build_is_taken_up_by_the_next_and_ends_whole(line, later, command, whole):
    build = command.start(*DEMO)
    wait_for(line, build)
    time.sleep(later)
    os.killpg(build.pid, signal.SIGKILL)
    build.communicate()
    again = command.run(*DEMO)
    assert (again.code, again.out) == (0, ""), again.err
    district = district_of(command)
    assert district == {**whole, "jobs": district["jobs"]}


def wait_for(line, build):
    for said in build.stderr:
        if said.startswith(line):
            return


@pytest.mark.slow
def test_half_built_demo_is_not_taken_for_another(command):
    build = command.start(*DEMO)
    wait_for("Loading exports: Finding the files", build)
    os.killpg(build.pid, signal.SIGKILL)
    build.communicate()
    assert command.run(*DEMO, "--seed", 2).code == 3


def test_demo_that_lost_its_mark_is_whole_again(demonstration, command, whole):
    """Killed after the last transaction, before the mark was written."""
    import shutil

    shutil.copytree(demonstration.home, command.home, symlinks=True)
    (command.home / "demo.built").unlink()
    again = command.run(*DEMO)
    assert (again.code, district_of(command)) == (0, whole)


def test_records_of_a_demo_without_its_home_are_refused(demonstration, tmp_path):
    import shutil

    other = Command(tmp_path / "other")
    shutil.copytree(demonstration.home, other.home, symlinks=True)
    (other.home / "demo.begun").unlink()
    refused = other.run(*DEMO)
    assert (refused.code, refused.err) == (
        3,
        "These Records hold a demonstration that was built from another home folder. "
        "Use that folder, or set DATABASE_URL to an empty database.\n",
    )
