"""Writes the exports, row by row, so that memory does not grow with the district."""

import csv
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

HEADINGS: dict[str, str] = {
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId,"
    "metadata.grades",
    "users": "sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName,"
    "identifier,email,grades,preferredGivenName,primaryOrgSourcedId",
    "roles": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,"
    "orgSourcedId,metadata.fte,metadata.acting,metadata.title",
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,"
    "parentSourcedId,schoolYear",
    "courses": "sourcedId,status,dateLastModified,title,courseCode,grades,orgSourcedId,subjects",
    "classes": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,"
    "location,schoolSourcedId,termSourcedIds,subjects",
    "enrollments": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,"
    "role,primary,beginDate,endDate",
    "demographics": "sourcedId,status,dateLastModified,birthDate,sex,asian,blackOrAfricanAmerican,"
    "white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,metadata.economicDisadvantage,"
    "metadata.englishLearner,metadata.disability",
    "manifest": "propertyName,value",
    "results": "student_id,assessment,subject,grade,date,score,level,level_meets,"
    "part: Informational text,part: Literary text,part: Vocabulary,"
    "part: Numbers and operations,part: Geometry,part: Measurement and data",
    "program_status": "student_id,program,code,begins,ends",
    "calendar_days": "org_id,date,day_type,minutes,title",
    "bell_times": "school_id,bell_schedule,period,begins_at,ends_at",
    "master_schedule": "school_id,class_id,staff_id,staff_role,activity,block,period,begins_at,"
    "ends_at,days,room,begins,ends",
    "attendance_daily": "student_id,date,school_id,attendance_status,excused",
    "substitutes": "staff_id,school_id,date,part_of_day,reason,filled,covered_by,cover_id",
    "staff": "staff_id,years_experience,years_in_district,years_at_school,highest_degree,hired_on",
    "certifications": "staff_id,field,certification_level,valid_from,valid_to",
    "staff_assignments": "position_id,staff_id,org_id,staff_category,title,fte,fund,begins,ends",
    "compensation": "fiscal_year,staff_id,position_id,salary,benefits",
    "vacancies": "position_id,org_id,since,posted_on,filled_on",
    "spending": "fiscal_year,org_id,amount_type,function,object,fund,program,amount,expiring,"
    "fund_ends",
}
ROSTER = (
    "orgs",
    "users",
    "roles",
    "academicSessions",
    "courses",
    "classes",
    "enrollments",
    "demographics",
)


class Exports:
    """The open files of one export; `stamp` is the moment of which OneRoster rows speak.

    With `only_roster` the files of OneRoster alone.
    """

    def __init__(self, directory: Path, *, stamp: str, only_roster: bool = False) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self.only_roster = only_roster
        self._names = ("manifest", *ROSTER) if only_roster else tuple(HEADINGS)
        self._state = ("active", stamp)
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._files = {
            name: self._open.enter_context(
                (self._directory / f"{name}.csv").open("w", encoding="utf-8", newline="")
            )
            for name in self._names
        }
        self._writers = {
            name: csv.writer(file, lineterminator="\n") for name, file in self._files.items()
        }
        for name, file in self._files.items():
            file.write(f"{HEADINGS[name]}\n")
        self._write_manifest()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    @property
    def state(self) -> str:
        """The second and third value of every roster row, for lines that are made whole."""
        return ",".join(self._state)

    def rows(self, name: str, rows: Iterable[Sequence[object]]) -> None:
        """Roster rows, without the two values that are the same in all of them."""
        self._writers[name].writerows((row[0], *self._state, *row[1:]) for row in rows)

    def table(self, name: str, rows: Iterable[Sequence[object]]) -> None:
        """Rows of our own forms, as they are."""
        self._writers[name].writerows(rows)

    def lines(self, name: str, lines: Iterable[str]) -> None:
        """Whole lines, for millions of rows whose values need no quotes."""
        self._files[name].write("".join(lines))

    def _write_manifest(self) -> None:
        bulk = [(f"file.{name}", "bulk") for name in ROSTER]
        head = [("manifest.version", "1.0"), ("oneroster.version", "1.2")]
        source = [("source.systemName", "Harbor City SIS"), ("source.systemCode", "hc-sis")]
        self._writers["manifest"].writerows(head + bulk + source)
