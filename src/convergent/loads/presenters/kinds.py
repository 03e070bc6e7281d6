"""What each kind of row is called."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from convergent.facts.sources.assessments.reading import known_layouts

KINDS = {
    "orgs": _("Schools, units and teams"),
    "academicSessions": _("School years and terms"),
    "courses": _("Courses"),
    "users": _("People"),
    "userProfiles": _("People's profiles"),
    "roles": _("Roles, past ones too"),
    "classes": _("Classes"),
    "enrollments": _("Class enrollments"),
    "demographics": _("Students' demographics"),
    "categories": _("Gradebook categories"),
    "scoreScales": _("Grading scales"),
    "lineItems": _("Assignments and assessments"),
    "results": _("Results"),
    "lineItemScoreScales": _("Grading scales of assignments"),
    "resultScoreScales": _("Grading scales of results"),
    "lineItemLearningObjectiveIds": _("Learning objectives of assignments"),
    "resultLearningObjectiveIds": _("Learning objectives of results"),
    "resources": _("Resources"),
    "classResources": _("Resources of classes"),
    "courseResources": _("Resources of courses"),
    "userResources": _("Resources of people"),
    "assessment_results": _("Assessment results"),
    "assessment_parts": _("Parts of assessments"),
    "program_status": _("Programs of students"),
    "calendar_days": _("School days"),
    "bell_times": _("Bell times"),
    "master_schedule": _("Master schedule"),
    "attendance_daily": _("Daily attendance"),
    "attendance_period": _("Attendance of lessons"),
    "substitutes": _("Absences and substitutes"),
    "staff": _("Staff"),
    "certifications": _("Certifications"),
    "staff_assignments": _("Staff assignments"),
    "compensation": _("Pay"),
    "vacancies": _("Open positions"),
    "spending": _("Spending"),
    "spending_totals": _("Totals of spending"),
    "staffing_totals": _("Totals of staffing"),
}


def order_of(table: str) -> int:
    """Where a kind stands in a list."""
    return list(KINDS).index(table) if table in KINDS else len(KINDS)


def kind_words(table: str) -> str:
    return str(KINDS.get(table, table))


def kind_in_sentence(table: str) -> str:
    """What is no kind stays as it is written: it may be the name of a file."""
    words = kind_words(table)
    return words[:1].lower() + words[1:] if table in KINDS else words


def form_words(form: str) -> str:
    """The name of a product or of a form; one that is called after a kind of row, as its file."""
    titles = {layout.name: layout.title for layout in known_layouts()}
    return titles.get(form) or (f"{form}.csv" if form in KINDS else form)


def forms_words(forms: Sequence[str]) -> str:
    return ", ".join(map(form_words, forms))
