"""Paper, letters and lines of an official document: Nghị định 30/2020/NĐ-CP, Phụ lục I, put into python-docx.

A4, margins 20/20/30/15 mm, Times New Roman, page number centred in the top margin and hidden on page 1.
"""

from collections.abc import Container, Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell

FONT = "Times New Roman"
SIZE = 14
TEXT_WIDTH = 165  # mm: 210 - 30 - 15
LEFT_COLUMN, RIGHT_COLUMN = 66, 99  # about 40/60 %: in equal halves the country's name wraps
MOTTO_LENGTH = 60.4  # mm of "Độc lập - Tự do - Hạnh phúc" in 14 pt bold Times
NUMBER_BLANK, DATE_BLANK = "        ", "ngày       tháng       năm           "
CENTRE, LEFT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
_SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")
_HEADINGS = {"Heading 1": True, "Heading 2": True, "Heading 3": False}  # a điểm (a, b, c …) is not bold


def new_letter(*, title: str, label: str = "") -> Any:
    """An empty document on the decree's paper, in its letters; `label` stands on every page (draft, demonstration)."""
    made = Document()
    for name in ("Normal", "Header", *_HEADINGS):
        _letters(made.styles[name], bold=_HEADINGS.get(name, False), heading=name in _HEADINGS)
    for language in made.styles.element.iter(qn("w:lang")):
        for name in ("val", "eastAsia"):
            language.set(qn(f"w:{name}"), "vi-VN")
    made.core_properties.title, made.core_properties.language = title, "vi-VN"
    made.core_properties.author = made.core_properties.comments = ""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(8)
    _number_pages(section, label)
    return made


def _letters(style: Any, *, bold: bool, heading: bool) -> None:
    """Times in all four slots; theme fonts would win over them, so they go."""
    style.font.name, style.font.size, style.font.bold = FONT, Pt(SIZE), bold
    style.font.italic, style.font.color.rgb = False, RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for slot in _SLOTS:
        fonts.set(qn(f"w:{slot}"), FONT)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(6), 1.0
    if heading:
        form.space_before, form.keep_with_next = Pt(6), True


def _number_pages(section: Any, label: str) -> None:
    """The number in the top margin; page 1 has none. A label is said on every page, also the first."""
    section.different_first_page_header_footer = True
    line = section.header.paragraphs[0]
    line.alignment, line.paragraph_format.space_after = CENTRE, Pt(0)
    _field(line, "PAGE")
    if label:
        for place in (section.first_page_header.paragraphs[0], section.header.add_paragraph()):
            place.alignment, place.paragraph_format.space_after = CENTRE, Pt(0)
            write(place, label, bold=True, size=11)


def _field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "2"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(SIZE)
        if kind == "text":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run._r.append(instruction)


def new_annex_pages(document: Any, *, wide: bool = False) -> None:
    """The next pages are an annex: same paper, on its side where `wide`, numbered on their own from 1."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    count = OxmlElement("w:pgNumType")
    count.set(qn("w:start"), "1")
    columns = section._sectPr.find(qn("w:cols"))  # the schema wants pgNumType before cols
    if columns is None:
        section._sectPr.append(count)
    else:
        columns.addprevious(count)


def write(paragraph: Any, text: str, *, bold: bool = False, italic: bool = False, size: float = SIZE) -> None:
    """A run in the document's letters."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.bold, run.italic = bold or None, italic or None


def line(place: Any, text: str, **style: Any) -> Any:
    """A centred line without space below, at the end of a document or of a table's cell."""
    paragraph = place.add_paragraph()
    paragraph.alignment = style.pop("align", CENTRE)
    paragraph.paragraph_format.space_after = Pt(style.pop("after", 0))
    paragraph.paragraph_format.keep_with_next = style.pop("keep", False)
    write(paragraph, text, **style)
    return paragraph


def rule(place: Any, *, width: float, box: float, after: float = 6) -> None:
    """A solid line `width` mm long in the middle of `box` mm: the upper border of an almost flat paragraph."""
    paragraph = place.add_paragraph()
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm((box - width) / 2)
    form.space_before, form.space_after = Pt(2), Pt(after)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(2)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def bare_table(document: Any, widths: tuple[int, ...]) -> Any:
    """One row of cells without borders or inner margins, each with no paragraph but the one Word demands."""
    table = document.add_table(rows=1, cols=len(widths))
    fix_widths(table, widths)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "0")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)
    keep_row_whole(table.rows[0])
    return table


def fix_widths(table: Any, widths: tuple[int, ...] | list[int]) -> None:
    """Columns as wide as told, whatever stands in them; without this the motto wraps."""
    table.autofit = False
    table.alignment = 1
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def keep_row_whole(row: Any, *, repeat: bool = False) -> None:
    """Never split over two pages; `repeat` prints the row again on the next page (a table's head)."""
    _keep_whole(row._tr, repeat=repeat)


def _keep_whole(row: Any, *, repeat: bool) -> None:
    properties = row.get_or_add_trPr()
    for name in ("w:cantSplit", *(("w:tblHeader",) if repeat else ())):
        properties.append(OxmlElement(name))


def ruled_table(
    document: Any, lines: Sequence[Sequence[str]], *, widths: Sequence[int], left: Container[int], size: float
) -> Any:
    """A table with lines around every cell; its first line is the head, bold, printed again on each page. Texts of the
    columns in `left` stand left, the others in the middle."""
    table = document.add_table(rows=len(lines), cols=len(widths))
    table.style, table.autofit, table.alignment = "Table Grid", False, 1
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Mm(width)
    # by elements: python-docx walks the whole table for every cell it is asked for
    for place, (row, texts) in enumerate(zip(table._tbl.tr_lst, lines, strict=True)):
        _keep_whole(row, repeat=place == 0)
        for index, (element, text) in enumerate(zip(row.tc_lst, texts, strict=True)):
            cell = _Cell(element, table)
            cell.width = Mm(widths[index])
            _ruled_cell(cell, text, bold=place == 0, left=place > 0 and index in left, size=size)
    return table


def _ruled_cell(cell: Any, text: str, *, bold: bool, left: bool, size: float) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = LEFT if left else CENTRE
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    write(paragraph, text, bold=bold, size=size)
    cell.vertical_alignment = 1


def drop_first_paragraph(cell: Any) -> None:
    """A new cell comes with an empty paragraph; once others stand in it, it only takes room."""
    first = cell.paragraphs[0]
    if len(cell.paragraphs) > 1 and not first.text:
        first._p.getparent().remove(first._p)


def head(document: Any, *, parent: str, agency: str, symbol: str, place: str, mark: str = "") -> None:
    """Agencies on the left, the country's name and motto on the right; number and date stay blank. A `mark` stands
    under the number, where offices write that a paper is a draft."""
    left, right = bare_table(document, (LEFT_COLUMN, RIGHT_COLUMN)).rows[0].cells
    if parent:
        line(left, parent.upper(), size=13)
    line(left, agency.upper(), bold=True, size=13)
    rule(left, width=_rule_length(agency), box=LEFT_COLUMN)
    line(left, f"Số:{NUMBER_BLANK}/{symbol}", size=13)
    if mark:
        line(left, mark, bold=True)
    line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=13)
    line(right, "Độc lập - Tự do - Hạnh phúc", bold=True)
    rule(right, width=MOTTO_LENGTH, box=RIGHT_COLUMN)
    line(right, f"{place}, {DATE_BLANK}", italic=True)
    for cell in (left, right):
        drop_first_paragraph(cell)


def _rule_length(text: str) -> float:
    """Between a third and a half of the text above: capitals in 13 pt bold are about 2.75 mm wide each."""
    return min(0.42 * 2.75 * len(text), 0.45 * LEFT_COLUMN)
