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
    "results": "student_id,assessment,subject,grade,date,score,level",
}
_NOT_ROSTER = ("manifest", "results")


class Exports:
    """The open files of one export; `stamp` is the moment of which OneRoster rows speak."""

    def __init__(self, directory: Path, *, stamp: str) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._state = ("active", stamp)
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._files = {
            name: self._open.enter_context(
                (self._directory / f"{name}.csv").open("w", encoding="utf-8", newline="")
            )
            for name in HEADINGS
        }
        self._writers = {
            name: csv.writer(file, lineterminator="\n") for name, file in self._files.items()
        }
        for name, heading in HEADINGS.items():
            self._files[name].write(f"{heading}\n")
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

    def lines(self, name: str, lines: Iterable[str]) -> None:
        """Whole lines, for millions of rows whose values need no quotes."""
        self._files[name].write("".join(lines))

    def _write_manifest(self) -> None:
        bulk = [(f"file.{name}", "bulk") for name in HEADINGS if name not in _NOT_ROSTER]
        head = [("manifest.version", "1.0"), ("oneroster.version", "1.2")]
        source = [("source.systemName", "Harbor City SIS"), ("source.systemCode", "hc-sis")]
        self._writers["manifest"].writerows(head + bulk + source)
