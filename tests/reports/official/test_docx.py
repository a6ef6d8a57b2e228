"""The Word file read back: paper, letters, head, headings, annexes, and no number that the snapshot lacks."""

import json
import re
from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.official.contents import Contents, canonical
from reports.official.docx import DEMO, docx
from reports.rules import wording
from tests.reports.official.worlds import contents, fill

pytestmark = pytest.mark.django_db


@cache
def file_of(made: Contents) -> bytes:
    return docx(made)


def opened(made: Contents):
    return Document(BytesIO(file_of(made)))


_KEPT: list[Contents] = []


@pytest.fixture
def filled() -> Contents:
    """Contents are plain frozen data: made once, they serve every test of this file."""
    if not _KEPT:
        fill()
        _KEPT.append(contents())
    return _KEPT[0]


def texts(document) -> list[str]:
    """Every paragraph of the body, tables and headers included, in the order of the file."""
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))]


def test_paper_and_margins(filled: Contents) -> None:
    for section in opened(filled).sections:
        paper = (section.page_width, section.page_height)
        sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(length.mm, 1) for length in (*paper, *sides)] == [210, 297, 20, 20, 30, 15]


def test_every_slot_is_times_and_every_text_vietnamese(filled: Contents) -> None:
    document = opened(filled)
    for name in ("Normal", "Heading 1", "Heading 2", "Header"):
        fonts = document.styles[name].element.rPr.rFonts.attrib
        assert {fonts[qn(f"w:{slot}")] for slot in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
        assert not [key for key in fonts if "Theme" in key]
    languages = {mark.get(qn("w:val")) for mark in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"vi-VN"}
    own = {fonts.get(qn("w:ascii")) for fonts in document.element.body.iter(qn("w:rFonts"))}
    assert own <= {None, "Times New Roman"}


def test_page_numbers_stand_in_the_top_margin_but_not_on_page_one(filled: Contents) -> None:
    document = opened(filled)
    first = document.sections[0]
    assert first.different_first_page_header_footer
    assert first.header_distance < first.top_margin
    header = first.header.paragraphs[0]
    assert header.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert "PAGE" in header._p.xml
    assert "PAGE" not in first.first_page_header._element.xml
    assert not first.footer.paragraphs or not first.footer.paragraphs[0].text


def test_each_annex_is_numbered_on_its_own(filled: Contents) -> None:
    sections = opened(filled).sections
    assert len(sections) == 3
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in sections]
    assert starts[0] is None
    assert [start.get(qn("w:start")) for start in starts[1:]] == ["1", "1"]


def test_the_head_names_agencies_country_and_motto(filled: Contents) -> None:
    table = opened(filled).tables[0]
    left, right = table.rows[0].cells
    assert [p.text for p in left.paragraphs] == [
        "UBND TỈNH CÀ MAU", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "", "Số:        /BC-SGDĐT",
    ]  # fmt: skip
    assert [p.text.strip() for p in right.paragraphs[:2]] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    ]  # fmt: skip
    assert right.paragraphs[-1].text.startswith("Cà Mau, ngày ")
    assert [run.font.italic for run in right.paragraphs[-1].runs] == [True]
    sizes = [p.runs[0].font.size for p in (*left.paragraphs[:2], *right.paragraphs[:2])]
    assert sizes == [Pt(13), Pt(13), Pt(13), Pt(14)]
    assert [bool(p.runs[0].bold) for p in (*left.paragraphs[:2], *right.paragraphs[:2])] == [False, True, True, True]
    for cell in (left, right):
        assert [p for p in cell.paragraphs if p._p.pPr is not None and p._p.pPr.find(qn("w:pBdr")) is not None]


def test_the_line_under_the_motto_is_as_long_as_the_motto(filled: Contents) -> None:
    right = opened(filled).tables[0].rows[0].cells[1]
    line = next(p for p in right.paragraphs if "w:pBdr" in p._p.xml)
    form = line.paragraph_format
    assert (Mm(99) - form.left_indent - form.right_indent) / Mm(1) == pytest.approx(60.4, abs=0.2)


def test_title_recipient_headings_and_signature(filled: Contents) -> None:
    document = opened(filled)
    lines = [p.text for p in document.paragraphs]
    assert "BÁO CÁO" in lines
    assert any(line.startswith("Kính gửi: …") for line in lines)
    parts = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [line.split(".")[0] for line in parts] == ["I", "II", "III", "IV", "V"]
    assert all(line.upper() == line for line in parts)
    khoan = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert [line[:2] for line in khoan[:-1]] == ["1.", "2.", "3.", "4.", "5.", "1.", "2."]
    ends = [line for line in lines if line.endswith("./.")]
    assert len(ends) == 1
    assert "Phụ lục I và Phụ lục II" in ends[0]
    signed = next(table for table in document.tables if table.cell(0, 0).text.startswith("Nơi nhận:"))
    assert signed.cell(0, 0).text.split("\n") == ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]
    assert signed.cell(0, 1).text.split("\n")[0] == "GIÁM ĐỐC"


def test_annexes_are_named_and_enclosed(filled: Contents) -> None:
    lines = [p.text for p in opened(filled).paragraphs]
    for number in ("I", "II"):
        at = lines.index(f"Phụ lục {number}")
        assert lines[at + 1].upper() == lines[at + 1]
        assert lines[at + 2].startswith("(Kèm theo Báo cáo số")


def test_grids_repeat_their_head_and_split_no_row(filled: Contents) -> None:
    grids = [table for table in opened(filled).tables if table.style.name == "Table Grid"]
    assert len(grids) == 8
    for table in grids:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert sum(column.width for column in table.columns) == pytest.approx(Mm(165), abs=Mm(1))


def test_pictures_have_words(filled: Contents) -> None:
    marks = [mark.get("descr") for mark in opened(filled).element.body.iter(qn("wp:docPr"))]
    assert len(marks) == 2
    assert all(mark and "Biểu đồ" in mark for mark in marks)


NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")


def allowed_numbers(made: Contents) -> set[str]:
    """Every number of the snapshot in every way the wording rules write it, and the numbers inside its texts."""
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)
        elif isinstance(value, bool) or value is None:
            return
        elif isinstance(value, int):
            found.update((wording.whole(value), wording.padded(value)))
        elif isinstance(value, float):
            found.add(wording.decimal(value))
        elif re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
            year, month, day = str(value).split("-")
            found.update((year, month, day, str(int(month))))
        else:
            found.update(NUMBER.findall(str(value)))

    walk(json.loads(canonical(made)))
    return found


def numbers_told(document) -> set[str]:
    """Numbers of all paragraphs and cells, but for the marks of headings, captions and running numbers."""
    told: set[str] = set()
    for paragraph in document.paragraphs:
        text = re.sub(r"^(\d\.|Bảng \d\.) ", "", paragraph.text)
        told.update(NUMBER.findall(text))
    for table in document.tables:
        numbered = table.rows[0].cells[0].text == "TT"
        for row in table.rows:
            for cell in row.cells[numbered:]:
                told.update(NUMBER.findall(cell.text))
    return told


def test_no_number_is_told_that_the_snapshot_lacks(filled: Contents) -> None:
    told = numbers_told(opened(filled))
    assert len(told) > 30
    assert told - allowed_numbers(filled) == set()


def test_a_number_of_another_snapshot_would_be_seen(filled: Contents) -> None:
    """The test above has teeth: one changed figure in the tree and the text no longer agrees with the old one."""
    changed = replace(filled, overall=replace(filled.overall, participants=4321))
    assert numbers_told(opened(changed)) - allowed_numbers(filled) == {"4.321"}


def test_demonstration_is_said_on_every_page() -> None:
    fill(is_demo=True)
    for section in opened(contents(is_demo=True)).sections:
        assert DEMO in section.header._element.xml
        assert DEMO in section.first_page_header._element.xml


def test_real_reports_do_not_say_demonstration(filled: Contents) -> None:
    assert DEMO not in "".join(texts(opened(filled)))
    assert DEMO not in opened(filled).sections[0].header._element.xml


def test_an_empty_period_makes_an_honest_report() -> None:
    document = opened(contents())
    lines = "\n".join(texts(document))
    assert lines.count("không có cuộc thi nào") == 2
    assert "Chưa có số liệu." in lines
    assert not [table for table in document.tables if table.style.name == "Table Grid"]
    assert numbers_told(document) <= allowed_numbers(contents())


def test_long_titles_formula_like_names_and_several_recipients_are_only_text(filled: Contents) -> None:
    odd = '=HYPERLINK("x") & <b>' + "rất dài " * 36
    head = replace(filled.letterhead, to=("Bên A", "Bên B"), signs_as=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"))
    changed = replace(filled, letterhead=head, contests=(replace(filled.contests[0], title=odd),))
    lines = texts(opened(changed))
    assert any(odd.strip() in line for line in lines)
    assert {"Kính gửi:", "- Bên A;", "- Bên B.", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"} <= set(lines)
