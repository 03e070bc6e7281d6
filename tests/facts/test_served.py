"""How many rows serve, whatever the last load brought."""

import json
from dataclasses import replace

from tests.facts.small import load_small, students
from tests.loads.exports import Export

from convergent.facts.forgetting import forget
from convergent.facts.served import served_rows
from convergent.facts.snapshot import MANIFEST, Snapshot, current_snapshot


def test_rows_that_serve_are_counted_apart_from_those_of_a_change(home, tmp_path):
    load_small(Export(), tmp_path / "whole", home=home)
    change = replace(students(1), names={"s01": "Another"})
    load_small(change, tmp_path / "change", home=home, whole=False)

    manifest = current_snapshot(home).manifest

    assert manifest.tables["users"].loaded == 2
    assert (manifest.served["users"], manifest.served["enrollments"]) == (41, 40)


def test_rows_that_have_ended_do_not_serve(home, tmp_path):
    load_small(Export(), tmp_path / "whole", home=home)
    load_small(students(38), tmp_path / "fewer", home=home)

    assert served_rows(current_snapshot(home))["enrollments"] == 38


def test_rows_of_a_snapshot_that_does_not_say_so_are_counted(home, tmp_path):
    load_small(Export(), tmp_path / "whole", home=home)
    snapshot = current_snapshot(home)
    told = json.loads((snapshot.folder / MANIFEST).read_text())
    del told["served"]
    (snapshot.folder / MANIFEST).write_text(json.dumps(told))

    assert served_rows(Snapshot(snapshot.folder))["users"] == 41


def test_rows_of_a_student_who_was_removed_are_counted_no_more(home, tmp_path):
    load_small(Export(), tmp_path / "whole", home=home)

    forget(home, "s01")

    assert current_snapshot(home).manifest.served["users"] == 40
