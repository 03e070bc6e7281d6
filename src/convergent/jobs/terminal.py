"""A job's progress on a terminal: a bar, or plain lines where it is no terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn
from rich.progress import Progress as Bar

from convergent.jobs.models import State
from convergent.jobs.queries import Progress, time_left

Show = Callable[[Progress], None]


@contextmanager
def progress_on_terminal(console: Console | None = None) -> Iterator[Show]:
    """A function that shows progress on standard error; nothing goes to standard output."""
    console = console or Console(stderr=True)
    if console.is_terminal:
        with _bar(console) as show:
            yield show
    else:
        yield _plain_lines(console)


@contextmanager
def _bar(console: Console) -> Iterator[Show]:
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Bar(*columns, console=console) as bar:
        task = bar.add_task("", total=None, left="")

        def show(now: Progress) -> None:
            bar.update(
                task,
                description=line_of(now),
                total=None if now.share_done is None else 100,
                completed=now.share_done or 0,
                left=time_left(now.seconds_left),
            )

        yield show


def _plain_lines(console: Console) -> Show:
    """A line for each new stage, and for each further tenth."""
    seen: set[tuple[str, int]] = set()

    def show(now: Progress) -> None:
        step = (line_of(now), (now.share_done or 0) // 10)
        if step not in seen:
            seen.add(step)
            share = "" if now.share_done is None else f" {now.share_done} %"
            console.print(f"{step[0]}{share}", markup=False, highlight=False, soft_wrap=True)

    return show


@contextmanager
def steps_on_terminal(title: str) -> Iterator[Callable[[str, int, int], None]]:
    """The same for work that is no job: a function of stage, done and total."""
    with progress_on_terminal() as show:
        yield lambda stage, done, total: show(
            Progress(
                title=title,
                stage=stage,
                share_done=done * 100 // total if total else None,
                seconds_left=None,
                state=State.RUNNING,
                can_cancel=False,
                problem="",
            )
        )


def line_of(now: Progress) -> str:
    """“Loading exports: reading enrollments”, or how it ended."""
    ended = {
        State.DONE: _("done"),
        State.CANCELLED: _("cancelled"),
        State.FAILED: now.problem,
        State.WAITING: _("waiting for a worker"),
    }
    said = ended.get(now.state, now.stage)
    return f"{now.title}: {said}" if said else now.title
