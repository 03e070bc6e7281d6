"""What changed in what students learn, as everybody may see it: briefs are passed on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from convergent.facts.snapshot import Snapshot
from convergent.learning.access import scope_of_everybody
from convergent.learning.headlines import Finding, Headline
from convergent.learning.presenters.figures import AnyFigure, Figure, Multiples
from convergent.learning.presenters.shown import Shown, ground_of, shown_of
from convergent.learning.queries.choices import Choice, Subject, choice_of
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.publish.presenters.parts import BriefFigure, Line, Manner, Section

MOST_PICTURES = 3
TELLING = (Finding.DIFFERS, Finding.CHANGED)


@dataclass(frozen=True)
class Learned:
    """What each subject shows of a place, the first one first."""

    choice: Choice
    source: str
    by_subject: tuple[tuple[Subject, Shown], ...]

    @property
    def headlines(self) -> list[tuple[Subject, Headline]]:
        return [(subject, shown.headline) for subject, shown in self.by_subject]

    @property
    def most_telling(self) -> tuple[Subject, Headline]:
        """The first subject that is told apart from chance, else the first."""
        found = (one for one in self.headlines if one[1].finding in TELLING)
        return next(found, self.headlines[0])


def learned_at(place: Place, *, viewer: Viewer) -> Learned | None:
    """None where nothing is loaded, or worked out, yet."""
    snapshot = viewer.snapshot
    if snapshot is None:
        return None
    choice = choice_of(snapshot, viewer.district_id, asked="", day=viewer.today)
    if choice is None:
        return None
    shown = tuple((one, _shown(snapshot, place, choice, one)) for one in choice.subjects)
    return Learned(choice, ground_of(snapshot, place, choice).source, shown)


def _shown(snapshot: Snapshot, place: Place, choice: Choice, subject: Subject) -> Shown:
    everybody = scope_of_everybody()
    asked = replace(choice, subject=subject)
    return shown_of(snapshot, everybody, place, asked, everybody=everybody)


def what_changed(learned: Learned | None) -> Section:
    if learned is None:
        return Section(_("What students learned"), Manner.LISTED, ())
    figure = next((one for _subject, shown in learned.by_subject for one in _figures(shown)), None)
    lines = [one for one in _lines(learned) if figure is None or one.text != figure.title]
    return Section(_("What students learned"), Manner.MARKED, tuple(lines), figure)


def _lines(learned: Learned) -> Iterator[Line]:
    for subject, shown in learned.by_subject:
        yield Line(f"{shown.headline} {shown.detail}".strip(), mark=subject.title)
    titles = [[one.title for one in shown.figures] for _subject, shown in learned.by_subject]
    headlines = {str(headline) for _subject, headline in learned.headlines}
    for title in titles[0]:
        if title not in headlines and all(title in others for others in titles):
            yield Line(title)


def _figures(shown: Shown) -> Iterator[BriefFigure]:
    for one in shown.figures:
        pictures = _pictures(one)
        if pictures:
            foot = " · ".join(filter(None, (one.foot.n, one.foot.period, one.foot.source)))
            yield BriefFigure(one.title, _alt(one), tuple(pictures), foot)


def _pictures(figure: AnyFigure) -> Sequence[tuple[str, Any]]:
    if isinstance(figure, Figure):
        return [("", figure.picture)]
    if isinstance(figure, Multiples):
        return [(panel.title, panel.picture) for panel in figure.panels[:MOST_PICTURES]]
    return []


def _alt(figure: AnyFigure) -> str:
    if isinstance(figure, Figure):
        return figure.alt
    panels = figure.panels[:MOST_PICTURES] if isinstance(figure, Multiples) else ()
    return " ".join(panel.alt for panel in panels)
