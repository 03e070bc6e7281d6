"""Services that are asked over the network: what the page Data says of the health of each."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from convergent import clock
from convergent.facts.load import load
from convergent.loads.actions.loading import Wanted, ask_for_load, note_outcome
from convergent.loads.models import Load
from convergent.loads.presenters.services import service_lines
from tests.facts.rest.roster import orgs, ref
from tests.facts.rest.server import CLIENT, SECRET, running

pytestmark = [pytest.mark.django_db, pytest.mark.confined]
SOURCE = """
kind = "oneroster-rest"
url = "{url}"
token_url = "{address}/token"
client_id = "{client}"
client_secret_env = "SIS_SECRET"
first_wait = 0
longest_wait = 0
tries = 2
"""


@pytest.fixture(scope="module")
def running_service():
    with running() as service:
        yield service


@pytest.fixture
def sis(running_service, monkeypatch):
    """The service of Northfield, with its usual habits."""
    monkeypatch.setenv("SIS_SECRET", SECRET)
    running_service.control(reset=25)
    district, *schools = orgs()
    of_district = [{**one, "parent": ref("n", "org")} for one in schools]
    running_service.holds(orgs=[{**district, "sourcedId": "n"}, *of_district])
    return running_service


@pytest.fixture
def asked(sis, world, home, tmp_path):
    """`asked(name)`: the command loads the source of that name, and its outcome is noted."""

    def load_now(name="sis.toml"):
        path = tmp_path / name
        path.write_text(SOURCE.format(url=sis.url, address=sis.address, client=CLIENT))
        wanted = ask_for_load([path], wanted=Wanted(), by=None)
        Load.objects.filter(pk=wanted.pk).update(district=world.northfield)
        wanted.refresh_from_db()
        note_outcome(wanted, load([path], home=home))
        return wanted

    return load_now


@pytest.fixture
def lines(world, home):
    def told():
        return service_lines(Load.objects.all(), viewer=world.viewer("steward"), home=home)

    return told


def days_ago(load, days):
    before = timedelta(days=days)
    Load.objects.filter(pk=load.pk).update(
        asked_at=load.asked_at - before, ended_at=load.ended_at - before
    )


def test_service_that_answers_says_when_it_did(asked, lines):
    done = asked()

    (line,) = lines()

    assert (line.title, line.age, line.late) == ("sis.toml brings its data", "today", False)
    (last,) = line.loads
    assert last.label.startswith("Last loaded: today at ")
    assert (last.words, last.url) == ("26 people, every row taken.", f"/data/loads/{done.pk}/")
    assert line.following == ""


def test_service_that_fails_says_since_when_why_and_what_to_do(sis, asked, lines):
    days_ago(asked(), 3)
    sis.has(fails=[503] * 2)
    failed = asked()

    (line,) = lines()

    assert (line.title, line.age, line.late) == (
        "sis.toml has brought nothing since",
        "3 days ago",
        True,
    )
    worked, broken = line.loads
    day = timezone.localtime(clock.now() - timedelta(days=3)).strftime("%A")
    assert worked.label.startswith(f"Last loaded: {day}, ")
    assert worked.words == "26 people, every row taken."
    assert broken.label.startswith("Last failure: today at ")
    assert broken.words.startswith("A service that is not ready, “HTTP 503, tried 2 times”. ")
    assert broken.url == f"/data/loads/{failed.pk}/"


def test_service_that_answers_again_keeps_its_last_failure_in_sight(sis, asked, lines):
    sis.has(fails=[503] * 2)
    days_ago(asked(), 1)
    asked()

    (line,) = lines()

    assert (line.title, line.late) == ("sis.toml brings its data", False)
    assert [one.label.split(":")[0] for one in line.loads] == ["Last loaded", "Last failure"]
    assert line.loads[1].label.startswith("Last failure: yesterday at ")
    assert line.loads[1].words == "A service that is not ready, “HTTP 503, tried 2 times”."


def test_what_came_before_it_broke_off_is_told_as_long_as_it_is_kept(
    sis, asked, lines, monkeypatch
):
    sis.has(forbidden=["users"])
    asked()

    (line,) = lines()
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=2))
    (later,) = lines()

    assert line.title == "sis.toml has brought nothing yet"
    assert line.age == "never"
    assert line.following.startswith("What came before it failed is kept: a load before ")
    assert later.following == ""


def test_next_load_is_told_while_it_waits(asked, lines, tmp_path, home):
    asked()
    ask_for_load([tmp_path / "sis.toml"], wanted=Wanted(), by=None)

    (line,) = lines()

    assert line.following == "The next load waits for its turn."


def test_each_service_has_its_own_line(sis, asked, lines):
    asked("north.toml")
    sis.has(fails=[503] * 2)
    asked("south.toml")

    assert [(one.title, one.late) for one in lines()] == [
        ("north.toml brings its data", False),
        ("south.toml has brought nothing yet", True),
    ]


def test_refused_rows_are_told_as_the_load_tells_them(sis, asked, lines):
    sis.has(body={"users": json.dumps({"users": [{"sourcedId": "u"}] * 30})})
    asked()

    (line,) = lines()

    assert line.loads[0].words.startswith("Refused, because of ")


def test_page_shows_them_and_nothing_where_no_service_is_asked(keeper, asked, home):
    assert "Services that are asked" not in keeper.get("/data/").content.decode()

    asked()

    page = keeper.get("/data/").content.decode()
    assert "Services that are asked" in page
    assert "sis.toml brings its data" in page
