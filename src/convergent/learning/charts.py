"""Every picture that pages of a snapshot show, drawn before anybody asks for it.

Other languages and earlier years are drawn when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from convergent import clock
from convergent.facts.progress import Progress
from convergent.facts.snapshot import Snapshot
from convergent.jobs.running import Cancelled, never
from convergent.learning.access import school_of, scope_of_everybody, scope_of_leaders
from convergent.learning.pictures.beforehand import draw_all
from convergent.learning.pictures.drawing import forget_others
from convergent.learning.pictures.shapes import Picture
from convergent.learning.presenters.shown import shown_of
from convergent.learning.queries.choices import Choice, choice_of
from convergent.people.models import Place


def draw_charts(
    snapshot: Snapshot, home: Path, progress: Progress, *, stops: Callable[[], bool] = never
) -> int:
    """Draws what is missing, forgets what no page shows any more; says how many there are.

    Raises Cancelled when `stops` says so; what is drawn by then is kept.
    """
    places = list(_places())
    kept: set[Path] = set()
    with translation.override(settings.LANGUAGE_CODE):
        batches = (list(_pictures(snapshot, place)) for place in places)
        for done, files in enumerate(draw_all(batches, home)):
            if stops():
                raise Cancelled
            progress(_("Drawing the pictures of the evidence"), done, len(places))
            kept |= files
    forget_others(home, keep=kept)
    return len(kept)


def _places() -> QuerySet[Place]:
    return Place.objects.exclude(sourced_id="").filter(closed_on=None).select_related("parent")


def _pictures(snapshot: Snapshot, place: Place) -> Iterator[Picture]:
    """As everybody sees the place and, of a school, as its leaders do."""
    everybody, school = scope_of_everybody(), school_of(place)
    scopes = [everybody] if school is None else [everybody, scope_of_leaders(school)]
    for choice in _choices(snapshot, place):
        for scope in scopes:
            shown = shown_of(snapshot, scope, place, choice, everybody=everybody)
            for figure in shown.figures:
                yield from figure.pictures


def _choices(snapshot: Snapshot, place: Place) -> Iterator[Choice]:
    """Each subject in the newest year: what a page shows first."""
    first = choice_of(snapshot, place.district_pk, asked="", day=clock.today())
    if first is not None:
        yield from (replace(first, subject=subject) for subject in first.subjects)
