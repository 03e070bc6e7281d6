"""Long work as the progress component shows it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from convergent.jobs.models import Job
from convergent.jobs.queries import progress_of, time_left


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


def work_progress(job: Job) -> WorkProgress:
    progress = progress_of(job)
    url = reverse("work", args=[job.pk])
    return WorkProgress(
        id=job.pk,
        title=progress.title,
        stage=progress.stage if not progress.has_ended else str(job.get_state_display()),
        share=progress.share_done,
        time_left=time_left(progress.seconds_left),
        is_running=not progress.has_ended,
        problem=progress.problem,
        url=url,
        page_url=url,
        cancel_url=reverse("work_cancel", args=[job.pk]) if progress.can_cancel else "",
    )
