"""For every viewer, teacher and visit of a random district: a set holds what its reasons allow."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from convergent import clock
from convergent.people.models import Place, RoleTerm
from convergent.people.viewer import viewer_of
from convergent.practice.access import agreements, visiting, visits
from convergent.practice.models import (
    AgreedKind,
    Evaluation,
    Feedback,
    Invitation,
    JointVisit,
    Kind,
    Visit,
    VisitAgreement,
    VisitNotes,
)
from tests.people.test_access_laws import LAWFUL, SHAPES, TERMS, _districts, _people

PAIRS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=6)
VISITS = st.lists(
    st.tuples(
        st.integers(0, 99),
        st.integers(0, 99),
        st.sampled_from(["leader", "supervisor", "coach", "peer"]),
        st.booleans(),
    ),
    max_size=8,
)


def _agree(kinds, today):
    """Every district lets all groups be visited, in these ways."""
    for district in Place.objects.filter(kind="district"):
        by = RoleTerm.objects.filter(person__district=district).order_by("pk").first()
        others = RoleTerm.objects.filter(person__district=district)
        other = others.exclude(person=by.person).first() if by else None
        if other is None:
            continue
        for group in ("teacher", "coach", "principal"):
            made = VisitAgreement.objects.create(
                district=district,
                group=group,
                starts_on=today - timedelta(days=3),
                officer=by.person,
                officer_confirmed_at=clock.now(),
                union_representative=other.person,
                union_confirmed_at=clock.now(),
            )
            AgreedKind.objects.bulk_create(AgreedKind(agreement=made, kind=one) for one in kinds)


def _evaluate(pairs, people, today):
    for one, other in pairs:
        first, second = people[one % len(people)], people[other % len(people)]
        if first != second:
            known = Evaluation.objects.filter(evaluated=second, ends_on=None)
            if not known.exists():
                Evaluation.objects.create(evaluator=first, evaluated=second, starts_on=today)
            Invitation.objects.get_or_create(
                teacher=first, guest=second, asked_on=today, defaults={"until": today}
            )


def _visit(told, people, today):
    """Each second visit goes along with the one before, where that was to the same teacher."""
    place, agreement = Place.objects.filter(kind="district").first(), VisitAgreement.objects.first()
    last = None
    for one, other, kind, is_shared in told:
        visitor, teacher = people[one % len(people)], people[other % len(people)]
        if visitor == teacher or agreement is None:
            continue
        made = Visit(
            id=uuid.uuid4(),
            visitor=visitor,
            teacher=teacher,
            place=place,
            kind=kind,
            agreement=agreement,
            day=today,
            began_at=clock.now(),
            received_at=clock.now(),
            minutes=5,
            received_hash="",
        )
        if last is not None and last.teacher == teacher and last.visitor != visitor:
            made.joint = last.joint
        else:
            second = next(person for person in people if person != visitor)
            made.joint = JointVisit.objects.create(
                teacher=teacher, first=visitor, second=second, day=today
            )
        made.save()
        VisitNotes(visit=made, strength="s").save()
        Feedback(visit=made, text="t", shares_at=clock.now() if is_shared else None).save()
        last = made


@pytest.mark.asvs("8.2.2")
@settings(LAWFUL, max_examples=15)
@given(
    shapes=st.tuples(SHAPES, SHAPES),
    terms=st.lists(TERMS, min_size=4, max_size=12),
    kinds=st.sets(st.sampled_from(sorted(Kind))),
    pairs=PAIRS,
    told=VISITS,
)
def test_each_set_is_what_its_reasons_allow(db, shapes, terms, kinds, pairs, told):
    with transaction.atomic():
        today = clock.today()
        _districts(shapes)
        people = _people(terms, today)
        _agree(kinds, today)
        _evaluate(pairs, people, today)
        _visit(told, people, today)
        for viewer in filter(None, (viewer_of(person, today) for person in people)):
            _check_visiting(viewer)
            _check_reading(viewer)
        transaction.set_rollback(True)


def _check_visiting(viewer):
    held = RoleTerm.objects.select_related("person", "role__place")
    may = set(visiting.terms_visitable_by(viewer))
    assert may == {one for one in held if visiting.standing_towards(viewer, one)}
    assert {one.person.district_id for one in may} <= {viewer.district_id}
    written = set(agreements.visible_agreements(viewer))
    everything = VisitAgreement.objects.all()
    assert written == {one for one in everything if agreements.why_agreement(viewer, one)}
    places = Place.objects.all()
    named = set(agreements.schools_with_evaluators_named_by(viewer))
    assert named == {one for one in places if agreements.why_name_evaluators(viewer, one)}


def _check_reading(viewer):
    everything = list(Visit._base_manager.all())

    def allowed(why):
        return {one.pk for one in everything if why(viewer, one)}

    assert {one.pk for one in visits.visible_visits(viewer)} == allowed(visits.why_visit)
    read = {one.visit_id for one in visits.visible_visit_notes(viewer)}
    assert read == allowed(visits.why_notes)
    assert {one.visit_id for one in visits.visible_feedback(viewer)} == allowed(visits.why_feedback)
    assert {one.pk for one in visits.own_visits(viewer)} == allowed(visits.why_say_feedback)
