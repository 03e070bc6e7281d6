"""Briefs of a network and of a priority, and all of them as Word documents."""

import io
from zipfile import ZipFile

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from convergent import clock
from convergent.priorities.actions.priorities import Said, begin_priority, end_priority
from convergent.priorities.models import Priority
from convergent.publish.paper import pdf_of
from convergent.publish.presenters.brief import brief_for_everybody, brief_of
from convergent.publish.presenters.parts import Brief, Line, Manner, Section
from convergent.publish.presenters.priority import (
    brief_of_priority,
    brief_of_priority_for_everybody,
)
from convergent.publish.word import docx_of
from tests.evidence.claiming import added, claimed
from tests.publish.test_brief import promise, section, words_of

pytestmark = pytest.mark.django_db
CARRIES = "How its schools carry it"


@pytest.fixture
def top(world):
    said = Said(statement="We read", why="Reading opens the rest", serves="All grades")
    return begin_priority(world.northfield, said, by=world.viewer("superintendent"))


@pytest.fixture
def mine(world, top):
    said = Said(statement="We argue", aligned_to=top, team=world.team)
    return begin_priority(world.ash, said, by=world.viewer("principal"))


def held(priority):
    """As pages read it: with who leads it."""
    found = Priority.objects.with_lead(clock.today()).select_related("place", "team")
    return found.get(pk=priority.pk)


def of_priority(world, name, priority):
    return brief_of_priority(held(priority), viewer=world.viewer(name))


def test_network_says_how_its_schools_carry_what_stands_above(world, evidence, mine):
    brief = brief_of(world.hill, viewer=world.viewer("supervisor"))
    carried = section(brief, CARRIES)
    assert [(line.mark, line.text) for line in carried.lines] == [
        ("Northfield", "We read. 1 of 2 schools carry it."),
        ("Not said yet", "Birch School"),
    ]
    assert section(brief_of(world.ash, viewer=world.viewer("supervisor")), CARRIES) is None
    assert section(brief, "What students learned").lines


@pytest.mark.parametrize("name", ["principal", "supervisor", "superintendent"])
def test_small_group_that_leaders_see_is_on_no_brief(world, evidence, mine, name):
    for brief in (
        brief_of(world.hill, viewer=world.viewer(name)),
        of_priority(world, name, mine),
    ):
        assert "33.5" not in words_of(brief)
        assert "oster" not in words_of(brief)


def test_priority_says_why_who_carries_it_and_what_to_ask(world, evidence, top, mine):
    brief = of_priority(world, "superintendent", top)
    assert brief.title == "We read"
    why = section(brief, "What it is, and why")
    assert ("Why", "Reading opens the rest") in [(line.mark, line.text) for line in why.lines]
    carried = section(brief, "Who carries it further")
    assert [(line.mark, line.text) for line in carried.lines] == [("Ash School", "We argue")]
    asked = [line.text for line in section(brief, "Three good questions").lines]
    assert len(asked) == 3
    assert "Who leads this from now on?" in asked
    ended = end_priority(mine, reason="It is done", by=world.viewer("principal"))
    assert of_priority(world, "principal", ended or mine).lead.startswith("It ended on ")


def test_promises_for_a_priority_are_those_that_the_reader_may_see(world, evidence, mine):
    promise(world, "A cover plan", priority=mine)
    shown = of_priority(world, "principal", mine)
    assert "A cover plan" in section(shown, "What we promised each other").lines[0].text
    assert "alone" in shown.foot[-1]
    assert "A cover plan" not in words_of(of_priority(world, "other_principal", mine))
    viewer = world.viewer("principal")
    public = brief_of_priority_for_everybody(held(mine), viewer=viewer)
    assert "A cover plan" not in words_of(public)
    assert section(public, "How its chain holds") is None
    assert viewer.person.name not in " ".join([public.kicker, *public.foot])


def test_accounts_of_a_priority_are_of_its_own_claims_and_not_for_everybody(world, evidence, mine):
    claim = claimed(world, "promises")
    added(world, claim, "principal", source_type="artifact")
    added(world, claimed(world, "growth"), "principal", source_type="artifact")
    claim.priority = mine
    claim.save(update_fields=["priority"])
    told = section(of_priority(world, "principal", mine), "Where accounts agree, and where not")
    assert len(told.lines) == 1
    assert told.lines[0].text.startswith("Teams do what they promise")
    public = brief_of_priority_for_everybody(held(mine), viewer=world.viewer("principal"))
    assert section(public, "Where accounts agree, and where not") is None


def _papers(client, world, mine):
    for routes, pk in (
        (("brief", "brief_pdf", "brief_word"), world.ash.pk),
        (("brief", "brief_pdf", "brief_word"), world.hill.pk),
        (("brief_priority", "brief_priority_pdf", "brief_priority_word"), mine.pk),
    ):
        yield [reverse(route, args=[pk]) for route in routes]


def test_page_paper_and_word_say_the_same(world, evidence, mine, enter_as):
    promise(world, "A cover plan", priority=mine)
    client = enter_as("principal")
    for page, pdf, word in _papers(client, world, mine):
        shown = client.get(page).content.decode()
        assert pdf in shown
        assert word in shown
        paper = PdfReader(io.BytesIO(client.get(pdf).content))
        assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert "pdfuaid:part" in paper.trailer["/Root"]["/Metadata"].get_data().decode()
        assert len(paper.pages) <= 2
        text = " ".join(" ".join(one.extract_text() for one in paper.pages).split())
        document = Document(io.BytesIO(client.get(word).content))
        headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
        assert len(headings) >= 4
        for heading in headings:
            assert heading in text
            assert heading in shown


def test_word_document_has_styles_a_title_and_words_for_its_pictures(world, evidence):
    given = docx_of(brief_for_everybody(world.ash, viewer=world.viewer("principal")))
    document = Document(io.BytesIO(given))
    assert document.core_properties.title == "Ash School"
    assert document.core_properties.language == "en"
    assert document.paragraphs[1].style.name == "Heading 1"
    numbered = [one for one in document.paragraphs if one.style.name == "List Number"]
    assert len(numbered) == 3
    xml = ZipFile(io.BytesIO(given)).read("word/document.xml").decode()
    assert xml.count("<pic:pic") == xml.count('descr="') > 0
    assert 'descr=""' not in xml


@pytest.mark.asvs("1.3.5")
@pytest.mark.parametrize("written", ["a\x00b\x07", "שלום", "😀", "<w:p>&amp;", "word\ttab\nline"])
def test_whatever_people_write_can_stand_in_a_word_document(written):
    part = Section("Part", Manner.MARKED, (Line(written, mark=written),))
    brief = Brief(kicker=written, title=written, lead=written, sections=(part,), foot=(written,))
    text = "".join(one.text for one in Document(io.BytesIO(docx_of(brief))).paragraphs)
    assert written.replace("\x00", "").replace("\x07", "")[:2] in text


def test_long_priority_stays_within_two_pages(world, evidence, top):
    top.why = "Because it matters to everybody here. " * 60
    top.started_from = "Lessons seen in the fall. " * 60
    top.save()
    brief = of_priority(world, "superintendent", top)
    assert len(PdfReader(io.BytesIO(pdf_of(brief))).pages) <= 2
