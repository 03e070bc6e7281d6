"""School Data Sync, version 2.1: almost OneRoster, without status, and with keys left out.

Its orgs.csv and academicSessions.csv are OneRoster's, and are read as such.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from convergent.facts.findings import Finding
from convergent.facts.literals import literal
from convergent.facts.sources.forms import Fit, Selection, trimmed
from convergent.facts.sources.headings import Matched, lacking, match, passed_over
from convergent.facts.sources.text import TextFile

SOURCE = "School Data Sync 2.1"
LEAST = 0.6

Values = dict[str, str]
RACES = {
    "american_indian_or_alaska_native": "americanindianoralaskanative",
    "asian": "asian",
    "black_or_african_american": "blackorafricanamerican",
    "pacific_islander": "nativehawaiianorotherpacificislander",
    "white": "white",
    "two_or_more_races": "demographicracetwoormoreraces",
}
PROGRAMS = {
    "disability": "iep specialeducation sped swd disability individualizededucationprogram",
    "economic_disadvantage": "freelunch reducedlunch freeorreducedlunch reducedpricelunch frl"
    " economicdisadvantage economicallydisadvantaged",
    "english_learner": "ell el esl lep englishlearner englishlanguagelearner",
    "foster_care": "foster fostercare",
    "gifted": "gifted giftedtalented giftedandtalented tag",
    "homeless": "homeless mckinneyvento",
    "migrant": "migrant",
    "military_connected": "military militaryconnected militaryfamily",
    "section_504": "504 section504 plan504 504plan",
    "title_i": "titlei title1",
}


@dataclass(frozen=True)
class Columns:
    """The values of a file, as SQL, by their headings; empty where a heading is missing."""

    at: Mapping[str, int]

    def __getitem__(self, name: str) -> str:
        return trimmed(self.at[name]) if name in self.at else "NULL::VARCHAR"

    def key(self, *names: str) -> str:
        """A key made of several values."""
        parts = (f"coalesce({self[name]}, '')" for name in names if name in self.at)
        return " || ':' || ".join(parts)


@dataclass(frozen=True, kw_only=True)
class SdsForm:
    """One file. `kept` names, for each stored column, the heading that findings show; `made` gives
    the values that are more than what stands there. A file that has one of `never` is no such.
    """

    stem: str
    table: str
    needed: str
    known: str
    kept: Mapping[str, str]
    made: Callable[[Columns], Values]
    never: str = ""
    left_out: str = ""

    @property
    def name(self) -> str:
        return f"SDS {self.stem}"

    @property
    def source(self) -> str:
        return SOURCE

    @property
    def file(self) -> str:
        return f"{self.stem}.csv"

    def fit(self, file: TextFile) -> Fit | None:
        if any(name in file.heading for name in self.never.split()):
            return None
        is_named = PurePath(file.name).stem.lower() == self.stem.lower()
        known, needed = self.known.split(), self.needed.split()
        matched = match(file, known, also={}, guess=is_named)
        sureness = matched.sureness(known, needed, is_named=is_named)
        missing = [name for name in needed if name not in matched.at]
        if sureness < LEAST or (missing and not is_named):
            return None
        return Fit(
            form=self,
            sureness=sureness,
            why=f"{len(matched.at)} of its {len(file.heading)} columns are those of"
            f" School Data Sync's {self.file}",
            selections=tuple(self._selections(file, matched)),
            notices=(
                *matched.findings,
                *passed_over(file, matched),
                *((_left_out(file, self.left_out),) if self.left_out else ()),
            ),
            refusals=tuple(lacking(file, name) for name in missing),
        )

    def _selections(self, file: TextFile, matched: Matched) -> Iterator[Selection]:
        if not self.table:
            return
        columns = Columns(matched.at)
        plain = {s: columns[name] for s, name in self.kept.items() if name in matched.at}
        yield Selection(
            table=self.table,
            values={**plain, **self.made(columns)},
            columns={
                stored: file.heading[matched.at[name]]
                for stored, name in self.kept.items()
                if name in matched.at
            },
        )


def _left_out(file: TextFile, what: str) -> Finding:
    return Finding(
        file=file.name,
        line=file.heading_line,
        rule="not kept",
        fix=f"Nothing: {what} are not kept, because nothing here reads them.",
    )


def _users(columns: Columns) -> Values:
    values = {"enabled": literal("true")}
    if "password" in columns.at:
        values["password"] = (
            f"CASE WHEN {columns['password']} IS NOT NULL THEN {literal('(not read)')} END"
        )
    return values


def _roles(columns: Columns) -> Values:
    is_secondary = f"lower({columns['isPrimary']}) IN ('false', '0', 'no', 'n')"
    return {
        "sourced_id": columns.key("userSourcedId", "orgSourcedId", "role", "sessionSourcedId"),
        "role_type": f"CASE WHEN {is_secondary} THEN 'secondary' ELSE 'primary' END",
    }


def _enrollments(columns: Columns) -> Values:
    return {"sourced_id": columns.key("classSourcedId", "userSourcedId", "role")}


def _demographics(columns: Columns) -> Values:
    races, ethnicities = columns["raceCodes"], columns["ethnicityCodes"]
    values = {stored: _holds(races, word) for stored, word in RACES.items()}
    values["hispanic_or_latino"] = (
        f"CASE WHEN {_holds(races, 'hispanicorlatinoethnicity')} = 'true' THEN 'true' "
        f"ELSE {_holds(ethnicities, 'hispanicorlatinoethnicity')} END"
    )
    return values


def _holds(codes: str, word: str) -> str:
    """Whether a list of codes holds one; nothing where the list is empty."""
    listed = f"string_split(regexp_replace(lower({codes}), '[^a-z0-9,]', '', 'g'), ',')"
    return (
        f"CASE WHEN list_contains({listed}, {literal(word)}) THEN 'true' "
        f"WHEN {codes} IS NOT NULL THEN 'false' END"
    )


def _programs(columns: Columns) -> Values:
    plain = f"regexp_replace(lower({columns['flag']}), '[^a-z0-9]', '', 'g')"
    cases = " ".join(
        f"WHEN {literal(word)} THEN {literal(program)}"
        for program, words in PROGRAMS.items()
        for word in words.split()
    )
    return {"program": f"CASE {plain} {cases} ELSE 'ext:' || {columns['flag']} END"}


def _nothing(_: Columns) -> Values:
    return {}


FORMS = (
    SdsForm(
        stem="users",
        table="users",
        needed="sourcedId username",
        known="sourcedId username givenName familyName middleName password"
        " activeDirectoryMatchId email phone sms",
        never="enabledUser role orgSourcedIds primaryOrgSourcedId",
        kept={
            "sourced_id": "sourcedId",
            "username": "username",
            "given_name": "givenName",
            "family_name": "familyName",
            "middle_name": "middleName",
            "email": "email",
            "password": "password",
        },
        made=_users,
    ),
    SdsForm(
        stem="roles",
        table="roles",
        needed="userSourcedId orgSourcedId role",
        known="userSourcedId orgSourcedId role sessionSourcedId grade isPrimary roleStartDate"
        " roleEndDate",
        never="sourcedId roleType",
        kept={
            "sourced_id": "userSourcedId",
            "user_id": "userSourcedId",
            "org_id": "orgSourcedId",
            "role": "role",
            "role_type": "isPrimary",
            "grade": "grade",
            "begins": "roleStartDate",
            "ends": "roleEndDate",
        },
        made=_roles,
    ),
    SdsForm(
        stem="classes",
        table="classes",
        needed="sourcedId orgSourcedId title",
        known="sourcedId orgSourcedId title sessionSourcedIds courseSourcedId code",
        never="schoolSourcedId termSourcedIds courseCode schoolYearSourcedId parentSourcedId",
        kept={
            "sourced_id": "sourcedId",
            "school_id": "orgSourcedId",
            "title": "title",
            "term_ids": "sessionSourcedIds",
            "course_id": "courseSourcedId",
            "class_code": "code",
        },
        made=_nothing,
    ),
    SdsForm(
        stem="courses",
        table="courses",
        needed="sourcedId orgSourcedId title code",
        known="sourcedId orgSourcedId title code schoolYearSourcedId subject grade",
        never="courseCode sessionSourcedIds subjects schoolSourcedId",
        kept={
            "sourced_id": "sourcedId",
            "org_id": "orgSourcedId",
            "title": "title",
            "course_code": "code",
            "school_year_id": "schoolYearSourcedId",
            "subject_codes": "subject",
            "grades": "grade",
        },
        made=_nothing,
    ),
    SdsForm(
        stem="enrollments",
        table="enrollments",
        needed="classSourcedId userSourcedId role",
        known="classSourcedId userSourcedId role",
        never="sourcedId schoolSourcedId",
        kept={
            "sourced_id": "userSourcedId",
            "class_id": "classSourcedId",
            "user_id": "userSourcedId",
            "role": "role",
        },
        made=_enrollments,
    ),
    SdsForm(
        stem="demographics",
        table="demographics",
        needed="userSourcedId",
        known="userSourcedId sex birthDate birthCity birthState birthCountry ethnicityCodes"
        " raceCodes",
        never="sourcedId asian white",
        kept={"sourced_id": "userSourcedId", "sex": "sex", "born_on": "birthDate"},
        made=_demographics,
    ),
    SdsForm(
        stem="userFlags",
        table="program_status",
        needed="userSourcedId flag",
        known="userSourcedId flag",
        kept={"student_id": "userSourcedId", "program": "flag", "code": "flag"},
        made=_programs,
    ),
    SdsForm(
        stem="relationships",
        table="",
        needed="userSourcedId relationshipUserSourcedId",
        known="userSourcedId relationshipUserSourcedId relationshipRole",
        kept={},
        made=_nothing,
        left_out="relationships of guardians",
    ),
)
