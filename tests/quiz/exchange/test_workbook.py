"""Workbooks from strangers: what would hang, kill or fool the parser is refused by name before the parser sees it."""

import contextlib
import io
import time
import zipfile
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.exchange import spreadsheet
from quiz.exchange.reading import FileRefused, Reading
from quiz.exchange.spreadsheet.columns import layout
from quiz.exchange.workbook import letters, read_book
from quiz.rules.kinds import KINDS
from schools.exchange import workbook_scan
from tests.quiz.exchange.workbooks import SHEET, patched, repacked, with_xml, xlsx

TABLE = [["Câu hỏi", "A", "B", "C", "Đáp án"], ["Q?", "x", "y", "z", "A"]]
SOUND = xlsx(TABLE)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def refusal(data: bytes) -> str:
    begun = time.monotonic()
    with pytest.raises(FileRefused) as refused:
        spreadsheet.read(data)
    assert time.monotonic() - begun < 20
    return refused.value.problem.code


def read(data: bytes) -> Reading:
    begun = time.monotonic()
    reading = spreadsheet.read(data)
    assert time.monotonic() - begun < 20
    return reading


def sheet(rows: bytes) -> bytes:
    return b'<worksheet xmlns="' + MAIN.encode() + b'"><sheetData>' + rows + b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row r="1048576"><c><v>1</v></c></row>',
        b'<row r="9"><c a=">" r="B1048576"><v>1</v></c></row>',
        b'<x:row xmlns:x="' + MAIN.encode() + b'" r="9"><x:c r="C99999"><x:v>1</x:v></x:c></x:row>',
        b'<row r="30000"><c r="A30000" t="inlineStr"><is><t></t></is></c></row>',
    ],
)
def test_a_far_cell_reserves_nothing_however_it_is_written(rows: bytes) -> None:
    assert refusal(with_xml(rows)) == "too_many_items"


def test_a_far_column_is_refused() -> None:
    assert refusal(with_xml(b'<row r="5"><c r="XFD5"><v>1</v></c></row>')) == "too_many_columns"
    assert refusal(with_xml(b'<row r="5"><c r="KN5"/>' + b"<c/>" * 5 + b"<c><v>1</v></c></row>")) == "too_many_columns"


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="99999999999"><c r="A1"><v>1</v></c></row>',
        b'<row r="3"><c r="ABCD3"><v>1</v></c></row>',
        b'<row r="3"><c r="A-3"><v>1</v></c></row>',
        b'<row r="3"><c t="s"><v>1e9</v></c></row>',
        b'<row r="3"><c r="A3" r="B3"><v>1</v></c></row>',
        b"<row><c>",
        b"\x00",
        b"<row>&unknown;</row>",
    ],
)
def test_nonsense_in_a_sheet_is_a_broken_file(rows: bytes) -> None:
    assert refusal(with_xml(rows)) == "broken_file"


def test_ghost_rows_and_ghost_cells_cost_little_and_say_nothing() -> None:
    ghosts = b"".join(b'<row r="%d"/>' % row for row in range(3, 300_000))
    ghosts += b'<row r="1048576"><c r="XFD1048576" s="1"/><c></c></row>'
    reading = read(with_xml(ghosts))
    assert (len(reading.drafts), reading.problems) == (1, [])


def test_a_shared_text_cannot_be_multiplied() -> None:
    long = patched(SOUND, lambda xml: xml.replace(b">x<", b">" + b"x" * 100_000 + b"<"), "xl/sharedStrings.xml")
    rows = b"".join(b"<row>" + b'<c t="s"><v>5</v></c>' * 100 + b"</row>" for _row in range(50))
    index = zipfile.ZipFile(io.BytesIO(long)).read("xl/sharedStrings.xml").split(b"<si>")
    place = next(number for number, text in enumerate(index[1:]) if len(text) > 1000)
    rows = rows.replace(b"<v>5</v>", b"<v>%d</v>" % place)
    assert refusal(patched(long, lambda _xml: sheet(rows))) == "too_many_items"


def test_wide_sheets_are_bounded_together() -> None:
    corners = [["x"]] + [[]] * 15_000 + [[""] * 250 + ["x"]]
    assert refusal(xlsx(TABLE, ("a", corners), ("b", corners))) == "too_many_items"


def test_too_many_elements_questions_and_levels_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(workbook_scan, "MAX_ELEMENTS", 1_000)
        assert refusal(with_xml(b"<c/>" * 1_000)) == "too_many_items"
    assert refusal(xlsx([TABLE[0], *[[f"Q{row}?", "x", "y", "z", "A"] for row in range(10_001)]])) == "too_many_items"
    assert refusal(with_xml(b"<a>" * 100 + b"</a>" * 100)) == "too_deep"


def test_document_types_are_refused_in_any_encoding() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    assert refusal(patched(SOUND, lambda xml: bomb.encode() + xml[xml.index(b"<worksheet") :])) == "has_dtd"
    text = f'<?xml version="1.0" encoding="UTF-16"?>{bomb}<worksheet xmlns="{MAIN}"/>'
    assert refusal(patched(SOUND, lambda _xml: text.encode("utf-16"))) == "has_dtd"
    assert refusal(patched(SOUND, lambda _xml: text.encode("utf-16"), "xl/workbook.xml")) == "has_dtd"


def test_parts_under_other_names_are_never_seen() -> None:
    far = sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    moved = patched(
        SOUND, lambda xml: xml.replace(b"worksheets/sheet1.xml", b"media/a.png"), "xl/_rels/workbook.xml.rels"
    )
    assert refusal(repacked(moved, lambda _name, content: content, xl__media__a=far)) == "broken_file"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04" + b"0" * 10_000_001, "too_large"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old_excel"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "locked_file"),
        ("Câu hỏi;A;B\n".encode(), "not_a_workbook"),
        (b"PK\x03\x04nothing", "broken_file"),
        (SOUND[:-30], "broken_file"),
        (repacked(SOUND, lambda name, content: None if name == "xl/workbook.xml" else content), "not_a_workbook"),
        (repacked(SOUND, lambda _name, content: content, xl__vbaProject=b"x"), ""),
        (repacked(SOUND, lambda _name, content: content, **{"xl__vbaProject.bin": b"x"}), "macros"),
        (repacked(SOUND, lambda _name, content: content, **{"xl__macrosheets__sheet1.xml": b"<x/>"}), "macros"),
        (
            patched(
                SOUND,
                lambda xml: xml.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"),
                "[Content_Types].xml",
            ),
            "macros",
        ),
        (repacked(SOUND, lambda _name, content: content, **{"..__up.xml": b"<x/>"}), "unsafe_name"),
        (repacked(SOUND, lambda _name, content: content, **{f"x{n}": b"" for n in range(2_001)}), "too_many_entries"),
        (repacked(SOUND, lambda _name, content: content, big=b"\0" * 20_000_000), "too_large_unpacked"),
        (repacked(SOUND, lambda name, content: None if name == SHEET else content), "broken_file"),
    ],
)
def test_packages_that_are_refused(data: bytes, code: str) -> None:
    if not code:
        assert len(read(data).drafts) == 1
        return
    assert refusal(data) == code


def test_a_locked_package_is_named() -> None:
    data = bytearray(SOUND)
    for start in (data.find(b"PK\x01\x02"), 0):
        data[start + (8 if start else 6)] |= 1
    assert refusal(bytes(data)) == "locked_file"


def test_error_values_are_named_where_they_stand() -> None:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    sheet_made = book.add_worksheet("Bài 1")
    for column, heading in enumerate([*TABLE[0], "Ghi chú"]):
        sheet_made.write(0, column, heading)
    for row in (1, 2, 3):
        for column, cell in enumerate([f"Q{row}?", "x", "y", "z", "A"]):
            sheet_made.write(row, column, cell)
    sheet_made.write_formula(1, 2, "=#REF!", None, "#REF!")
    sheet_made.write_formula(2, 5, "=1/0", None, "#DIV/0!")  # in a column that is none of ours
    sheet_made.write_formula(3, 2, '="y"&1', None, "y1")
    book.close()
    reading = spreadsheet.read(data.getvalue())
    assert [(p.where, p.code, p.values) for p in reading.problems] == [
        ("Bài 1!C2", "cell_error", ("Phương án B", "#REF!"))
    ]
    assert [draft.options[1].vi for draft in reading.drafts] == ["y", "y1"]


def test_a_percentage_and_leading_zeros_are_read_as_they_look() -> None:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    made = book.add_worksheet("X")
    for column, heading in enumerate(TABLE[0]):
        made.write(0, column, heading)
    made.write_row(1, 0, ["Q?", "", "", "30%", "A"])
    made.write_number(1, 1, 0.25, book.add_format({"num_format": "0%"}))
    made.write_number(1, 2, 7, book.add_format({"num_format": "000"}))
    book.close()
    assert [option.vi for option in spreadsheet.read(data.getvalue()).drafts[0].options] == ["25%", "007", "30%"]


def test_hidden_sheets_are_noted_and_pictures_named() -> None:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    for name in ("Đề", "Ẩn"):
        made = book.add_worksheet(name)
        for row, cells in enumerate(TABLE):
            made.write_row(row, 0, cells)
    made.hide()
    book.close()
    pictured = repacked(data.getvalue(), lambda _name, content: content, **{"xl__media__image1.png": b"x"})
    reading = spreadsheet.read(pictured)
    assert [(note.where, note.code, note.values) for note in reading.notes] == [
        ("Ẩn", "sheet_not_read", ()),
        ("", "picture_dropped", ("image1.png",)),
    ]
    assert len(reading.drafts) == 1


def test_columns_have_names() -> None:
    assert [letters(column) for column in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


CELLS = st.sampled_from([
    "", 1, 1.5, -2, "A", "A, C", "x", "=1", "1.967", "660-680", "31/02/2026", date(2020, 1, 1), True, "TH", "a|b",
    "x\ny", "Ghép đôi", "Điền số", "Điền từ", "Sắp thứ tự", "Một đáp án", "|", ";", "=", "charter", "(A)", "A(", "1e5",
    "٣", "²",
])  # fmt: skip
COLUMNS = [column.heading for column in layout(4)]


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=4))
def test_any_cells_are_read_or_named(rows: list[list[object]]) -> None:
    reading = spreadsheet.read(xlsx([COLUMNS, *rows]))
    assert len(reading.drafts) + len(reading.problems) <= len(rows)
    for draft in reading.drafts:
        assert KINDS[draft.kind].key(draft.slug, draft.options, draft.answers)


def test_any_bytes_are_refused_or_read() -> None:
    """Nothing but `FileRefused` leaves the reader, whatever was cut or changed."""
    for step in range(0, len(SOUND), 97):
        for broken in (SOUND[:step], SOUND[:step] + b"\xff" + SOUND[step + 1 :]):
            with contextlib.suppress(FileRefused):
                read_book(broken)
