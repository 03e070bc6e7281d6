"""The district's own settings, its data and its long work."""

from __future__ import annotations

from django.db.models import QuerySet

from convergent.jobs.models import Job
from convergent.people.access.changes import has_any_grant
from convergent.people.access.directory import visible_people
from convergent.people.access.reasons import Reason
from convergent.people.role_kinds import DATA_STEWARD, KINDS, SUPERINTENDENT
from convergent.people.viewer import Viewer


def why_keep_district(viewer: Viewer) -> Reason | None:
    """To set the district's words and calendar, and to load, follow and cancel its data."""
    if viewer.holds(DATA_STEWARD):
        return Reason.STEWARD
    return Reason.SUPERINTENDENT if viewer.holds(SUPERINTENDENT) else None


def needs_second_step(viewer: Viewer) -> bool:
    """Whether any role held now has to do with single students, or gives roles to others."""
    sees_students = any(KINDS[term.role.kind].sees_students for term in viewer.terms)
    return sees_students or has_any_grant(viewer)


def visible_jobs(viewer: Viewer) -> QuerySet[Job]:
    """Long work that somebody of the district asked for; its keepers see and cancel it."""
    if why_keep_district(viewer) is None:
        return Job.objects.none()
    return Job.objects.filter(asked_by__in=visible_people(viewer).values("pk"))


def why_job(viewer: Viewer, job: Job) -> Reason | None:
    asker = job.asked_by
    if asker is None or not visible_people(viewer).filter(pk=asker).exists():
        return None
    return why_keep_district(viewer)
