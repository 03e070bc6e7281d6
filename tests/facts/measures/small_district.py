"""A district of a few rows, written as a snapshot, and what its measures say."""

from datetime import UTC, date, datetime

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from convergent.facts.findings import TableCount
from convergent.facts.measures.build import build
from convergent.facts.measures.folders import AGGREGATES, measures_folder
from convergent.facts.measures.rules import Rules
from convergent.facts.readings import SQL_TYPES
from convergent.facts.snapshot import MANIFEST, Manifest, Snapshot, snapshots_folder
from convergent.facts.tables import table_named

TODAY = date(2026, 11, 22)
TEST_DAY = date(2026, 4, 21)
ORGS = [
    {"sourced_id": "d", "name": "Bay", "type": "district"},
    {"sourced_id": "n", "name": "North", "type": "local", "parent_id": "d"},
    {"sourced_id": "east", "name": "East", "type": "school", "parent_id": "n", "identifier": "7"},
    {"sourced_id": "west", "name": "West", "type": "school", "parent_id": "n"},
]
ALWAYS = {"status": "active", "role_type": "primary", "role": "student", "enabled": True}


class SmallDistrict:
    def __init__(self, folder):
        self.home = folder / "home"
        self.tables = {"orgs": list(ORGS)}

    def add(self, table, *rows, **same):
        self.tables.setdefault(table, []).extend({**same, **row} for row in rows)
        return self

    def result(self, student, **said):
        """One result of last spring, unless said otherwise."""
        row = {
            "student_id": student,
            "student_id_kind": "local",
            "assessment": "Spring",
            "subject": "Reading",
            "grade": "06",
            "administered_on": TEST_DAY,
            "school_year": 2026,
            **said,
        }
        number = len(self.tables.get("assessment_results", []))
        return self.add("assessment_results", {"result_id": f"r{number}", **row})

    def student(
        self, name, school="east", begins=date(2025, 8, 17), ends=None, grade="07", **flags
    ):
        """One who was in the 6th grade last spring."""
        self.add("users", {"sourced_id": name, "given_name": name, "grades": [grade]})
        if school:
            self.stay(name, school, begins, ends)
        if flags:
            self.add("demographics", {"sourced_id": name, **flags})
        return self

    def stay(self, name, school, begins=None, ends=None):
        number = len(self.tables.get("roles", []))
        said = {"user_id": name, "org_id": school, "begins": begins, "ends": ends}
        return self.add("roles", {"sourced_id": f"role{number}", **said})

    def snapshot(self, name="one"):
        folder = snapshots_folder(self.home) / name
        folder.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as connection:
            for table, rows in self.tables.items():
                _write(connection, table_named(table), rows, folder)
        manifest = Manifest(
            content_hash=f"{hash(str(self.tables)):x}",
            as_of=TODAY,
            built_at=datetime(2026, 11, 22, tzinfo=UTC),
            code_version="0",
            inputs={"results.csv": "0"},
            tables={"orgs": TableCount(len(ORGS), len(ORGS), 0)},
        )
        (folder / MANIFEST).write_text(manifest.as_json())
        current = folder.parent.parent / "current"
        current.unlink(missing_ok=True)
        current.symlink_to(folder)
        return Snapshot(folder)

    def built(self, **rules):
        snapshot = self.snapshot()
        self.manifest = build(snapshot, self.home, rules=Rules(**rules), today=TODAY)
        return snapshot

    def values(self, measure, **rules):
        """Of each place and group in all grades: value and students; of one subject and year."""
        rows = self.rows(measure, **rules)
        return {
            (row["place_id"], row["student_group"]): (row["value"], row["students"])
            for row in rows
            if row["grade"] == ""
        }

    def rows(self, measure, **rules):
        file = measures_folder(self.built(**rules)) / AGGREGATES
        return [row for row in pq.read_table(file).to_pylist() if row["measure"] == measure]


def _write(connection, table, rows, folder):
    columns = ", ".join(f'"{one.stored}" {SQL_TYPES[one.kind]}' for one in table.kept)
    connection.execute(f'CREATE OR REPLACE TABLE "{table.name}" ({columns})')
    known = [{one.stored: {**ALWAYS, **row}.get(one.stored) for one in table.kept} for row in rows]
    given = pa.Table.from_pylist(known)
    connection.register("given", given)
    connection.execute(f'INSERT INTO "{table.name}" BY NAME SELECT * FROM given')
    connection.execute(
        f"""COPY "{table.name}" TO '{folder / table.name}.parquet' (FORMAT parquet)"""
    )
