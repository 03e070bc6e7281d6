"""A school's brief: what it says, to whom, and that its paper can be read by everybody."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from convergent import clock
from convergent.learning.pictures.paper import INKS, on_paper
from convergent.people.viewer import viewer_of
from convergent.priorities.models import Commitment
from convergent.publish.paper import pdf_of
from convergent.publish.presenters.brief import brief_for_everybody, brief_of
from convergent.publish.presenters.parts import Brief, Line, Manner, Section
from tests.evidence.claiming import added, claimed
from tests.world import hold, make_person

pytestmark = pytest.mark.django_db


def brief_for(world, name, place):
    return brief_of(place, viewer=viewer_of(world.people[name], clock.today()))


def section(brief, title):
    return next((one for one in brief.sections if one.title == title), None)


def words_of(brief):
    lines = [f"{line.mark} {line.text}" for one in brief.sections for line in one.lines]
    return "\n".join([brief.title, brief.lead, *lines])


def promise(world, what, **more):
    today = clock.today()
    term = world.people["principal"].terms.get(role__place=world.ash)
    return Commitment.objects.create(
        team=world.team,
        what=what,
        person=term.person,
        role=term.role,
        made_on=today - timedelta(days=30),
        **{"first_due_on": today, "due_on": today, **more},
    )


def test_lead_is_what_the_results_say(world, evidence):
    brief = brief_for(world, "principal", world.ash)
    learned = section(brief, "What students learned")
    assert brief.lead in learned.lines[0].text
    assert learned.figure.pictures
    assert learned.figure.alt
    assert "Groups of fewer than 10 students are withheld." in brief.foot


@pytest.mark.parametrize("name", ["principal", "supervisor", "superintendent"])
def test_small_group_that_leaders_see_on_the_page_is_never_on_a_brief(world, evidence, name):
    words = words_of(brief_for(world, name, world.ash))
    assert "33.5" not in words
    assert "oster" not in words


def test_promises_are_those_that_the_reader_may_see(world, evidence):
    promise(world, "A cover plan")
    late = clock.today() - timedelta(days=3)
    promise(world, "Feedback to three teachers", first_due_on=late, due_on=late)

    promised = section(brief_for(world, "principal", world.ash), "What we promised each other")
    assert [line.is_urgent for line in promised.lines] == [True, False]
    assert "Feedback to three teachers" in promised.lines[0].text
    assert section(brief_for(world, "coach", world.birch), "What we promised each other") is None


def test_paper_with_promises_says_whose_it_is_and_one_for_everybody_has_none(world, evidence):
    promise(world, "A cover plan")
    viewer = viewer_of(world.people["principal"], clock.today())
    assert "alone" in brief_of(world.ash, viewer=viewer).foot[-1]
    public = brief_for_everybody(world.ash, viewer=viewer)
    assert "cover plan" not in words_of(public)
    assert viewer.person.name not in public.kicker
    assert "alone" not in public.foot[-1]


def test_late_promise_is_the_first_question(world, evidence):
    late = clock.today() - timedelta(days=3)
    promise(world, "Feedback to three teachers", first_due_on=late, due_on=late)
    questions = section(brief_for(world, "principal", world.ash), "Three good questions")
    assert len(questions.lines) == 3
    assert questions.lines[0].text.startswith("What keeps us from what we promised")


def test_vacancy_in_a_team_is_in_the_way(world, evidence):
    role = world.team.roles.create(kind="teamLead")
    held = role.terms.create(
        person=world.people["teacher"], starts_on=clock.today() - timedelta(days=90)
    )
    hindrances = section(brief_for(world, "principal", world.ash), "What is in the way")
    before = [line.text for line in hindrances.lines] if hindrances else []
    held.ends_on = clock.today() - timedelta(days=10)
    held.save()
    after = section(brief_for(world, "principal", world.ash), "What is in the way")
    new = [line.text for line in after.lines if line.text not in before]
    assert len(new) == 1
    assert new[0].startswith(f"{world.team.name} has had no team lead since ")


def test_school_without_results_has_a_brief_and_says_so(world, home):
    brief = brief_for(world, "principal", world.ash)
    assert brief.lead == "No results are loaded yet."
    assert len(section(brief, "Three good questions").lines) == 3
    assert PdfReader(io.BytesIO(pdf_of(brief))).pages


def test_page_offers_the_paper_and_evidence_offers_the_page(world, evidence, enter_as):
    client = enter_as("principal")
    page = client.get(reverse("brief", args=[world.ash.pk])).content.decode()
    assert reverse("brief_pdf", args=[world.ash.pk]) in page
    shown = client.get(reverse("evidence_place", args=[world.ash.pk])).content.decode()
    assert reverse("brief", args=[world.ash.pk]) in shown


@pytest.mark.asvs("5.4.1")
def test_paper_is_tagged_and_says_what_the_page_says(world, evidence, enter_as):
    answer = enter_as("principal").get(reverse("brief_pdf", args=[world.ash.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    paper = PdfReader(io.BytesIO(answer.content))
    catalog = paper.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert catalog["/Lang"] == "en"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part" in catalog["/Metadata"].get_data().decode()
    assert paper.metadata.title == world.ash.name
    assert len(paper.pages) <= 2
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    brief = brief_for(world, "principal", world.ash)
    for one in brief.sections:
        assert one.title in text
    assert brief.lead in text


@pytest.mark.asvs("1.3.5")
@pytest.mark.parametrize(
    ("written", "stays"),
    [
        ("שלום and עברית", "שלום"),
        ("漢字 and 読む", "and"),
        ("😀 well done 🎉", "well done"),
        ("a\x00b\x07 bell", "bell"),
        ("1\ufe0f\u20e3 keycap", "keycap"),
        ("a\u20dd ringed \u1ab0", "ringed"),
        ("ภาษาไทย and नमस्ते", "and"),
        ("\ufeff\u0378\U000f0000\u202e steered", "steered"),
        ("漢 ひ 한 ภ न ა ሀ ក many", "many"),
        ("# = *bold* #panic()", "#panic()"),
        ("word " * 2_000, "word"),
    ],
)
def test_whatever_people_write_can_be_printed(written, stays):
    part = Section("Part", Manner.LISTED, (Line(written, mark=written),))
    marked = Section("Other", Manner.MARKED, (Line("words", mark=written[:40]),))
    brief = Brief(kicker="", title=written[:30], lead="", sections=(part, marked), foot=())
    paper = PdfReader(io.BytesIO(pdf_of(brief)))
    text = "".join(page.extract_text() for page in paper.pages)
    assert stays in text or stays[::-1] in text


def test_colours_of_the_page_become_those_of_the_paper():
    printed = on_paper('<svg viewBox="0 0 1 1"><path fill="var(--accent)"/></svg>')
    assert INKS["accent"] in printed
    assert "var(" not in printed
    assert 'xmlns="http://www.w3.org/2000/svg"' in printed


def test_accounts_are_told_as_the_reader_may_see_them_and_who_is_to_be_asked(world, evidence):
    for number in range(8):
        hold(make_person(world.northfield, f"T{number} Hall"), "teacher", world.ash)
    claim = claimed(world, "feedback")
    for by in ("principal", "coach"):
        added(world, claim, by, source_type="artifact", words="Carla wrote it down")
    brief = brief_for(world, "principal", world.ash)
    told = section(brief, "Where accounts agree, and where not")
    assert [(line.mark, line.is_urgent) for line in told.lines] == [("Not asked yet", True)]
    asked = section(brief, "Three good questions").lines
    assert any("Who could ask" in line.text for line in asked)
    assert "Carla" not in words_of(brief)
    for name, place in (("supervisor", world.ash), ("other_principal", world.ash)):
        hidden = brief_for(world, name, place)
        assert section(hidden, "Where accounts agree, and where not") is None
    public = brief_for_everybody(world.ash, viewer=world.viewer("principal"))
    assert section(public, "Where accounts agree, and where not") is None
