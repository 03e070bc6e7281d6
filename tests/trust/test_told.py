"""What the pulse tells, and what it never tells."""

from datetime import date

import pytest

from convergent.people.models import Place
from convergent.people.viewer import viewer_of
from convergent.trust.access import places_with_pulse_for, why_pulse_of
from convergent.trust.presenters import headline
from convergent.trust.queries import Unheard, newest_of, waves_of
from tests.trust.pulses import FEBRUARY, JUNE, MAY, NOVEMBER, answers, asked, staffed, took
from tests.world import hold, make_place

pytestmark = pytest.mark.django_db


def told(place, today=JUNE):
    """Of each wave, the newest first, what is told of the first statement."""
    return [
        one.why if isinstance(one, Unheard) else (one.shares["wrong"].agree, one.people)
        for one in waves_of(place, today=today)
    ]


def test_a_wave_is_told_when_its_month_is_over_and_eight_answered(world):
    people = staffed(world)
    took(world, NOVEMBER, people[:4], people[4:7])
    assert told(world.ash, date(2026, 11, 30)) == []
    assert told(world.ash, date(2026, 12, 1)) == ["few"]
    answers(people[7], NOVEMBER)
    assert told(world.ash, date(2026, 12, 1)) == [(4, 8)]


@pytest.mark.parametrize(("agree", "counted"), [(10, None), (8, None), (7, 7), (3, 3), (2, None)])
def test_what_nearly_all_or_nearly_nobody_says_is_not_counted_out(world, agree, counted):
    people = staffed(world)
    took(world, NOVEMBER, people[:agree], people[agree:])
    (wave,) = waves_of(world.ash, today=JUNE)
    share = wave.shares["wrong"]
    assert share.agree == counted
    if counted is None:
        assert (share.low, share.high)[agree > 5] == (0.0, 1.0)[agree > 5]


def test_nearly_all_reads_the_same_whatever_is_behind_it(world):
    people = staffed(world)
    took(world, NOVEMBER, people[:8], people[8:])
    eight = waves_of(world.ash, today=JUNE)
    for place in (world.birch,):
        others = staffed(world, at="birch", number=13)
        asked(world, NOVEMBER)
        for person in others[:10]:
            answers(person, NOVEMBER, "wrong", "meant", "between")
        ten = waves_of(place, today=JUNE)
    assert eight[0].shares == ten[0].shares


def test_so_few_that_did_not_answer_are_not_counted_out(world):
    people = staffed(world)
    took(world, NOVEMBER, people[:6], people[6:])
    assert waves_of(world.ash, today=JUNE)[0].asked is None
    more = staffed(world, at="birch", number=17)
    took(world, NOVEMBER, more[:6], more[6:9])
    assert waves_of(world.birch, today=JUNE)[0].asked == 17


@pytest.mark.parametrize(
    ("again", "is_told"),
    [
        (range(10), True),  # the same ten
        (range(9), False),  # one has left
        (range(11), False),  # one has come
        (range(3, 13), False),  # three and three others
        (range(4, 14), True),  # four and four others: eight
        (range(10, 20), True),
    ],
)
def test_two_waves_tell_of_the_same_people_or_of_eight_others(world, again, is_told):
    """Else the difference would be what so few answered."""
    people = staffed(world, number=20)
    took(world, NOVEMBER, people[:5], people[5:10])
    took(
        world,
        FEBRUARY,
        [people[one] for one in list(again)[:5]],
        [people[one] for one in list(again)[5:]],
    )
    newest = (5, len(again)) if is_told else "nearly the same"
    assert told(world.ash) == [newest, (5, 10)]


def test_a_wave_stands_beside_every_earlier_one_that_is_told(world):
    """May differs from February by many, and from November by one."""
    people = staffed(world, number=20)
    took(world, NOVEMBER, people[:5], people[5:10])
    took(world, FEBRUARY, people[10:15], people[15:20])
    took(world, MAY, people[:5], people[5:9])
    assert told(world.ash) == ["nearly the same", (5, 10), (5, 10)]


def test_a_wave_that_is_not_told_hides_no_later_one(world):
    people = staffed(world, number=20)
    took(world, NOVEMBER, people[:5], people[5:10])
    took(world, FEBRUARY, people[:5], people[5:9])
    took(world, MAY, people[9:14], people[14:18])
    assert told(world.ash) == [(5, 9), "nearly the same", (5, 10)]


def _three_schools(world):
    elm = make_place("school", "Elm School", world.hill)
    world.places["elm"] = elm
    return {at: staffed(world, at=at) for at in ("ash", "birch", "elm")}


def test_a_sum_is_made_of_what_its_schools_tell_and_of_nothing_else(world):
    people = _three_schools(world)
    for at in ("ash", "birch"):
        took(world, NOVEMBER, people[at][:5], people[at][5:])
    took(world, NOVEMBER, people["elm"][:7])
    assert told(world.hill) == told(world.northfield) == ["few schools"]
    answers(people["elm"][7], NOVEMBER, "wrong")
    assert told(world.hill) == told(world.northfield) == [(5 + 5 + 7, 28)]
    answers(people["elm"][8], NOVEMBER)
    answers(people["elm"][9], NOVEMBER)
    assert told(world.elm) == [(None, 10)]
    assert told(world.hill) == [(5 + 5 + 9, 30)]
    assert told(world.cove) == told(world.southport) == []


def test_teachers_speak_where_eight_of_them_answered(world):
    people = staffed(world)
    took(world, NOVEMBER, people[:4], people[4:8])
    assert list(newest_of([world.ash.pk], today=JUNE)) == [world.ash.pk]
    for person in people[:1]:
        person.terms.all().delete()
        hold(person, "coach", world.ash)
    assert newest_of([world.ash.pk], today=JUNE) == {}


@pytest.mark.parametrize(
    ("agree", "sentence"),
    [
        (
            5,
            "Agreed with least in November 2026: "
            "“When something I try goes wrong, I can say so here.”",
        ),
        (10, "In November 2026 nearly all agree with all three"),
    ],
)
def test_headline_names_what_fewest_agree_with(world, agree, sentence):
    people = staffed(world)
    took(world, NOVEMBER, people[:agree], people[agree:])
    assert headline(waves_of(world.ash, today=JUNE)) == sentence


@pytest.mark.parametrize(
    "name", ["teacher", "principal", "supervisor", "superintendent", "steward", "stranger"]
)
def test_set_of_places_is_what_the_reason_allows(world, name):
    hold(world.colleague, "teamMember", world.team)
    viewer = viewer_of(world.people[name], JUNE)
    seen = set(places_with_pulse_for(viewer))
    assert seen == {one for one in Place.objects.all() if why_pulse_of(viewer, one)}
    assert {one.district_pk for one in seen} == {viewer.district_id}


def test_a_school_is_told_to_its_staff_and_its_supervisor_alone(world):
    sums = {world.northfield, world.hill}
    for name in ("teacher", "coach", "principal"):
        assert set(places_with_pulse_for(world.viewer(name))) == {*sums, world.ash}
    assert set(places_with_pulse_for(world.viewer("supervisor"))) == {*sums, world.ash, world.birch}
    for name in ("superintendent", "steward", "researcher", "unit_head"):
        assert set(places_with_pulse_for(world.viewer(name))) == sums
