"""The sentence on a district's or a network's schools, and what it is computed from."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from convergent.people.models import Place, RoleTerm, Wording
from convergent.people.presenters.areas import leadership_by_school
from convergent.people.presenters.overview import overview_of, schools_sentence
from convergent.people.queries.schools import SchoolLine, open_schools, school_lines
from convergent.people.words import Words, words_of
from tests.world import hold, make_person, make_place

AUGUST = date(2026, 8, 1)
without_records = pytest.mark.without_records


def line(*, terms=1, acting=False, is_new=False):
    principals = tuple(RoleTerm(acting=acting) for _ in range(terms))
    return SchoolLine(Place(name="A school"), principals, (), is_new)


SETTLED, VACANT, ACTING, NEW = line(), line(terms=0), line(acting=True), line(is_new=True)
SENTENCES = {
    "No schools are loaded yet.": [],
    "One school; its principal is in post.": [SETTLED],
    "3 schools; each has its principal in post.": [SETTLED] * 3,
    "One school, with no principal in post.": [VACANT],
    "One school, with an acting principal.": [ACTING],
    "One school, with a new principal since August.": [NEW],
    "4 schools; 2 have no principal in post.": [VACANT, VACANT, SETTLED, SETTLED],
    "3 schools; 2 have no principal in post and 1 changed principals since August.": [
        *(VACANT, VACANT, NEW),
    ],
    "6 schools; 1 has no principal in post, 2 have an acting principal and 3 changed principals "
    "since August.": [VACANT, ACTING, line(acting=True, is_new=True), NEW, NEW, SETTLED],
}


@without_records
@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentence_counts_what_it_names(sentence):
    assert schools_sentence(SENTENCES[sentence], words=Words({}), year_began=AUGUST) == sentence


@without_records
def test_sentence_speaks_the_districts_words():
    own = Words({("role", "principal"): ("head of school", "heads of school")})
    said = schools_sentence([VACANT, NEW], words=own, year_began=AUGUST)
    assert said == (
        "2 schools; 1 has no head of school in post and 1 changed heads of school since August."
    )


@without_records
def test_two_who_share_a_post_are_acting_only_together():
    both = SchoolLine(Place(), (RoleTerm(acting=True), RoleTerm(acting=False)), (), is_new=False)
    assert (both.is_acting, both.is_settled) == (False, True)


def lines_of(world, *, day, began):
    viewer = world.viewer("steward")
    found = school_lines(
        list(open_schools(viewer)),
        words=words_of(viewer.district_id),
        day=day,
        year_began=began,
    )
    return {one.school.name: one for one in found}


def test_only_who_follows_another_is_new(world):
    """Not who was there before on other conditions, nor whom a first load finds."""
    today = world.viewer("steward").today
    began = today - timedelta(days=60)
    follow = make_place("school", "Follow", world.hill)
    before = make_person(world.northfield, "Ada Before")
    hold(before, "principal", follow, ends_on=began)
    hold(make_person(world.northfield, "Bo After"), "principal", follow, starts_on=today)
    stays = make_place("school", "Stays", world.hill)
    same = make_person(world.northfield, "Cy Same")
    hold(same, "principal", stays, acting=True, ends_on=today - timedelta(days=1))
    hold(same, "principal", stays, starts_on=today)
    first = make_place("school", "First", world.hill)
    hold(make_person(world.northfield, "Di First"), "principal", first, starts_on=today)
    lines = lines_of(world, day=today, began=began)
    assert {name for name, one in lines.items() if one.is_new} == {"Follow"}


def test_a_vacancy_is_named_and_is_not_the_principals(world):
    today = world.viewer("steward").today
    empty = make_place("school", "Empty", world.hill)
    gone = make_person(world.northfield, "Ed Gone")
    hold(gone, "principal", empty, ends_on=today - timedelta(days=1))
    role = hold(gone, "coach", empty, ends_on=today - timedelta(days=1)).role
    role.fte = 1
    role.save()
    found = lines_of(world, day=today, began=AUGUST)["Empty"]
    assert (found.is_vacant, found.vacancies) == (True, ("Coach",))


def overview(world, place):
    viewer = world.viewer("steward")
    words = words_of(viewer.district_id)
    return overview_of(world.places[place], viewer=viewer, words=words, day=viewer.today)


def test_a_network_shows_its_schools_and_a_district_what_is_not_settled(world):
    make_place("school", "Empty", world.hill)
    Wording.objects.create(
        district=world.northfield, of="role", code="principal", singular="head", plural="heads"
    )
    network, district = overview(world, "hill"), overview(world, "northfield")
    assert [one.school.name for one in network.schools] == ["Ash School", "Birch School", "Empty"]
    assert [one.school.name for one in district.schools] == ["Empty"]
    assert network.sentence == "3 schools; 1 has no head in post."


def test_networks_and_units_stand_apart_with_who_leads_them(world):
    found = overview(world, "northfield")
    assert [(one.place.name, one.said) for one in found.networks] == [
        ("Hill Network", "2 schools; each has its principal in post.")
    ]
    assert [(one.place.name, one.said) for one in found.units] == [("Facilities", "3 people")]
    assert [one.person.name for one in found.units[0].heads] == ["Ugo Bianchi"]


def test_another_districts_schools_are_in_no_overview(world):
    assert overview(world, "northfield").sentence.startswith("2 schools")
    with translation.override("es"):
        assert overview(world, "northfield").sentence.startswith("2 escuelas")


@pytest.mark.parametrize("place", ["ash", "facilities", "team"])
def test_other_places_have_none(world, place):
    assert overview(world, place) is None


def test_schools_whose_leadership_is_not_settled_stand_first_among_posts(world):
    make_place("school", "Empty", world.hill)
    acting = make_place("school", "Acting", world.hill)
    hold(make_person(world.northfield, "Ed Now"), "principal", acting, acting=True)
    viewer = world.viewer("steward")
    page = leadership_by_school(viewer, words=words_of(viewer.district_id), day=viewer.today)
    assert [(one.school.name, one.note) for one in page.unsettled] == [
        ("Acting", "acting principal"),
        ("Empty", "no principal now"),
    ]
