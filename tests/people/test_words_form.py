"""The form of a district's words, its time zone, and the day on which its school year begins."""

from datetime import date

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from convergent.people.school_year import first_day_by_calendar

pytestmark = pytest.mark.django_db
NO_DAY = "Write a day of the month, from 1 to 31."


@pytest.fixture
def steward(world, signed_in):
    TOTP.activate(world.account("steward"), generate_totp_secret())
    return signed_in("steward")


def sent(month, day):
    return {"time_zone": "America/Chicago", "year_starts_month": month, "year_starts_day": day}


def test_school_year_begins_on_the_day_that_the_district_set(world, steward):
    assert steward.post("/words/", sent("7", "15")).status_code == 302
    district = world.viewer("steward").district_id
    assert first_day_by_calendar(district, date(2027, 7, 14)) == date(2026, 7, 15)
    assert first_day_by_calendar(district, date(2027, 7, 15)) == date(2027, 7, 15)
    page = steward.get("/words/").context["form"]
    assert (page["year_starts_month"].value(), page["year_starts_day"].value()) == (7, 15)


@pytest.mark.parametrize(
    ("month", "day", "field", "said"),
    [
        (
            *("2", "29", "year_starts_day"),
            "February has no day 29 in every year. Choose an earlier one.",
        ),
        ("4", "31", "year_starts_day", "April has no day 31 in every year. Choose an earlier one."),
        ("8", "32", "year_starts_day", NO_DAY),
        ("8", "0", "year_starts_day", NO_DAY),
        ("8", "first", "year_starts_day", NO_DAY),
        ("8", "", "year_starts_day", "Fill this in."),
        (
            *("13", "1", "year_starts_month"),
            "Select a valid choice. 13 is not one of the available choices.",
        ),
    ],
)
def test_day_that_is_none_of_every_year_is_refused_in_words(
    world, steward, month, day, field, said
):
    page = steward.post("/words/", sent(month, day))
    assert (page.status_code, page.context["form"].errors) == (200, {field: [said]})
    district = world.viewer("steward").district_id
    assert first_day_by_calendar(district, date(2026, 11, 19)) == date(2026, 8, 1)
