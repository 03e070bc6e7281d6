"""Long work as the progress component shows it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.jobs.models import Job
from convergent.jobs.queries import Progress, progress_of, time_left
from convergent.loads.models import Load
from convergent.loads.presenters.kinds import kind_in_sentence
from convergent.loads.queries import following_jobs, is_left_alone, running_loads

STAGES = {
    "Finding the files": gettext_lazy("Looking at the files"),
    "Fetching": gettext_lazy("Fetching %(thing)s"),
    "Reading": gettext_lazy("Reading %(thing)s"),
    "Checking": gettext_lazy("Checking %(thing)s"),
    "Writing": gettext_lazy("Writing %(thing)s"),
    "Publishing": gettext_lazy("Publishing"),
}


@dataclass(frozen=True)
class WorkProgress:
    id: UUID
    title: str
    stage: str
    share: int | None
    time_left: str
    is_running: bool
    problem: str
    url: str
    page_url: str
    cancel_url: str


@dataclass(frozen=True)
class Under:
    """Work under way, shown within a part of a page that asks anew for all of it."""

    progress: WorkProgress
    cancel_url: str


def work_progress(job: Job) -> WorkProgress:
    progress = progress_of(job)
    url = reverse("work", args=[job.pk])
    return WorkProgress(
        id=job.pk,
        title=progress.title,
        stage=_stage(job, progress),
        share=progress.share_done,
        time_left=time_left(progress.seconds_left),
        is_running=not progress.has_ended,
        problem=progress.problem,
        url=url,
        page_url=url,
        cancel_url=reverse("work_cancel", args=[job.pk]) if progress.can_cancel else "",
    )


def _stage(job: Job, progress: Progress) -> str:
    if progress.has_ended:
        return str(job.get_state_display())
    if is_left_alone(job):
        return _("Nobody is working on this. Start a worker on the server: convergent worker")
    if job.cancel_asked_at is not None:
        return _("Is being cancelled.")
    return stage_words(progress.stage)


def stage_words(stage: str) -> str:
    """“Reading users.csv” in the reader's language, and kinds of row by their names."""
    verb, _space, thing = stage.partition(" ")
    words = STAGES.get(stage) or STAGES.get(verb)
    return str(words) % {"thing": kind_in_sentence(thing)} if words else stage


def under_way(loads: QuerySet[Load]) -> tuple[Under, ...]:
    """Loads that run or wait for their turn, and the bringing up of people and places."""
    running = [load.job for load in running_loads(loads).select_related("job")]
    shown = [(work_progress(job), True) for job in running]
    shown += [(work_progress(job), False) for job in following_jobs()]
    return tuple(
        Under(_still(progress), progress.cancel_url if may_cancel else "")
        for progress, may_cancel in shown
    )


def _still(progress: WorkProgress) -> WorkProgress:
    """Asks for nothing by itself: the part of the page around it does."""
    return WorkProgress(**{**vars(progress), "is_running": False, "cancel_url": ""})
