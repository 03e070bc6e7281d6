"""What was odd about a collection that was fetched nevertheless."""

from collections.abc import Iterator
from datetime import datetime

from convergent.facts.findings import Finding
from convergent.facts.sources.oneroster_rest.refusals import found
from convergent.facts.sources.oneroster_rest.walking import Walked
from convergent.facts.sources.oneroster_rest.writing import MOST_METADATA, Overview

_ODD = {
    "plain value": "Nothing: a value that has parts of its own finds no place in a CSV file.",
    "no comma in a list": "Take the comma out of the value at its source: it parts the list.",
    "name of a column": "Use letters, digits, dots, hyphens and underscores in names of metadata.",
    "number of columns": f"Send at most {MOST_METADATA} kinds of metadata; this one was left out.",
}


def notices_of(
    where: str, walked: Walked, overview: Overview, *, since: datetime | None
) -> Iterator[Finding]:
    if walked.is_absent:
        yield found(
            where,
            rule="collection offered",
            value="HTTP 404",
            fix="Nothing, if the service has none; else ask the vendor to offer it.",
        )
        return
    yield from _of_paging(where, walked)
    yield from _of_filter(where, walked, overview, since=since)
    yield from _of_rows(where, walked, overview)


def _of_paging(where: str, walked: Walked) -> Iterator[Finding]:
    if walked.repeats:
        yield found(
            where,
            rule="offset followed",
            value=f"the same {walked.repeats} rows on two pages",
            fix="Nothing now: all rows seem to have come at once. Ask the vendor to mend paging.",
        )
    elif walked.falls_short:
        yield found(
            where,
            rule="as many rows as announced",
            value=f"{walked.rows} of {walked.announced}",
            fix="Fetch again. If it stays so, ask the vendor what X-Total-Count counts.",
        )


def _of_filter(
    where: str, walked: Walked, overview: Overview, *, since: datetime | None
) -> Iterator[Finding]:
    if since is None:
        return
    if not walked.is_filtered:
        yield found(
            where,
            rule="filter accepted",
            value="HTTP 400",
            fix="Nothing: all rows were fetched. The vendor can add filters by dateLastModified.",
        )
    elif overview.oldest is not None and overview.oldest < since:
        yield found(
            where,
            rule="filter followed",
            column="dateLastModified",
            value=overview.oldest.isoformat(),
            fix="Nothing: rows came that had not changed. Ask the vendor to mend filters.",
        )


def _of_rows(where: str, walked: Walked, overview: Overview) -> Iterator[Finding]:
    if overview.twice and not walked.repeats:
        yield found(
            where,
            column="sourcedId",
            rule="each row once",
            value=f"{min(overview.twice)}, {len(overview.twice)} in all",
            fix="Nothing: rows changed while they were fetched, and the later form was kept.",
        )
    for (rule, column), (count, first) in sorted(overview.odd.items()):
        yield found(
            where, column=column, rule=rule, value=f"{first}, {count} in all", fix=_ODD[rule]
        )
