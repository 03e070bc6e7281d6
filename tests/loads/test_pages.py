"""The pages of loads: sentences, downloads, sending files."""

import csv
import html
import io
import re
import time
import zipfile
from datetime import timedelta
from urllib.parse import quote_plus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from convergent.facts.tables import TABLES
from convergent.jobs.models import Job, State
from convergent.loads.models import Load
from convergent.loads.presenters.kinds import KINDS
from convergent.loads.presenters.words import outcome_words
from tests.loads.exports import Export
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db
QUERIES = 18


def test_every_kind_of_row_has_a_name():
    assert {table.name for table in TABLES} - set(KINDS) == set()


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_loads_takes_the_same_questions_whatever_its_length(
    keeper, home, loaded, django_assert_num_queries, count
):
    for number in range(count):
        loaded(Export(names={"s01": f"Name {number}"}))
    keeper.get("/data/")
    with django_assert_num_queries(QUERIES):
        page = keeper.get("/data/").content.decode()
    assert page.count("load-line") == count


def test_outcomes_are_sentences(loaded):
    first = loaded(Export())
    same = loaded(Export())
    spoilt = loaded(Export(enabled={"s01": "perhaps"}))
    refused = loaded(Export(enabled=dict.fromkeys((f"s{n:02}" for n in range(1, 30)), "perhaps")))
    held = loaded(Export(students=dict(list(Export().students.items())[:20])))
    assert [outcome_words(one) for one in (first, same, spoilt, refused, held)] == [
        "41 people, every row taken.",
        "The same as before; nothing was changed.",
        "The same as before, one row left out.",
        "Refused, because of 29 rows; nothing was changed.",
        "Waits for you: it is unlike what is usually loaded.",
    ]


@pytest.mark.asvs("1.1.2")
def test_errors_come_as_a_spreadsheet_without_formulas(keeper, loaded):
    load = loaded(Export(enabled={"s01": "=HYPERLINK(1)"}))
    answer = keeper.get(reverse("load_errors", args=[load.pk]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert (rows[0]["file"], rows[0]["line"], rows[0]["value"]) == (
        "users.csv",
        "3",
        "'=HYPERLINK(1)",
    )
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_rows_that_were_left_out_come_as_an_export_without_formulas(keeper, loaded):
    load = loaded(Export(enabled={"s01": "perhaps"}, names={"s01": "=cmd"}))
    answer = keeper.get(reverse("load_quarantine", args=[load.pk]))
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        rows = list(csv.DictReader(archive.read("users.csv").decode("utf-8-sig").splitlines()))
        assert [(row["sourcedId"], row["givenName"]) for row in rows] == [("s01", "'=cmd")]
        assert "delta" in archive.read("manifest.csv").decode()


@pytest.mark.parametrize("name", ["load_quarantine", "load_errors"])
def test_what_tells_about_students_is_given_to_who_said_lately_who_she_is(
    keeper, loaded, monkeypatch, name
):
    load = loaded(Export(enabled={"s01": "perhaps"}))
    file, page = reverse(name, args=[load.pk]), reverse("load", args=[load.pk])
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 601)

    asked = keeper.get(file)
    confirmed = keeper.post(asked.url, {"password": PASSWORD})

    given = keeper.get(file)
    given.close()

    assert (asked.url, confirmed.url) == (f"/account/reauthenticate/?next={quote_plus(page)}", page)
    assert given.status_code == 200


@pytest.mark.asvs("2.4.1")
def test_downloads_in_bulk_are_stopped_for_a_while(keeper, loaded):
    load = loaded(Export(enabled={"s01": "perhaps"}))
    file = reverse("load_errors", args=[load.pk])

    answers = [keeper.get(file).status_code for _ in range(11)]

    assert answers == [200] * 10 + [429]


def send(client, *files, **more):
    return client.post("/data/", {"exports": list(files), **more})


def test_sent_files_become_a_load(keeper, home):
    answer = send(keeper, SimpleUploadedFile("users.csv", b"a"), changes="on")
    load = Load.objects.get()
    assert answer.headers["Location"] == reverse("load", args=[load.pk])
    assert (load.names, load.is_whole, load.status) == (["users.csv"], False, "asked")


def test_sending_nothing_says_what_to_do(keeper, home):
    answer = keeper.post("/data/", {})
    assert "Choose the files of an export." in answer.content.decode()
    assert Load.objects.count() == 0


@pytest.mark.asvs("1.3.6")
def test_description_of_a_network_source_is_not_taken_from_a_browser(keeper, home):
    answer = send(keeper, SimpleUploadedFile("source.TOML", b"kind = 'x'"))
    assert "loaded on the server alone" in answer.content.decode()
    assert (Load.objects.count(), (home / "uploads").exists()) == (0, False)


@pytest.mark.asvs("5.2.1")
def test_more_than_the_setting_allows_is_refused_in_words(keeper, home, settings):
    values = {**settings.CONFIGURATION.values, "upload_megabytes": 1}
    settings.CONFIGURATION = type(settings.CONFIGURATION)(settings.CONFIGURATION.home, values)
    answer = send(keeper, SimpleUploadedFile("users.csv", b"a" * (1 << 20)))
    assert "larger than 1 megabytes" in answer.content.decode()
    assert (Load.objects.count(), (home / "uploads").exists()) == (0, False)


@pytest.mark.parametrize("name", ["teacher", "principal", "supervisor", ""])
def test_files_of_anybody_else_are_never_stored(signed_in, client, world, settings, tmp_path, name):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    if name:
        signed_in(name)
    large = SimpleUploadedFile("users.csv", b"a" * 100_000)
    answer = client.post("/account/preferences/", {"theme": "dark", "files": large})
    assert answer.wsgi_request.FILES == {}
    assert list(tmp_path.iterdir()) == []


def test_nothing_loaded_yet_teaches_the_first_step(keeper, home):
    page = keeper.get("/data/").content.decode()
    assert "Begin with what your student system exports" in page
    assert reverse("data_template", args=["users"]) in page
    assert page.count(reverse("data_workbook")) == 2


def test_workbook_to_begin_with_has_a_sheet_for_schools_and_one_for_staff(keeper, home):
    answer = keeper.get(reverse("data_workbook"))
    assert load_workbook(io.BytesIO(answer.content)).sheetnames[:2] == ["Schools", "Staff"]


def test_part_that_shows_work_asks_for_the_page_once_nothing_runs(keeper, home):
    answer = keeper.get("/data/under-way/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"


ALONE = "Nobody is working on this. Start a worker on the server: convergent worker"


@pytest.mark.parametrize(("seconds", "is_told"), [(30, False), (90, True)])
def test_work_that_nobody_takes_up_says_so_after_a_minute(keeper, home, loaded, seconds, is_told):
    loaded(Export())
    asked_at = timezone.now() - timedelta(seconds=seconds)
    Job.objects.filter(kind="follow").update(asked_at=asked_at)
    assert (ALONE in keeper.get("/data/").text) == is_told


def test_work_that_waits_for_its_turn_is_not_left_alone(keeper, home, loaded):
    loaded(Export())
    long_ago = timezone.now() - timedelta(hours=1)
    Job.objects.update(asked_at=long_ago)
    running = Job.objects.get(kind="load")
    running.state, running.worker = State.RUNNING, "w"
    running.started_at = running.heartbeat_at = long_ago
    running.save()
    assert ALONE not in keeper.get("/data/").text


def test_value_that_is_empty_is_an_empty_cell(keeper, home, loaded):
    load = loaded(Export(students={**Export().students, "": "ash"}))
    page = keeper.get(reverse("load", args=[load.pk])).text
    assert "Nothing is filled in: sourcedId in users.csv, one row" in page
    assert "Cell(" not in page


def served(page, kind):
    row = re.search(rf'<th scope="row">{kind}<.*?</tr>', page, re.DOTALL)[0]
    return re.search(r'"number">(.*?)</td>', row)[1]


def test_what_serves_is_counted_where_a_load_holds_changes_alone(keeper, home, loaded):
    loaded(Export())
    few = Export(students={"s01": "ash", "s02": "birch"}, names={"s01": "Another"})
    load = loaded(few, whole=False)
    assert load.counts["users"]["loaded"] == 3
    assert served(keeper.get("/data/").text, "People") == "41"


def test_rows_left_out_once_are_no_longer_told_when_they_are_mended(keeper, home, loaded):
    loaded(Export(enabled={"s01": "perhaps"}))
    loaded(Export())
    page = keeper.get("/data/").text
    assert (served(page, "People"), page.count("left out")) == ("41", 1)


def test_load_page_counts_each_column_and_gives_its_own_advice(keeper, home, loaded):
    export = Export(enabled={"s01": "perhaps", "s02": "maybe"})
    load = loaded(export)
    page = html.unescape(keeper.get(reverse("load", args=[load.pk])).text)
    titles = re.findall(r'<h3 id="fault-\d+">(.*?)</h3>', page)
    assert titles == [
        "Neither true nor false: enabledUser in users.csv, 2 rows",
        "It names what is not there: userSourcedId in roles.csv, 2 rows",
        "It names what is not there: userSourcedId in enrollments.csv, 2 rows",
    ]
    assert page.count("Add it to users.csv, or correct userSourcedId.") == 2


def test_rows_of_a_load_that_waits_are_said_to_be_missing(keeper, home, loaded):
    loaded(Export())
    load = loaded(Export(students={"s01": "ash"}))
    page = keeper.get(reverse("load", args=[load.pk])).text
    assert "39 of 40 class enrollments are missing from what was sent" in page
    assert "send them again with the mark" in page
    assert "button--primary" not in re.search(r'page-actions row">(.*?)</div>', page, re.DOTALL)[1]


def test_heading_of_a_load_that_runs_stands_still(keeper, home):
    send(keeper, SimpleUploadedFile("users.csv", b"a"))
    load = Load.objects.get()
    page = keeper.get(reverse("load", args=[load.pk])).text
    assert "<h1>Loading users.csv</h1>" in page


def test_work_of_a_load_leads_to_its_page_and_cancelling_says_what_was_changed(keeper, home):
    send(keeper, SimpleUploadedFile("users.csv", b"a"))
    load = Load.objects.get()
    own = reverse("load", args=[load.pk])
    assert keeper.get(reverse("work", args=[load.job.pk])).headers["Location"] == own
    page = keeper.post(reverse("work_cancel", args=[load.job.pk]), follow=True).text
    assert "<h1>Cancelled; nothing was changed.</h1>" in page
    assert "Load exports again" in page


def test_bar_of_work_that_was_cancelled_is_gone(keeper, home, loaded):
    loaded(Export())
    keeper.post(reverse("follow_again"), {"key": "1"})
    job = Job.objects.filter(kind="follow").order_by("asked_at").last()
    page = keeper.post(reverse("work_cancel", args=[job.pk]), follow=True).text
    assert ("<progress" in page, "Back to the data" in page) == (False, True)


class WithOneStateId(Export):
    """All students have the same ID of the state."""

    def write(self, folder):
        users = super().write(folder) / "users.csv"
        heading, *lines = users.read_text().splitlines()
        lines = [f"{line},9001" for line in lines]
        users.write_text("\n".join([f"{heading},metadata.stateId", *lines]) + "\n")
        return folder


def test_what_is_listed_row_by_row_is_said_once_with_its_lines(keeper, home, loaded):
    load = loaded(WithOneStateId())

    page = keeper.get(reverse("load", args=[load.pk])).content.decode()

    assert load.notices > 40
    lines = ", ".join(map(str, range(2, 12)))
    assert f"users.csv · metadata.stateId · lines {lines} and more · “9001”" in page
    assert page.count("Give each person a state ID of their own") == 1
