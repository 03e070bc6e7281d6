"""Numbers about few students: for the school's own leaders, marked, and on no paper."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from convergent import clock
from convergent.jobs.models import Job
from convergent.learning.queries.evidence import EXPLAINED
from convergent.loads.models import Load, Origin
from tests.learning.conftest import above_schools, school
from tests.learning.laid import growth, lay_measures, lay_snapshot, part, row
from tests.learning.test_pages import opened, said, text_of

pytestmark = pytest.mark.django_db

ROUTES = [
    ("evidence_place",),
    ("evidence_behind",),
    ("evidence_similar",),
    ("evidence_why", "median_growth"),
    ("evidence_why", "share_at_level"),
]
OF_FEW = {"77", "77 of 100", "18.0", "13%", "96%", "33.5"}
VOID = {"meta", "link", "input", "br", "img", "path", "hr", "source"}


@pytest.fixture
def few(home):
    """Six students of 8th grade at Ash, a share of 96 %, and one student not tested in 6th."""
    here = {"place_id": "ash"}
    rows = [
        *school("ash", low_grade=True),
        growth(77.0, grade="08", peers=None, students=6, **here),
        row("share_at_level", 0.125, grade="08", students=6, **here),
        row("share_at_level", 0.96, grade="05", students=60, **here),
        row("participation", 0.97, grade="08", enrolled=62, tested=59, alternate=1, **here),
        *above_schools("district", "n"),
    ]
    snapshot = lay_snapshot(home)
    lay_measures(
        snapshot, rows, parts=[part("Vocabulary", 21.5), part("Grammar", 18.0, students=6)]
    )
    return snapshot


class Printed(HTMLParser):
    """What of a page is printed, as words: nothing within an element that is not."""

    def __init__(self):
        super().__init__()
        self.open, self.words = [], []

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append("no-print" in (dict(attributes).get("class") or "").split())

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data):
        if not any(self.open):
            self.words.append(data.strip())


def printed(page):
    parser = Printed()
    parser.feed(page)
    return [word for word in parser.words if word]


def content(answer):
    """What is on a page besides its frame and its notice."""
    page = text_of(answer)
    end = page.index('<section class="no-print"') if '<section class="no-print"' in page else None
    found = page[page.index('<div class="page-content">') : end or page.index("</main>")]
    return re.sub(r'<p class="notice.*?</p>', "", found, flags=re.DOTALL).split()


@pytest.mark.parametrize("route", ROUTES)
def test_what_is_about_few_is_marked_for_leaders_and_never_printed(enter_as, world, few, route):
    answer = opened(enter_as("principal"), route[0], world.ash, *route[1:])
    on_paper = printed(text_of(answer))
    assert "not for sharing</span>" in text_of(answer)
    assert OF_FEW & set(on_paper) == set()


@pytest.mark.parametrize("route", ["evidence_place", "evidence_similar"])
def test_headline_that_may_speak_of_few_is_not_printed(enter_as, world, few, route):
    answer = opened(enter_as("principal"), route, world.ash)
    assert said(answer) not in printed(text_of(answer))


@pytest.mark.parametrize("route", ROUTES)
def test_page_for_a_meeting_is_the_page_that_everybody_sees(enter_as, world, few, route):
    for_meeting = opened(
        enter_as("principal"), route[0], world.ash, *route[1:], **{"for": "meeting"}
    )
    of_teacher = opened(enter_as("teacher"), route[0], world.ash, *route[1:])
    assert content(for_meeting) == content(of_teacher)
    assert said(for_meeting) == said(of_teacher)
    assert said(for_meeting) in printed(text_of(for_meeting))


def test_leader_opens_the_page_for_a_meeting_before_printing_it(enter_as, world, few):
    client = enter_as("principal")
    address = f"{reverse('evidence_place', args=[world.ash.pk])}?subject=reading&amp;for=meeting"
    page = text_of(opened(client, "evidence_place", world.ash))
    assert (f'href="{address}">Print it for a meeting' in page, "data-print" in page) == (
        True,
        False,
    )
    page = text_of(client.get(address.replace("&amp;", "&")))
    assert "data-print" in page


@pytest.mark.asvs("8.2.3")
@pytest.mark.parametrize("name", ["teacher", "other_principal", "supervisor", "steward"])
@pytest.mark.parametrize("route", ROUTES)
def test_nobody_else_sees_them(enter_as, world, few, name, route):
    page = text_of(opened(enter_as(name), route[0], world.ash, *route[1:]))
    assert OF_FEW & set(re.findall(r">\s*([^<>]+?)\s*<", page)) == set()
    assert "not for sharing</span>" not in page


def cells_of(page, caption):
    """The rows of a table, as words."""
    (table,) = re.findall(rf"<caption[^>]*>{caption}</caption>(.*?)</table>", page, re.DOTALL)
    body = table[table.index("<tbody") :]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
    return [
        [
            " ".join(re.sub(r"<[^>]+>", "", cell).split())
            for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", one, re.DOTALL)
        ]
        for one in rows
    ]


def test_counts_of_a_test_day_with_a_few_among_them_are_told_as_a_band(enter_as, world, few):
    page = text_of(opened(enter_as("teacher"), "evidence_place", world.ash))
    assert cells_of(page, "Who was tested") == [
        ["6th grade", "80% or more"],
        ["8th grade", "80% or more"],
    ]
    page = text_of(opened(enter_as("principal"), "evidence_place", world.ash))
    assert cells_of(page, "Who was tested")[1] == [
        "8th grade not for sharing",
        *("62", "59", "–", "1", "–"),
    ]


@pytest.mark.parametrize("measure", ["mean_growth", "participation", "secret_rank"])
def test_why_answers_only_for_what_pages_show(enter_as, world, few, measure):
    client = enter_as("teacher")
    assert opened(client, "evidence_why", world.ash, measure).status_code == 404
    shown = {opened(client, "evidence_why", world.ash, one).status_code for one in EXPLAINED}
    assert shown == {200}


def test_files_are_named_only_to_those_who_see_loads(enter_as, world, few):
    job = Job.objects.create(kind="load", key="load one", asked_at=clock.now())
    Load.objects.create(
        job=job,
        district=world.northfield,
        asked_at=clock.now(),
        origin=Origin.COMMAND,
        snapshot=few.id,
    )
    named = {
        name: "results.csv"
        in text_of(opened(enter_as(name), "evidence_why", world.ash, "median_growth"))
        for name in ("steward", "teacher", "principal")
    }
    assert named == {"steward": True, "teacher": False, "principal": False}
