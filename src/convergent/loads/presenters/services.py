"""The services that are asked over the network: what came last, what failed last, what is next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from convergent import clock
from convergent.facts.findings import Finding
from convergent.facts.sources.fetched import goes_on_until
from convergent.jobs.models import State
from convergent.loads.models import Load
from convergent.loads.presenters.fixes import fix_words
from convergent.loads.presenters.refusals import file_words, is_about_file
from convergent.loads.presenters.rules import rule_title
from convergent.loads.presenters.sources import age_words
from convergent.loads.presenters.words import left_out, moment_words, outcome_words
from convergent.loads.queries import Asked, asked_services, findings_of
from convergent.people.viewer import Viewer


@dataclass(frozen=True)
class Told:
    """A load, as one line tells it."""

    label: str
    words: str
    url: str


@dataclass(frozen=True)
class ServiceLine:
    """One service; `age` is that of what it brought last."""

    age: str
    title: str
    late: bool
    loads: tuple[Told, ...]
    following: str


def service_lines(loads: QuerySet[Load], *, viewer: Viewer, home: Path) -> tuple[ServiceLine, ...]:
    return tuple(_line(asked, viewer, home) for asked in asked_services(loads))


def _line(asked: Asked, viewer: Viewer, home: Path) -> ServiceLine:
    told = []
    if asked.worked is not None:
        words = outcome_words(asked.worked)
        told.append(_told(_("Last loaded"), asked.worked, words, viewer))
    if asked.failed is not None:
        words = failure_words(asked.failed, home, says_fix=asked.fails)
        told.append(_told(_("Last failure"), asked.failed, words, viewer))
    return ServiceLine(
        age=_age(asked.worked, viewer),
        title=_title(asked),
        late=asked.fails,
        loads=tuple(told),
        following=_following(asked, viewer, home),
    )


def _told(label: str, load: Load, words: str, viewer: Viewer) -> Told:
    when = moment_words(load.ended_at or load.asked_at, viewer)
    return Told(f"{label}: {when}", words, reverse("load", args=[load.pk]))


def _age(worked: Load | None, viewer: Viewer) -> str:
    if worked is None:
        return _("never")
    day = timezone.localdate(worked.ended_at or worked.asked_at)
    return age_words((viewer.today - day).days)


def _title(asked: Asked) -> str:
    if asked.worked is None:
        return _("%(name)s has brought nothing yet") % {"name": asked.name}
    if asked.fails:
        return _("%(name)s has brought nothing since") % {"name": asked.name}
    return _("%(name)s brings its data") % {"name": asked.name}


def failure_words(load: Load, home: Path, *, says_fix: bool) -> str:
    """What broke, with what the service said of it, and, where that `says_fix`, what to do. Where
    rows were refused, or what was found is kept no longer, the outcome of the load.
    """
    errors = findings_of(load, home).errors
    if left_out(load) or not errors:
        return outcome_words(load)
    first = errors[0]
    said = _broke(first)
    return f"{said} {fix_words(first)}" if says_fix else said


def _broke(first: Finding) -> str:
    if is_about_file(first.rule):
        return file_words(first.file, first.rule)
    what = _("%(rule)s, “%(value)s”.") if first.value else _("%(rule)s.")
    return what % {"rule": rule_title(first.rule), "value": first.value}


def _following(asked: Asked, viewer: Viewer, home: Path) -> str:
    if asked.now is not None:
        is_running = asked.now.job.state == State.RUNNING
        return _("It is being asked now.") if is_running else _("The next load waits for its turn.")
    until = goes_on_until(asked.name, home)
    if asked.fails and until is not None and until > clock.now():
        words = _("What came before it failed is kept: a load before %(when)s goes on from there.")
        return words % {"when": moment_words(until, viewer)}
    return ""
