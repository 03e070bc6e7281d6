"""Columns of our own forms: headed as they are stored, each with a line for the reference."""

from dataclasses import replace

from convergent.facts.tables.declare import STATUSES, Check, Column, Kind

STATUS = Column(
    name="status",
    stored="status",
    allowed=STATUSES,
    says="Empty means active. What a whole export no longer holds becomes inactive by itself.",
)
BEGINS = Column(name="begins", stored="begins", kind="date", says="The first day.")
ENDS = Column(name="ends", stored="ends", kind="date", says="The last day; empty while it goes on.")
ENDS_AFTER_IT_BEGINS = Check(
    rule="order of days",
    column="ends",
    violated="t.ends < t.begins",
    fix="Let the last day be no earlier than the first.",
    simple=True,
)
YEARS = ("2000", "2100")
MONEY = ("-100000000000", "100000000000")


def own(
    name: str,
    says: str,
    kind: Kind = "text",
    *,
    allowed: frozenset[str] = frozenset(),
    within: tuple[str, str] = ("", ""),
) -> Column:
    """A column that may be empty. `within` are the least and the most that it may hold."""
    least, most = within
    return Column(
        name=name, stored=name, kind=kind, allowed=allowed, least=least, most=most, says=says
    )


def needed(
    name: str,
    says: str,
    kind: Kind = "text",
    *,
    allowed: frozenset[str] = frozenset(),
    within: tuple[str, str] = ("", ""),
) -> Column:
    return replace(own(name, says, kind, allowed=allowed, within=within), required=True)


def of(table: str, name: str, says: str) -> Column:
    """What the row belongs to: without it there is no row."""
    return Column(
        name=name, stored=name, required=True, refers_to=table, must_exist=True, says=says
    )


def if_any(table: str, name: str, says: str) -> Column:
    """May be empty; where it names something that is not there, the row is rejected."""
    return Column(name=name, stored=name, refers_to=table, must_exist=True, says=says)


def perhaps(table: str, name: str, says: str) -> Column:
    """May be empty; where it names something that is not there, it is left empty."""
    return Column(name=name, stored=name, refers_to=table, says=says)
