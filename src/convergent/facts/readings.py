"""How a value is read: as the form has it, or, where that is certain, as districts write it.

Every reading is SQL over one text value: it gives the value, or NULL where the text is none.
A column is read strictly first; only where that fails are the looser readings tried.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from convergent.facts.literals import literal
from convergent.facts.tables import Column, Kind

SQL_TYPES: Mapping[Kind, str] = {
    "text": "VARCHAR",
    "date": "DATE",
    "time": "TIME",
    "moment": "TIMESTAMP",
    "boolean": "BOOLEAN",
    "integer": "BIGINT",
    "decimal": "DECIMAL(18, 4)",
    "list": "VARCHAR[]",
    "grade": "VARCHAR",
    "grades": "VARCHAR[]",
}
GRADES = ("IT", "PR", "PK", "TK", "KG", *(f"{n:02}" for n in range(1, 14)), "PS", "UG", "Other")
_GRADE_WORDS = {
    "IT": ("infant", "infanttoddler"),
    "PR": ("preschool",),
    "PK": ("prekindergarten", "prek", "p3", "p4", "pk3", "pk4"),
    "TK": ("transitionalkindergarten",),
    "KG": ("k", "kindergarten", "kinder", "0", "00", "kk"),
    "PS": ("postsecondary", "ps1", "ps2", "ps3", "ps4"),
    "UG": ("ungraded", "na"),
    "Other": ("other",),
}
_ORDINALS = [
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth"),
]
_GRADE_NUMBER = r"^(?:[Gg][Rr]?(?:ade)?\.? ?)?0?(\d{1,2})(?:st|nd|rd|th)?(?: ?[Gg]rade)?(?:\.0)?$"
_YES = ("true", "yes", "y", "t", "1")
_NO = ("false", "no", "n", "f", "0")
_ISO_MOMENT = "CASE WHEN length({0}) > 10 THEN try_cast({0} AS TIMESTAMP) END"


@dataclass(frozen=True)
class Reading:
    """One way to read a column. `notice` says what was odd, for the person who sent it."""

    sql: str
    notice: str = ""


_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")


def _moments(*days: str) -> list[str]:
    return [day + clock for day in days for clock in _CLOCKS]


def in_full(*formats: str) -> str:
    """A moment in one of these formats; of a year of two digits nobody knows the century."""
    read = f"try_strptime({{0}}, {list(formats)})"
    return f"CASE WHEN {read} >= TIMESTAMP '1000-01-01' THEN {read} END"


_MONTH_FIRST = in_full(*_moments("%m/%d/%Y", "%m-%d-%Y"))
_DAY_FIRST = in_full(*_moments("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"))
MONTH_FIRST = Reading(f"CAST({_MONTH_FIRST} AS DATE)", "month first")
DAY_FIRST = Reading(f"CAST({_DAY_FIRST} AS DATE)", "day first")
MOMENT_MONTH_FIRST = Reading(_MONTH_FIRST, "month first")
MOMENT_DAY_FIRST = Reading(_DAY_FIRST, "day first")
EITHER_FIRST = ((MONTH_FIRST, DAY_FIRST), (MOMENT_MONTH_FIRST, MOMENT_DAY_FIRST))


def applied(sql: str, value: str) -> str:
    """The reading over a value, which is SQL itself."""
    return sql.replace("{0}", value)


def strict(column: Column) -> str:
    """SQL with `{0}` for the value, as the form has it."""
    if column.allowed:
        return (
            f"CASE WHEN {{0}} IN ({_texts(sorted(column.allowed))}) "
            "OR starts_with({0}, 'ext:') THEN {0} END"
        )
    return _STRICT[column.kind]


def looser(column: Column) -> Sequence[Reading]:
    """What is tried next, in this order, for values that the strict reading leaves."""
    if column.allowed:
        spelled = Reading(_allowed_anyhow(column.allowed), "other spelling")
        if not column.understood:
            return (spelled,)
        return (spelled, Reading(_understood(column.understood), "other word"))
    return _LOOSER.get(column.kind, ())


def _texts(values: Sequence[str]) -> str:
    return ", ".join(map(literal, values))


def _plain(value: str) -> str:
    return "".join(letter for letter in value.lower() if letter.isalnum())


def plain_word(value: str) -> str:
    """A word of a file as it is compared: in small letters and digits alone."""
    return re.sub("[^a-z0-9]", "", value.lower())


_PLAIN = "regexp_replace(lower({0}), '[^a-z0-9]', '', 'g')"


def _allowed_anyhow(allowed: frozenset[str]) -> str:
    """`Grading Period` and `GRADINGPERIOD` are `gradingPeriod`; nothing else is guessed."""
    cases = " ".join(f"WHEN '{_plain(one)}' THEN '{one}'" for one in sorted(allowed))
    return f"CASE {_PLAIN} {cases} END"


def _understood(words: Sequence[tuple[str, str]]) -> str:
    """`professor` is a `teacher`: by the words that the column declares alone."""
    cases = " ".join(f"WHEN '{word}' THEN '{value}'" for word, value in words)
    return f"CASE {_PLAIN} {cases} END"


def _grade(value: str) -> str:
    """A grade as CEDS codes it, from the ways in which exports write it."""
    cases = " ".join(
        f"WHEN '{word}' THEN '{code}'"
        for code, words in _GRADE_WORDS.items()
        for word in (_plain(code), *words)
    )
    ordinals = " ".join(
        f"WHEN '{word}{tail}' THEN '{number:02}'"
        for number, word in enumerate(_ORDINALS, 1)
        for tail in ("grade", "")
    )
    plain = _PLAIN.replace("{0}", value)
    number = f"try_cast(regexp_extract({value}, '{_GRADE_NUMBER}', 1) AS INTEGER)"
    return (
        f"CASE {plain} {cases} {ordinals} ELSE CASE WHEN {number} BETWEEN 1 AND 13 "
        f"THEN lpad(CAST({number} AS VARCHAR), 2, '0') END END"
    )


def _list(value: str) -> str:
    return (
        f"list_filter(list_transform(string_split({value}, ','), lambda item: trim(item)), "
        "lambda item: item <> '')"
    )


_NUMBER = "replace(replace(replace({0}, ',', ''), '$', ''), ' ', '')"
_STRICT: dict[Kind, str] = {
    "text": "{0}",
    "date": "CASE WHEN length({0}) = 10 AND {0} >= '1' THEN try_cast({0} AS DATE) END",
    "time": "try_cast({0} AS TIME)",
    "moment": _ISO_MOMENT,
    "boolean": "CASE {0} WHEN 'true' THEN true WHEN 'false' THEN false END",
    "integer": "CASE WHEN NOT contains({0}, '.') THEN try_cast({0} AS BIGINT) END",
    "decimal": "try_cast({0} AS DECIMAL(18, 4))",
    "list": _list("{0}"),
    "grade": f"CASE WHEN {{0}} IN ({_texts(GRADES)}) THEN {{0}} END",
    "grades": (
        f"CASE WHEN len(list_filter({_list('{0}')}, "
        f"lambda item: item NOT IN ({_texts(GRADES)}))) = 0 THEN {_list('{0}')} END"
    ),
}
_LOOSER: dict[Kind, tuple[Reading, ...]] = {
    "date": (
        Reading(f"CAST({_ISO_MOMENT} AS DATE)", "moment for a date"),
        Reading(
            "CASE WHEN regexp_full_match({0}, '\\d{4}[-/]?\\d{1,2}[-/]?\\d{1,2}') "
            f"THEN CAST({in_full('%Y%m%d', '%Y/%m/%d', '%Y-%m-%d')} AS DATE) END",
            "other spelling of a date",
        ),
        Reading(
            f"CAST({in_full('%d-%b-%Y', '%d %B %Y', '%b %d, %Y', '%B %d, %Y')} AS DATE)",
            "month in letters",
        ),
        MONTH_FIRST,
        DAY_FIRST,
    ),
    "time": (
        Reading(
            "CAST(try_strptime(upper({0}), ['%I:%M %p', '%I:%M%p']) AS TIME)", "time with AM or PM"
        ),
    ),
    "moment": (
        Reading("CASE WHEN length({0}) = 10 THEN try_cast({0} AS TIMESTAMP) END", "date alone"),
        MOMENT_MONTH_FIRST,
        MOMENT_DAY_FIRST,
    ),
    "boolean": (
        Reading(
            f"CASE WHEN lower({{0}}) IN ({_texts(_YES)}) THEN true "
            f"WHEN lower({{0}}) IN ({_texts(_NO)}) THEN false END",
            "other words for true and false",
        ),
    ),
    "integer": (
        Reading(
            f"CASE WHEN try_cast({_NUMBER} AS DECIMAL(18, 4)) = try_cast({_NUMBER} AS BIGINT) "
            f"THEN try_cast({_NUMBER} AS BIGINT) END",
            "other spelling of a number",
        ),
    ),
    "decimal": (
        Reading(f"try_cast({_NUMBER} AS DECIMAL(18, 4))", "other spelling of a number"),
        Reading(
            "-try_cast(regexp_extract(" + _NUMBER + ", '^\\(([0-9.]+)\\)$', 1) AS DECIMAL(18, 4))",
            "parentheses for less than nothing",
        ),
    ),
    "grade": (Reading(_grade("{0}"), "other spelling of a grade"),),
    "grades": (
        Reading(
            f"CASE WHEN len(list_filter({_list('{0}')}, "
            f"lambda item: {_grade('item')} IS NULL)) = 0 "
            f"THEN list_transform({_list('{0}')}, lambda item: {_grade('item')}) END",
            "other spelling of a grade",
        ),
    ),
}
