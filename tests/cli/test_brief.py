"""`brief`: briefs that the command writes."""

import stat

import pytest
from docx import Document
from pypdf import PdfReader

pytestmark = pytest.mark.without_records
SCHOOL = "Lincoln Middle School"


def test_brief_of_a_school_holds_nothing_that_a_team_alone_knows(demonstration, tmp_path):
    file = tmp_path / "brief.pdf"
    told = demonstration.run("brief", "school", SCHOOL, "--out", file)
    assert (told.code, told.out, told.err) == (0, "", "")
    text = "".join(page.extract_text() for page in PdfReader(file).pages)
    assert "What we’re working on" in text
    assert "promised" not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("Nowhere",), "No school is called Nowhere. Schools are named as on their pages.\n"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(asked, said, demonstration, tmp_path):
    told = demonstration.run("brief", "school", *asked, "--out", tmp_path / "brief.pdf")
    assert (told.code, told.out, told.err) == (3, "", said)


def test_file_that_cannot_be_written_is_said(demonstration, tmp_path):
    file = tmp_path / "absent" / "brief.pdf"
    told = demonstration.run("brief", "school", SCHOOL, "--out", file)
    assert (told.code, told.err) == (3, f"{file} cannot be written: No such file or directory.\n")


def test_brief_of_a_network_and_of_a_priority_also_for_word(demonstration, tmp_path):
    network, priority = "Bayfront Network", "Every student argues from a text, every day"
    for kind, name in (("network", network), ("priority", priority)):
        pdf, word = tmp_path / f"{kind}.pdf", tmp_path / f"{kind}.docx"
        for file in (pdf, word):
            told = demonstration.run("brief", kind, name, "--out", file)
            assert (told.code, told.out, told.err) == (0, "", "")
        text = "".join(page.extract_text() for page in PdfReader(pdf).pages)
        assert name.split()[0] in text
        assert "promised" not in text
        assert Document(word).core_properties.title == name


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("network", "No network is called Nowhere. Networks are named as on their pages.\n"),
        ("priority", "No priority says “Nowhere”. Priorities are named as on their pages.\n"),
    ],
)
def test_network_or_priority_that_is_not_there_is_said(kind, said, demonstration, tmp_path):
    told = demonstration.run("brief", kind, "Nowhere", "--out", tmp_path / "brief.pdf")
    assert (told.code, told.out, told.err) == (3, "", said)
