"""Tells what is shaped as a social-security number of the United States; none is taken in anywhere.

Three digits, two and four with dashes between are one by their shape, as taxpayers' numbers are.
Nine digits together are an id like any other, unless a heading or the words before them say so.
"""

import re

NOT_SHOWN = "(not shown)"
_DASH = "[-\u2010-\u2015\u2212]"
_SHAPE = re.compile(rf"(?<!\d)(?<!\d{_DASH})\d{{3}}{_DASH}\d{{2}}{_DASH}\d{{4}}(?!{_DASH}?\d)")
_SAID = re.compile(
    r"(?:\bssn\b|\bsocial[\s-]+security\b|\bseguro\s+social\b)"
    r"[^\d\n]{0,30}\d{3}[\s.]?\d{2}[\s.]?\d{4}(?!\d)",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?i:(?<![a-z])ssn(?![a-z])"
    r"|soc(?:ial)?[^a-z]*sec(?:urity|num|no|(?![a-z]))|seguro[^a-z]*social)"
    r"|(?<=[a-z])SSN(?![a-z])|(?<![A-Za-z])(?:ssn(?=[A-Z])|SSN(?=[A-Z][a-z]))"
)


def is_of_social_security(heading: str) -> bool:
    """Whether a column holds such numbers, or a part of them, by what it is called."""
    return _HEADING.search(heading) is not None


def holds_social_security_number(text: str) -> bool:
    return _SHAPE.search(text) is not None or _SAID.search(text) is not None


def without_social_security_number(text: str) -> str:
    """The text, or that it is not shown."""
    return NOT_SHOWN if holds_social_security_number(text) else text
