""".xls: read like an independent reader reads it, and bounded where that one is not."""

import io
import struct
import time
from datetime import date
from pathlib import Path

import pytest
import python_calamine

from schools.exchange import old_workbook, roster_sheet
from schools.rules.roster import read as read_roster
from tests.schools.exchange import old_files

FILES = Path(__file__).parent / "files"
TWO_CLASSES, OLD_FONT = (FILES / name for name in ("two-classes.xls", "old-font-1904.xls"))


def refused(data, name="x.xls"):
    with pytest.raises(roster_sheet.FileRefused) as caught:
        roster_sheet.read(data, name)
    return caught.value.problem.code


@pytest.mark.parametrize("path", [TWO_CLASSES, OLD_FONT])
def test_cells_are_those_of_an_independent_reader(path):
    """But for error values, which it leaves out, and zeros in front that only the format shows."""
    data = path.read_bytes()
    theirs = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for sheet in old_workbook.read(data).sheets:
        for row, cells in enumerate(theirs.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)):
            for column, cell in enumerate(cells):
                ours = sheet.cells.get((row, column), "")
                if isinstance(ours, str) and ours.startswith("00"):
                    ours = int(ours)
                assert ours == cell or (ours == "#REF!" and cell == "")


def test_a_book_of_two_classes_is_read_with_its_zeros_and_dates():
    found = read_roster(roster_sheet.read(TWO_CLASSES.read_bytes(), "lop.xls"), year=2026)
    first, formula = found.rows[0], found.rows[5]
    assert (first.full_name, first.ministry_id, first.birth_date) == ("Nguyễn Văn An", "0012345678", date(2011, 2, 15))
    assert (formula.full_name, formula.class_name, formula.birth_date) == ("Võ Minh", "10A2", date(2011, 3, 4))
    assert [(one.code, one.row, one.value) for one in found.problems] == [("cell_is_formula", 5, "#REF!")]
    assert found.dropped == ["Số CCCD"]  # and the hidden sheet is not asked about


def test_old_letters_and_days_since_1904():
    found = read_roster(roster_sheet.read(OLD_FONT.read_bytes(), "lop.xls"), year=2026)
    assert [row.full_name for row in found.rows] == ["Đặng Thị Hường", "Nguyễn Văn Đức", "Lê An", "Lý Anh Tú"]
    assert [row.birth_date.day for row in found.rows] == [1, 2, 3, 4]  # the last one a bare number
    assert [row.sex for row in found.rows] == ["f", "m", "m", "m"]


SOUND = [old_files.label(0, 0, "Họ và tên"), old_files.label(1, 0, "Lê An")]


def test_a_book_made_by_hand_is_read():
    [sheet] = roster_sheet.read(old_files.workbook(SOUND), "x.xls")
    assert (sheet.name, sheet.rows) == ("9A", [["Họ và tên"], ["Lê An"]])


def test_a_formula_tells_its_result():
    """A text comes in a record of its own; an error is a number for each kind."""
    head = struct.pack("<HHH", 1, 0, 0)
    text = old_files.record(0x06, head + b"\0" * 6 + b"\xff\xff" + bytes(8))
    result = old_files.record(0x207, struct.pack("<HB", 5, 0) + b"Le An")
    error = old_files.record(0x06, struct.pack("<HHH", 2, 0, 0) + b"\x02\0\x17\0\0\0\xff\xff" + bytes(8))
    [sheet] = roster_sheet.read(old_files.workbook([SOUND[0], text, result, error]), "x.xls")
    assert sheet.rows[1:] == [["Le An"], ["#REF!"]]


def number(row, column):
    return old_files.record(0x203, struct.pack("<HHHd", row, column, 0, 1.0))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (old_files.workbook(SOUND, before=old_files.record(0x2F, b"\x01\0")), "locked_file"),
        (old_files.container({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "locked_file"),
        (old_files.container({"Book": b"x"}), "old_excel"),
        (old_files.workbook(SOUND, version=0x0500), "old_excel"),
        (old_files.container({"WordDocument": b"x"}), "wrong_kind"),
        (old_files.workbook([number(65_535, 0)]), "too_many_rows"),
        (old_files.workbook([number(0, 65_535)]), "too_many_columns"),
        (old_files.container({"Workbook": b"x"}, chain=[old_files.OWN, 1]), "broken_file"),  # the directory again
        (old_files.container({"Workbook": b"x"}, chain=[old_files.OWN, old_files.END, 3, 2]), "broken_file"),
        (TWO_CLASSES.read_bytes()[:9_000], "broken_file"),
    ],
)
def test_locked_foreign_and_hostile_files_are_refused_by_name(data, code):
    assert refused(data) == code


def test_a_locked_xlsx_is_named_whatever_its_ending():
    assert refused(old_files.container({"EncryptedPackage": b"x"}), "lop.xlsx") == "locked_file"


def test_what_a_number_claims_reserves_nothing():
    """Shared texts said to be four thousand million, and a text longer than all there is."""
    strings = old_files.record(0xFC, struct.pack("<II", 2**32 - 1, 2**32 - 1) + struct.pack("<HB", 65_535, 1) + b"ab")
    assert roster_sheet.read(old_files.workbook(SOUND, before=strings), "x.xls")


def test_many_sheets_over_the_same_records_end_soon(monkeypatch):
    monkeypatch.setattr(old_workbook, "MAX_RECORDS", 20_000)
    name = old_files.record(0x85, struct.pack("<IBBBB", 5_000, 0, 0, 1, 0) + b"x")
    globals_ = (old_files.bof(5) + name * 250 + old_files.record(0x0A)).ljust(5_000, b"\0")
    stream = globals_ + old_files.bof(0x10) + old_files.record(0x201) * 500
    began = time.monotonic()
    assert refused(old_files.container({"Workbook": stream})) == "too_many_rows"
    assert time.monotonic() - began < 5
