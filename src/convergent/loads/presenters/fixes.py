"""What is to be done about a fault, in the language of whoever reads it.

The facts say it in English, for the terminal. Here stand the same sentences, to be translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from convergent.facts.findings import Finding
from convergent.loads.presenters.service_fixes import SERVICE_FIXES

_TEACH = _(
    "Send a OneRoster export, one of the documented forms, or the results of a test that "
    "Convergent knows. Whoever runs the server can teach it another file of results."
)
_ALLOW_MORE = _("Send fewer or smaller files, or ask whoever runs the server to allow more.")
ON_A_PAGE: Mapping[str, str] = {
    "an export that is known": _TEACH,
    "file known": _TEACH,
    "text of columns": _("Send the export itself: a zip, CSV files, or an Excel workbook (.xlsx)."),
    "one kind of file": _("It was left out. Send it with a heading that tells what it is."),
    "zip": _("Pack the files anew, and send that."),
    "contradiction": _(
        "An earlier row has the same %(column)s and says something else. That one was taken, and "
        "this one left out. Keep the right one."
    ),
    "memory of a load": _ALLOW_MORE,
    "time of a load": _ALLOW_MORE,
}
"""By rule, where a page has something else to advise than the terminal."""

FIXES = frozenset(
    (
        _("Write the date as YYYY-MM-DD."),
        _("Write the time as HH:MM, such as 13:05."),
        _("Write the moment as YYYY-MM-DDTHH:MM:SS."),
        _("Write true or false."),
        _("Write a whole number, such as 12."),
        _("Write a number, such as 0.5."),
        _("Write the grade as PK, KG or 01 to 12."),
        _("Write the grades as PK, KG or 01 to 12, with commas between."),
        _("Give the row a value, or nothing, for every column."),
        _("Put values that hold a comma in double quotes."),
        _("Write a double quote inside a value twice."),
        _("Save the file as CSV in UTF-8."),
        _("Shorten the row; it is over 2 million bytes long."),
        _("Write the row anew."),
        _("Close the double quote that is opened on this line."),
        _("A day that was covered names who did; one that was not says nobody."),
        _(
            "A school year holds semesters, these terms, these grading periods: correct the type "
            "or the parent."
        ),
        _("Add the district itself, with the type district, above its schools."),
        _("Add the position to staff_assignments.csv, or correct position_id."),
        _("An empty status means active."),
        _("Correct the birth date; it was left out."),
        _("Correct the level, or add it to the order in the layout."),
        _("Correct the score: the layout declares a range that it is not in."),
        _("Do not export passwords. They were not read."),
        _("Do not export social-security numbers. The column was not read."),
        _("Export it without social-security numbers: none is taken in, and nothing was loaded."),
        _("End the enrollment with its class, or keep the class active."),
        _("Enroll as a student who has the role student, or correct one of the two."),
        _("Enroll within the terms of the class, or correct these."),
        _("Export it again: it has no heading."),
        _("Export it anew: no file of this load holds a row."),
        _("Export the column once: the first was read."),
        _("Fill in class_id or activity."),
        _("Fill in fund_ends, so that it shows from when the money is missing."),
        _("Fill in staff_id or position_id."),
        _("Let it be due after it is assigned."),
        _("Let its dates lie within those of its parent."),
        _("Let the earlier enrollment of the same person in this class end before."),
        _("Let the end come after the begin."),
        _("Let the end come after the start."),
        _("Let the last day be no earlier than the first."),
        _("Let the lesson end after it begins."),
        _("Let the most be more than the least."),
        _("Let the period end after it begins."),
        _("Let the position be filled no earlier than it fell vacant."),
        _("Look whether it is a school year: it lasts less than five months."),
        _("Look whether it is right: the file has a heading and no rows."),
        _("Look whether the disk is full or the files can be read, then load again."),
        _("Look whether the score or the line item's values are right; extra credit may be."),
        _("Look whether the years are right: a session lasts a year at most."),
        _("Make one role of each person primary."),
        _("Name an organization of the type school, or correct its type in orgs.csv."),
        _("Name the organization above it, or nothing; it was left empty."),
        _("Name the school of the class."),
        _("Nothing here: correct the row of the result itself."),
        _("Nothing if the product does not report it; it was left empty."),
        _("Nothing if the student was not tested; otherwise fill in the score."),
        _("Nothing: it was read as Windows text. UTF-8 is safer."),
        _("Nothing: it was read once."),
        _("Nothing: it was read. Commas are the rule."),
        _("Nothing: it was read. End lines with CR and LF, or LF."),
        _("Nothing: it was read. UTF-8 is safer."),
        _("Nothing: roles.csv was read, and the roles of this file were not."),
        _("Nothing: the form has no such column, and it was left out."),
        _("Nothing: what holds no value is no row."),
        _("Nothing: what is empty was left out. Remove the commas at the heading's end."),
        _("Nothing, if these are several districts: each is its own."),
        _("Open it in Excel, save it anew as .xlsx, and send that."),
        _("Pack the file itself instead of a link to it."),
        _("Pack the files themselves, without folders above them."),
        _("Pack the files without a password."),
        _("Pack each file once."),
        _("Save it anew as CSV in UTF-8: its line ends or its quotes contradict each other."),
        _("Send the file with its heading, or give it another name: these are no columns of it."),
        _(
            "Several people of the roster have this ID, so nobody has the result: give each person "
            "one of their own."
        ),
        _("Shorten what stands in this row."),
        _("The rows of this place add up to another amount: look for one missing or double."),
        _("The same person holds this position twice at once: end the first assignment."),
        _("This school day lies in no school year of academicSessions: correct one of them."),
        _("Two periods of this schedule run at once: correct one, or name two schedules."),
        _("Unpack it, and send its files: it was left out."),
        _("Write as many subject codes as subjects, in the same order."),
        _("Write the row anew: what it is about cannot be told, so that counts as absent."),
        _("See the page “Map your own columns”."),
        _("Say in a mapping which role it is, and load again."),
        _("Nothing, if nobody shall have a role by it; else say which it is."),
        _(
            "Results that were loaded before have both ids, and are nobody's: correct the ids "
            "here, or load these results again."
        ),
        _("Write the year in which the school year ends, such as 2027 for 2026-27."),
        _("Years in all include those in the district, and these those at the school."),
        _("Give one organization the type district; whoever runs the server may load several."),
        _("It was left out."),
    )
)

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"Fill in (?P<column>\S+)\.", _("Fill in %(column)s.")),
        (
            r"Add it to (?P<file>\S+), or correct (?P<column>\S+)\.",
            _("Add it to %(file)s, or correct %(column)s."),
        ),
        (
            r"Use one of (?P<values>.+), or a value that begins with ext:\.",
            _("Use one of %(values)s, or a value that begins with ext:."),
        ),
        (r"Write one of (?P<values>.+)\.", _("Write one of %(values)s.")),
        (
            r"Write a value from (?P<least>\S+) up to (?P<most>\S+)\.",
            _("Write a value from %(least)s up to %(most)s."),
        ),
        (r"Write a value from (?P<least>\S+)\.", _("Write a value from %(least)s on.")),
        (r"Write a value up to (?P<most>\S+)\.", _("Write a value up to %(most)s.")),
        (r"Keep one row for each (?P<column>.+)\.", _("Keep one row for each %(column)s.")),
        (r"Nothing: (?P<column>\S+) was understood\.", _("Nothing: %(column)s was understood.")),
        (
            r"Nothing: it was read as (?P<role>.+), as (?P<file>.+) says\.",
            _("Nothing: it was read as %(role)s, as %(file)s says."),
        ),
        (
            r"Add the column (?P<column>.+) to the (?:export|file|sheet)\.",
            _("Add the column %(column)s."),
        ),
        (
            r"Give each person (?P<what>.+) of their own: results are matched to students by it\.",
            _("Give each person %(what)s of their own: results are matched to students by it."),
        ),
        (
            r"Correct the ids of this row: (?P<column>.+) names one student, and another id names "
            r"another\.",
            _(
                "Correct the IDs of this row: %(column)s names one student, and another ID names "
                "another."
            ),
        ),
        (
            r"This person's assignments add up to more than (?P<most>\S+): correct the shares\.",
            _("This person's assignments add up to more than %(most)s: correct the shares."),
        ),
        (
            r"None of the file's students is in the roster \(students: (?P<count>[\d,]+)\)\. Look "
            r"whether it is this district's file, and which ids it has\.",
            _(
                "None of the file's %(count)s students is in the roster. Look whether it is this "
                "district's file, and which ids it has."
            ),
        ),
        (
            r"(?P<unknown>[\d,]+) of the file's (?P<count>[\d,]+) students are not in the roster\. "
            r"Nothing, if they have left; otherwise look at their ids\.",
            _(
                "%(unknown)s of the file's %(count)s students are not in the roster. Nothing, if "
                "they have left; otherwise look at their ids."
            ),
        ),
        (
            r"Remove the lines above the heading, which stands in line (?P<line>\d+)\.",
            _("Remove the lines above the heading, which stands in line %(line)s."),
        ),
    )
)


def fix_words(finding: Finding) -> str:
    """The advice; a sentence of which nothing is known stays as the facts say it."""
    other = ON_A_PAGE.get(finding.rule)
    if other is not None:
        return gettext(other) % {"column": finding.column}
    return " ".join(_sentences(finding.fix))


def _sentences(fix: str) -> Iterator[str]:
    """Whole where it is known; else in two, at the end of a sentence that is."""
    whole = _in_words(fix)
    if whole is not None:
        yield whole
        return
    for at in (found.end() for found in re.finditer(r"\. ", fix)):
        first = _in_words(fix[: at - 1])
        if first is not None:
            yield first
            yield from _sentences(fix[at:])
            return
    yield fix


def _in_words(sentence: str) -> str | None:
    if sentence in FIXES or sentence in SERVICE_FIXES:
        return gettext(sentence)
    for pattern, words in _PATTERNS:
        found = pattern.fullmatch(sentence)
        if found:
            return gettext(words) % found.groupdict()
    return None
