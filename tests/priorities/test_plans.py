"""Improvement plans as files: goals out of real documents, priorities into real templates."""

import io
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from docx.oxml import parse_xml
from openpyxl import Workbook, load_workbook

from convergent.errors import BadInput
from convergent.facts.findings import ExportRefused
from convergent.facts.sources.archive import refuse_more_than
from convergent.priorities.actions.plans import take_goals
from convergent.priorities.actions.priorities import Said, begin_priority
from convergent.priorities.models import Priority
from convergent.priorities.plans.child import MOST_BYTES
from convergent.priorities.plans.goals import goals_in_lines, goals_in_table
from convergent.priorities.plans.sending import filled, read_plan
from convergent.priorities.queries.alignment import Drift, drift_of
from convergent.records.home import one_of
from tests.priorities.test_pages import words


def lines(text):
    return [(str(number), line) for number, line in enumerate(text.splitlines(), start=1)]


def told(goals):
    return [(one.statement, one.why, one.serves, one.started_from) for one in goals]


PLAN = """School Improvement Plan
Goals are set each fall.
Goal 1: Students argue from texts
Rationale: They can find it,
but not defend it.
Students served: English learners
Data: Results of three springs
SMART Goal #2
Every student is here
Who: all grades
Priority: A warm welcome"""


def test_goals_are_found_among_paragraphs_with_their_parts():
    assert told(goals_in_lines(lines(PLAN)).goals) == [
        (
            "Students argue from texts",
            ["They can find it,", "but not defend it."],
            ["English learners"],
            ["Results of three springs"],
        ),
        ("Every student is here", [], ["all grades"], []),
        ("A warm welcome", [], [], []),
    ]


@pytest.mark.parametrize("line", ["Goals of our school", "The goal is near", "Goalkeeper 1: Ann"])
def test_line_that_only_speaks_of_goals_is_none(line):
    assert goals_in_lines(lines(line)).goals == []


def test_goals_are_found_in_a_table_below_its_heading():
    table = [
        ["Lincoln", "", ""],
        ["No.", "School goal", "Rationale"],
        ["1", "Goal 1: We argue", "Because"],
        ["2", "", "nothing"],
        ["3", "We are here", ""],
    ]
    found = goals_in_table(table, where="sheet Plan, row").goals
    assert [(one.where, one.statement, one.why) for one in found] == [
        ("sheet Plan, row, 3", "We argue", ["Because"]),
        ("sheet Plan, row, 5", "We are here", []),
    ]


def document(build):
    made, stream = Document(), io.BytesIO()
    build(made)
    made.save(stream)
    stream.seek(0)
    return stream


def workbook(rows):
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    stream.seek(0)
    return stream


def test_word_and_excel_give_the_same_goals():
    word = document(lambda made: [made.add_paragraph(line) for line in PLAN.splitlines()])
    sheet = workbook([["Goal", "Rationale"], ["Students argue from texts", "They can find it"]])
    found = read_plan(word, "Plan 2026.DOCX").goals
    assert [goal["statement"] for goal in found] == [
        "Students argue from texts",
        "Every student is here",
        "A warm welcome",
    ]
    (goal,) = read_plan(sheet, "plan.xlsx").goals
    assert (goal["statement"], goal["why"]) == ("Students argue from texts", "They can find it")


def named(read):
    return [(one["where"], one["name"]) for one in read.left]


def test_sections_that_no_goal_takes_up_are_named():
    """Each by its first words; what follows on it belongs to it, until a heading or a goal."""

    def build(made):
        made.add_heading("Our mission", level=1)
        made.add_paragraph("Every child, every day.")
        made.add_paragraph("Goal 1: We argue")
        made.add_paragraph("Strategies: texts of two sides " + "and more " * 20)
        made.add_paragraph("Coaches come.")
        made.add_heading("Budget", level=2)
        made.add_paragraph("Data: Three springs")
        made.add_table(rows=1, cols=2).rows[0].cells[1].text = "Title I"

    read = read_plan(document(build), "plan.docx")
    assert [one["started_from"] for one in read.goals] == ["Three springs"]
    assert named(read) == [
        ("paragraph 1", "Our mission"),
        (
            "paragraph 4",
            "Strategies: texts of two sides and more and more and more and more and more and …",
        ),
        ("paragraph 6", "Budget"),
        ("table 1", "Title I"),
    ]


def test_columns_rows_and_sheets_that_no_goal_takes_up_are_named():
    made = workbook(
        [
            ["No.", "Goal", "Rationale", "Strategies", "Goal owner", "Empty"],
            [1, "We argue", "They cannot defend it", "Texts of two sides", "Ada"],
            [2, None, None, "Coaches come"],
            [3, None, None, "Pairs"],
            [4, "We are here", None, None, None],
        ]
    )
    book = load_workbook(made)
    book.create_sheet("Budget").append(["Title I", 4000])
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    read = read_plan(stream, "plan.xlsx")
    assert [one["statement"] for one in read.goals] == ["We argue", "We are here"]
    assert named(read) == [
        ("sheet Sheet", "Strategies"),
        ("sheet Sheet", "Goal owner"),
        ("sheet Sheet, row, 3", "Coaches come"),
        ("sheet Budget", "Title I"),
    ]


def test_goals_beyond_the_most_are_named():
    many = document(
        lambda made: [made.add_paragraph(f"Goal {number}: We {number}") for number in range(30)]
    )
    read = read_plan(many, "plan.docx")
    assert (len(read.goals), len(read.left)) == (24, 6)
    assert named(read)[-1] == ("paragraph 30", "We 29")


def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"\0" * 50_000_000)
    stream.seek(0)
    return stream


@pytest.mark.asvs("5.2.2")
@pytest.mark.parametrize(
    ("file", "name", "says"),
    [
        (lambda: io.BytesIO(b"MZ"), "plan.exe", "is no file that can be read here"),
        (lambda: io.BytesIO(b"plain words"), "plan.docx", "no Word document"),
        (lambda: workbook([["Goal"]]), "plan.docx", "no Word document"),
        (lambda: plain(), "plan.xlsx", "no Excel workbook"),
        (bomb, "plan.docx", "cannot be opened safely"),
    ],
    ids=["ending", "text", "other-kind", "another-kind", "bomb"],
)
def test_what_is_no_plan_is_refused_with_what_to_do(file, name, says):
    with pytest.raises(BadInput, match=says):
        read_plan(file(), name)


def changed(stream, part, change):
    """The file with one of its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    made.seek(0)
    return made


def plain():
    return document(lambda made: made.add_paragraph("Goal 1: We argue"))


TABLE = (
    b'<w:body><w:tbl><w:tblGrid/><w:tr><w:tc><w:tcPr><w:gridSpan w:val="Goal"/></w:tcPr><w:p/>'
    b"</w:tc></w:tr></w:tbl>"
)


@pytest.mark.parametrize(
    ("file", "part", "change"),
    [
        ("plan.docx", "word/document.xml", lambda _: b"<a/>"),
        ("plan.docx", "word/document.xml", lambda xml: xml.replace(b"<w:body>", TABLE)),
        ("plan.xlsx", "xl/workbook.xml", lambda _: b"<nope"),
        ("plan.xlsx", "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2]),
    ],
    ids=["root", "span", "workbook", "sheet"],
)
def test_broken_document_is_refused_in_our_words(file, part, change):
    whole = plain() if file.endswith("docx") else workbook([["Goal"], ["We argue"]])
    with pytest.raises(BadInput, match="or it is damaged"):
        read_plan(changed(whole, part, change), file)


def test_bytes_of_a_plan_are_counted_and_none_is_written(tmp_path):
    large = plain()
    with zipfile.ZipFile(large, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/media/picture.bin", bytes(MOST_BYTES))
    path = tmp_path / "plan.docx"
    path.write_bytes(large.getvalue())
    with pytest.raises(ExportRefused):
        refuse_more_than(MOST_BYTES, path)
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(BadInput, match="cannot be opened safely"):
        read_plan(io.BytesIO(large.getvalue()), "plan.docx")


def test_long_line_is_read_as_fast_as_any():
    begun = time.process_time()
    assert goals_in_lines([("1", "Goal" + " " * 200_000 + "!")]).goals == []
    assert time.process_time() - begun < 1


@pytest.mark.asvs("2.4.1", "15.2.2")
def test_third_who_sends_a_plan_at_once_is_asked_to_wait(settings):
    with (
        one_of(settings.HOME, "plan", most=2),
        one_of(settings.HOME, "plan", most=2),
        pytest.raises(BadInput, match="having their plans read"),
    ):
        read_plan(plain(), "plan.docx")
    assert read_plan(plain(), "plan.docx").goals


VALUES = {"place": "Ash School", "district": "Northfield", "day": "today", "school_year": "now"}
TWO = [
    {"statement": "We argue", "why": "They cannot defend it", "lead": "Ada"},
    {"statement": "نقرأ معا", "why": "", "lead": "Bo"},
]


def template(made):
    """As Word leaves it: a placeholder cut into runs, a row of a table, paragraphs between."""
    paragraph = made.add_paragraph("Plan of ")
    for piece in ("{{pl", "ace", "}}", " for {{school_year}}"):
        paragraph.add_run(piece)
    made.add_paragraph("{{priority.statement}}")
    made.add_paragraph("Why: {{ priority.why }}")
    made.add_paragraph("End")
    table = made.add_table(rows=2, cols=2)
    table.rows[0].cells[0].text = "Goal"
    table.rows[1].cells[0].text = "{{priority.statement}}"
    table.rows[1].cells[1].text = "{{priority.lead}}"
    made.sections[0].header.paragraphs[0].text = "{{district}}"


def test_form_is_filled_and_what_speaks_of_a_priority_is_repeated():
    out = filled(document(template), "form.docx", values=VALUES, priorities=TWO)
    made = Document(io.BytesIO(out))
    assert [one.text for one in made.paragraphs] == [
        "Plan of Ash School for now",
        "We argue",
        "Why: They cannot defend it",
        "نقرأ معا",
        "Why: ",
        "End",
    ]
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        ["Goal", ""],
        ["We argue", "Ada"],
        ["نقرأ معا", "Bo"],
    ]
    assert made.sections[0].header.paragraphs[0].text == "Northfield"


def linked(made):
    xml = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    run = f'<w:hyperlink xmlns:w="{xml}"><w:r><w:t>{{{{place}}}}</w:t></w:r></w:hyperlink>'
    made.add_paragraph("")._p.append(parse_xml(run))


def test_placeholder_in_a_link_is_filled():
    out = filled(document(linked), "form.docx", values=VALUES, priorities=[])
    assert [one.text for one in Document(io.BytesIO(out)).paragraphs] == ["Ash School"]


def test_marks_that_no_document_holds_are_left_out():
    odd = [{"statement": "We\x01 argue", "why": "B\ufffe"}]
    made = Document(io.BytesIO(filled(None, "", values=VALUES, priorities=odd)))
    assert {"We argue", "B"} <= {one.text for one in made.paragraphs}


def test_placeholder_that_nobody_knows_is_named():
    wrong = document(lambda made: made.add_paragraph("{{priority.score}}"))
    with pytest.raises(BadInput, match=r"do not know: \{\{priority.score\}\}"):
        filled(wrong, "form.docx", values=VALUES, priorities=TWO)


def test_goals_are_taken_all_or_none(world):
    by = world.viewer("principal")
    four = [Said(statement=f"Goal {number}") for number in range(4)]
    with pytest.raises(BadInput, match="End one first"):
        take_goals(world.ash, four, by=by)
    assert not Priority.objects.exists()
    (taken,) = take_goals(world.ash, four[:1], by=by)
    assert drift_of(taken, day=by.today) is Drift.NOT_SAID


def test_principal_takes_one_goal_of_her_plan_and_gets_the_form_filled(world, enters):
    client, page = enters("principal"), f"/priorities/at/{world.ash.pk}/plan/"
    made = document(lambda made: [made.add_paragraph(line) for line in PLAN.splitlines()])
    sent = {"plan": SimpleUploadedFile("plan.docx", made.read())}
    shown = words(client.post(page, sent))
    assert 'value="Students argue from texts"' in shown
    assert "“School Improvement Plan”" in shown
    chosen = {"goals": "3", "take_1": "on", "statement_1": "Every student is here"}
    too_long = {"statement_0": "left alone " * 40}
    client.post(f"{page}take/", {**chosen, **too_long})
    assert Priority.objects.get().statement == "Every student is here"
    answer = client.post(f"{page}fill/", {})
    document_of_ours = Document(io.BytesIO(answer.content))
    assert "Every student is here" in [one.text for one in document_of_ours.paragraphs]


def test_choosing_nothing_says_so_and_a_plan_without_goals_too(world, enters):
    client, page = enters("principal"), f"/priorities/at/{world.ash.pk}/plan/"
    begin_priority(world.ash, Said(statement="Old", is_own=True), by=world.viewer("principal"))
    answer = client.post(f"{page}take/", {"goals": "2"})
    assert "Choose at least one goal." in words(answer)
    for odd in ("²", "9" * 5_000):
        assert "Choose at least one goal." in words(client.post(f"{page}take/", {"goals": odd}))
    made = document(lambda made: made.add_paragraph("A letter"))
    sent = {"plan": SimpleUploadedFile("plan.docx", made.read())}
    assert "No goal was found in it." in words(client.post(page, sent))


def test_file_of_somebody_who_does_not_lead_the_place_is_not_looked_at(world, enters):
    made = document(lambda made: made.add_paragraph("Goal 1: Theirs"))
    sent = {"plan": SimpleUploadedFile("plan.docx", made.read())}
    answer = enters("other_principal").post(f"/priorities/at/{world.ash.pk}/plan/", sent)
    assert answer.status_code == 404


@pytest.mark.asvs("5.2.1")
def test_plan_that_is_too_large_is_refused_before_it_is_stored(world, enters):
    sent = {"plan": SimpleUploadedFile("plan.docx", bytes(11 << 20))}
    answer = enters("principal").post(f"/priorities/at/{world.ash.pk}/plan/", sent)
    assert "A plan has at most 10 megabytes." in words(answer)
