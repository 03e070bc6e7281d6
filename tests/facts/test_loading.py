import zipfile
from datetime import date

from tests.facts.first import load_first

from convergent.facts.announce import on_published
from convergent.facts.load import Options, load
from convergent.facts.snapshot import all_snapshots, current_snapshot
from convergent.facts.switching import make_current

TODAY = date(2026, 11, 19)


def _dropping_last_row(file):
    *kept, _ = file.read_text().splitlines(keepends=True)
    file.write_text("".join(kept))


def test_load_of_the_simulated_district_publishes_every_row(simulated, home):
    result = load([simulated], home=home, options=Options(as_of=TODAY))

    assert (result.status, result.errors) == ("published", ())
    assert [notice.file for notice in result.notices] == ["truths.json"]
    assert {count.rejected for count in result.tables.values()} == {0}
    assert result.snapshot == current_snapshot(home).id


def test_load_of_a_zip_has_the_content_of_its_folder(simulated, home, tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in simulated.glob("*.csv"):
            archive.write(file, f"export/{file.name}")
    load_first(simulated, home=home)

    assert load([tmp_path / "all.zip"], home=home).status == "unchanged"


def test_load_of_the_same_rows_in_another_order_is_unchanged(exports, home):
    first = load_first(exports, home=home)
    heading, *rows = (exports / "roles.csv").read_text().splitlines(keepends=True)
    (exports / "roles.csv").write_text("".join([heading, *reversed(rows)]))

    second = load([exports], home=home)

    assert (second.status, second.snapshot) == ("unchanged", first.snapshot)
    assert len(all_snapshots(home)) == 1


def test_load_of_other_rows_keeps_the_earlier_snapshot(exports, home):
    first = load_first(exports, home=home)
    _dropping_last_row(exports / "demographics.csv")

    second = load([exports], home=home)

    assert second.status == "published"
    assert [snapshot.id for snapshot in all_snapshots(home)] == [first.snapshot, second.snapshot]


def test_earlier_snapshot_made_current_serves_with_its_own_hash(exports, home):
    load_first(exports, home=home)
    first = current_snapshot(home)
    _dropping_last_row(exports / "demographics.csv")
    load([exports], home=home)

    make_current(first, home=home)

    assert current_snapshot(home).manifest.content_hash == first.manifest.content_hash


def test_content_loaded_again_after_another_is_not_stored_twice(exports, simulated, home):
    load_first(simulated, home=home)
    _dropping_last_row(exports / "demographics.csv")
    load([exports], home=home)

    again = load([simulated], home=home)

    assert (again.status, again.snapshot) == ("published", all_snapshots(home)[0].id)
    assert len(all_snapshots(home)) == 2


def test_manifest_names_inputs_counts_and_the_day(simulated, home):
    load([simulated], home=home, options=Options(as_of=TODAY))

    manifest = current_snapshot(home).manifest

    assert manifest.as_of == TODAY
    assert len(manifest.inputs["users.csv"]) == 64
    assert manifest.tables["academicSessions"].loaded == 3
    assert manifest.checks == {"errors": 0, "notices": 1}


def test_listeners_hear_of_a_published_snapshot(simulated, home):
    heard = []
    on_published(heard.append)

    result = load([simulated], home=home)

    assert [snapshot.id for snapshot in heard] == [result.snapshot]


def test_cancelled_load_publishes_nothing(simulated, home):
    result = load([simulated], home=home, cancelled=lambda: True)

    assert (result.status, result.snapshot) == ("cancelled", None)


def test_progress_counts_every_step(simulated, home):
    steps = []

    load([simulated], home=home, progress=lambda *step: steps.append(step))

    kinds = list(dict.fromkeys(step.split(" ")[0] for step, _, _ in steps))
    assert kinds == ["Finding", "Reading", "Checking", "Writing", "Publishing"]
    assert all(done <= total for _, done, total in steps)
    assert len({step for step, _, _ in steps}) == len(steps)


def test_rejected_row_leaves_what_was_known_before_and_whoever_refers_to_it(exports, home):
    load_first(exports, home=home, options=Options(as_of=TODAY))
    first = current_snapshot(home)
    users = exports / "users.csv"
    heading, one, *others = users.read_text().splitlines(keepends=True)
    values = one.split(",")
    values[3] = "perhaps"  # enabledUser
    users.write_text("".join([heading, ",".join(values), *others]))

    second = load([exports], home=home, options=Options(as_of=TODAY))

    assert (second.tables["users"].rejected, len(second.errors)) == (1, 1)
    assert current_snapshot(home).manifest.content_hash == first.manifest.content_hash
