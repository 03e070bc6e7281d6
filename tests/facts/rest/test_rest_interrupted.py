"""A fetch that was killed goes on where it stopped."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from tests.facts.rest.conftest import NOW

from convergent.facts.findings import ExportRefused
from convergent.facts.sources.oneroster_rest import fetch

pytestmark = pytest.mark.without_records
FETCHER = """
import sys
from datetime import datetime
from pathlib import Path
from convergent.facts.sources.oneroster_rest import fetch

source, into, state, now, step, rows = sys.argv[1:]

def tell(name, done, total):
    if (name, done) == (step, int(rows)):
        print("there", flush=True)
        sys.stdin.readline()

fetch(Path(source), into=Path(into), state=Path(state), now=datetime.fromisoformat(now),
      progress=tell)
"""


def kill_at(step, rows, *, source, into, state):
    """Begins a fetch in another process, and kills it when so many rows have come."""
    arguments = [source, into, state, NOW.isoformat(), step, str(rows)]
    with subprocess.Popen(
        [sys.executable, "-c", FETCHER, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as fetcher:
        assert fetcher.stdout.readline() == "there\n"
        fetcher.send_signal(signal.SIGKILL)
    assert fetcher.returncode == -signal.SIGKILL


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture
def uninterrupted(source, tmp_path):
    """The files and the requests of a fetch that nobody disturbs."""
    folder = tmp_path / "uninterrupted"
    fetch(source(), into=folder, state=tmp_path / "other-state", now=NOW)
    return contents(folder)


@pytest.mark.parametrize(
    ("step", "rows"), [("orgs", 3), ("users", 10), ("users", 20), ("users", 26), ("results", 20)]
)
def test_killed_fetch_asks_only_for_what_is_missing(
    sis, source, fetched, uninterrupted, tmp_path, step, rows
):
    every_page = [one for one in sis.asked if one[0] != "token"]
    sis.forget_asked()
    folders = {"into": tmp_path / "files", "state": tmp_path / "state"}

    kill_at(f"Fetching {step}", rows, source=source(), **folders)
    before = [one for one in sis.asked if one[0] != "token"]
    sis.forget_asked()
    fetched()

    after = [one for one in sis.asked if one[0] != "token"]
    assert before + after == every_page
    assert contents(tmp_path / "files") == uninterrupted


def test_killed_fetch_leaves_no_file_that_could_be_loaded(source, tmp_path):
    folders = {"into": tmp_path / "files", "state": tmp_path / "state"}

    kill_at("Fetching results", 20, source=source(), **folders)

    assert not (tmp_path / "files").exists()


def test_failed_fetch_goes_on_and_keeps_its_first_clock(sis, fetched, uninterrupted, tmp_path):
    sis.has(forbidden=["results"])
    with pytest.raises(ExportRefused):
        fetched()
    sis.has(forbidden=[], date="Fri, 20 Nov 2026 09:00:00 GMT")
    sis.forget_asked()

    result = fetched()

    assert [what for what, _ in sis.asked] == ["token", "results", "results", "results", "results"]
    assert contents(tmp_path / "files") == uninterrupted
    assert result.since.hour == 5


@pytest.mark.parametrize(
    ("lines", "later", "without"),
    [
        ((), timedelta(days=1), ""),
        ((), timedelta(minutes=-1), ""),
        (["page_size = 20"], timedelta(0), "page_size"),
        (["since = 2026-01-01"], timedelta(0), ""),
    ],
)
def test_what_was_kept_is_thrown_away_when_it_does_not_fit(sis, fetched, lines, later, without):
    sis.has(forbidden=["results"])
    with pytest.raises(ExportRefused):
        fetched()
    sis.has(forbidden=[])
    sis.forget_asked()

    fetched(*lines, now=NOW + later, without=without)

    assert sis.offsets("orgs")[0] == 0


def test_fetch_that_has_ended_is_not_taken_up_again(sis, fetched):
    fetched()
    sis.forget_asked()

    fetched()

    assert sis.offsets("orgs") == [0, 3]


def test_page_that_was_spoilt_is_asked_for_again(sis, fetched, uninterrupted, tmp_path):
    sis.has(forbidden=["enrollments"])
    with pytest.raises(ExportRefused):
        fetched()
    (tmp_path / "state" / "begun" / "users" / "000003.json").write_text('{"walk"')
    sis.has(forbidden=[])
    sis.forget_asked()

    fetched()

    assert sis.offsets("users") == [26]
    assert contents(tmp_path / "files") == uninterrupted


def test_two_fetches_at_a_time_are_refused(source, fetched):
    def fetch_again(*_):
        fetched()

    with pytest.raises(ExportRefused) as refused:
        fetched(progress=fetch_again)

    assert [one.rule for one in refused.value.findings] == ["one fetch at a time"]


def test_what_is_kept_is_for_its_owner_alone(sis, fetched, tmp_path):
    sis.has(forbidden=["results"])
    with pytest.raises(ExportRefused):
        fetched()

    kept = [path for path in (tmp_path / "state" / "begun").rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700
