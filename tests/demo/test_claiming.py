"""What the demonstration claims: one story that one side alone tells, and one that four tell."""

from datetime import date

import pytest
from tests.world import hold, make_person

from convergent.demo.working_on.claims import OF_THE_DISTRICT, claim
from convergent.demo.years import Calendar
from convergent.evidence.library import library
from convergent.evidence.models import ClaimVerdict, EvidencePiece

TODAY = date(2026, 11, 19)


@pytest.fixture
def told(world, settings, tmp_path):
    settings.HOME = tmp_path
    for number in range(8):
        hold(make_person(world.northfield, f"T{number} Hall"), "teacher", world.ash)
    for key, name in (
        ("elena-alvarez", "coach"),
        ("jerome-baptiste", "assistant"),
        ("daniel-reyes", "teacher"),
    ):
        world.people[name].sourced_id = key
        world.people[name].save()
    claim(world.northfield, world.ash, calendar=Calendar(TODAY))
    return world


def test_leaders_say_yes_and_teachers_were_never_asked_which_is_silence(told):
    found = ClaimVerdict.objects.get(place=told.ash, claim__code="feedback", school_year=2027)
    assert (found.verdict, found.why, found.not_asked) == ("silence", "not_asked", "teacher")
    said = EvidencePiece._base_manager.filter(claim__code="feedback", place=told.ash)
    assert {one.says for one in said} == {"for"}
    assert "teacher" not in {one.perspective for one in said}


def test_team_that_lost_its_time_to_cover_qualifies_that_teams_meet(told):
    said = EvidencePiece._base_manager.filter(claim__code="meetings", place=told.ash)
    assert sorted((one.says, one.perspective) for one in said) == [
        ("for", "principal"),
        ("for", "teacher leader"),
        ("partly", "teacher"),
    ]


@pytest.mark.parametrize("year", [2026, 2027])
def test_every_claim_of_the_district_is_judged_at_each_of_its_places(told, year):
    assert set(OF_THE_DISTRICT) <= set(library())
    judged = ClaimVerdict.objects.filter(claim__place=told.northfield, school_year=year)
    assert judged.count() == 4 * len(OF_THE_DISTRICT)
