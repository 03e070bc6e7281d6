"""Facts in a home of their own, for the routes that decide on loads: laid anew for every deed."""

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from convergent.facts.findings import Finding, LoadResult
from convergent.facts.kept_findings import keep_findings
from convergent.facts.snapshot import Manifest, Snapshot
from tests.learning.laid import growth, lay_measures

BEFORE, SERVING, HELD, QUARANTINE = "one", "two", "three", "left-out"
STUDENT = "SECRET-a-student-of-the-teacher"
ROUTES = {
    "data",
    "data_under_way",
    "data_template",
    "data_workbook",
    "evidence",
    "evidence_behind",
    "evidence_class",
    "evidence_classes",
    "evidence_figure",
    "evidence_numbers",
    "evidence_place",
    "brief",
    "brief_pdf",
    "brief_word",
    "brief_priority",
    "brief_priority_pdf",
    "brief_priority_word",
    "evidence_similar",
    "evidence_why",
    "by_hand",
    "follow_again",
    "load",
    "load_approve",
    "load_refuse",
    "load_undo",
    "load_errors",
    "load_quarantine",
    "measure_add",
}


def lay_facts(home, loads, *, served):
    """Two snapshots, the second serving; a load that waits; what each load found."""
    facts = Path(home) / "facts"
    shutil.rmtree(facts, ignore_errors=True)
    for name in (BEFORE, SERVING):
        _lay(facts / "snapshots" / name, name)
    _lay_evidence(Snapshot(facts / "snapshots" / SERVING))
    (facts / "current").symlink_to(f"snapshots/{SERVING}")
    (facts / "previous").symlink_to(f"snapshots/{BEFORE}")
    switch = {"before": BEFORE, "after": SERVING, "occasion": str(served.pk)}
    (facts / "switches.json").write_text(json.dumps([switch]))
    held = facts / "held" / HELD
    _lay(held, HELD)
    (held / "difference.json").write_text(json.dumps({"base": SERVING, "differences": []}))
    left_out = facts / "quarantine" / QUARANTINE
    left_out.mkdir(parents=True)
    (left_out / "users.csv").write_text("sourcedId,givenName\nx,=1\n")
    for load in loads:
        keep_findings(home, str(load.pk), _result())


def _lay(folder, name):
    folder.mkdir(parents=True)
    manifest = Manifest(
        content_hash=name,
        as_of=date(2026, 11, 19),
        inputs={},
        tables={},
        built_at=datetime.now(UTC),
        code_version="0",
    )
    (folder / "manifest.json").write_text(manifest.as_json())


def _lay_evidence(snapshot):
    """Two teachers' classes, one of another district, and some numbers of every place."""
    student = {"sourced_id": "s", "given_name": STUDENT, "status": "active"}
    _write(snapshot, "users", [student])
    enrolled = [
        ("class-of-teacher", "s", "student"),
        ("class-of-teacher", "teacher", "teacher"),
        ("class-of-colleague", "colleague", "teacher"),
        ("class-at-cove", "somebody", "teacher"),
    ]
    classes = {class_id for class_id, _user, _role in enrolled}
    _write(snapshot, "classes", [_class(class_id) for class_id in sorted(classes)])
    _write(snapshot, "enrollments", [_enrolment(*one) for one in enrolled])
    places = [("district", "n"), ("school", "ash"), ("school", "birch"), ("school", "cove")]
    rows = [growth(50.0, q=0.5, place_kind=kind, place_id=place) for kind, place in places]
    result = {"assessment": "Test", "subject": "Reading", "school_year": 2026, "score": 500.0}
    lay_measures(snapshot, rows, students=[{"student": "s", **result}])


def _class(class_id):
    school = "cove" if class_id == "class-at-cove" else "ash"
    return {"sourced_id": class_id, "title": class_id, "school_id": school, "status": "active"}


def _enrolment(class_id, user, role):
    where = {"class_id": class_id, "school_id": _class(class_id)["school_id"]}
    return {**where, "user_id": user, "role": role, "status": "active"}


def _write(snapshot, table, rows):
    pq.write_table(pa.Table.from_pylist(rows), snapshot.table(table))


def _result():
    wrong = Finding(file="users.csv", line=2, column="x", value="=1", rule="date", fix="Mend it.")
    return LoadResult(status="published_with_rejects", snapshot=SERVING, tables={}, errors=(wrong,))
