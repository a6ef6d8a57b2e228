"""All files of a report: the same again from the same report, the same figures in each, nothing that breaks them."""

import csv
import io
import json
import re
import zipfile
import zlib
from dataclasses import replace

import pytest
import python_calamine
from docx import Document

from reports.official import tables
from reports.official.contents import Contents
from reports.official.formats import FORMATS
from reports.official.report import Report
from reports.official.sheets.tables import NAMES, TOP, printed_first
from reports.official.snapshot import report_of, to_text
from reports.rules import registers
from tests.reports.official.pdf_text import pages_of
from tests.reports.official.reports import LETTERHEAD, correction, empty, filled, issued

KINDS = [kind for kind in FORMATS if kind != "section"]  # made by the same writer as the whole report
LONG = ("Tìm hiểu ASEAN " * 20).strip()
HOSTILE = '=HYPERLINK("http://x.test";"xem") & <b>{{ 1 }}</b> #let x = 1 \\ $a$'


def odd(schools: int = 200) -> Contents:
    """Titles of 300 letters, names like formulas and markup, 200 schools, 110 units, a year of weeks."""
    made = filled(schools=schools, units=110, weeks=53)
    first, second, *rest = made.schools
    named = (replace(first, name=HOSTILE), replace(second, name=LONG, unit=LONG, source=LONG), *rest)
    items = (replace(made.items[0], stem=LONG + "\n" + HOSTILE), *made.items[1:])
    remarks = (registers.Remark(HOSTILE, "Phòng máy hẹp. " * 300, LONG),)
    return replace(
        made,
        contests=(replace(made.contests[0], title=LONG), replace(made.contests[1], title=HOSTILE)),
        schools=named,
        clusters=(replace(made.clusters[0], name=LONG), replace(made.clusters[1], name=HOSTILE), made.clusters[2]),
        items=items,
        registers=replace(made.registers, remarks=remarks),
        letterhead=replace(LETTERHEAD, to=(), agency="Sở Giáo dục và Đào tạo " + "tỉnh " * 12, parent=""),
    )


def sheets_of(data: bytes) -> dict[str, list[list[object]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def files_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_report_gives_the_same_bytes_also_years_later(kind: str) -> None:
    """Years later is what the kept text says: the report is read back from it."""
    report = correction()
    again = report_of(to_text(report))
    assert FORMATS[kind].make(report) == FORMATS[kind].make(again)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("report", [issued(odd()), Report(replace(empty(), is_demo=True))], ids=["odd", "empty"])
def test_no_report_breaks_a_file(kind: str, report: Report) -> None:
    data = FORMATS[kind].make(report)
    assert len(data) > 1000
    assert data[:2] == {"pdf": b"%P", "json": b"{\n"}.get(kind, b"PK")


def test_file_names_say_period_version_and_demonstration() -> None:
    assert FORMATS["section"].file_name(correction()) == "phan-so-lieu-2026-06-15-2026-12-14-ban-02.docx"
    draft = Report(replace(empty(), is_demo=True))
    assert FORMATS["pdf"].file_name(draft) == "bao-cao-2026-06-15-2026-12-14-du-thao-minh-hoa.pdf"


def test_names_like_formulas_and_markup_stay_text() -> None:
    report = issued(odd(12))
    texts = [cell.text for table in Document(io.BytesIO(FORMATS["docx"].make(report))).tables for cell in table._cells]
    assert any(HOSTILE in text for text in texts)
    found = files_of(FORMATS["xlsx"].make(report))
    assert not [name for name, data in found.items() if name.startswith("xl/worksheets/") and b"<f>" in data]
    cells = [cell for data in files_of(FORMATS["csv"].make(report)).values() for row in rows_of(data) for cell in row]
    assert not [cell for cell in cells if re.match(r"\s*[=+@]", cell) or re.match(r"\s*-(?!\d)", cell)]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)


def test_csv_has_every_table_and_a_dictionary_of_every_column() -> None:
    found = files_of(FORMATS["csv"].make(issued()))
    made = tables.tables_of(filled())
    assert set(found) == {"doc-truoc.csv", "tu-dien-du-lieu.csv", *(f"{table.name}.csv" for table in made)}
    assert all(data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n") for data in found.values())
    for table in made:
        head, *rows = rows_of(found[f"{table.name}.csv"])
        assert head == [column.key for column in table.columns]
        assert len(rows) == len(table.rows)
    words = rows_of(found["tu-dien-du-lieu.csv"])
    assert words[0] == ["file", "column", "meaning_vi", "meaning_en", "unit", "type", "table"]
    assert [(row[0], row[1]) for row in words[1:]] == [
        (f"{table.name}.csv", column.key) for table in made for column in table.columns
    ]
    assert all(row[2] and row[3] and row[5] for row in words[1:])


def test_an_empty_report_has_the_same_files_with_heads_only() -> None:
    found = files_of(FORMATS["csv"].make(issued(empty())))
    assert set(found) == set(files_of(FORMATS["csv"].make(issued())))
    assert rows_of(found["truong.csv"])[1:] == []


def test_excel_holds_numbers_as_numbers_the_same_as_the_tables() -> None:
    found = sheets_of(FORMATS["xlsx"].make(issued()))
    for table in map(printed_first, tables.tables_of(filled())):
        if not table.rows:
            assert NAMES[table.name] not in found
            continue
        rows = found[NAMES[table.name]]
        assert rows[TOP] == [column.title for column in table.columns]
        for row, cells in zip(table.rows, rows[TOP + 1 :], strict=True):
            for cell, read, column in zip(map(tables.value_of, row), cells, table.columns, strict=True):
                if isinstance(cell, int | float) and not isinstance(cell, bool):
                    assert read == cell, (table.name, column.key)


def test_excel_has_cover_definitions_native_charts_and_a4_sheets() -> None:
    data = FORMATS["xlsx"].make(correction())
    found = sheets_of(data)
    assert list(found)[:4] == ["Bìa", "Cách tính", "Điều chỉnh", "Biểu đồ"]
    cover = {row[0]: row[1] for row in found["Bìa"] if row[0]}
    assert cover["Bản"] == "Bản số 02, chốt ngày 05/01/2027"
    assert cover["Mã kiểm tra (SHA-256)"] == correction().checksum
    inside = files_of(data)
    assert len([name for name in inside if name.startswith("xl/charts/chart")]) == 4
    pages = [text for name, text in inside.items() if name.startswith("xl/worksheets/sheet")]
    assert all(b'paperSize="9"' in text for text in pages)
    assert sum(b"<pane " in text for text in pages) >= len(pages) - 2  # all but cover and charts
    styles = inside["xl/styles.xml"].decode()
    assert "0.0&quot;%&quot;" in styles


def test_json_is_the_kept_text() -> None:
    text = FORMATS["json"].make(issued()).decode()
    assert text == to_text(issued())
    assert json.loads(text)["report"]["overall"]["participants"] == 1234


def test_pdf_is_tagged_has_words_for_charts_and_carries_its_letters() -> None:
    data = FORMATS["pdf"].make(issued())
    packed = re.findall(rb"/ObjStm.*?stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    plain = data + b"".join(zlib.decompress(stream) for stream in packed)
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"pdfuaid"):
        assert mark in plain, mark
    assert plain.count(b"/Alt") == 4
    assert plain.count(b"/FontFile2") == 4  # upright, bold, italic, both


def test_every_page_of_a_drafts_pdf_says_that_it_is_one_and_no_page_of_a_version() -> None:
    pages = pages_of(FORMATS["pdf"].make(Report(filled())))
    assert len(pages) > 5
    assert all("DỰTHẢO" in page for page in pages)
    assert "/BC-SGDĐTDỰTHẢO" in pages[0]  # under the number as well
    assert "DỰTHẢO-Sốliệuminhhọa" in pages_of(FORMATS["pdf"].make(Report(replace(empty(), is_demo=True))))[-1]
    final = pages_of(FORMATS["pdf"].make(issued()))
    assert "/BC-SGDĐT" in final[0]
    assert not any("DỰTHẢO" in page for page in final)
