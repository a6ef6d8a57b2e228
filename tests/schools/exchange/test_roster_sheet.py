"""Files as they come: Excel's and others' CSV, and those that must be refused before they are parsed."""

import io
import unicodedata
import zipfile

import pytest
import xlsxwriter

from schools.exchange import roster_sheet
from schools.exchange.roster_sheet import FileRefused
from schools.rules.roster import read as read_roster

TABLE = [
    ["STT", "Mã học sinh", "Họ và tên", "Lớp"],
    [1, "0012", "Nguyễn Thị Ẩn", "10A3"],
    [2, "0013", "Thạch Sô Phi", "4/1"],
]


def xlsx(*sheets, **kw):
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, **kw})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return data.getvalue()


def text(separator=",", rows=TABLE):
    return "\r\n".join(separator.join(str(cell) for cell in row) for row in rows)


def pupils(data, name="danh-sach.csv"):
    found = read_roster(roster_sheet.read(data, name), year=2026)
    assert not found.problems
    return [(row.pupil_code, row.full_name, row.class_name) for row in found.rows]


WANTED = [("0012", "Nguyễn Thị Ẩn", "10A3"), ("0013", "Thạch Sô Phi", "4/1")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_in_its_encodings_and_separators(encoding, separator):
    assert pupils(text(separator).encode(encoding)) == WANTED


def test_csv_in_windows_1258():
    # Windows writes the base letter with its hat and the tone as a mark of its own
    marks = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    spread = ""
    for letter in text(";"):
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(part for part in parts if part in marks)
        spread += unicodedata.normalize("NFC", "".join(part for part in parts if part not in marks)) + tone
    assert pupils(spread.encode("cp1258")) == WANTED


def test_xlsx_with_several_sheets():
    heading = ["STT", "Họ và tên"]
    data = xlsx(("10A1", [heading, [1, "Lê An"]]), ("Trống", []), ("10A2", [heading, [1, "Lê Bé"]]))
    sheets = roster_sheet.read(data, "x.xlsx")
    assert [sheet.name for sheet in sheets] == ["10A1", "Trống", "10A2"]
    assert [row.class_name for row in read_roster(sheets, year=2026).rows] == ["10A1", "10A2"]


def test_row_numbers_are_those_of_the_sheet():
    sheets = roster_sheet.read(xlsx(("x", [[], [], ["TIÊU ĐỀ"], [], *TABLE])), "x.xlsx")
    assert [row.row for row in read_roster(sheets, year=2026).rows] == [6, 7]


def test_ghost_rows_to_the_last_cell_cost_nothing():
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    sheet, yellow = book.add_worksheet("x"), book.add_format({"bg_color": "yellow"})
    for number, row in enumerate(TABLE):
        sheet.write_row(number, 0, row)
    for number in (5000, 1_048_575):
        sheet.write_blank(number, 3, None, yellow)
    book.close()
    assert pupils(data.getvalue(), "x.xlsx") == WANTED


def refused(data, name="x.xlsx"):
    with pytest.raises(FileRefused) as caught:
        roster_sheet.read(data, name)
    return caught.value.problem.code


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "x.csv", "empty_file"),
        (b" \r\n", "x.csv", "empty_file"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "x.xls", "broken_file"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "x.xlsx", "broken_file"),
        (b"%PDF-1.7", "x.pdf", "wrong_kind"),
        (b"%PDF-1.7", "x.csv", "wrong_kind"),
        (b"<html>", "x.xls", "old_excel"),
        (b"PK\x03\x04 broken", "x.xlsx", "broken_file"),
        (b"a,b\x00,c", "x.csv", "unreadable_text"),
        ('STT,"Họ và tên\n1,Lê An'.encode(), "x.csv", "broken_line"),
        (b"a," * 300, "x.csv", "too_many_columns"),
        (b"a\n" * 10_200, "x.csv", "too_many_rows"),
        (b"x" * 10_000_001, "x.csv", "too_large"),
    ],
)
def test_what_is_no_class_list_is_refused_by_name(data, name, code):
    assert refused(data, name) == code


def package(parts, source=None):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as zipped:
        if source:
            with zipfile.ZipFile(io.BytesIO(source)) as old:
                for part in old.namelist():
                    if part not in parts:
                        zipped.writestr(part, old.read(part))
        for name, content in parts.items():
            zipped.writestr(name, content)
    return data.getvalue()


GOOD = xlsx(("x", TABLE))
SHEET = "xl/worksheets/sheet1.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_a_bomb_is_refused_before_it_is_parsed():
    bomb = package({SHEET: b"<worksheet>" + b"<row/>" * 30_000_000}, GOOD)
    assert len(bomb) < 1_000_000
    assert refused(bomb) == "too_large_unpacked"


def test_one_far_cell_is_refused_before_memory_is_reserved():
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    far = head + b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>'
    wide = head + b'<row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'
    assert refused(package({SHEET: far}, GOOD)) == "too_many_rows"
    assert refused(package({SHEET: wide}, GOOD)) == "too_many_columns"


def test_macros_types_declarations_and_other_packages_are_refused():
    assert refused(package({"xl/vbaProject.bin": b"x"}, GOOD)) == "macros"
    assert refused(GOOD, "x.xlsm") == "macros"
    assert refused(package({"xl/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, GOOD)) == "broken_file"
    assert refused(package({"word/document.xml": b"<a/>"})) == "wrong_kind"


def test_a_cut_file_is_refused():
    assert refused(GOOD[: len(GOOD) // 2]) == "broken_file"


def marked(data, at, value):
    """Every part's entry in the directory and its own heading with this number at this place of the heading."""
    changed = bytearray(data)
    for sign, shift in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        place = data.find(sign)
        while place >= 0:
            changed[place + at + shift] = value
            place = data.find(sign, place + 4)
    return bytes(changed)


@pytest.mark.parametrize(("at", "value", "code"), [(6, 1, "locked_file"), (8, 99, "broken_file")])
def test_parts_that_are_locked_or_packed_in_an_unknown_way_are_refused(at, value, code):
    assert refused(marked(GOOD, at, value)) == code


@pytest.mark.parametrize(
    "rows",
    [
        b"<row r='1'><c r='XFD1048576' t='n'><v>1</v></c></row>",
        b'<row r="1" spans="a&gt;b"><c s="1" foo=">" r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c><v>1</v></c></row>',
        b'<x:row xmlns:x="' + MAIN + b'" r="1048576"><x:c><x:v>1</x:v></x:c></x:row>',
    ],
)
def test_a_far_cell_is_seen_however_it_is_written(rows: bytes) -> None:
    """The reader behind the check would reserve room for every cell up to it, and the process would be no more."""
    sheet = b'<worksheet xmlns="' + MAIN + b'"><sheetData>' + rows + b"</sheetData></worksheet>"
    with pytest.raises(roster_sheet.FileRefused) as refused:
        roster_sheet.read(package({SHEET: sheet}, GOOD), "lop.xlsx")
    assert refused.value.problem.code in {"too_many_rows", "too_many_columns"}
