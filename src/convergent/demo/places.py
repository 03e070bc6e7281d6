"""The organisations and school years of the export."""

from collections.abc import Iterator

from convergent.demo.central_office import UNITS, network_id
from convergent.demo.district import DISTRICT_ID, DISTRICT_NAME, District, grade_code
from convergent.demo.exports import Exports
from convergent.demo.years import Calendar, SchoolYear

OrgValues = tuple[str, str, str, str, str, str]


def write_places(exports: Exports, district: District) -> None:
    exports.rows("orgs", _orgs(district))


def write_school_years(exports: Exports, calendar: Calendar) -> None:
    exports.rows("academicSessions", (_session(year) for year in calendar.years))


def _orgs(district: District) -> Iterator[OrgValues]:
    yield DISTRICT_ID, DISTRICT_NAME, "district", "HCPS", "", ""
    for number, name in enumerate(district.networks):
        yield network_id(number), name, "local", f"N{number + 1}", DISTRICT_ID, ""
    for unit in UNITS:
        yield unit.sourced_id, unit.name, "department", "", DISTRICT_ID, ""
    for school in district.schools:
        grades = ",".join(map(grade_code, school.grades))
        identifier = f"{school.number + 101}"
        network = network_id(school.network)
        yield school.sourced_id, school.name, "school", identifier, network, grades
        for team in school.teams:
            covered = grade_code(team.covers) if isinstance(team.covers, int) else ""
            yield team.sourced_id, team.name, "department", "", school.sourced_id, covered


def _session(year: SchoolYear) -> tuple[object, ...]:
    starts, ends = year.starts_on, year.ends_on
    return year.sourced_id, year.title, "schoolYear", starts, ends, "", year.begins_in + 1
