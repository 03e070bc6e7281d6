"""A start with one spreadsheet: the sheets Schools and Staff, or two CSV files of these columns.

They give what a roster gives: organisations, users and roles. A person or a school has the id that
the district's own systems use, so that a roster that comes later speaks of the same ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from convergent.facts.findings import Finding
from convergent.facts.literals import literal
from convergent.facts.sources.forms import Fit, Selection, trimmed
from convergent.facts.sources.own_forms import positions
from convergent.facts.sources.text import TextFile
from convergent.facts.sources.workbook import ABOUT

DISTRICT = "'district'"
SCHOOLS_NEEDED = {
    "school_id": "The id of your student information system, or a number that stays.",
    "school": "The school's name.",
    "district": "The district's name, in every row.",
}
SCHOOLS_MORE = {
    "district_id": "The district's id in your student information system.",
    "network": "The network that it belongs to, if any.",
    "grades": "Its grades, with commas: KG,01,02.",
}
STAFF_NEEDED = {
    "staff_id": "The id of your student information system or HR.",
    "given_name": "The first name.",
    "role": "Principal, Teacher, Coach and so on.",
    "school_id": "Where: a school_id of the sheet Schools, the district_id, or the word network "
    "and a network's name.",
}
STAFF_MORE = {
    "family_name": "The last name.",
    "email": "The work address, with which the person signs in.",
    "title": "What the role is called here.",
    "fte": "Share of a full-time position; empty means 1.",
    "begins": "The first day in the role.",
    "ends": "The last day; empty while it goes on.",
}
ROLES = {
    "aide": "aide",
    "assistant principal": "ext:assistantPrincipal",
    "budget analyst": "ext:budgetAnalyst",
    "case owner": "ext:caseOwner",
    "coach": "ext:coach",
    "counselor": "counselor",
    "data lead": "ext:dataLead",
    "data steward": "systemAdministrator",
    "department head": "ext:departmentHead",
    "principal": "principal",
    "principal supervisor": "ext:principalSupervisor",
    "researcher": "ext:researcher",
    "superintendent": "ext:superintendent",
    "teacher": "teacher",
    "unit head": "ext:unitHead",
}
LEAST_SHARE = 0.6
_FIXES_OF_SCHOOLS = {
    ("duplicate", "sourced_id"): "Keep one row for each {column}.",
    ("reference", "parent_id"): "Mend the row of the network or district above: it was left out.",
}
_NO_SUCH_PLACE = "Add the place to the sheet Schools, or correct {column}."
_FIXES_OF_STAFF = {
    ("allowed value", "role"): f"Write one of {', '.join(word.capitalize() for word in ROLES)}.",
    ("required", "sourced_id"): "Fill in staff_id, role and school_id.",
    ("reference", "org_id"): _NO_SUCH_PLACE,
    ("reference", "primary_org_id"): _NO_SUCH_PLACE,
    ("reference", "user_id"): "Mend what else is said of this person: the person was left out.",
    ("duplicate", "sourced_id"): "Keep one row for each role of a person at one place.",
    ("contradiction", "sourced_id"): "Two rows give one role of a person at one place, and the "
    "first was taken: keep the right one.",
}

Columns = Mapping[str, int]


@dataclass(frozen=True)
class SheetForm:
    """One of the two sheets."""

    name: str
    needed: Mapping[str, str]
    more: Mapping[str, str]

    @property
    def source(self) -> str:
        return "a spreadsheet to start with"

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.needed, *self.more)

    def fit(self, file: TextFile) -> Fit | None:
        at = {name: n for name, n in positions(file).items() if name in self.columns}
        missing = [name for name in self.needed if name not in at]
        share = len(at) / len(file.heading)
        if share < LEAST_SHARE or len(missing) > 1:
            return None
        return Fit(
            form=self,
            sureness=share if not missing else LEAST_SHARE,
            why=f"{len(at)} of its {len(file.heading)} columns are those of the sheet {self.name}",
            selections=() if missing else _SELECTIONS[self.name](at),
            refusals=tuple(self._lacks(file, name) for name in missing),
        )

    def _lacks(self, file: TextFile, name: str) -> Finding:
        return Finding(
            file=file.name,
            line=file.heading_line,
            column=name,
            rule="column present",
            fix=f"Add the column {name} to the sheet. {self.needed[name]}",
        )


def _schools(at: Columns) -> tuple[Selection, ...]:
    """The district and each network once, then the schools."""
    district = f"coalesce({_value(at, 'district_id')}, {DISTRICT})"
    network = f"'network ' || {_value(at, 'network')}"
    above = f"coalesce({network}, {district})"
    return (
        _org(at, "district", district, name="district", key="district_id"),
        _org(at, "local", network, name="network", parent=district),
        _org(at, "school", _value(at, "school_id"), name="school", parent=above, key="school_id"),
    )


def _org(
    at: Columns, kind: str, sourced_id: str, *, name: str, parent: str = "NULL", key: str = ""
) -> Selection:
    values = {
        "sourced_id": sourced_id,
        "name": _value(at, name),
        "type": literal(kind),
        "parent_id": parent,
    }
    columns = {"sourced_id": key or name, "name": name, "parent_id": "network"}
    if kind == "school":
        values |= {"grades": _value(at, "grades")}
        return Selection("orgs", values, columns, fixes=_FIXES_OF_SCHOOLS)
    where = f"{_value(at, name)} IS NOT NULL"
    return Selection("orgs", values, columns, where, once=sourced_id, fixes=_FIXES_OF_SCHOOLS)


def _staff(at: Columns) -> tuple[Selection, ...]:
    """Each person once; a role for each row, the first of a person her primary one."""
    who, where = _value(at, "staff_id"), _value(at, "school_id")
    same = {name: _value(at, name) for name in ("given_name", "family_name", "email")}
    users = same | {"sourced_id": who, "enabled": "'true'", "primary_org_id": where}
    role = _role(_value(at, "role"))
    begins = _value(at, "begins")
    roles = {name: _value(at, name) for name in ("title", "fte", "begins", "ends")} | {
        "sourced_id": f"{who} || ' ' || {role} || ' ' || {where} || coalesce(' ' || {begins}, '')",
        "user_id": who,
        "role": role,
        "role_type": f"CASE row_number() OVER (PARTITION BY {who} ORDER BY from_row) "
        "WHEN 1 THEN 'primary' ELSE 'secondary' END",
        "org_id": where,
    }
    shown = {name: name for name in (*same, *roles)}
    user_columns = shown | {"sourced_id": "staff_id", "primary_org_id": "school_id"}
    role_columns = shown | {"sourced_id": "staff_id", "user_id": "staff_id", "org_id": "school_id"}
    return (
        Selection("users", users, user_columns, once=who, fixes=_FIXES_OF_STAFF),
        Selection("roles", roles, role_columns, fixes=_FIXES_OF_STAFF),
    )


def _role(written: str) -> str:
    """The words of the district's own day; any other value has to be one of OneRoster's."""
    plain = f"lower(replace(replace({written}, '-', ' '), '_', ' '))"
    cases = " ".join(f"WHEN {literal(word)} THEN {literal(role)}" for word, role in ROLES.items())
    return f"CASE {plain} {cases} ELSE {written} END"


def _value(at: Columns, name: str) -> str:
    return trimmed(at[name]) if name in at else "NULL::VARCHAR"


SCHOOLS = SheetForm("Schools", SCHOOLS_NEEDED, SCHOOLS_MORE)
STAFF = SheetForm("Staff", STAFF_NEEDED, STAFF_MORE)
FORMS = (SCHOOLS, STAFF)
_SELECTIONS = {SCHOOLS.name: _schools, STAFF.name: _staff}


def write_workbook(path: Path) -> None:
    """An empty workbook to fill in: the two sheets, and one that says what each column holds."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for form in FORMS:
        sheet = workbook.create_sheet(form.name)
        sheet.append(form.columns)
        sheet.freeze_panes = "A2"
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            cell.number_format = "@"
            sheet.column_dimensions[cell.column_letter].width = 18
    about = workbook.create_sheet(ABOUT)
    for form in FORMS:
        about.append([f"Sheet {form.name}"])
        for name, says in {**form.needed, **form.more}.items():
            about.append([name, "needed" if name in form.needed else "may be empty", says])
    about.append(["Roles", "", ", ".join(word.capitalize() for word in ROLES)])
    workbook.save(path)
