"""The Word file read back, row by row of the table of Nghị định 30/2020/NĐ-CP, Phụ lục I.

Each test is named by the row it checks: paper, margins, font, page number, then elements 1 to 9b and the annex.
"""

from dataclasses import replace
from functools import cache
from io import BytesIO
from types import SimpleNamespace

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from PIL import ImageFont

from reports.official.blocks import Grid, Text
from reports.official.document import DEMO, DRAFT, document_of, section_of
from reports.official.formats import FORMATS
from reports.official.pdf import FONTS
from reports.official.report import Report
from tests.reports.official.reports import LETTERHEAD, correction, empty, filled, issued

CENTRE, BOTH, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
NAMED = issued(replace(filled(), letterhead=replace(LETTERHEAD, signatory="(Họ và tên người ký)")))


@cache
def files() -> SimpleNamespace:
    """Made once: a whole report, the section alone, a correction, an empty demonstration, a draft."""
    demo = issued(replace(empty(), is_demo=True))
    made = {
        "whole": FORMATS["docx"].make(NAMED),
        "section": FORMATS["section"].make(NAMED),
        "correction": FORMATS["docx"].make(correction()),
        "demo": FORMATS["docx"].make(demo),
        "draft": FORMATS["docx"].make(Report(NAMED.contents)),
    }
    return SimpleNamespace(**{name: Document(BytesIO(data)) for name, data in made.items()})


def line(starts: str, place=None):
    """The paragraph that begins so, in the body or in a cell."""
    paragraphs = (place or files().whole).paragraphs
    return next(paragraph for paragraph in paragraphs if paragraph.text.strip().startswith(starts))


def looks(paragraph) -> tuple[float, bool, bool]:
    """Size in points, bold, italic, of all its runs alike; what a run leaves open its style says."""
    found = {
        (
            (run.font.size or paragraph.style.font.size).pt,
            bool(paragraph.style.font.bold if run.bold is None else run.bold),
            bool(paragraph.style.font.italic if run.italic is None else run.italic),
        )
        for run in paragraph.runs
        if run.text.strip()
    }
    (only,) = found
    return only


def ruled(cell_or_document) -> list:
    return [p for p in cell_or_document.paragraphs if p._p.pPr is not None and p._p.pPr.find(qn("w:pBdr")) is not None]


def length(rule, box: float) -> float:
    """Of a line, in mm, in the middle of a box."""
    form = rule.paragraph_format
    return (Mm(box) - form.left_indent - form.right_indent) / Mm(1)


def wide(text: str, points: float) -> float:
    """Of a bold text, in mm; these letters are as wide as those of Times New Roman."""
    letters = ImageFont.truetype(FONTS / "LiberationSerif-Bold.ttf", 1000)
    return letters.getlength(text) / 1000 * points / 72 * 25.4


def head_cells():
    return files().whole.tables[0].rows[0].cells


def signature():
    return next(table for table in files().whole.tables if table.cell(0, 0).text.startswith("Nơi nhận:"))


def test_paper_is_a4_upright_and_on_its_side_only_for_the_wide_annex() -> None:
    sections = files().whole.sections
    sizes = [(round(its.page_width.mm), round(its.page_height.mm), its.orientation) for its in sections]
    upright, wide = (210, 297, WD_ORIENT.PORTRAIT), (297, 210, WD_ORIENT.LANDSCAPE)
    assert sizes == [upright, upright, wide, upright, upright, upright]


def test_margins_are_those_of_the_decree() -> None:
    for its in files().whole.sections:
        assert (its.top_margin.mm, its.bottom_margin.mm) == pytest.approx((20, 20), abs=0.1)
        assert (its.left_margin.mm, its.right_margin.mm) == pytest.approx((30, 15), abs=0.1)


def test_font_is_times_in_all_four_slots_black_and_the_language_vietnamese() -> None:
    document = files().whole
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Header"):
        style = document.styles[name]
        fonts = style.element.rPr.rFonts.attrib
        assert {fonts[qn(f"w:{slot}")] for slot in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
        assert not [key for key in fonts if "Theme" in key]
        assert style.font.color.rgb == RGBColor(0, 0, 0)
    own = {fonts.get(qn("w:ascii")) for fonts in document.element.body.iter(qn("w:rFonts"))}
    assert own <= {None, "Times New Roman"}
    assert {mark.get(qn("w:val")) for mark in document.styles.element.iter(qn("w:lang"))} == {"vi-VN"}
    assert not list(document.element.body.iter(qn("w:color")))


def test_page_number_in_the_top_margin_centred_hidden_on_page_1_each_annex_on_its_own() -> None:
    sections = files().whole.sections
    first = sections[0]
    assert first.different_first_page_header_footer
    assert first.header_distance < first.top_margin
    header = first.header.paragraphs[0]
    assert header.alignment == CENTRE
    assert "PAGE" in header._p.xml
    assert {run.font.size for run in header.runs} == {Pt(14)}
    assert "PAGE" not in first.first_page_header._element.xml
    assert not "".join(paragraph.text for paragraph in first.footer.paragraphs)
    starts = [its._sectPr.find(qn("w:pgNumType")) for its in sections]
    assert starts[0] is None
    assert [start.get(qn("w:start")) for start in starts[1:]] == ["1"] * 5


def test_1_country_and_motto() -> None:
    right = head_cells()[1]
    country, motto = right.paragraphs[:2]
    assert (country.text, looks(country)) == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (13, True, False))
    assert (motto.text, looks(motto)) == ("Độc lập - Tự do - Hạnh phúc", (14, True, False))
    assert {country.alignment, motto.alignment} == {CENTRE}
    assert length(ruled(right)[0], 99) == pytest.approx(wide(motto.text, 14), abs=0.3)


def test_2_agencies() -> None:
    left = head_cells()[0]
    parent, agency = left.paragraphs[:2]
    assert (parent.text, looks(parent)) == ("UBND TỈNH CÀ MAU", (13, False, False))
    assert (agency.text, looks(agency)) == ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", (13, True, False))
    assert wide(agency.text, 13) / 3 <= length(ruled(left)[0], 66) <= wide(agency.text, 13) / 2


def test_3_number_stays_blank() -> None:
    number = head_cells()[0].paragraphs[-1]
    assert number.text.split() == ["Số:", "/BC-SGDĐT"]
    assert (looks(number), number.alignment) == ((13, False, False), CENTRE)


def test_4_place_and_date_stay_blank() -> None:
    day = head_cells()[1].paragraphs[-1]
    assert day.text.split() == ["Cà", "Mau,", "ngày", "tháng", "năm"]
    assert (looks(day), day.alignment) == ((14, False, True), CENTRE)


def test_5a_kind_and_subject() -> None:
    kind, subject = line("BÁO CÁO"), line("Kết quả thực hiện Kế hoạch")
    assert (looks(kind), looks(subject)) == ((14, True, False), (14, True, False))
    assert {kind.alignment, subject.alignment} == {CENTRE}
    text = wide(subject.text, 14)
    assert text / 3 <= length(ruled(files().whole)[0], 165) <= text / 2


def test_9a_recipient_on_the_same_line() -> None:
    to = line("Kính gửi:")
    assert (to.text, to.alignment) == ("Kính gửi: Sở Văn hóa, Thể thao và Du lịch.", CENTRE)
    assert looks(to) == (14, False, False)


def test_6_body_is_justified_indented_and_spaced() -> None:
    document, wanted = files().whole, document_of(NAMED)
    texts = [block.text for block in wanted.blocks if isinstance(block, Text)]
    found = [paragraph for paragraph in document.paragraphs if paragraph.text in texts]
    assert len(found) >= len(texts)
    for paragraph in found:
        assert (paragraph.alignment, looks(paragraph)) == (BOTH, (14, False, False))
        assert paragraph.paragraph_format.first_line_indent.mm == pytest.approx(12.7, abs=0.1)
    normal = document.styles["Normal"].paragraph_format
    assert normal.space_after >= Pt(6)
    assert 1.0 <= normal.line_spacing <= 1.5


@pytest.mark.parametrize(("style", "bold"), [("Heading 1", True), ("Heading 2", True), ("Heading 3", False)])
def test_6_headings_have_styles(style: str, bold: bool) -> None:
    found = [paragraph for paragraph in files().whole.paragraphs if paragraph.style.name == style]
    assert found
    assert {looks(paragraph) for paragraph in found} == {(14, bold, False)}
    assert all(paragraph.style.paragraph_format.keep_with_next for paragraph in found)
    if style == "Heading 1":
        assert all(paragraph.text == paragraph.text.upper() for paragraph in found)


def test_7a_titles_of_who_signs() -> None:
    right = signature().cell(0, 1)
    assert [p.text for p in right.paragraphs[:2]] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert {(looks(p), p.alignment) for p in right.paragraphs[:2]} == {((14, True, False), CENTRE)}


def test_7b_name_of_who_signs_under_room_for_the_hand() -> None:
    texts = [p.text for p in signature().cell(0, 1).paragraphs]
    assert texts[2:] == ["", "", "", "", "(Họ và tên người ký)"]
    assert looks(signature().cell(0, 1).paragraphs[-1]) == (14, True, False)


def test_8_no_stamp_is_put_in() -> None:
    assert not list(signature()._tbl.iter(qn("w:drawing")))
    assert signature().rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None


def test_9b_copies() -> None:
    left = signature().cell(0, 0)
    first, *rest = left.paragraphs
    assert (first.text, looks(first)) == ("Nơi nhận:", (12, True, True))
    assert [p.text for p in rest] == ["- Như trên;", "- UBND tỉnh (để báo cáo);", "- Lưu: VT, GDTrH."]
    assert {(looks(p), p.alignment) for p in rest} == {((11, False, False), LEFT)}


def test_a_annexes_are_named_and_enclosed() -> None:
    lines = files().whole.paragraphs
    for number in ("I", "II", "III", "IV", "V"):
        at = next(place for place, its in enumerate(lines) if its.text == f"Phụ lục {number}")
        name, title, enclosed = lines[at : at + 3]
        assert title.text == title.text.upper()
        assert enclosed.text.startswith("(Kèm theo Báo cáo số")
        assert enclosed.text.endswith("của Sở Giáo dục và Đào tạo)")
        assert [looks(its) for its in (name, title, enclosed)] == [(14, True, False)] * 2 + [(14, False, True)]
        assert {its.alignment for its in (name, title, enclosed)} == {CENTRE}


def test_grids_hold_every_cell_repeat_their_head_and_split_no_row() -> None:
    document = document_of(NAMED)
    blocks = [*document.blocks, *(block for annex in document.annexes for block in annex.blocks)]
    wanted = [block for block in blocks if isinstance(block, Grid)]
    found = [table for table in files().whole.tables if table.style.name == "Table Grid"]
    assert [[[cell.text for cell in row.cells] for row in table.rows] for table in found] == [
        [list(grid.head), *(list(row) for row in grid.rows)] for grid in wanted
    ]
    for table, grid in zip(found, wanted, strict=True):
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert sum(column.width for column in table.columns) == pytest.approx(Mm(sum(grid.widths)), abs=Mm(1))
        assert sum(grid.widths) in {165, 252}, grid.caption


def test_pictures_have_words() -> None:
    marks = [mark.get("descr") for mark in files().whole.element.body.iter(qn("wp:docPr"))]
    assert len(marks) == 4
    assert all(mark and "Biểu đồ" in mark for mark in marks)


def test_demonstration_is_said_on_every_page_and_only_there() -> None:
    for section in files().demo.sections:
        assert DEMO in section.header._element.xml
        assert DEMO in section.first_page_header._element.xml
    whole = files().whole
    assert DEMO not in whole.element.body.xml + whole.sections[0].header._element.xml


def test_a_draft_says_so_under_its_number_and_on_every_page_and_a_version_never() -> None:
    draft = files().draft
    *_others, number, mark = draft.tables[0].rows[0].cells[0].paragraphs
    assert number.text.split() == ["Số:", "/BC-SGDĐT"]
    assert (mark.text, looks(mark), mark.alignment) == (DRAFT, (14, True, False), CENTRE)
    for section in draft.sections:
        for header in (section.header, section.first_page_header):
            assert DRAFT in [paragraph.text for paragraph in header.paragraphs]
    whole = files().whole
    assert DRAFT not in whole.element.body.xml + whole.sections[0].first_page_header._element.xml
    assert DRAFT not in whole.sections[0].header._element.xml


def test_the_section_alone_is_only_part_two_and_annexes() -> None:
    texts = [paragraph.text for paragraph in files().section.paragraphs]
    assert texts[0] == section_of(NAMED).blocks[0].text == "II. KẾT QUẢ THỰC HIỆN"
    assert not [text for text in texts if text.startswith(("BÁO CÁO", "Kính gửi", "III."))]
    assert not [table for table in files().section.tables if "Nơi nhận" in table.cell(0, 0).text]


def test_a_correction_has_its_annex() -> None:
    texts = [paragraph.text for paragraph in files().correction.paragraphs]
    assert "NỘI DUNG ĐIỀU CHỈNH SO VỚI BẢN 01" in texts
    assert "Lý do điều chỉnh: Trường nộp bài giấy muộn." in texts
