"""A keeper of data sends files: good ones, bad ones, and some that wait for her."""

import csv
import io
import re
import shutil
import zipfile
from collections import Counter

import pytest
from playwright.sync_api import expect

from tests.journeys.look import faults_of

pytestmark = pytest.mark.journey
HELEN = "Helen Park"
FILES = ("orgs", "users", "roles", "classes", "courses", "academicSessions", "enrollments")


@pytest.fixture
def exports(demo_home, server, tmp_path):
    """The files that the demonstration was loaded from, to be spoilt."""
    folder = tmp_path / "exports"
    folder.mkdir()
    for name in FILES:
        shutil.copy(demo_home / "demo-exports" / f"{name}.csv", folder)
    return folder


def alter(file, change):
    with file.open(newline="") as read:
        rows = list(csv.reader(read))
    with file.open("w", newline="") as written:
        csv.writer(written).writerows(change(rows[0], rows[1:]))


def renamed(heading, rows):
    rows[-1][heading.index("givenName")] = "Renamed"
    return [heading, *rows]


def spoilt(heading, rows):
    for row in rows[-30:]:
        row[heading.index("enabledUser")] = "perhaps"
    return [heading, *rows]


def one_spoilt(heading, rows):
    rows[-1][heading.index("enabledUser")] = "perhaps"
    rows[-1][heading.index("givenName")] = "=1+1"
    return [heading, *rows]


def without_the_largest_school(heading, rows):
    at = heading.index("schoolSourcedId")
    ((largest, _),) = Counter(row[at] for row in rows).most_common(1)
    return [heading, *(row for row in rows if row[at] != largest)]


def send(page, folder):
    """Sends the files and waits until the load's own page says what came of them."""
    page.goto("/data/")
    page.get_by_label("Files").set_input_files(sorted(folder.iterdir()))
    page.get_by_role("button", name="Check and load").click()
    page.wait_for_url(re.compile("/data/loads/"))
    expect(page.get_by_role("heading", name="What was read")).to_be_visible(timeout=60_000)
    return page


def decide(page, button, reason):
    page.get_by_label("Why?").fill(reason)
    page.get_by_role("button", name=button).click()
    page.wait_for_url(re.compile("/data/$"))


def test_good_files_are_published_and_undone(visit, exports):
    page = visit(HELEN)
    alter(exports / "users.csv", renamed)
    send(page, exports)
    expect(page.locator("h1")).to_contain_text("every row taken")
    assert faults_of(page) == []
    page.get_by_role("link", name="Undo this load").click()
    expect(page.get_by_role("row", name="People")).to_be_visible()
    page.get_by_role("button", name="Undo the load").click()
    expect(page.get_by_text("Say in a sentence why.").first).to_be_visible()
    assert faults_of(page) == []
    decide(page, "Undo the load", "It was the wrong file")
    expect(page.get_by_text("The load is undone.")).to_be_visible()
    expect(page.get_by_role("link", name="Was undone").first).to_be_visible()


def test_bad_files_change_nothing_and_say_what_to_mend(visit, exports):
    page = visit(HELEN)
    alter(exports / "users.csv", spoilt)
    send(page, exports)
    expect(page.locator("h1")).to_contain_text("Refused, because of")
    expect(
        page.get_by_role(
            "heading", name="Neither true nor false: enabledUser in users.csv, 30 rows"
        )
    ).to_be_visible()
    expect(page.get_by_text("Write true or false.")).to_be_visible()
    assert faults_of(page) == []
    page.goto("/today/")
    expect(page.get_by_text("A load of data was refused")).to_be_visible()
    page.get_by_role("link", name="See what to mend").click()
    expect(page.locator("h1")).to_contain_text("Refused")


def test_rows_that_were_left_out_are_taken_mended_and_sent_again(visit, exports, tmp_path):
    page = visit(HELEN)
    alter(exports / "users.csv", one_spoilt)
    send(page, exports)
    expect(page.locator("h1")).to_contain_text("one row left out")
    errors = saved(page, "Download every error (CSV)").decode("utf-8-sig")
    assert ("users.csv", "perhaps") in {
        (row["file"], row["value"]) for row in csv.DictReader(io.StringIO(errors))
    }
    mended = tmp_path / "mended"
    with zipfile.ZipFile(io.BytesIO(saved(page, "Download the rows to mend (zip)"))) as archive:
        archive.extractall(mended)
    users = (mended / "users.csv").read_text(encoding="utf-8-sig")
    assert "'=1+1" in users
    (mended / "users.csv").write_text(users.replace("perhaps", "true"))
    send(page, mended)
    expect(page.locator("h1")).to_have_text("People: 1, every row taken.")


def saved(page, link):
    with page.expect_download() as download:
        page.locator("main").get_by_role("link", name=link, exact=True).click()
    return download.value.path().read_bytes()


@pytest.mark.parametrize("width", [1280, 390])
def test_load_that_would_end_much_waits_and_is_decided_on(visit, exports, width):
    page = visit(HELEN, viewport={"width": width, "height": 900})
    alter(exports / "enrollments.csv", without_the_largest_school)
    send(page, exports)
    expect(page.locator("h1")).to_contain_text("are missing from what was sent")
    assert faults_of(page) == []
    page.goto("/data/")
    expect(page.locator("h1")).to_have_text("A load waits for your decision.")
    assert faults_of(page) == []
    page.goto("/today/")
    waits = page.locator(".agenda-item", has_text="A load of data waits for your decision")
    if width == 390:
        waits.get_by_role("link", name="Refuse").click()
        expect(page.locator("h1")).to_have_text("Refuse this load?")
        assert faults_of(page) == []
        decide(page, "Refuse the load", "The export was cut off")
        expect(page.get_by_text("What serves stays.")).to_be_visible()
        return
    waits.get_by_role("link", name="Approve").click()
    expect(page.locator("h1")).to_have_text("Approve this load?")
    assert faults_of(page) == []
    decide(page, "Approve the load", "The school closed")
    page.get_by_role("link", name="Was held, then approved").first.click()
    page.get_by_role("link", name="Undo this load").click()
    decide(page, "Undo the load", "It did not close after all")


def test_work_under_way_is_seen_and_ends_by_itself(visit, exports):
    page = visit(HELEN)
    page.goto("/data/")
    page.get_by_label("Files").set_input_files(sorted(exports.iterdir()))
    page.get_by_role("button", name="Check and load").click()
    page.goto("/data/")
    expect(page.locator("#under-way").first).to_be_attached()
    expect(page.locator("#under-way")).to_have_count(0, timeout=60_000)


def test_spreadsheet_to_begin_with_is_saved(visit):
    page = visit(HELEN, at="/data/")
    page.get_by_text("Spreadsheets to begin with").click()
    assert saved(page, "People").decode().startswith("sourcedId,enabledUser,givenName,")


def test_workbook_to_begin_with_is_saved(visit):
    page = visit(HELEN, at="/data/")
    page.get_by_text("Spreadsheets to begin with").click()
    assert saved(page, "One workbook: schools and staff (Excel)").startswith(b"PK")


def test_everybody_is_told_how_fresh_the_rosters_are_and_keepers_alone_see_data(visit):
    page = visit("Rosa Medina")
    expect(page.get_by_text("The rosters are").first).to_be_visible()
    page.expected.add(404)
    page.goto("/data/")
    expect(page.locator("h1")).to_have_text("We can’t find that page.")
    keeper = visit(HELEN)
    keeper.get_by_role("link", name="Data", exact=True).click()
    expect(keeper).to_have_url(re.compile("/data/$"))
