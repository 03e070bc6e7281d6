"""Who sees loads and decides on them: the keepers of the district that the facts are of."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from convergent.facts.query import organisations
from convergent.facts.snapshot import Snapshot
from convergent.jobs.models import Job
from convergent.loads.models import Load
from convergent.people.access.district import visible_jobs, why_job, why_keep_district
from convergent.people.access.reasons import Reason
from convergent.people.viewer import Viewer


def why_keep_facts(viewer: Viewer, snapshot: Snapshot | None) -> Reason | None:
    """To load, to go back, and to see what is loaded. Until there are any facts, every keeper may
    begin; those of several districts are kept by the command alone, which belongs to none of them.
    """
    reason = why_keep_district(viewer)
    if reason is None or snapshot is None or not snapshot.table("orgs").exists():
        return reason
    districts = {org.sourced_id for org in organisations(snapshot) if org.type == "district"}
    is_own = districts <= {viewer.person.district.sourced_id}
    return reason if is_own else None


def visible_loads(viewer: Viewer) -> QuerySet[Load]:
    if why_keep_district(viewer) is None:
        return Load.objects.none()
    return Load.objects.filter(district=viewer.district_id)


def why_load(viewer: Viewer, load: Load) -> Reason | None:
    """To see a load, and to approve, refuse or undo it."""
    return why_keep_district(viewer) if load.district_id == viewer.district_id else None


def visible_work(viewer: Viewer) -> QuerySet[Job]:
    """Long work that keepers see and cancel: their people's, and every load of their district."""
    return Job.objects.filter(
        Q(pk__in=visible_jobs(viewer).values("pk")) | Q(load__in=visible_loads(viewer))
    )


def why_work(viewer: Viewer, job: Job) -> Reason | None:
    load = Load.objects.filter(job=job).first()
    return why_job(viewer, job) or (why_load(viewer, load) if load else None)
