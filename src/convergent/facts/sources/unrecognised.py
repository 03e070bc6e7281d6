"""What is said of files that are not what they seem, or that nobody knows."""

from collections.abc import Sequence
from dataclasses import replace

from convergent.facts.findings import Finding
from convergent.facts.sources.forms import Fit, Form
from convergent.facts.sources.headings import nearest_name
from convergent.facts.sources.text import TextFile
from convergent.facts.tables import rostering

ROSTER = frozenset(table.name.lower() for table in rostering.TABLES)
"""Names of files that nobody gives to anything else; one that is unreadable is not left out."""


def none_of_its_columns(text: TextFile) -> Finding:
    return Finding(
        file=text.name,
        line=text.heading_line,
        value=", ".join(text.heading)[:200],
        rule="heading",
        fix="Send the file with its heading, or give it another name: these are no columns of it.",
    )


_GIVE = (
    "Give a OneRoster export, one of the documented forms, or a results file of a known layout. "
    "For another results file, run “convergent layout suggest FILE”."
)


def nothing_known(name: str) -> Finding:
    return Finding(file=name, rule="an export that is known", fix=_GIVE)


def refused(left_out: Finding) -> Finding:
    """The same of a file where no other was known either."""
    return replace(left_out, fix=_GIVE) if left_out.rule == "file known" else left_out


def no_such_layout(layout: str, forms: Sequence[Form]) -> Finding:
    names = sorted({form.name for form in forms})
    nearest = nearest_name(layout, names)
    meant = f"Perhaps {nearest} is meant. " if nearest else ""
    fix = f"{meant}There is no such layout; there are: {', '.join(names)}."
    return Finding(file="--layout", value=layout, rule="layout known", fix=fix)


def undecided(text: TextFile, fits: Sequence[Fit]) -> Finding:
    return Finding(
        file=text.name,
        value=" or ".join(fit.form.name for fit in fits[:2]),
        rule="one kind of file",
        fix="It was left out. Say what it is with --layout, or send a heading that tells.",
    )


def twice(text: TextFile, first: str) -> Finding:
    return Finding(
        file=text.name, value=first, rule="the same file twice", fix="Nothing: it was read once."
    )


def lines_above(text: TextFile, heading: int) -> Finding:
    return Finding(
        file=text.name,
        line=text.heading_line,
        value=", ".join(text.heading)[:200],
        rule="heading",
        fix=f"Remove the lines above the heading, which stands in line {heading}.",
    )


def misnamed(text: TextFile, form: Form, other: TextFile | None) -> Finding:
    """Its heading is that of a form, its name another's; `other` has both the form's."""
    fix = (
        f"It was left out: its columns are those of {form.file}, and {other.name} was read. "
        "Send the file that its name promises, or none."
        if other
        else f"Nothing: it was read as {form.name}, by its columns. Name it {form.file}."
    )
    return Finding(
        file=text.name,
        line=text.heading_line,
        value=form.name,
        rule="name of the file",
        fix=fix,
    )


def told_elsewhere(text: TextFile) -> Finding:
    return Finding(
        file=text.name,
        line=text.heading_line,
        column="role",
        rule="roles in one place",
        fix="Nothing: roles.csv was read, and the roles of this file were not.",
    )


def no_rows(text: TextFile) -> Finding:
    return Finding(
        file=text.name,
        line=text.heading_line,
        rule="rows",
        fix="Look whether it is right: the file has a heading and no rows.",
    )
