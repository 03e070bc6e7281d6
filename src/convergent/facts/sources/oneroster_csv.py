"""OneRoster 1.1 and 1.2, CSV."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from convergent.facts.findings import Finding
from convergent.facts.literals import literal
from convergent.facts.sources.forms import Fit, Selection, trimmed
from convergent.facts.sources.headings import Matched, lacking, match, passed_over
from convergent.facts.sources.text import TextFile
from convergent.facts.tables import Column, Table, gradebook, resources, rostering

SOURCE = "OneRoster CSV"
NAMED_BUT_LACKING = 0.55
LEAST = 0.5
WORTH_GUESSING = 0.3

NOT_KEPT = {
    "users": "sms phone agentSourcedIds pronouns resources role orgSourcedIds",
    "userProfiles": "credentialType username",
    "roles": "userProfileSourcedId",
    "courses": "resources",
    "classes": "resources",
    "results": "comment",
    "demographics": "countryOfBirthCode stateOfBirthAbbreviation cityOfBirth"
    " publicSchoolResidenceStatus",
}
"""Columns of the standard that no table of ours holds."""

ALSO = {
    "demographics": {"usersourcedid": "sourcedId"},
    "lineItems": {"gradingperiodsourcedid": "academicSessionSourcedId"},
    "resources": {"resourcesourcedid": "sourcedId"},
    "roles": {"startdate": "beginDate", "userprofilesourceid": "userProfileSourcedId"},
    "enrollments": {"startdate": "beginDate"},
    "users": dict.fromkeys(
        (
            f"{prefix}{name}"
            for prefix in ("metadata", "ext", "")
            for name in (
                "stateid",
                "ssid",
                "statestudentid",
                "studentstateid",
                "stateidnumber",
                "stateuniqueid",
                "uniquestateid",
                "stateidentifier",
            )
        ),
        "metadata.stateId",
    )
    | {"preferredfirstname": "preferredGivenName"},
}
"""Headings of OneRoster 1.0 and 1.1, and of student information systems, for ours."""


@dataclass(frozen=True)
class OneRosterForm:
    """One file of an export; it gives rows to one table, users of 1.1 to roles too."""

    table: Table

    @property
    def name(self) -> str:
        return f"OneRoster {self.table.name}"

    @property
    def source(self) -> str:
        return SOURCE

    @property
    def file(self) -> str:
        return self.table.file

    @property
    def known(self) -> list[str]:
        names = [column.name for column in self.table.columns]
        return [*names, *NOT_KEPT.get(self.table.name, "").split()]

    @property
    def needed(self) -> list[Column]:
        """What only a filling can do without is not needed."""
        filled = {filling.column for filling in self.table.fillings}
        return [c for c in self.table.columns if c.is_needed and c.stored not in filled]

    def fit(self, file: TextFile) -> Fit | None:
        is_named = PurePath(file.name).stem.lower() == self.table.name.lower()
        also = ALSO.get(self.table.name, {})
        needed = [column.name for column in self.needed]
        matched = match(file, self.known, also=also, guess=is_named)
        if not is_named and matched.likeness(self.known, needed) >= WORTH_GUESSING:
            matched = match(file, self.known, also=also)
        sureness = matched.sureness(self.known, needed, is_named=is_named)
        if not is_named and (sureness < LEAST or "sourcedId" not in matched.at):
            return None
        missing = [name for name in needed if name not in matched.at]
        if missing and sureness < LEAST and not _may_be(file):
            return None
        if is_named and missing:
            sureness = max(sureness, NAMED_BUT_LACKING)
        return Fit(
            form=self,
            sureness=sureness,
            why=f"{len(matched.at)} of its {len(file.heading)} columns are those of {self.file}",
            selections=tuple(self._selections(file, matched)),
            notices=(
                *matched.findings,
                *passed_over(file, matched),
                *self._without_filled(file, matched),
            ),
            refusals=tuple(lacking(file, name) for name in missing),
        )

    def _without_filled(self, file: TextFile, matched: Matched) -> Iterator[Finding]:
        """Columns that a file should not lack, and that can be filled in."""
        for filling in self.table.fillings:
            name = self.table.column(filling.column).name
            if self.table.column(filling.column).is_needed and name not in matched.at:
                yield replace(lacking(file, name), fix=filling.notice)

    def _selections(self, file: TextFile, matched: Matched) -> Iterator[Selection]:
        found = {c.stored: matched.at[c.name] for c in self.table.columns if c.name in matched.at}
        values = {stored: _value(stored, at) for stored, at in found.items()}
        columns = {stored: file.heading[at] for stored, at in found.items()}
        if self.table is rostering.USERS and "orgSourcedIds" in matched.at:
            orgs = _list(matched.at["orgSourcedIds"])
            values.setdefault("primary_org_id", f"{orgs}[1]")
            columns.setdefault("primary_org_id", file.heading[matched.at["orgSourcedIds"]])
        yield Selection(table=self.table.name, values=values, columns=columns)
        if self.table is rostering.USERS and "role" in matched.at:
            yield from _roles_of_users(file, matched.at)


def _may_be(file: TextFile) -> bool:
    """Whether a file of any name looks like OneRoster's enough to look for misspelt headings."""
    return any(name.lower().replace("_", "").endswith("sourcedid") for name in file.heading)


def _value(stored: str, at: int) -> str:
    if stored == "password":
        return f"CASE WHEN {trimmed(at)} IS NOT NULL THEN {literal('(not read)')} END"
    if stored == "user_ids":
        return f"translate({trimmed(at)}, '{{}}', '')"
    return trimmed(at)


def _list(at: int) -> str:
    """The items of a list, each once, in their order."""
    items = f"list_transform(string_split(c{at:d}, ','), lambda one: trim(one))"
    return f"list_filter({items}, lambda one, nth: one <> '' AND list_position({items}, one) = nth)"


def _roles_of_users(file: TextFile, at: Mapping[str, int]) -> Iterator[Selection]:
    """OneRoster 1.1 has no roles.csv: a user has one role, at each of their organizations, the
    first of which is primary. Nowhere to have it is told as well.
    """
    orgs = next(name for name in ("orgSourcedIds", "primaryOrgSourcedId", "role") if name in at)
    places = _list(at[orgs]) if orgs != "role" else "[]"
    user = trimmed(at["sourcedId"]) if "sourcedId" in at else "NULL"
    values = {
        "sourced_id": f"{user} || ':' || coalesce(item, '')",
        "user_id": user,
        "org_id": "item",
        "role": trimmed(at["role"]),
        "role_type": "CASE nth WHEN 1 THEN 'primary' ELSE 'secondary' END",
    }
    heads = {"sourced_id": "sourcedId", "user_id": "sourcedId", "org_id": orgs, "role": "role"}
    if "status" in at:
        values["status"], heads["status"] = f"coalesce({trimmed(at['status'])}, 'active')", "status"
    yield Selection(
        table=rostering.USER_ROLES.name,
        values=values,
        columns={stored: file.heading[at[name]] for stored, name in heads.items() if name in at},
        each=f"CASE WHEN len({places}) > 0 THEN {places} ELSE [NULL::VARCHAR] END",
        is_derived=True,
    )


FORMS = tuple(
    OneRosterForm(table) for table in (*rostering.TABLES, *gradebook.TABLES, *resources.TABLES)
)
