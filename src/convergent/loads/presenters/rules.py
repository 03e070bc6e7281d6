"""What rules are called for people: what is wrong, rather than what is right."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

_VALUES: Mapping[str, Promise] = {
    "required": _("nothing is filled in"),
    "date": _("not a date"),
    "time": _("not a time"),
    "moment": _("not a moment in time"),
    "boolean": _("neither true nor false"),
    "integer": _("not a whole number"),
    "decimal": _("not a number"),
    "grade": _("not a grade"),
    "grades": _("not a list of grades"),
    "allowed value": _("a value that is not allowed"),
    "range": _("a value out of range"),
    "reference": _("it names what is not there"),
    "duplicate": _("the same row again"),
    "contradiction": _("two rows that say different things"),
    "too few values": _("a row with too few values"),
    "too many values": _("a row with too many values"),
    "quotes": _("a quotation mark too many or too few"),
    "encoding": _("letters that cannot be read for certain"),
    "row length": _("a row that is too long"),
    "readable row": _("a row that cannot be read"),
    "key of a row": _("a row of which nobody can tell what it is about"),
    "open quote": _("a quotation mark that is not closed"),
    "length of a value": _("a value that is too long"),
    "rows": _("no rows"),
    "rows that end": _("rows that do not end"),
    "formula": _("a formula instead of a value"),
    "error value": _("an error of the spreadsheet instead of a value"),
    "month first": _("dates with the month first"),
    "day first": _("dates with the day first"),
    "other spelling": _("another spelling"),
    "other word": _("another word"),
    "moment for a date": _("a moment instead of a date"),
    "other spelling of a date": _("another spelling of a date"),
    "month in letters": _("a month in letters"),
    "time with AM or PM": _("a time with AM or PM"),
    "date alone": _("a date without a time"),
    "other words for true and false": _("other words for true and false"),
    "other spelling of a number": _("another spelling of a number"),
    "parentheses for less than nothing": _("parentheses for less than nothing"),
    "other spelling of a grade": _("another spelling of a grade"),
    "blank status": _("an empty status"),
}

_CHECKS: Mapping[str, Promise] = {
    "order of dates": _("the end lies before the beginning"),
    "order of days": _("the last day lies before the first"),
    "order of times": _("the end lies before the beginning"),
    "order of values": _("the most is less than the least"),
    "score within the line item": _("a score outside of what can be reached"),
    "password": _("passwords in the export"),
    "parent of itself": _("an organization above itself"),
    "likely dates": _("unlikely dates"),
    "length of a school year": _("a very short school year"),
    "school year": _("another school year"),
    "session within its kind": _("a term under the wrong kind of term"),
    "session within its parent": _("a term outside of the one above it"),
    "one person for each": _("the same ID for several people"),
    "a primary role": _("a person without a primary role"),
    "a code for each subject": _("as many codes as subjects are needed"),
    "a school": _("not a school"),
    "overlap": _("enrollments that overlap"),
    "an active class": _("an enrollment in a class that has ended"),
    "dates of the class": _("an enrollment outside of the class's dates"),
    "the class's school": _("another school than that of the class"),
    "a student": _("a student's enrollment of somebody who is no student"),
    "likely birth date": _("an unlikely birth date"),
    "overlapping periods": _("periods that overlap"),
    "what the time is for": _("nothing says what the time is for"),
    "agreement": _("two values that contradict each other"),
    "end of an expiring fund": _("an expiring fund without its end"),
    "sum of amounts": _("amounts that do not add up"),
    "sum of years": _("years that do not add up"),
    "overlapping assignments": _("assignments that overlap"),
    "sum of FTE": _("more than one person can work"),
    "who is paid": _("nothing says who is paid"),
    "position known": _("a position that is not known"),
    "level known": _("a level that is not known"),
    "score in range": _("a score out of range"),
    "no score": _("no score"),
    "student of the roster": _("students whom the roster does not know"),
    "of a result that was rejected": _("a part of a result that was left out"),
}

_FILES: Mapping[str, Promise] = {
    "heading": _("a heading that is not known"),
    "heading twice": _("two columns of one name"),
    "an export that is known": _("no export that is known"),
    "file known": _("a file that is not known"),
    "one kind of file": _("a file that may be of two kinds"),
    "the same file twice": _("the same file twice"),
    "name of the file": _("a file with the name of another"),
    "roles in one place": _("roles in two files"),
    "text of columns": _("no table of text"),
    "empty file": _("an empty file"),
    "delimiter": _("another mark than the comma between values"),
    "line ends": _("unusual line ends"),
    "link": _("a link instead of a file"),
    "files in a folder": _("too many files"),
    "file exists": _("a file that is not there"),
    "filled in": _("a column that was filled in"),
    "column twice": _("a column that is there twice"),
    "column known": _("columns that are not read"),
    "column present": _("a column is missing"),
    "column absent": _("a column that may be missing"),
    "column without a name": _("columns without a name"),
    "not kept": _("what is not kept"),
    "manifest": _("a manifest that does not agree with the files"),
    "a district": _("no district above the schools"),
    "at most one district": _("more than one district"),
    "reading and writing": _("the disk"),
    "memory and time of a load": _("too large for this server"),
    "workbook": _("a workbook that cannot be opened"),
    "size of a workbook": _("a workbook that is too large"),
    "sheets": _("too many sheets"),
    "rows of a sheet": _("too many rows in a sheet"),
    "zip": _("a damaged zip"),
    "zip in a zip": _("a zip within a zip"),
    "zip members": _("too many files in a zip"),
    "zip path": _("folders above the files of a zip"),
    "zip link": _("a link within a zip"),
    "zip encrypted": _("a zip with a password"),
    "zip name": _("the name of a file in a zip"),
    "zip names": _("two files of one name in a zip"),
    "zip ratio": _("a zip that unpacks to too much"),
}

RULES: Mapping[str, Promise] = {**_VALUES, **_CHECKS, **_FILES}


def rule_words(rule: str) -> str:
    """What rows that broke a rule have in common; a rule of a later version by its own name."""
    return str(RULES.get(rule, rule))


def rule_title(rule: str) -> str:
    return str(capfirst(rule_words(rule)))
