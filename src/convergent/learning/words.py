"""Grades, subjects, groups and numbers in the words of a page."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convergent.facts.measures import disclosure
from convergent.facts.measures.aggregate_table import AGAINST
from convergent.facts.measures.values import Bound
from convergent.people.words import in_sentence

Word = str | Promise

_EARLY: dict[str, tuple[Word, Word]] = {
    "PK": (gettext_lazy("Pre-K"), gettext_lazy("pre-K")),
    "TK": (gettext_lazy("Transitional kindergarten"), gettext_lazy("transitional-kindergarten")),
    "KG": (gettext_lazy("Kindergarten"), gettext_lazy("kindergarten")),
}
_NUMBERED: tuple[tuple[Word, Word], ...] = (
    (gettext_lazy("1st grade"), gettext_lazy("1st-grade")),
    (gettext_lazy("2nd grade"), gettext_lazy("2nd-grade")),
    (gettext_lazy("3rd grade"), gettext_lazy("3rd-grade")),
    (gettext_lazy("4th grade"), gettext_lazy("4th-grade")),
    (gettext_lazy("5th grade"), gettext_lazy("5th-grade")),
    (gettext_lazy("6th grade"), gettext_lazy("6th-grade")),
    (gettext_lazy("7th grade"), gettext_lazy("7th-grade")),
    (gettext_lazy("8th grade"), gettext_lazy("8th-grade")),
    (gettext_lazy("9th grade"), gettext_lazy("9th-grade")),
    (gettext_lazy("10th grade"), gettext_lazy("10th-grade")),
    (gettext_lazy("11th grade"), gettext_lazy("11th-grade")),
    (gettext_lazy("12th grade"), gettext_lazy("12th-grade")),
)
_GRADES = {**_EARLY, **{f"{at:02}": words for at, words in enumerate(_NUMBERED, start=1)}}

_SUBJECTS: dict[str, Word] = {
    "reading": gettext_lazy("Reading"),
    "mathematics": gettext_lazy("Mathematics"),
    "math": gettext_lazy("Mathematics"),
    "ela": gettext_lazy("English language arts"),
    "english language arts": gettext_lazy("English language arts"),
    "writing": gettext_lazy("Writing"),
    "science": gettext_lazy("Science"),
    "social studies": gettext_lazy("Social studies"),
}
_NAMED_IN_SENTENCES = {"ela", "english language arts"}

# As a title, and within a sentence. In the order in which pages show them.
_GROUPS: dict[str, tuple[Word, Word]] = {
    "all": (gettext_lazy("All students"), gettext_lazy("all students")),
    "english_learner": (gettext_lazy("English learners"), gettext_lazy("English learners")),
    "not_english_learner": (
        gettext_lazy("Not English learners"),
        gettext_lazy("students who are not English learners"),
    ),
    "economic_disadvantage": (
        gettext_lazy("Low income"),
        gettext_lazy("students from low-income families"),
    ),
    "not_economic_disadvantage": (
        gettext_lazy("Not low income"),
        gettext_lazy("students from other families"),
    ),
    "disability": (gettext_lazy("With an IEP"), gettext_lazy("students with an IEP")),
    "not_disability": (gettext_lazy("Without an IEP"), gettext_lazy("students without an IEP")),
    "gifted": (gettext_lazy("Gifted program"), gettext_lazy("students in the gifted program")),
    "homeless": (gettext_lazy("Without a home"), gettext_lazy("students without a home")),
    "foster_care": (gettext_lazy("Foster care"), gettext_lazy("students in foster care")),
    "migrant": (gettext_lazy("Migrant families"), gettext_lazy("students from migrant families")),
    "military_connected": (
        gettext_lazy("Military families"),
        gettext_lazy("students from military families"),
    ),
    "female": (gettext_lazy("Girls"), gettext_lazy("girls")),
    "male": (gettext_lazy("Boys"), gettext_lazy("boys")),
    "american_indian_or_alaska_native": (
        gettext_lazy("American Indian or Alaska Native"),
        gettext_lazy("American Indian or Alaska Native students"),
    ),
    "asian": (gettext_lazy("Asian"), gettext_lazy("Asian students")),
    "black_or_african_american": (
        gettext_lazy("Black or African American"),
        gettext_lazy("Black students"),
    ),
    "hispanic_or_latino": (
        gettext_lazy("Hispanic or Latino"),
        gettext_lazy("Hispanic or Latino students"),
    ),
    "pacific_islander": (
        gettext_lazy("Pacific Islander"),
        gettext_lazy("Pacific Islander students"),
    ),
    "two_or_more_races": (
        gettext_lazy("Two or more races"),
        gettext_lazy("students of two or more races"),
    ),
    "white": (gettext_lazy("White"), gettext_lazy("White students")),
}
BREAK = "\n"  # where a long label may go on in a second line
_PARTS = {"whole": gettext_lazy("The whole test")}
_REASONS: dict[str, Word] = {
    disclosure.TOO_FEW_STUDENTS: gettext_lazy("too few students to show"),
    disclosure.TOO_FEW_OTHERS: gettext_lazy("too few others to show"),
    disclosure.TOO_FEW_CHANGED: gettext_lazy("too few changed since"),
    disclosure.TOO_FEW_TEACHERS: gettext_lazy("stays inside the school"),
    disclosure.TEACHERS_UNKNOWN: gettext_lazy("stays inside the school"),
    disclosure.ONE_TEACHER: gettext_lazy("one teacher’s alone"),
    disclosure.TOLD_AS_BAND: gettext_lazy("told as a band"),
}


def grade_title(code: str) -> str:
    """“6th grade”; a code that we do not know stands as it is."""
    return str(_GRADES[code][0]) if code in _GRADES else code


def subject_title(subject: str) -> str:
    return str(_SUBJECTS.get(subject.lower(), capfirst(subject)))


def subject_in_sentence(subject: str) -> str:
    """“mathematics”; “English language arts” and “ELA” as they are."""
    title = subject_title(subject)
    return title if subject.lower() in _NAMED_IN_SENTENCES else in_sentence(title)


def learners(subject: str, grades: Sequence[str] = ()) -> str:
    """“6th-grade readers”, “5th-grade and 6th-grade students in mathematics”, “readers”."""
    known = get_text_list([_adjective(grade) for grade in grades], _("and"))
    said = {"grades": known, "subject": subject_in_sentence(subject)}
    if subject.lower() == "reading":
        return _("%(grades)s readers") % said if grades else _("readers")
    if not grades:
        return _("students in %(subject)s") % said
    return _("%(grades)s students in %(subject)s") % said


def _adjective(code: str) -> str:
    if code in _GRADES:
        return str(_GRADES[code][1])
    return _("grade %(code)s") % {"code": code}


def grades_listed(grades: Sequence[str]) -> str:
    """“7th grade and 8th grade”."""
    return get_text_list([in_sentence(grade_title(grade)) for grade in grades], _("and"))


def group_title(code: str) -> str:
    """“With an IEP”; of a gap “English learners and others”."""
    one, is_gap, _other = code.partition(AGAINST)
    if is_gap:
        return capfirst(group_in_sentence(code))
    return str(_GROUPS[one][0]) if one in _GROUPS else _group_as_it_is(one)


def gap_title(code: str) -> str:
    """“English learners”, against all others; of two groups “Black or African American – White”,
    with the place where the line may break."""
    one, _against, other = code.partition(AGAINST)
    if other == f"not_{one}":
        return group_title(one)
    return f"{group_title(one)}{BREAK}– {group_title(other)}"


def group_in_sentence(code: str) -> str:
    """“students with an IEP”; of a gap “students with an IEP and others”."""
    one, is_gap, other = code.partition(AGAINST)
    if not is_gap:
        return str(_GROUPS[one][1]) if one in _GROUPS else _group_as_it_is(one)
    said = {"one": group_in_sentence(one), "other": group_in_sentence(other)}
    if other == f"not_{one}":
        return _("%(one)s and others") % said
    return _("%(one)s and %(other)s") % said


def _group_as_it_is(code: str) -> str:
    return capfirst(code.replace("_", " "))


def group_order(code: str) -> int:
    known = list(_GROUPS)
    return known.index(code) if code in known else len(known)


def part_title(part: str) -> str:
    return str(_PARTS.get(part, part))


def why_withheld(reason: str) -> str:
    """Why a number is not shown, short enough to stand in its place."""
    return str(_REASONS.get(reason, reason))


def year_title(school_year: int) -> str:
    """“2025–26”, for the year that ends in 2026."""
    return f"{school_year - 1}–{school_year % 100:02d}"


def short_year(school_year: int) -> str:
    return f"’{school_year % 100:02d}"


def percent(share: float) -> str:
    """“54%”."""
    return _("%(percent)s%%") % {"percent": number_format(round(100 * share))}


def bound_words(bound: Bound) -> str:
    """“less than 10%”, “90% or more”."""
    said = {"end": percent(bound.at)}
    return (_("%(end)s or more") if bound.is_more else _("less than %(end)s")) % said


def bound_in_picture(bound: Bound) -> str:
    """“<10%”, “≥90%”: where there is no room for words."""
    return f"{'≥' if bound.is_more else '<'}{percent(bound.at)}"


def counted(number: int) -> str:
    """“24,000”."""
    return number_format(number, force_grouping=True)


def students_counted(students: int) -> str:
    return ngettext("%(count)s student", "%(count)s students", students) % {
        "count": counted(students)
    }
