"""The pages of the trust pulse."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convergent import clock
from tests.trust.pulses import CODES, FEBRUARY, MAY, NOVEMBER, asked, staffed, took

pytestmark = pytest.mark.django_db
QUERIES_OF_A_SUM = 14


@pytest.fixture
def on_november_9():
    with clock.moved_to(datetime(2026, 11, 9, 12, tzinfo=ZoneInfo("America/New_York"))):
        yield


@pytest.fixture
def in_june():
    with clock.moved_to(datetime(2027, 6, 3, 12, tzinfo=ZoneInfo("America/New_York"))):
        yield


def test_three_taps_are_counted_and_not_shown_again(on_november_9, signed_in, world):
    staffed(world)
    asked(world, NOVEMBER)
    client = signed_in("coach")
    assert "Three statements about trust" in client.get("/today/").text
    page = client.get(reverse("pulse")).text
    assert "Nobody sees what you choose." in page
    assert "When something I try goes wrong, I can say so here." in page
    assert "Answer all three, or none." in client.post(reverse("pulse"), {"wrong": "agree"}).text
    told = dict.fromkeys(CODES, "otherwise")
    assert client.post(reverse("pulse"), told).url == reverse("today")
    assert "You have answered." in client.get(reverse("pulse")).text
    assert "You have answered." in client.post(reverse("pulse"), told).text
    assert "Three statements about trust" not in client.get("/today/").text


def test_who_was_not_asked_learns_when_and_can_send_nothing(on_november_9, signed_in, world):
    staffed(world)
    asked(world, NOVEMBER)
    client = signed_in("case_owner")
    assert "Nothing is asked of you just now" in client.get(reverse("pulse")).text
    assert client.post(reverse("pulse"), dict.fromkeys(CODES, "agree")).status_code == 404
    assert client.post(reverse("pulse_aside")).status_code == 404


def test_not_now_takes_it_off_today_and_leaves_it_on_its_page(on_november_9, signed_in, world):
    staffed(world)
    asked(world, NOVEMBER)
    client = signed_in("coach")
    assert client.post(reverse("pulse_aside")).url == reverse("today")
    assert "Three statements about trust" not in client.get("/today/").text
    assert "Count my answer" in client.get(reverse("pulse")).text


def test_a_school_reads_how_many_agree_and_what_is_not_told(in_june, signed_in, world):
    people = staffed(world, number=20)
    client = signed_in("coach")
    page = reverse("pulse_place", args=[world.ash.pk])
    assert "Nothing is told of the trust pulse here yet" in client.get(page).text
    took(world, NOVEMBER, people[:5], people[5:10])
    took(world, FEBRUARY, people[:5], people[5:9])
    took(world, MAY, people[8:15], people[15:20])
    read = client.get(page).text
    assert "12 of 24 people who were asked answered in May 2027." in read
    assert "7 of 12" in read
    assert "nearly the same people answered as in a month that is told" in read
    assert "Whether that is a change since November 2026 cannot be told." in read
    assert "That is more than" not in read


@pytest.mark.parametrize("number", [8, 20])
def test_a_sum_asks_as_much_of_the_database_whatever_is_in_it(in_june, signed_in, world, number):
    people = staffed(world, number=number)
    took(world, NOVEMBER, people[:5], people[5:])
    client, page = signed_in("coach"), reverse("pulse_place", args=[world.hill.pk])
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        assert "can be told by themselves" in client.get(page).text
    assert len(captured) == QUERIES_OF_A_SUM
