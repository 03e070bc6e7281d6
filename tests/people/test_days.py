"""Days are written in one way: by weekday in this school year, by year in every other."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from convergent.people.days import day_text, moment_text
from convergent.people.models import DistrictSettings, RoleTerm
from convergent.people.presenters.terms import span
from convergent.people.viewer import Viewer

DAYS = {
    date(2026, 8, 1): "Saturday, August 1",
    date(2026, 11, 19): "Thursday, November 19",
    date(2027, 7, 31): "Saturday, July 31",
    date(2026, 7, 31): "July 31, 2026",
    date(2027, 8, 1): "August 1, 2027",
    date(2015, 3, 9): "March 9, 2015",
}


@pytest.fixture
def viewer(world):
    """On a Thursday in November."""
    return Viewer(world.coach, date(2026, 11, 19), ())


@pytest.mark.parametrize("day", DAYS)
def test_year_is_said_when_it_is_not_this_school_year(viewer, day):
    assert day_text(day, viewer) == DAYS[day]


def test_school_year_is_the_districts_own(viewer):
    DistrictSettings.objects.update(year_starts_month=7, year_starts_day=15)
    assert day_text(date(2026, 7, 15), viewer) == "Wednesday, July 15"


def test_moment_is_by_the_readers_clock(viewer):
    with timezone.override("America/New_York"):
        said = moment_text(datetime(2026, 11, 20, 2, 30, tzinfo=UTC), viewer)
    assert said == "Thursday, November 19, 9:30 p.m."


def test_day_is_written_as_the_language_does(viewer):
    with translation.override("es"):
        assert day_text(date(2026, 11, 19), viewer) == "jueves, 19 de noviembre"
        assert day_text(date(2024, 8, 1), viewer) == "1 de agosto de 2024"


SPANS = [
    (date(2026, 11, 16), None, "since Monday, November 16"),
    (date(2026, 11, 30), None, "from Monday, November 30"),
    (date(2024, 8, 1), date(2026, 12, 15), "August 1, 2024 to Tuesday, December 15"),
]


@pytest.mark.parametrize(("first", "last", "said"), SPANS)
def test_span_says_what_is_and_what_is_to_come(viewer, first, last, said):
    assert span(RoleTerm(starts_on=first, ends_on=last), viewer) == said
