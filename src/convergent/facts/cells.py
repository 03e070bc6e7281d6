"""Cells that a spreadsheet would take for a formula: marked on the way out, unmarked on the way in.

An apostrophe stands before them, which spreadsheets take for "this is text". A value that has one
there by itself gets another, so that what comes back is what went out.
"""

import re

_LOOKS_LIKE_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?")


def marked(value: str) -> str:
    """The value as a file for spreadsheets has it."""
    if _LOOKS_LIKE_FORMULA.match(value) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def unmarked(sql: str) -> str:
    """SQL for the value as it was before it was marked, from SQL over a text value."""
    return (
        f"CASE WHEN starts_with({sql}, chr(39)) "
        rf"THEN regexp_replace({sql}, '^''(''*[=+@\t\r-])', '\1') ELSE {sql} END"
    )
