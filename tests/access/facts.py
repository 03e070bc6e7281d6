"""Facts in a home of their own, for the routes that decide on loads: laid anew for every deed."""

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from convergent.facts.findings import Finding, LoadResult
from convergent.facts.kept_findings import keep_findings
from convergent.facts.snapshot import Manifest

BEFORE, SERVING, HELD, QUARANTINE = "one", "two", "three", "left-out"
ROUTES = {
    "data",
    "data_under_way",
    "data_template",
    "evidence",
    "follow_again",
    "load",
    "load_approve",
    "load_refuse",
    "load_undo",
    "load_errors",
    "load_quarantine",
}


def lay_facts(home, loads):
    """Two snapshots, the second serving; a load that waits; what each load found."""
    facts = Path(home) / "facts"
    shutil.rmtree(facts, ignore_errors=True)
    for name in (BEFORE, SERVING):
        _lay(facts / "snapshots" / name, name)
    (facts / "current").symlink_to(f"snapshots/{SERVING}")
    (facts / "previous").symlink_to(f"snapshots/{BEFORE}")
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


def _result():
    wrong = Finding(file="users.csv", line=2, column="x", value="=1", rule="date", fix="Mend it.")
    return LoadResult(status="published_with_rejects", snapshot=SERVING, tables={}, errors=(wrong,))
