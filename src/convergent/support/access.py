"""A contact is for whoever supervises the school now and whoever leads it now. Its words are for
the two who were there, and pass on to nobody: who leaves the school reads them no more."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from convergent.people.access.reasons import Reason
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.priorities.access.partnership import (
    ids_of_partnerships,
    partnerships_of,
    schools_supervised_by,
    why_partner,
    why_supervise,
)
from convergent.priorities.models import Priority
from convergent.support.models import Contact, ContactPlan


def schools_supported_by(viewer: Viewer) -> QuerySet[Place]:
    """Where the viewer plans and writes down contacts."""
    return schools_supervised_by(viewer).filter(closed_on=None)


def why_support(viewer: Viewer, school: Place) -> Reason | None:
    return None if school.closed_on else why_supervise(viewer, school)


def schools_of_the_two(viewer: Viewer) -> QuerySet[Place]:
    """Whose page of contacts the viewer sees."""
    return partnerships_of(viewer)


def why_school(viewer: Viewer, school: Place) -> Reason | None:
    return why_partner(viewer, school)


def visible_plans(viewer: Viewer) -> QuerySet[ContactPlan]:
    return ContactPlan.objects.readable_by_rule(Q(school__in=ids_of_partnerships(viewer)))


def why_plan(viewer: Viewer, plan: ContactPlan) -> Reason | None:
    return why_partner(viewer, plan.school)


def visible_contacts(viewer: Viewer) -> QuerySet[Contact]:
    """When the two met or will meet, how long, and as what; without what was written."""
    rule = Q(school__in=ids_of_partnerships(viewer))
    return Contact.objects.readable_by_rule(rule).defer("words")


def why_contact(viewer: Viewer, contact: Contact) -> Reason | None:
    return why_partner(viewer, contact.school)


def readable_contacts(viewer: Viewer) -> QuerySet[Contact]:
    """Those of which the viewer reads the words."""
    was_there = Q(supervisor=viewer.person) | Q(principal=viewer.person)
    rule = Q(school__in=ids_of_partnerships(viewer)) & was_there
    return Contact.objects.readable_by_rule(rule)


def why_words(viewer: Viewer, contact: Contact) -> Reason | None:
    if viewer.person.pk not in {contact.supervisor_id, contact.principal_id}:
        return None
    return why_contact(viewer, contact)


def why_write(viewer: Viewer, contact: Contact) -> Reason | None:
    """To keep, correct, call off or withdraw it: whoever wrote it. What is planned is also for
    whoever supervises the school next."""
    is_hers = contact.is_planned or contact.supervisor_id == viewer.person.pk
    return why_support(viewer, contact.school) if is_hers else None


def contacts_to_count(priorities: list[Priority]) -> QuerySet[Contact]:
    """For the chain alone, which tells of eight schools at least unless they are the viewer’s."""
    about = Q(priority__in=priorities) | Q(priority__aligned_to__in=priorities)
    return Contact.objects.readable_by_rule(about & Q(state=Contact.State.HELD)).defer("words")
