"""For every viewer, school, contact and promise of a random district: a set holds what its reasons
allow."""

from django.db import transaction
from django.db.models import Q
from hypothesis import given, settings
from hypothesis import strategies as st

from convergent import clock
from convergent.people.models import Place, RoleTerm
from convergent.people.viewer import viewer_of
from convergent.priorities.access import partnership
from convergent.priorities.access.commitments import visible_commitments, why_commitment
from convergent.priorities.models import Commitment
from convergent.support import access
from convergent.support.models import Contact, ContactPlan
from tests.people.test_access_laws import LAWFUL, SHAPES, TERMS, _districts, _people


def _life(people, today):
    """At each school a plan, a contact of two people in turn, and a promise of somebody."""
    terms = list(RoleTerm.objects.order_by("pk"))
    for number, school in enumerate(Place.objects.filter(kind="school").order_by("path")):
        pair = people[number % len(people)], people[(number + 3) % len(people)]
        Contact.objects.create(
            school=school, supervisor=pair[0], principal=pair[1], day=today, state="planned"
        )
        ContactPlan.objects.create(school=school, a_month=1, starts_on=today, by=pair[0])
        for term in terms[number : number + 1]:
            Commitment.objects.create(
                team=school,
                what="Promised",
                person=term.person,
                role=term.role,
                made_on=today,
                first_due_on=today,
                due_on=today,
            )


@settings(LAWFUL, max_examples=12)
@given(shapes=st.tuples(SHAPES, SHAPES), terms=st.lists(TERMS, min_size=4, max_size=12))
def test_each_set_is_what_its_reasons_allow(db, shapes, terms):
    with transaction.atomic():
        today = clock.today()
        _districts(shapes)
        people = _people(terms, today)
        _life(people, today)
        for viewer in filter(None, (viewer_of(person, today) for person in people)):
            _check_schools(viewer)
            _check_contacts(viewer)
        transaction.set_rollback(True)


def _check_schools(viewer):
    places = Place.objects.all()
    for visible, why in (
        (partnership.schools_supervised_by, partnership.why_supervise),
        (access.schools_supported_by, access.why_support),
        (access.schools_of_the_two, access.why_school),
    ):
        seen = set(visible(viewer))
        assert seen == {one for one in places if why(viewer, one)}
        assert {one.district_pk for one in seen} <= {viewer.district_id}


def _check_contacts(viewer):
    contacts = list(Contact.objects.readable_by_rule(Q()).select_related("school"))
    seen = set(access.visible_contacts(viewer))
    assert seen == {one for one in contacts if access.why_contact(viewer, one)}
    read = set(access.readable_contacts(viewer))
    assert read == {one for one in contacts if access.why_words(viewer, one)}
    assert {one for one in contacts if access.why_write(viewer, one)} <= seen
    plans = list(ContactPlan.objects.readable_by_rule(Q()).select_related("school"))
    assert set(access.visible_plans(viewer)) == {
        one for one in plans if access.why_plan(viewer, one)
    }
    promises = list(Commitment.objects.select_related("team__parent", "role"))
    visible = set(visible_commitments(viewer))
    assert visible == {one for one in promises if why_commitment(viewer, one)}
