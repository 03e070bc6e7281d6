"""SQL for the values of a result, from the columns that hold them."""

import re
from collections.abc import Sequence

from convergent.facts.literals import literal
from convergent.facts.other_ids import AFTER_KIND, BETWEEN_IDS
from convergent.facts.sources.assessments.layout import Source
from convergent.facts.sources.forms import position, trimmed

_SHOWN = {"%Y": "YYYY", "%y": "YY", "%m": "MM", "%d": "DD", "%H": "HH", "%M": "MM", "%S": "SS"}
_YEARS = r"\d{4}\s*[-–/]\s*"


def cell(at: int, empty: Sequence[str]) -> str:
    """A file's value, trimmed; nothing where it is one of the words for nothing."""
    if not empty:
        return trimmed(at)
    words = ", ".join(literal(word.lower()) for word in ("", *empty))
    value = f"trim({position(at)})"
    return f"CASE WHEN lower({value}) NOT IN ({words}) THEN {value} END"


def read(source: Source, value: str) -> str:
    """The value as the source says it is to be understood, before dates are read."""
    if source.pattern:
        found = f"nullif(regexp_extract({value}, {literal(source.pattern)}, 1), '')"
        value = f"coalesce({found}, {value})"
    return value


def in_words(source: Source, value: str, *, otherwise: str = "") -> str:
    """A code as the word that the layout gives for it; `otherwise` goes before unknown ones."""
    if not source.values:
        return value
    cases = " ".join(
        f"WHEN {literal(code.lower())} THEN {literal(word)}" for code, word in source.values.items()
    )
    other = f"{literal(otherwise)} || {value}" if otherwise and source.is_closed else value
    return f"CASE lower({value}) {cases} ELSE {other} END"


def grade(value: str) -> str:
    """1 to 9 and K as 01 to 09 and KG; every other spelling is read later, and noticed."""
    return (
        f"CASE WHEN regexp_matches({value}, '^[1-9]$') THEN '0' || {value} "
        f"WHEN {value} IN ('K', 'k') THEN 'KG' ELSE {value} END"
    )


def iso_date(formats: Sequence[str], value: str) -> str:
    """The date as YYYY-MM-DD. What has no declared format is passed on with the reason, so that
    nobody guesses at it.
    """
    if not formats:
        return value
    shown = " or ".join(dict.fromkeys(map(_shown, formats)))
    wanted = ", ".join(map(literal, formats))
    parsed = f"strftime(try_strptime({value}, [{wanted}]), '%Y-%m-%d')"
    other = (
        rf"CASE WHEN regexp_matches({value}, '^\d{{4}}-\d{{2}}-\d{{2}}$') THEN {value} "
        f"ELSE {value} || {literal(f' (not {shown})')} END"
    )
    return f"coalesce({parsed}, {other})"


def school_year_of_date(date: str) -> str:
    """The year in which the school year of an ISO date ends: July begins one."""
    return f"CAST(year(try_cast({date} AS DATE) + INTERVAL 6 MONTH) AS VARCHAR)"


def school_year(source: Source, value: str) -> str:
    """The year in which it ends, from 2023-2024, 2023-24 or 2024; else as it is written."""
    if source.formats:
        return f"coalesce({school_year_of_date(iso_date(source.formats, value))}, {value})"
    return (
        f"CASE WHEN regexp_matches({value}, '{_YEARS}\\d{{4}}') "
        f"THEN regexp_extract({value}, '{_YEARS}(\\d{{4}})', 1) "
        f"WHEN regexp_matches({value}, '{_YEARS}\\d{{2}}$') "
        f"THEN regexp_extract({value}, '(\\d{{2}})\\d{{2}}\\s*[-–/]', 1) "
        f"|| regexp_extract({value}, '{_YEARS}(\\d{{2}})$', 1) ELSE {value} END"
    )


def place_in_order(source: Source, level: str) -> tuple[str, str]:
    """The level's place in the declared order, and how many levels that has."""
    if not source.order:
        return "NULL::VARCHAR", "NULL::VARCHAR"
    cases = " ".join(
        f"WHEN {literal(spelling.lower())} THEN '{place}'"
        for place, spellings in enumerate(source.order, 1)
        for spelling in spellings
    )
    return f"CASE lower({level}) {cases} END", f"'{len(source.order)}'"


def counted_up(level: str) -> str:
    """The place of a level that is written as a number."""
    return rf"CASE WHEN regexp_matches({level}, '^\d{{1,2}}$') THEN {level} END"


def first_of(values: Sequence[str]) -> str:
    return values[0] if len(values) == 1 else f"coalesce({', '.join(values)})"


def kind_of_first(values: Sequence[str], kinds: Sequence[str]) -> str:
    """Which of several ids it was that had a value."""
    cases = " ".join(
        f"WHEN {value} IS NOT NULL THEN {literal(kind)}"
        for value, kind in zip(values, kinds, strict=True)
    )
    return f"CASE {cases} END"


def others(values: Sequence[str], kinds: Sequence[str]) -> str:
    """The ids after the first, each with its kind; nothing where there is none."""
    said = [
        f"{literal(kind)} || {AFTER_KIND} || {value}"
        for value, kind in zip(values[1:], kinds[1:], strict=True)
    ]
    if len(said) < 2:
        return said[0] if said else ""
    return f"nullif(concat_ws({BETWEEN_IDS}, {', '.join(said)}), '')"


def joined(*values: str) -> str:
    """One text of several, in which none can be taken for another."""
    parts = ", '/', ".join(f"replace({value}, '/', '%2F')" for value in values)
    return f"concat({parts})"


def _shown(form: str) -> str:
    return re.sub("%.", lambda found: _SHOWN.get(found[0], found[0]), form)
