"""A contest's rules as a Word file in the layout of Nghị định 30/2020/NĐ-CP: number, date and signature stay blank."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT, SIZE = "Times New Roman", 14
TEXT_WIDTH = 165  # mm: 210 - 30 - 15
LEFT_COLUMN, RIGHT_COLUMN = 66, 99  # in equal halves the country's name wraps
MOTTO_LENGTH = 60.4  # mm of "Độc lập - Tự do - Hạnh phúc" in 14 pt bold
CENTRE, LEFT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
NUMBER_BLANK, DATE_BLANK = "        ", "ngày       tháng       năm           "


@dataclass(frozen=True)
class RulesPaper:
    """What the document says. `articles`: heading and sentences; `label` stands on every page (a demonstration)."""

    parent: str
    agency: str
    place: str
    subject: str
    articles: Sequence[tuple[str, Sequence[str]]]
    signs_as: Sequence[str] = ()
    signatory: str = ""
    copies_to: Sequence[str] = ()
    label: str = ""


def write(paper: RulesPaper) -> bytes:
    """The whole file: head, title, articles, signature."""
    document = _new_document(paper)
    _head(document, paper)
    _line(document, "", size=8)
    _line(document, "THỂ LỆ", bold=True)
    _line(document, paper.subject, bold=True)
    _rule(document, width=52, box=TEXT_WIDTH, after=10)
    last = len(paper.articles)
    for number, (heading, sentences) in enumerate(paper.articles, start=1):
        title = _body(document, f"Điều {number}. {heading}", bold=True)
        title.paragraph_format.keep_with_next = True
        for place, sentence in enumerate(sentences, start=1):
            numbered = f"{place}. {sentence}" if len(sentences) > 1 else sentence
            ends = number == last and place == len(sentences)
            _body(document, f"{numbered.rstrip('.')}./." if ends else numbered)
    _signature(document, paper)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _new_document(paper: RulesPaper) -> Any:
    """A4 with the decree's margins and letters; pages are numbered in the top margin from the second on."""
    made = Document()
    for name in ("Normal", "Header"):
        _letters(made.styles[name])
    for language in made.styles.element.iter(qn("w:lang")):
        for slot in ("val", "eastAsia"):
            language.set(qn(f"w:{slot}"), "vi-VN")
    made.core_properties.title, made.core_properties.language = f"Thể lệ {paper.subject}", "vi-VN"
    made.core_properties.author = made.core_properties.comments = ""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(8)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment, number.paragraph_format.space_after = CENTRE, Pt(0)
    _page_number(number)
    if paper.label:
        for label in (section.first_page_header.paragraphs[0], section.header.add_paragraph()):
            label.alignment, label.paragraph_format.space_after = CENTRE, Pt(0)
            _write(label, paper.label, bold=True, size=11)
    return made


def _letters(style: Any) -> None:
    """Times in all four slots; theme fonts would win over them, so they go."""
    style.font.name, style.font.size = FONT, Pt(SIZE)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{slot}"), FONT)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(6), 1.0


def _page_number(paragraph: Any) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "2"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(SIZE)
        if kind == "text":
            run.text = text
            continue
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = text
        run._r.append(mark)


def _head(document: Any, paper: RulesPaper) -> None:
    """Agencies on the left, the country's name and motto on the right."""
    left, right = _bare_table(document, (LEFT_COLUMN, RIGHT_COLUMN))
    if paper.parent:
        _line(left, paper.parent.upper(), size=13)
    _line(left, paper.agency.upper(), bold=True, size=13)
    _rule(left, width=min(0.42 * 2.75 * len(paper.agency), 0.45 * LEFT_COLUMN), box=LEFT_COLUMN)
    _line(left, f"Số:{NUMBER_BLANK}/{NUMBER_BLANK}", size=13)
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=13)
    _line(right, "Độc lập - Tự do - Hạnh phúc", bold=True)
    _rule(right, width=MOTTO_LENGTH, box=RIGHT_COLUMN)
    _line(right, f"{paper.place}, {DATE_BLANK}", italic=True)
    for cell in (left, right):
        _drop_first(cell)


def _signature(document: Any, paper: RulesPaper) -> None:
    """ "Nơi nhận" on the left, title and name on the right, room for hand and stamp between."""
    _line(document, "", size=6)
    left, right = _bare_table(document, (80, 85))
    _line(left, "Nơi nhận:", align=LEFT, bold=True, italic=True, size=12)
    for name in paper.copies_to:
        _line(left, f"- {name};", align=LEFT, size=11)
    _line(left, "- Lưu: VT.", align=LEFT, size=11)
    for title in paper.signs_as:
        _line(right, title, bold=True)
    for _number in range(4):
        _line(right, "")
    _line(right, paper.signatory, bold=True)
    for cell in (left, right):
        _drop_first(cell)


def _body(document: Any, text: str, *, bold: bool = False) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = BOTH
    paragraph.paragraph_format.first_line_indent = Mm(12.7)
    _write(paragraph, text, bold=bold)
    return paragraph


def _write(paragraph: Any, text: str, *, bold: bool = False, italic: bool = False, size: float = SIZE) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.bold, run.italic = bold or None, italic or None


def _line(place: Any, text: str, **style: Any) -> None:
    """A centred line without space below."""
    paragraph = place.add_paragraph()
    paragraph.alignment = style.pop("align", CENTRE)
    paragraph.paragraph_format.space_after = Pt(0)
    _write(paragraph, text, **style)


def _rule(place: Any, *, width: float, box: float, after: float = 6) -> None:
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


def _bare_table(document: Any, widths: tuple[int, int]) -> tuple[Any, Any]:
    """Two cells without borders or inner margins, never split over two pages."""
    table = document.add_table(rows=1, cols=2)
    table.autofit, table.alignment = False, 1
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        column.cells[0].width = Mm(width)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "0")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    left, right = table.rows[0].cells
    return left, right


def _drop_first(cell: Any) -> None:
    """A new cell comes with an empty paragraph; once others stand in it, it only takes room."""
    first = cell.paragraphs[0]
    first._p.getparent().remove(first._p)
