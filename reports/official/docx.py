"""The report as a Word file that an office can go on editing."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from docx.shared import Mm, Pt

from contests.exchange import letter
from contests.exchange.letter import BOTH, CENTRE, LEFT, line, rule, write
from reports.official.blocks import Annex, Back, Block, Document, Front, Grid, Heading, Picture, Text
from reports.official.charts import chart
from reports.official.contents import Contents
from reports.official.packing import moment_of, repacked
from reports.official.report import Report

GRID_SIZE, NOTE_SIZE = 11, 13
INDENT = 12.7  # mm
SUBJECT_RULE = 60  # mm: between a third and a half of the subject above it


def docx(report: Report, document: Document) -> bytes:
    """The whole file: head, body, signature, annexes. The same report gives the same bytes."""
    made = letter.new_letter(title=document.title, label=document.label)
    _dated(made, report)
    if document.front is not None:
        _front(made, document.front)
    _blocks(made, report.contents, document.blocks)
    if document.back is not None:
        _back(made, document.back)
    for annex in document.annexes:
        _annex(made, report.contents, annex)
    out = BytesIO()
    made.save(out)
    return repacked(out.getvalue())


def _dated(made: Any, report: Report) -> None:
    """The file's own dates are those of the figures, not of the day it was written."""
    made.core_properties.created = made.core_properties.modified = moment_of(report)
    made.core_properties.revision = max(report.version, 1)


def _front(made: Any, front: Front) -> None:
    letter.head(made, parent=front.parent, agency=front.agency, symbol=front.symbol, place=front.place, mark=front.mark)
    line(made, "", size=8)
    line(made, front.kind, bold=True)
    line(made, front.subject, bold=True)
    line(made, front.span, bold=True)
    rule(made, width=SUBJECT_RULE, box=letter.TEXT_WIDTH, after=10)
    for place, recipient in enumerate(front.to, start=1):
        line(made, recipient, after=10 if place == len(front.to) else 0)


def _blocks(made: Any, contents: Contents, blocks: Iterable[Block]) -> None:
    for block in blocks:
        if isinstance(block, Heading):
            made.add_heading(block.text, block.level).paragraph_format.first_line_indent = Mm(INDENT)
        elif isinstance(block, Text):
            paragraph = made.add_paragraph()
            paragraph.alignment = BOTH
            paragraph.paragraph_format.first_line_indent = Mm(INDENT)
            write(paragraph, block.text)
        elif isinstance(block, Grid):
            _grid(made, block)
        else:
            _picture(made, contents, block)


def _grid(made: Any, grid: Grid) -> None:
    caption = line(made, grid.caption, bold=True, size=NOTE_SIZE, keep=True, after=3)
    caption.paragraph_format.space_before = Pt(6)
    lines = (grid.head, *grid.rows)
    letter.ruled_table(made, lines, widths=grid.widths, left=grid.left, size=GRID_SIZE)
    line(made, "", size=6)


def _picture(made: Any, contents: Contents, picture: Picture) -> None:
    caption = line(made, picture.caption, bold=True, size=NOTE_SIZE, keep=True)
    caption.paragraph_format.space_before = Pt(6)
    paragraph = made.add_paragraph()
    paragraph.alignment = CENTRE
    shape = paragraph.add_run().add_picture(BytesIO(chart(picture.chart, contents)), width=Mm(150))
    shape._inline.docPr.set("descr", picture.alt)
    shape._inline.docPr.set("title", picture.caption)


def _back(made: Any, back: Back) -> None:
    """ "Nơi nhận" on the left, title and name on the right, room for hand and stamp between; one whole row."""
    line(made, "", size=6)
    left, right = letter.bare_table(made, (80, 85)).rows[0].cells
    line(left, "Nơi nhận:", align=LEFT, bold=True, italic=True, size=12)
    for copy in back.copies:
        line(left, copy, align=LEFT, size=11)
    for title in back.signs_as:
        line(right, title, bold=True)
    for _number in range(4):
        line(right, "")
    line(right, back.signatory, bold=True)
    for cell in (left, right):
        letter.drop_first_paragraph(cell)


def _annex(made: Any, contents: Contents, annex: Annex) -> None:
    letter.new_annex_pages(made, wide=annex.wide)
    line(made, annex.name, bold=True)
    line(made, annex.title, bold=True)
    line(made, annex.enclosed, italic=True, after=8)
    _blocks(made, contents, annex.blocks)
