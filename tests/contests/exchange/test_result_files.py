"""Forty cells that would be formulas somewhere; none of them is one in our files, and numbers stay numbers."""

import csv
import io
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from contests.exchange import result_csv, result_xlsx
from contests.exchange.cells import file_name, inert

SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]
CELLS = [
    *(f"{sign}1+1" for sign in SIGNS),
    *(f"{lead}=1" for lead in ("\t", "\r", "\n", "\x00", " ", "\x0b", "\u2028", "\t\r\n ")),
    *(f"{quote}{sign}1" for quote in ('"', "'", "“") for sign in ("=", "+", "-", "@")),
    *(f"An{separator}=1" for separator in (",", ";", "|", "\t")),
    '"";=1',
    ',"=1',
    '=HYPERLINK("http://a.example","x")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "+84912345678",
    "＝1+1;＋1",
]
#: A formula at the beginning, or behind what another program may take for a separator or a quote.
ALIVE = re.compile(r"(^|[,;|\t\r\n\"'“])[\s\"]*[=+\-@＝＋－＠]")


def test_there_are_forty() -> None:
    assert len(set(CELLS)) == 40


@pytest.mark.parametrize("cell", CELLS)
def test_no_cell_can_begin_a_formula(cell: str) -> None:
    made = inert(cell)
    assert not re.match(r"[\s\"]*[=+\-@＝＋－＠]", made)
    assert not ALIVE.search(re.sub(r"'(?=[=+\-@＝＋－＠])", "_", made))
    assert not re.search(r"[\x00-\x1f]", made)


def test_names_are_left_alone() -> None:
    names = ["Nguyễn Thị Ánh", "Danh Ni-ka", "Lâm O'Ni", "THCS - THPT Tân Lộc", "10A1", "6.2"]
    assert [inert(name) for name in names] == names


def test_csv_parts_no_line_and_keeps_numbers() -> None:
    rows = [[1, cell, 18.5, None, 300] for cell in CELLS]
    data = b"".join(result_csv.lines(["ghi chú"], ["=Hạng", "Tên", "Điểm", "Giờ", "Giây"], rows))
    assert data.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert read[0][0] == "'=Hạng"
    assert [row[1] for row in read[1:-1]] == [inert(cell) for cell in CELLS]
    assert {(row[0], row[2], row[3], row[4]) for row in read[1:-1]} == {("1", "18.5", "", "300")}
    assert b'1,"' in data, "numbers stand without quotes"


def test_xlsx_has_no_formula_and_keeps_numbers() -> None:
    file = io.BytesIO()
    rows = [[place, cell, 18.5, None] for place, cell in enumerate(CELLS)]
    result_xlsx.write(file, sheet_name="ABC123", notes=["=1", "SHA-256 00"], headings=["A", "B", "C", "D"], rows=rows)
    xml = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
    assert not re.search(r"<f[ >]|<hyperlink|t=\"str\"", xml)
    assert '<pane ySplit="3" topLeftCell="A4"' in xml
    file.seek(0)
    read = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert [row[0] for row in read[:2]] == ["'=1", "SHA-256 00"]
    assert [row[1] for row in read[3:]] == [inert(cell) for cell in CELLS]
    assert read[4] == [1.0, inert(CELLS[1]), 18.5, ""]


def test_file_names_are_plain() -> None:
    assert file_name("ket-qua-../..\r\nX-Evil: 1", "csv") == "ket-qua-x-evil-1.csv"
    assert file_name("Ề" * 300, "xlsx") == "ket-qua.xlsx"
    assert len(file_name("a" * 300, "csv")) == 84
