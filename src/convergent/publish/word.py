"""A brief as a Word document: the same sections as its page, with styles that screen readers and
tables of contents know."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from django.utils import translation

from convergent.learning.pictures.look import NOT_XML
from convergent.learning.pictures.paper import INKS, as_png, on_paper
from convergent.publish.paper import as_drawn
from convergent.publish.presenters.parts import Brief, BriefFigure, Line, Manner, Section

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph

BODY, HEADINGS = "Calibri", "Georgia"
MARGIN, COLUMN, PICTURE = 2.0, 3.6, 8.0  # centimetres
MANY = 4.9
STYLES = {Manner.LISTED: "List Bullet", Manner.NUMBERED: "List Number"}
WRITER = "Convergent"


def docx_of(brief: Brief) -> bytes:
    from docx import Document

    document = Document()
    _dress(document, brief)
    _small(document, brief.kicker)
    document.add_heading(_plain(brief.title), level=1)
    if brief.lead:
        document.add_paragraph(_plain(brief.lead), style="Subtitle")
    for section in brief.sections:
        _write(document, section)
    _small(document, " · ".join(brief.foot))
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _dress(document: Word, brief: Brief) -> None:
    from docx.shared import Cm, Pt, RGBColor

    page = document.sections[0]
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN)
    for name, font, size in (
        ("Normal", BODY, 10.5),
        ("Heading 1", HEADINGS, 20),
        ("Heading 2", HEADINGS, 12.5),
        ("Subtitle", HEADINGS, 12.5),
    ):
        style: Any = document.styles[name]
        style.font.name, style.font.size, style.font.italic = font, Pt(size), False
        style.font.color.rgb = RGBColor.from_string(INKS["ink"].lstrip("#"))
        _every_script(style, font)
    document.styles["Normal"].paragraph_format.space_after = Pt(3)
    known = document.core_properties
    known.title, known.author, known.comments = _plain(brief.title), WRITER, ""
    known.language = translation.get_language() or "en"


def _every_script(style: Any, font: str) -> None:
    """The theme of the template would choose another for headings."""
    from docx.oxml.ns import qn

    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:hAnsi"), font)


def _write(document: Word, section: Section) -> None:
    document.add_heading(_plain(section.title), level=2)
    for line in section.lines:
        if section.manner is Manner.MARKED:
            _marked(document, line)
        else:
            text = document.add_paragraph(style=STYLES[section.manner])
            _say(text, line.text, is_urgent=line.is_urgent)
    if section.figure is not None:
        _draw(document, section.figure)


def _marked(document: Word, line: Line) -> None:
    """The mark, then the text beside it: a paragraph, which reads in order without a table."""
    from docx.shared import Cm

    text = document.add_paragraph()
    text.paragraph_format.left_indent = Cm(COLUMN)
    text.paragraph_format.first_line_indent = Cm(-COLUMN)
    text.paragraph_format.tab_stops.add_tab_stop(Cm(COLUMN))
    _say(text, line.mark, is_urgent=line.is_urgent, is_bold=True)
    text.add_run("\t")
    _say(text, line.text)


def _say(
    paragraph: Paragraph, words: str, *, is_urgent: bool = False, is_bold: bool = False
) -> None:
    from docx.shared import RGBColor

    run = paragraph.add_run(_plain(words))
    run.bold = is_bold
    if is_urgent:
        run.font.color.rgb = RGBColor.from_string(INKS["attention"].lstrip("#"))


def _small(document: Word, words: str) -> None:
    from docx.shared import Pt

    run = document.add_paragraph().add_run(_plain(words))
    run.font.size = Pt(8.5)


def _draw(document: Word, figure: BriefFigure) -> None:
    """Its pictures in a row; the first says what all of them show."""
    from docx.shared import Cm

    title = document.add_paragraph()
    _say(title, figure.title, is_bold=True)
    title.paragraph_format.keep_with_next = True
    row = document.add_paragraph()
    row.paragraph_format.keep_with_next = True
    width = PICTURE if len(figure.pictures) == 1 else MANY
    for at, (name, picture) in enumerate(figure.pictures):
        png = as_png(on_paper(as_drawn(picture)))
        drawn = row.add_run().add_picture(io.BytesIO(png), width=Cm(width))
        drawn._inline.docPr.set("descr", _plain(figure.alt if at == 0 else name))
    names = [name for name, _picture in figure.pictures if name]
    _small(document, " · ".join([*names, figure.foot]))


def _plain(words: str) -> str:
    return NOT_XML.sub("", words).replace("\t", " ").replace("\n", " ")
