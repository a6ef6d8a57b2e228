"""The report as a Word file that an office can go on editing."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from docx.shared import Mm, Pt

from contests.exchange import letter
from contests.exchange.letter import BOTH, CENTRE, LEFT, line, rule, write
from reports.official.annexes import annexes
from reports.official.blocks import Annex, Block, Grid, Heading, Picture, Text
from reports.official.body import SUBJECT, body, span_of
from reports.official.charts import chart
from reports.official.contents import Contents
from reports.rules import wording

GRID_SIZE = 11
DEMO = "Số liệu minh họa"


def docx(contents: Contents) -> bytes:
    """The whole file: head, body, signature, annexes."""
    document = letter.new_letter(title=f"Báo cáo {SUBJECT}", label=DEMO if contents.is_demo else "")
    its = contents.letterhead
    letter.head(document, parent=its.parent, agency=its.agency, symbol=its.symbol, place=its.place)
    _title(document, contents)
    _blocks(document, contents, body(contents))
    _signature(document, contents)
    for number, annex in enumerate(annexes(contents), start=1):
        _annex(document, contents, number, annex)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _title(document: Any, contents: Contents) -> None:
    line(document, "", size=8)
    line(document, "BÁO CÁO", bold=True)
    line(document, SUBJECT, bold=True)
    line(document, f"({span_of(contents)})", bold=True)
    rule(document, width=52, box=letter.TEXT_WIDTH, after=10)
    to = contents.letterhead.to
    if len(to) < 2:
        line(document, f"Kính gửi: {to[0] if to else '…' * 18}.", after=10)
        return
    line(document, "Kính gửi:")
    for index, name in enumerate(to):
        last = index == len(to) - 1
        line(document, f"- {name}{'.' if last else ';'}", after=10 if last else 0)


def _blocks(document: Any, contents: Contents, blocks: Iterable[Block]) -> None:
    for block in blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, block.level).paragraph_format.first_line_indent = Mm(12.7)
        elif isinstance(block, Text):
            paragraph = document.add_paragraph()
            paragraph.alignment = BOTH
            paragraph.paragraph_format.first_line_indent = Mm(12.7)
            write(paragraph, block.text)
        elif isinstance(block, Grid):
            _grid(document, block)
        else:
            _picture(document, contents, block)


def _grid(document: Any, grid: Grid) -> None:
    caption = line(document, grid.caption, bold=True, size=13, keep=True, after=3)
    caption.paragraph_format.space_before = Pt(6)
    table = document.add_table(rows=1, cols=len(grid.head))
    table.style = "Table Grid"
    letter.keep_row_whole(table.rows[0], repeat=True)
    for cell, text in zip(table.rows[0].cells, grid.head, strict=True):
        _cell(cell, text, bold=True)
    for values in grid.rows:
        row = table.add_row()
        letter.keep_row_whole(row)
        for index, (cell, text) in enumerate(zip(row.cells, values, strict=True)):
            _cell(cell, text, left=index in grid.left)
    letter.fix_widths(table, list(grid.widths))
    line(document, "", size=6)


def _cell(cell: Any, text: str, *, bold: bool = False, left: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = LEFT if left else CENTRE
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    write(paragraph, text, bold=bold, size=GRID_SIZE)
    cell.vertical_alignment = 1


def _picture(document: Any, contents: Contents, picture: Picture) -> None:
    caption = line(document, picture.caption, bold=True, size=13, keep=True)
    caption.paragraph_format.space_before = Pt(6)
    paragraph = document.add_paragraph()
    paragraph.alignment = CENTRE
    shape = paragraph.add_run().add_picture(BytesIO(chart(picture.chart, contents)), width=Mm(150))
    shape._inline.docPr.set("descr", picture.alt)
    shape._inline.docPr.set("title", picture.caption)


def _signature(document: Any, contents: Contents) -> None:
    """ "Nơi nhận" on the left, title and name on the right, room for hand and stamp between; one whole row."""
    its = contents.letterhead
    line(document, "", size=6)
    table = letter.bare_table(document, (80, 85))
    left, right = table.rows[0].cells
    line(left, "Nơi nhận:", align=LEFT, bold=True, italic=True, size=12)
    for name in its.copies_to:
        line(left, f"- {name};", align=LEFT, size=11)
    line(left, f"- Lưu: VT{', ' + its.filed_by if its.filed_by else ''}.", align=LEFT, size=11)
    for title in its.signs_as:
        line(right, title, bold=True)
    for _number in range(4):
        line(right, "")
    line(right, its.signatory, bold=True)
    for cell in (left, right):
        letter.drop_first_paragraph(cell)


def _annex(document: Any, contents: Contents, number: int, annex: Annex) -> None:
    its = contents.letterhead
    letter.new_annex_pages(document)
    line(document, f"Phụ lục {wording.roman(number)}", bold=True)
    line(document, annex.title, bold=True)
    enclosed = f"(Kèm theo Báo cáo số{letter.NUMBER_BLANK}/{its.symbol} {letter.DATE_BLANK} của {its.agency})"
    line(document, enclosed, italic=True, after=8)
    _blocks(document, contents, annex.blocks)
