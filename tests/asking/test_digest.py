"""What a month's answers tell, and what they never tell."""

from datetime import date

import pytest

from convergent.asking.access import places_digested_for, why_digest
from convergent.asking.models import Ask
from convergent.asking.presenters import headline
from convergent.asking.queries import digest_of
from convergent.people.models import Place
from tests.asking.given import answered
from tests.world import hold, make_person, make_place

MONTH, TODAY = date(2026, 10, 1), date(2026, 11, 22)


@pytest.fixture
def answers(world):
    """A function: people of a school answer, one for each theme that is given."""

    def answer(place, *themes, on=date(2026, 10, 14)):
        at = world.places[place]
        for number, theme in enumerate(themes):
            person = make_person(at.district, f"N{number} O{Ask.objects.count()}")
            answered(person, at, on, theme)

    return answer


def _told(digest):
    return digest and {one.code: one.people for one in digest.in_the_way}


def test_school_with_fewer_than_eight_answers_is_not_told(world, answers):
    answers("ash", *["time"] * 7)
    assert digest_of(world.ash, month=MONTH, today=TODAY) is None
    answers("ash", "cover")
    assert _told(digest_of(world.ash, month=MONTH, today=TODAY)) == {"time": None}


def test_one_person_who_answers_eight_times_is_one_person(world, answers):
    for _ in range(8):
        answered(world.teacher, world.ash, MONTH, "time")
    assert digest_of(world.ash, month=MONTH, today=TODAY) is None


def test_theme_that_few_named_or_all_but_few_is_not_counted_out(world, answers):
    answers("ash", *["time"] * 5, *["cover"] * 4, "unclear", "unclear", "demands")
    digest = digest_of(world.ash, month=MONTH, today=TODAY)
    assert (digest.people, _told(digest), digest.has_more) == (12, {"time": 5, "cover": 4}, True)
    answers("birch", *["time"] * 10, "cover", "cover")
    assert _told(digest_of(world.birch, month=MONTH, today=TODAY)) == {"time": None}


@pytest.mark.parametrize(
    ("themes", "sentence"),
    [
        (["time"] * 5 + ["cover"] * 4, "What got in the way most in October 2026: too little time"),
        (
            ["demands"] * 4 + ["time"] * 4 + ["nothing"] * 6,
            "What got in the way most in October 2026: too little time and other demands",
        ),
        (["nothing"] * 8, "In October 2026 no single thing got in the way of several people"),
    ],
)
def test_headline_names_all_that_most_people_named(world, answers, themes, sentence):
    answers("ash", *themes)
    assert headline(digest_of(world.ash, month=MONTH, today=TODAY), "October 2026") == sentence


def test_month_that_runs_is_not_told_and_other_months_are_not_in_it(world, answers):
    answers("ash", *["time"] * 9, on=date(2026, 11, 3))
    assert digest_of(world.ash, month=date(2026, 11, 1), today=TODAY) is None
    assert digest_of(world.ash, month=MONTH, today=TODAY) is None
    assert digest_of(world.ash, month=date(2026, 11, 1), today=date(2026, 12, 1)) is not None


def test_district_less_its_school_is_not_a_few_people(world, answers):
    """Ash is told by itself; the three at Birch would be the difference."""
    answers("ash", *["time"] * 6, *["cover"] * 4)
    answers("birch", *["demands"] * 3)
    digest = digest_of(world.northfield, month=MONTH, today=TODAY)
    assert (digest.people, _told(digest)) == (10, {"time": 5, "cover": 5})
    world.places["elm"] = make_place("school", "Elm School", world.hill)
    answers("elm", *["demands"] * 5)
    digest = digest_of(world.northfield, month=MONTH, today=TODAY)
    assert (digest.people, _told(digest)) == (20, {"demands": 10, "time": 5, "cover": 5})


def test_other_district_is_not_counted(world, answers):
    answers("cove", *["time"] * 9)
    assert digest_of(world.northfield, month=MONTH, today=TODAY) is None


@pytest.mark.parametrize(
    "name", ["teacher", "principal", "supervisor", "superintendent", "stranger"]
)
def test_set_of_places_is_what_the_reason_allows(world, name):
    hold(world.colleague, "teamMember", world.team)
    viewer = world.viewer(name)
    places = set(Place.objects.all())
    seen = set(places_digested_for(viewer))
    assert seen == {one for one in places if why_digest(viewer, one)}
    assert {one.district_pk for one in seen} == {viewer.district_id}


def test_school_is_told_to_whoever_works_there_alone(world):
    only_on_team = make_person(world.northfield, "Odd Team")
    hold(only_on_team, "teamMember", world.team)
    world.people["on_team"] = only_on_team
    for name in ("teacher", "on_team"):
        assert set(places_digested_for(world.viewer(name))) == {world.northfield, world.ash}
    for name in ("supervisor", "researcher", "superintendent"):
        assert set(places_digested_for(world.viewer(name))) == {world.northfield}
