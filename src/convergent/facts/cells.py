"""Cells that a spreadsheet would take for a formula: marked on the way out, unmarked on the way in.

An apostrophe stands before them, which spreadsheets take for "this is text". A value that has one
there by itself gets another, so that what comes back is what went out.
"""

import re

_SPACES = " \t\r\n\v\f\u00a0\u2007\u200b\u202f\u3000\ufeff"
_BEGINS = rf"([{_SPACES}]*[=+@＝＋－＠-]|[\t\r\n])"
_LOOKS_LIKE_FORMULA = re.compile(rf"'*{_BEGINS}")
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
        rf"THEN regexp_replace({sql}, '^''(''*{_BEGINS})', '\1') ELSE {sql} END"
    )
