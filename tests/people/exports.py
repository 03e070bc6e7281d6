"""A snapshot written straight to Parquet: what a district exports on one day."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from convergent.facts.snapshot import Manifest, Snapshot

TEXT = pa.string()
COLUMNS = {
    "orgs": {
        "sourced_id": TEXT,
        "status": TEXT,
        "name": TEXT,
        "type": TEXT,
        "identifier": TEXT,
        "parent_id": TEXT,
        "grades": pa.list_(TEXT),
    },
    "users": {
        "sourced_id": TEXT,
        "status": TEXT,
        "enabled": pa.bool_(),
        "given_name": TEXT,
        "family_name": TEXT,
        "preferred_name": TEXT,
        "email": TEXT,
    },
    "roles": {
        "sourced_id": TEXT,
        "status": TEXT,
        "user_id": TEXT,
        "role_type": TEXT,
        "role": TEXT,
        "begins": pa.date32(),
        "ends": pa.date32(),
        "org_id": TEXT,
        "fte": pa.decimal128(9, 4),
        "acting": pa.bool_(),
        "title": TEXT,
    },
    "academicSessions": {
        "sourced_id": TEXT,
        "status": TEXT,
        "title": TEXT,
        "type": TEXT,
        "starts_on": pa.date32(),
        "ends_on": pa.date32(),
    },
}


@dataclass
class Exports:
    """Organisations by id, people by id, and roles as (person, place, role, begins, ends); those
    of `secondary` (person, place) are not primary.
    """

    orgs: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    roles: set = field(default_factory=set)
    domain: str = "export.example"
    emails: dict = field(default_factory=dict)
    fte: Decimal = Decimal(1)
    title: str = ""
    sessions: list = field(default_factory=list)
    secondary: set = field(default_factory=set)

    def snapshot(self, folder):
        target = folder / f"snapshot-{uuid4().hex}"
        target.mkdir(parents=True)
        for name, rows in self._tables().items():
            schema = pa.schema(COLUMNS[name])
            pq.write_table(pa.Table.from_pylist(rows, schema=schema), target / f"{name}.parquet")
        manifest = Manifest(
            content_hash=target.name,
            as_of=date(2026, 11, 19),
            built_at=datetime.now(UTC),
            code_version="0",
            inputs={},
            tables={},
        )
        (target / "manifest.json").write_text(manifest.as_json())
        return Snapshot(target)

    def _tables(self):
        return {
            "orgs": [
                {
                    "sourced_id": key,
                    "status": "active",
                    "name": name,
                    "type": kind,
                    "identifier": "",
                    "parent_id": parent,
                    "grades": ["06"],
                }
                for key, (kind, name, parent) in self.orgs.items()
            ],
            "users": [
                {
                    "sourced_id": key,
                    "status": "active",
                    "enabled": True,
                    "given_name": given,
                    "family_name": family,
                    "email": self.emails.get(key, f"{key}@{self.domain}"),
                }
                for key, (given, family) in self.people.items()
            ],
            "roles": [
                {
                    "sourced_id": f"{who}-{where}-{role}-{begins}",
                    "status": "active",
                    "user_id": who,
                    "role_type": "secondary" if (who, where) in self.secondary else "primary",
                    "role": role,
                    "begins": begins,
                    "ends": ends,
                    "org_id": where,
                    "fte": self.fte,
                    "acting": False,
                    "title": self.title,
                }
                for who, where, role, begins, ends in sorted(self.roles, key=str)
            ],
            "academicSessions": [
                {
                    "sourced_id": key,
                    "status": "active",
                    "title": title,
                    "type": "schoolYear",
                    "starts_on": first,
                    "ends_on": last,
                }
                for key, title, first, last in self.sessions
            ],
        }
