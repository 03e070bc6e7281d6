"""A teacher's own classes: each student's newest results. No meals, homelessness or foster care:
they never stand on a list of named students.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.facts.measures.class_list import class_results
from convergent.facts.measures.values import StudentOfClass, StudentResult
from convergent.facts.rows import ClassRow
from convergent.facts.snapshot import Snapshot
from convergent.learning.presenters.figures import Cell, Header, Table, number_cell
from convergent.learning.words import counted, students_counted, subject_title, year_title
from convergent.people.access.scopes import scope_of_own_classes
from convergent.people.viewer import Viewer


@dataclass(frozen=True)
class ClassLine:
    title: str
    students: str
    url: str


@dataclass(frozen=True, kw_only=True)
class ClassesPage:
    headline: str
    lines: tuple[ClassLine, ...]


@dataclass(frozen=True, kw_only=True)
class ClassPage:
    title: str
    headline: str
    tables: tuple[Table, ...]


def classes_page(own: Sequence[ClassRow]) -> ClassesPage:
    lines = tuple(
        ClassLine(
            one.title,
            students_counted(one.students) if isinstance(one.students, int) else "",
            reverse("evidence_class", args=[one.sourced_id]),
        )
        for one in own
    )
    said = ngettext("You teach one class.", "You teach %(count)s classes.", len(own))
    headline = said % {"count": len(own)} if own else _("You teach no class in the rosters.")
    return ClassesPage(headline=headline, lines=lines)


def class_page(own: ClassRow, *, viewer: Viewer, snapshot: Snapshot) -> ClassPage:
    scope = scope_of_own_classes(viewer, snapshot)
    students = (
        class_results(snapshot, scope, own.sourced_id, on=viewer.today) if scope is not None else []
    )
    subjects = sorted({(one.subject, one.assessment) for each in students for one in each.results})
    return ClassPage(
        title=own.title,
        headline=_headline(students),
        tables=tuple(_table(students, subject, assessment) for subject, assessment in subjects),
    )


def _headline(students: Sequence[StudentOfClass]) -> str:
    known = sum(bool(one.results) for one in students)
    if not known:
        return _("No results are loaded for this class.")
    return ngettext(
        "%(known)s of %(count)s student has a result.",
        "%(known)s of %(count)s students have a result.",
        len(students),
    ) % {"count": len(students), "known": known}


def _table(students: Sequence[StudentOfClass], subject: str, assessment: str) -> Table:
    words = (_("Year"), _("Score"), _("Level"), _("Growth percentile"))
    headers = (Header(_("Student")), *(Header(word, word != _("Level")) for word in words))
    caption = f"{subject_title(subject)} · {assessment}"
    return Table(caption, headers, tuple(_row(one, subject, assessment) for one in students))


def _row(student: StudentOfClass, subject: str, assessment: str) -> tuple[Cell, ...]:
    name = Cell(f"{student.given_name} {student.family_name}".strip())
    for one in student.results:
        if (one.subject, one.assessment) == (subject, assessment):
            return name, *_result(one)
    dash = number_cell("–")
    return name, dash, dash, Cell("–"), dash


def _result(one: StudentResult) -> tuple[Cell, ...]:
    return (
        number_cell(year_title(one.school_year)),
        number_cell("–" if one.score is None else counted(round(one.score))),
        Cell(one.level or "–"),
        number_cell(_growth(one)),
    )


def _growth(one: StudentResult) -> str:
    """“62 (48 to 75)”, with the range that the score's error leaves."""
    if one.growth is None:
        return "–"
    if one.growth_range is None:
        return str(one.growth)
    low, high = one.growth_range
    return _("%(growth)s (%(low)s to %(high)s)") % {"growth": one.growth, "low": low, "high": high}
