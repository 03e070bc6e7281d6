"""Days that people enter: one far away is refused, and one that is stored breaks no page."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from convergent.errors import BadInput
from convergent.priorities.actions.meetings import Decided, decide, prepare_meeting
from convergent.priorities.days import FARTHEST
from convergent.priorities.forms.days import NearDayField
from convergent.priorities.models import MeetingRhythm
from convergent.priorities.queries.days import days_of
from tests.priorities.meeting import join, prepared, weekly
from tests.priorities.test_pages import words

LAST_OF_ALL = date(9999, 12, 31)


def test_day_within_five_years_is_taken_and_one_beyond_is_not(world):
    now = world.viewer("teacher").today
    assert NearDayField().clean(str(now + FARTHEST)) == now + FARTHEST
    for far in (now + FARTHEST + timedelta(days=1), now - FARTHEST - timedelta(days=1)):
        with pytest.raises(ValidationError, match="within five years"):
            NearDayField().clean(str(far))


def test_no_action_takes_a_day_far_away(world):
    meeting = prepared(world)
    by, head = world.viewer("teacher"), world.viewer("principal")
    far = by.today + FARTHEST + timedelta(days=1)
    with pytest.raises(BadInput, match="within five years"):
        weekly(world, first_on=far)
    with pytest.raises(BadInput, match="within five years"):
        decide(meeting, Decided(text="We meet", look_again_on=far), by=by)
    moment = meeting.starts_at.replace(year=far.year + 1)
    with pytest.raises(BadInput, match="within five years"):
        prepare_meeting(world.team, starts_at=moment, by=head)


def test_member_who_enters_the_last_day_of_all_is_told(world, enters):
    join(world, "teacher", "colleague")
    told = {"version": 0, "purpose": "x", "first_on": str(LAST_OF_ALL), "every_weeks": 1}
    page = reverse("rhythm", args=[world.team.pk])
    answer = enters("teacher").post(page, {**told, "starts_at": "23:30", "minutes": 45})
    assert "Choose a day within five years of today." in words(answer)
    assert not MeetingRhythm.objects.exists()


def test_rhythm_that_never_comes_breaks_no_page(world, enters):
    join(world, "teacher", "colleague")
    MeetingRhythm.objects.filter(pk=weekly(world).pk).update(first_on=LAST_OF_ALL)
    rhythm = MeetingRhythm.objects.get()
    assert list(days_of(rhythm, since=world.viewer("teacher").today)) == []
    client = enters("colleague")
    for name, at in (("today", []), ("meetings", []), ("meetings_team", [world.team.pk])):
        assert client.get(reverse(name, args=at)).status_code == 200
