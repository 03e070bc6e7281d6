"""The pages of loads: sentences, downloads, sending files."""

import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from convergent.facts.findings import Difference, SchoolDifference
from convergent.facts.tables import TABLES
from convergent.loads.models import Load
from convergent.loads.presenters.kinds import KINDS
from convergent.loads.presenters.words import difference_words, outcome_words
from tests.loads.exports import Export

pytestmark = pytest.mark.django_db
QUERIES = 21


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
        "Waits for you: it would change more than loads usually do.",
    ]


def test_difference_names_the_school_where_most_of_it_happens():
    schools = (SchoolDifference("lincoln", 3168, 1204), SchoolDifference("oak", 900, 10))
    ended = Difference("enrollments", 9000, 1214, 0, 0, schools)
    assert difference_words([ended], {"lincoln": "Lincoln"}) == (
        "It would end 1,214 class enrollments, most of them at Lincoln: 38% fewer there."
    )


def test_difference_over_many_schools_names_none():
    schools = tuple(SchoolDifference(str(n), 100, 20) for n in range(10))
    ended = Difference("users", 1000, 200, 0, 0, schools)
    assert difference_words([ended], {}) == "It would end 200 people: 20% fewer than now."


def test_difference_that_changes_most_rows_says_so():
    changed = Difference("users", 1000, 0, 800, 0)
    assert difference_words([changed], {}) == "It would change 800 of 1,000 people."


def test_difference_that_is_usual_says_nothing():
    assert difference_words([Difference("users", 1000, 10, 10, 10)], {}) == ""


def test_errors_come_as_a_spreadsheet_without_formulas(keeper, loaded):
    load = loaded(Export(enabled={"s01": "=HYPERLINK(1)"}))
    answer = keeper.get(reverse("load_errors", args=[load.pk]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert (rows[0]["file"], rows[0]["line"], rows[0]["value"]) == (
        "users.csv",
        "3",
        "'=HYPERLINK(1)",
    )
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_rows_that_were_left_out_come_as_an_export_without_formulas(keeper, loaded):
    load = loaded(Export(enabled={"s01": "perhaps"}, names={"s01": "=cmd"}))
    answer = keeper.get(reverse("load_quarantine", args=[load.pk]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        rows = list(csv.DictReader(archive.read("users.csv").decode().splitlines()))
        assert [(row["sourcedId"], row["givenName"]) for row in rows] == [("s01", "'=cmd")]
        assert "delta" in archive.read("manifest.csv").decode()


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


def test_description_of_a_network_source_is_not_taken_from_a_browser(keeper, home):
    answer = send(keeper, SimpleUploadedFile("source.TOML", b"kind = 'x'"))
    assert "loaded on the server alone" in answer.content.decode()
    assert (Load.objects.count(), (home / "uploads").exists()) == (0, False)


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


def test_part_that_shows_work_asks_for_the_page_once_nothing_runs(keeper, home):
    answer = keeper.get("/data/under-way/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"
