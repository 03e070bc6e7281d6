"""What many visits saw together, and who is protected in it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from convergent import clock
from convergent.practice.access.patterns import pattern_of
from convergent.practice.models import VisitAgreement
from convergent.priorities.chain import Column, State, cells_of
from convergent.priorities.queries.news import Since, news_since
from tests.practice.visiting import agreed, looked_for, visited
from tests.world import hold, make_person


@pytest.fixture
def version(world):
    """Look-fors under an agreement that held all year."""
    agreed(world)
    VisitAgreement.objects.update(starts_on=clock.today() - timedelta(days=300))
    return looked_for(world)


def _see(world, version, *, teachers, by="principal", second_in=1):
    """Each teacher once, five weeks ago; the first look-for in every visit, the second in one, or
    in so many."""
    first, second = version.look_fors.all()
    for number in range(teachers):
        name = f"teacher {number}"
        if name not in world.people:
            world.people[name] = make_person(world.northfield, f"T{number} Hall")
            hold(world.people[name], "teacher", world.ash)
        seen = (first.pk, second.pk) if number < second_in else (first.pk,)
        visited(
            world,
            by,
            name,
            look_for_version=version.pk,
            seen=seen,
            began_at=clock.now() - timedelta(weeks=5),
        )


def _pattern(world, version, who="teacher"):
    return pattern_of(world.viewer(who), version, world.ash)


def test_eight_teachers_make_a_pattern_and_seven_none(world, version):
    _see(world, version, teachers=7)
    assert _pattern(world, version) is None
    first, second = version.look_fors.all()
    _see(world, version, teachers=8)
    pattern = _pattern(world, version)
    assert (pattern.teachers, pattern.tenths) == (8, {first.pk: 10, second.pk: 1})


def test_who_takes_her_own_visits_away_is_left_with_eight_teachers_or_none(world, version):
    _see(world, version, teachers=10)
    assert _pattern(world, version) is not None
    _see(world, version, teachers=3, by="coach")
    assert _pattern(world, version) is None
    _see(world, version, teachers=8, by="coach")
    assert _pattern(world, version) is not None


def test_what_was_seen_this_month_shows_next_month(world, version):
    _see(world, version, teachers=8)
    before = _pattern(world, version)
    first = version.look_fors.first()
    visited(world, "principal", "teacher", look_for_version=version.pk, seen=(first.pk,))
    assert _pattern(world, version) == before


def test_another_district_and_another_school_are_not_in_it(world, version):
    _see(world, version, teachers=8)
    assert pattern_of(world.viewer("teacher"), version, world.birch) is None
    assert pattern_of(world.viewer("stranger"), version, world.ash) is None


def test_the_chain_says_what_is_seen_and_what_would_mend_it(world, version):
    viewer, priority = world.viewer("principal"), version.set.priority
    cell = cells_of([priority], viewer)[priority.pk][Column.CLASSROOM]
    assert (cell.state, cell.mending, cell.freshness) == (
        State.UNTESTED,
        "Visits to more teachers, by any visitor, would test it.",
        "this school year, until the end of last month",
    )
    _see(world, version, teachers=8)
    cell = cells_of([priority], viewer)[priority.pk][Column.CLASSROOM]
    assert (cell.state, cell.sentence) == (
        State.THIN,
        "“Students quote the text” was seen in about 10 of 10 visits, “Students answer each "
        "other” in about 1",
    )
    assert cell.mending == (
        "Ask teachers what keeps the rarest from happening, and plan one lesson with it."
    )
    version.set.ended_on = clock.today()
    version.set.save()
    cell = cells_of([priority], viewer)[priority.pk][Column.CLASSROOM]
    assert cell.mend.url == reverse("look_fors", args=[priority.pk])
    cell = cells_of([priority], world.viewer("supervisor"))[priority.pk][Column.CLASSROOM]
    assert cell.mend is None
    assert cell.mending == "Two or three things that a visitor can see would be a start."


def test_a_team_meets_with_the_pattern_on_its_agenda(world, version):
    _see(world, version, teachers=8)
    hold(world.teacher, "teamMember", world.team)
    news = news_since(Since(world.viewer("teacher"), world.team, None, ""))
    assert [one.source for one in news if "Students quote" in one.sentence] == [
        "Visits to 8 teachers this school year, until the end of last month"
    ]


def test_cell_that_holds_needs_no_mending(world, version):
    _see(world, version, teachers=8, second_in=4)
    viewer, priority = world.viewer("superintendent"), version.set.priority
    cell = cells_of([priority], viewer)[priority.pk][Column.CLASSROOM]
    assert (cell.state, cell.mending, cell.mend) == (State.HOLDS, "", None)


@pytest.mark.parametrize("name", ["supervisor", "superintendent", "teacher", "other_principal"])
def test_everybody_opens_what_is_behind_the_cell(world, version, enters, name):
    _see(world, version, teachers=8)
    page = enters(name).get(reverse("look_fors", args=[version.set.priority_id]))
    assert page.context["seen"].lines == (
        ("Students quote the text", "in about 10 of 10 visits"),
        ("Students answer each other", "in about 1 of 10 visits"),
    )
    assert page.context["form"] is None


def test_of_seven_teachers_the_page_tells_the_words_alone(world, version, enters):
    _see(world, version, teachers=7)
    seen = enters("supervisor").get(reverse("look_fors", args=[version.set.priority_id]))
    assert [often for _text, often in seen.context["seen"].lines] == ["", ""]
