"""The kinds of job. An application declares its own in its module `jobs`, which is found there.

@job_kind("load", title=_("Loading exports"))
def load(job: Running) -> dict[str, Any]:
    ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from convergent.errors import PersonError
from convergent.jobs.running import Cancelled, Running

__all__ = ["Cancelled", "JobKind", "Running", "job_kind", "kind_named", "title_of"]

Work = Callable[[Running], dict[str, Any] | None]


@dataclass(frozen=True)
class JobKind:
    name: str
    title: str | Promise
    work: Work


_kinds: dict[str, JobKind] = {}


def job_kind(name: str, *, title: str | Promise) -> Callable[[Work], Work]:
    """Declares a kind. Its function may be begun again after a crash: see `Running.once`."""

    def declare(work: Work) -> Work:
        if name in _kinds:
            raise ValueError(f"two kinds of job are called {name}")
        _kinds[name] = JobKind(name, title, work)
        return work

    return declare


def kind_named(name: str) -> JobKind:
    try:
        return _kinds[name]
    except KeyError:
        raise PersonError(
            _("This version does not know the work “{name}”.").format(name=name),
            _("Update the worker to the version that asked for it."),
        ) from None


def title_of(name: str) -> str:
    return str(_kinds[name].title) if name in _kinds else name
