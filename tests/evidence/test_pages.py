"""The picture and a claim as people read them: sentences, marks, and nobody named."""

import uuid

import pytest
from django.urls import reverse

from convergent.evidence.actions.pictures import go_on_record, note_beside, read_picture
from convergent.evidence.models import Claim, ClaimVerdict, EvidencePiece
from convergent.evidence.presenters.claim import WithoutLine, claim_page
from convergent.evidence.presenters.marks import Mark, Marked
from convergent.evidence.presenters.picture import picture_page
from convergent.evidence.presenters.sentences import Found, headline, line_of
from convergent.evidence.vantage import Column
from tests.evidence.claiming import added, claimed, judged, verdict
from tests.world import hold, make_person

OF = {"+": "filled", "~": "half", "-": "diamond", "?": "ring"}
T, L, V, R = Column.TEACHERS, Column.LEADERS, Column.VISITS, Column.RECORDS


def found(verdict, why, marks, needed=(), statement="Teams meet"):
    told = {column: Mark(column, OF[state]) for column, state in marks.items()}
    return Found(statement, verdict, why, Marked(told, needed))


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (
            found("agreement", "agrees", {T: "+", L: "+", V: "+", R: "~"}),
            "Three of four vantage points agree; records: partly",
        ),
        (
            found("silence", "not_asked", {T: "?", L: "+", V: "~"}, (T,)),
            "School leaders say yes, visits partly; teachers have not been asked",
        ),
        (
            found("silence", "not_asked", {T: "?", V: "~"}, (T,)),
            "Visits say partly; teachers have not been asked",
        ),
        (
            found("dissonance", "differs", {T: "-", L: "+", R: "-"}),
            "Teachers and records: it is not so; school leaders: it is, at least partly",
        ),
        (found("dissonance", "contradicted", {T: "-"}), "Teachers: it is not so"),
        (
            found("silence", "one_source", {L: "+"}),
            "School leaders alone: everything comes from one source",
        ),
        (
            found("silence", "not_asked", {L: "+"}),
            "School leaders say yes; somebody whom it is about has not been asked",
        ),
        (found("silence", "nothing", {T: "?"}), "Nothing was seen yet, and nobody was asked"),
        (
            found("partial_agreement", "few", {T: "+", V: "+"}),
            "Two of two vantage points agree; three are needed",
        ),
        (
            found("dissonance", "differs", {}),
            "Fewer than eight people could have said it, so it is not told by whom",
        ),
    ],
)
def test_line_says_who_agrees_and_who_was_not_heard(one, line):
    assert line_of(one) == line


def test_headline_says_what_stands_then_what_is_contradicted_else_who_was_not_asked():
    stands = found("agreement", "agrees", {T: "+", L: "+", V: "+", R: "~"}, statement="A")
    silent = found("silence", "not_asked", {T: "?", L: "+"}, (T,), statement="B")
    differs = found("dissonance", "differs", {T: "-", L: "+"}, statement="C")
    assert headline([silent, stands]) == (
        "Three of four vantage points agree: “A”. On “B”, teachers have not been asked."
    )
    assert headline([silent, differs]) == (
        "Accounts differ on “C”. On “B”, teachers have not been asked."
    )
    denied = found("dissonance", "contradicted", {T: "-"}, statement="D")
    assert headline([denied]) == "Teachers contradict “D”."
    assert headline([]) == "Nothing has been looked at from enough sides yet."


def _staffed(world, teachers=8):
    for number in range(teachers):
        hold(make_person(world.northfield, f"T{number} Hall"), "teacher", world.ash)


def _marks(world, who="teacher"):
    page = picture_page(world.ash, world.viewer(who))
    return {mark.column: mark.state for row in page.rows for mark in row.marks}


def test_one_sided_story_is_silence_and_names_who_was_not_asked(world):
    _staffed(world)
    for name in ("principal", "assistant", "coach"):
        go_on_record(world.ash, agrees=True, by=world.viewer(name))
    claim = claimed(world, "feedback")
    for by in ("principal", "assistant", "supervisor"):
        if by == "supervisor":
            read_picture(world.ash, by=world.viewer("principal"))
        added(world, claim, by, source_type="interview")
    page = picture_page(world.ash, world.viewer("teacher"))
    assert page.headline == (
        "On “Feedback to teachers is frequent and followed up”, teachers have not been asked."
    )
    row = page.rows[0]
    assert row.line == "School leaders say yes; teachers have not been asked"
    assert row.verdict == "Not asked yet"
    assert _marks(world)[Column.TEACHERS] == "ring"


def test_few_leaders_are_shown_as_school_staff_unless_each_agrees(world):
    _staffed(world)
    claim = claimed(world, "feedback")
    added(world, claim, "coach", source_type="interview")
    assert _marks(world)[Column.STAFF] == "filled"
    assert not {Column.TEACHERS, Column.LEADERS} & set(_marks(world))
    row = picture_page(world.ash, world.viewer("teacher")).rows[0]
    assert row.line == "School staff say yes; not all who are needed have been asked"
    for name in ("principal", "assistant"):
        go_on_record(world.ash, agrees=True, by=world.viewer(name))
        assert Column.STAFF in _marks(world)
    go_on_record(world.ash, agrees=True, by=world.viewer("coach"))
    assert _marks(world)[Column.LEADERS] == "filled"
    go_on_record(world.ash, agrees=False, by=world.viewer("assistant"))
    assert Column.LEADERS not in _marks(world)


def test_fewer_than_eight_staff_are_not_shown_at_all_and_count(world):
    claim = claimed(world, "feedback")
    added(world, claim, "teacher", source_type="interview", perspective="teacher", says="against")
    assert not {Column.TEACHERS, Column.LEADERS, Column.STAFF} & set(_marks(world))
    page = claim_page(verdict(world, claim), world.viewer("teacher"))
    assert page.pieces == ()
    assert page.hidden.startswith("1 more piece counts and is not shown")
    assert verdict(world, claim).verdict == "dissonance"
    assert "not shown" not in str(page.without)


def test_claim_page_shows_what_is_against_first_and_what_hangs_on_one_source(world):
    _staffed(world)
    claim = claimed(world)
    for by, kind, says in (
        ("principal", "observation", "for"),
        ("coach", "artifact", "for"),
        ("teacher", "time", "for"),
        ("assistant", "case", "against"),
    ):
        added(world, claim, by, source_type=kind, says=says, words=f"By {kind}")
    page = claim_page(verdict(world, claim), world.viewer("teacher"))
    assert page.pieces[0].words == "By case"
    assert page.without == (WithoutLine("Records", "Agreement"),)
    assert page.holds == ""
    assert page.teaches_most == "Record of meetings"
    assert page.pieces[0].whence == "Case"
    assert page.since.endswith("before: Agreement")


def test_nobody_is_named_on_the_pages(world, enters):
    _staffed(world)
    claim = claimed(world)
    added(world, claim, "coach", words="The notes were there")
    client = enters("teacher")
    for page in (
        reverse("picture", args=[world.ash.pk]),
        reverse("claim", args=[claim.pk, world.ash.pk]),
    ):
        said = client.get(page).content.decode()
        assert "Carla Duarte" not in said
        assert "Teams do what they promise" in said


def test_note_of_the_principal_stands_in_the_picture(world):
    claim = claimed(world)
    note_beside(claim, world.ash, "We began in October", by=world.viewer("principal"))
    assert picture_page(world.ash, world.viewer("teacher")).rows[0].note == "We began in October"


def _before(world):
    return picture_page(world.ash, world.viewer("principal")).rows[0].before


def test_picture_says_how_a_claim_stood_a_year_ago_and_before_it_changed(world):
    claim = claimed(world)
    added(world, claim, "principal")
    assert _before(world) == ""
    stands = verdict(world, claim)
    ClaimVerdict.objects.bulk_create(
        [replace_verdict(stands, school_year=stands.school_year - 1, verdict="agreement", why="")]
    )
    assert _before(world) == "Last year: Agreement"
    last = ClaimVerdict.objects.filter(school_year=stands.school_year - 1)
    last.update(verdict=stands.verdict, why=stands.why)
    assert _before(world) == "As last year"
    ClaimVerdict.objects.filter(pk=stands.pk).update(before="partial_agreement")
    assert _before(world).startswith("Until ")
    assert _before(world).endswith(": Partly")


def replace_verdict(stored, **others):
    told = {field.attname: getattr(stored, field.attname) for field in stored._meta.fields}
    return ClaimVerdict(**{**told, "id": uuid.uuid4(), **others})


def test_roles_that_say_otherwise_are_named_as_roles(world):
    _staffed(world)
    for name in ("principal", "assistant", "coach"):
        go_on_record(world.ash, agrees=True, by=world.viewer(name))
    claim = claimed(world)
    added(world, claim, "principal", source_type="interview")
    added(world, claim, "teacher", source_type="survey", perspective="teacher", says="against")
    assert picture_page(world.ash, world.viewer("teacher")).gaps == (
        "“Teams do what they promise”: school leaders say so, teachers do not",
    )


def test_supervisor_is_told_that_something_is_to_come(world):
    claimed(world)
    row = picture_page(world.ash, world.viewer("supervisor")).rows[0]
    assert row.awaited
    assert row.marks == ()
    assert row.line.startswith("Whoever leads the school reads it first")


@pytest.mark.parametrize("codes", [("promises",), ("promises", "feedback", "growth")])
def test_picture_asks_as_much_for_one_claim_as_for_three(
    world, enters, django_assert_num_queries, codes
):
    for code in codes:
        added(world, claimed(world, code), "coach")
    client = enters("teacher")
    page = reverse("picture", args=[world.ash.pk])
    client.get(page)
    with django_assert_num_queries(QUESTIONS):
        assert client.get(page).status_code == 200


QUESTIONS = 23


def test_form_adds_a_piece_and_its_button_withdraws_it(world, enters):
    claim = claimed(world)
    client = enters("coach")
    said = {
        "says": "against",
        "kind": "note",
        "words": "Two of five were kept",
        "source_type": "artifact",
        "perspective": "teacher leader",
    }
    page = reverse("piece_add", args=[claim.pk, world.ash.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {**said, "words": ""}).status_code == 200
    assert client.post(page, said).status_code == 302
    piece = EvidencePiece._base_manager.get()
    assert verdict(world, claim).verdict == "dissonance"
    client.post(reverse("piece_withdraw", args=[piece.pk]))
    assert verdict(world, claim).withdrawn == 1
    said = client.get(reverse("claim", args=[claim.pk, world.ash.pk])).content.decode()
    assert "1 piece was withdrawn" in said


def test_principal_chooses_claims_and_ends_them(world, enters):
    client = enters("principal")
    page = reverse("claims", args=[world.ash.pk])
    assert "New teachers are supported" in client.get(page).content.decode()
    client.post(reverse("claim_take", args=[world.ash.pk, "growth"]))
    client.post(page, {"statement": "Every team has a plan", "needs": ["teacher"]})
    own = Claim.objects.get(statement="Every team has a plan")
    assert Claim.objects.on(world.viewer("principal").today).count() == 2
    client.post(reverse("claim_end", args=[own.pk]))
    assert Claim.objects.on(world.viewer("principal").today).count() == 1
    judged(world)
    picture = client.get(reverse("picture", args=[world.ash.pk])).content.decode()
    assert "Every team has a plan" not in picture


def test_district_counts_its_schools_without_naming_them(world, enters):
    claim = claimed(world, place="northfield", by="superintendent")
    judged(world)
    client = enters("superintendent")
    said = client.get(reverse("picture", args=[world.northfield.pk])).content.decode()
    assert "Teams do what they promise" in said
    assert "Of 2 schools" not in said
    assert verdict(world, claim, "northfield").verdict == "silence"


def test_what_is_denied_by_all_is_contradicted_and_holds_whichever_source_is_dropped(world):
    _staffed(world)
    claim = claimed(world)
    for by, kind in (("principal", "observation"), ("coach", "artifact"), ("teacher", "time")):
        added(world, claim, by, source_type=kind, says="against")
    page = claim_page(verdict(world, claim), world.viewer("teacher"))
    assert page.verdict == "Contradicted"
    assert page.without == ()
    assert page.holds == "Whichever source is dropped, the verdict stays: Contradicted."


@pytest.mark.parametrize("route", ["picture", "claims", "brief"])
def test_pictures_claims_and_briefs_are_parts_of_evidence(world, enters, route):
    said = enters("principal").get(reverse(route, args=[world.ash.pk])).content.decode()
    current = [line for line in said.splitlines() if 'aria-current="page"' in line]
    assert {reverse("evidence") in line for line in current} == {True}
