"""For every viewer and thing of a random district: the set that a rule gives holds exactly what
its reasons allow, and nothing of another district is ever in it."""

import os
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from convergent import clock
from convergent.jobs.models import Job
from convergent.people.access import changes, directory, district, handovers
from convergent.people.models import Handover, Person, Place, Role, RoleTerm
from convergent.people.models.people import HandoverQuerySet
from convergent.people.role_kinds import KINDS
from convergent.people.viewer import viewer_of
from tests.world import hold, make_person, make_place

pytestmark = pytest.mark.django_db
SHORTLY = (Phase.generate,)  # for broken twins: that it fails is enough
LAWFUL = settings(
    phases=SHORTLY if "WITHOUT_SHRINKING" in os.environ else tuple(Phase),
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# For each of two districts: its networks, schools (and the network of each), teams, units.
SHAPES = st.tuples(
    st.integers(0, 2),
    st.lists(st.integers(0, 2), max_size=3),
    st.integers(0, 2),
    st.integers(0, 1),
)
# A term: the person, the kind of role, the place (by number), its first and its last day.
TERMS = st.tuples(
    st.integers(0, 7),
    st.sampled_from(sorted(KINDS)),
    st.integers(0, 99),
    st.integers(-400, 40),
    st.none() | st.integers(0, 500),
)
NOTES = st.tuples(st.integers(0, 99), st.integers(0, 7), st.booleans())


def _districts(shapes):
    for number, (networks, schools, teams, units) in enumerate(shapes):
        top = make_place("district", f"District {number}")
        above = [top, *(make_place("network", f"Network {n}", top) for n in range(networks))]
        for n, parent in enumerate(schools):
            school = make_place("school", f"School {n}", above[parent % len(above)])
            for t in range(teams):
                make_place("team", f"Team {t}", school)
        for n in range(units):
            make_place("unit", f"Unit {n}", top)


def _people(terms, today):
    tops = list(Place.objects.filter(kind="district").order_by("name"))
    people = [make_person(tops[number % 2], f"Person {number}") for number in range(8)]
    for who, kind, where, begins, lasts in terms:
        top = tops[who % 2]
        fitting = [
            place
            for place in Place.objects.filter(path__startswith=top.path).order_by("path")
            if place.kind in KINDS[kind].at
        ]
        if not fitting:
            continue
        first = today + timedelta(days=begins)
        if RoleTerm.objects.filter(person=people[who], starts_on=first).exists():
            continue
        last = None if lasts is None else first + timedelta(days=lasts)
        hold(people[who], kind, fitting[where % len(fitting)], starts_on=first, ends_on=last)
    return people


def _notes(notes, people, today):
    roles = list(Role.objects.order_by("pk"))
    for which, author, is_handed_over in notes if roles else []:
        role = roles[which % len(roles)]
        held = HandoverQuerySet(Handover)
        if (
            not is_handed_over
            and held.filter(role=role, author=people[author], handed_over_at=None).exists()
        ):
            continue
        Handover(
            role=role,
            author=people[author],
            text="words",
            written_at=clock.now(),
            handed_over_at=clock.now() if is_handed_over else None,
        ).save()


@pytest.mark.asvs("8.2.2")
@LAWFUL
@given(
    shapes=st.tuples(SHAPES, SHAPES),
    terms=st.lists(TERMS, min_size=4, max_size=16),
    notes=st.lists(NOTES, max_size=6),
)
def test_each_set_is_what_its_reasons_allow(db, shapes, terms, notes):
    with transaction.atomic():
        today = clock.today()
        _districts(shapes)
        people = _people(terms, today)
        _notes(notes, people, today)
        for number, person in enumerate(people):
            Job.objects.create(
                kind="follow", key=f"job {number}", asked_by=person.pk, asked_at=clock.now()
            )
        Job.objects.create(kind="follow", key="nobody's", asked_at=clock.now())
        for person in people:
            viewer = viewer_of(person, today)
            if viewer is not None:
                _check_rules(viewer)
                _check_districts(viewer)
        transaction.set_rollback(True)


def _check_rules(viewer):
    every_handover = HandoverQuerySet(Handover).select_related("role")
    rules = (
        (directory.visible_places, directory.why_place, Place.objects.all()),
        (directory.visible_people, directory.why_person, Person.objects.all()),
        (changes.places_changeable_by, changes.why_change_place, Place.objects.all()),
        (
            changes.roles_changeable_by,
            changes.why_change_role,
            Role.objects.select_related("place"),
        ),
        (handovers.visible_handovers, handovers.why_handover, every_handover),
        (district.visible_jobs, district.why_job, Job.objects.all()),
    )
    for visible, why, things in rules:
        by_set = {thing.pk for thing in visible(viewer)}
        by_reason = {thing.pk for thing in things if why(viewer, thing) is not None}
        assert by_set == by_reason, visible.__name__


def _check_districts(viewer):
    here = viewer.person.district
    assert all(p.path.startswith(here.path) for p in directory.visible_places(viewer))
    assert all(p.path.startswith(here.path) for p in changes.places_changeable_by(viewer))
    for role in changes.roles_changeable_by(viewer).select_related("place"):
        assert role.place.path.startswith(here.path)
        _check_nobody_decides_on_her_own_post(viewer, role)
    for role in directory.visible_roles(viewer).select_related("place"):
        assert role.place.path.startswith(here.path)
    for term in directory.visible_terms(viewer).select_related("person"):
        assert term.person.district_id == here.pk


def _check_nobody_decides_on_her_own_post(viewer, role):
    """Whoever may change the role that she leads by may so by another role, which stands above."""
    holds_it = role.pk in viewer.role_ids and role.kind_of_role.leads_place
    others = [
        term
        for term in viewer.terms
        if term.role_id != role.pk
        and (
            term.role.kind == "systemAdministrator"
            or (
                term.role.kind_of_role.leads_place
                and role.place.path.startswith(term.role.place.path)
            )
        )
    ]
    assert not holds_it or others
