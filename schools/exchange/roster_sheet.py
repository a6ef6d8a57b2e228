"""A class list's file, bytes to sheets of cells: .xlsx, .xls, and .csv as Excel and other programs write it.

A file is untrusted: its size, what it unpacks to, its rows and columns are bounded before it is parsed.
"""

import csv
import io
import re
import unicodedata

import python_calamine

from schools.exchange import compound_file, old_workbook
from schools.exchange.package import MAX_BYTES, PackageRefused, parts
from schools.exchange.workbook_scan import NEEDED, BookScan, SheetScan, packed, scan
from schools.rules.roster import Cell, Problem, Sheet, headings, oldfonts

MAX_ROWS = 10_000
MAX_COLUMNS = 200
MAX_SHEETS = 100
MAX_HEIGHT = 200_000  # rows of all sheets with the empty ones between
NAMED = {
    "xls": "old_excel", "xlsm": "macros", "xlsb": "wrong_kind", "ods": "wrong_kind", "numbers": "wrong_kind",
    "doc": "wrong_kind", "docx": "wrong_kind", "pdf": "wrong_kind", "zip": "wrong_kind", "rar": "wrong_kind",
    "jpg": "wrong_kind", "png": "wrong_kind",
}  # fmt: skip
# what package and scan say, where the page has a sentence of its own for it; all else is a broken file
REFUSED = {
    "too_many_items": "too_many_rows",
    **{
        code: code
        for code in ("too_many_columns", "too_large_unpacked", "locked_file", "macros", "old_excel", "wrong_kind")
    },
}
_FROM_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true)[\"']")
_WORDS = re.compile(r"[^\s;,|\"]+")
_SEPARATORS = ";\t,|"


class FileRefused(ValueError):
    """Carries a problem code and, where known, the line."""

    def __init__(self, code: str, row: int = 0, value: str = "") -> None:
        super().__init__(code)
        self.problem = Problem(code, row=row, value=value)


def read(data: bytes, filename: str) -> list[Sheet]:
    """The sheets of a file. Raises `FileRefused` with a code the page has a sentence for."""
    if not data.strip():
        raise FileRefused("empty_file")
    if len(data) > MAX_BYTES:
        raise FileRefused("too_large")
    ending = filename.rpartition(".")[2].casefold()
    if data.startswith(b"PK"):
        if ending in NAMED:
            raise FileRefused(NAMED[ending], value=f".{ending}")
        return _workbook(data)
    if data.startswith(compound_file.SIGNATURE[:4]):
        return _old_workbook(data)
    if ending in NAMED or ending == "xlsx" or data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"<")):
        raise FileRefused(NAMED.get(ending, "wrong_kind"), value=f".{ending}")
    return [Sheet("", _table(_decoded(data)))]


def _workbook(data: bytes) -> list[Sheet]:
    """The visible sheets; error values stand as their words, and zeros that a format fills in are there."""
    checked, seen, from_1904 = _checked(data)
    sheets: list[Sheet] = []
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(checked))
        shown = [
            sheet.name for sheet in book.sheets_metadata if sheet.visible == python_calamine.SheetVisibleEnum.Visible
        ]
        for name in shown[:MAX_SHEETS]:
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            rows: list[list[Cell]] = [list(row) for row in cells]
            _mend(rows, seen.sheets.get(seen.targets.get(name, ""), SheetScan()))
            sheets.append(Sheet(name, rows, from_1904))
            _check_rows(sheets)
    except python_calamine.PasswordError:
        raise FileRefused("locked_file") from None
    except python_calamine.CalamineError:
        raise FileRefused("broken_file") from None
    return sheets


def _old_workbook(data: bytes) -> list[Sheet]:
    try:
        book = old_workbook.read(data)
    except PackageRefused as refused:
        raise FileRefused(REFUSED.get(refused.code, "broken_file")) from None
    sheets: list[Sheet] = []
    for one in book.sheets[:MAX_SHEETS]:
        height = max((row for row, _column in one.cells), default=-1) + 1
        if height + sum(len(sheet.rows) for sheet in sheets) > MAX_HEIGHT:
            raise FileRefused("too_many_rows")
        rows: list[list[Cell]] = [[] for _ in range(height)]
        for (row, column), value in sorted(one.cells.items()):
            rows[row] += [None] * (column - len(rows[row]))
            rows[row].append(value)
        sheets.append(Sheet(one.name, rows, book.from_1904))
        _check_rows(sheets)
    return sheets


def _check_rows(sheets: list[Sheet]) -> None:
    if sum(1 for sheet in sheets for row in sheet.rows if any(cell not in ("", None) for cell in row)) > MAX_ROWS:
        raise FileRefused("too_many_rows")


def _mend(rows: list[list[Cell]], seen: SheetScan) -> None:
    """What the parser does not tell: error values, and the zeros that people see in front of a number."""
    for (row, column), error in seen.errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = error
    for (row, column), code in seen.forms.items():
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        if isinstance(value, int | float) and not isinstance(value, bool) and set(code) == {"0"} and value >= 0:
            rows[row][column] = str(int(value)).zfill(len(code)) if float(value).is_integer() else value


def _checked(data: bytes) -> tuple[bytes, BookScan, bool]:
    """A workbook of the parts that the real parser needs, each looked through before it sees them; what was seen; and
    whether its days count from 1904.
    """
    try:
        every = parts(data)
        if "xl/workbook.xml" not in every:
            raise FileRefused("wrong_kind")
        needed = {name: content for name, content in every.items() if NEEDED.fullmatch(name)}
        seen = scan(needed)
    except PackageRefused as refused:
        raise FileRefused(REFUSED.get(refused.code, "broken_file")) from None
    return packed(needed), seen, bool(_FROM_1904.search(needed["xl/workbook.xml"]))


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    elif data.count(0) * 4 > len(data):  # every second byte of plain letters in UTF-16
        encodings = ["utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"]
    else:
        encodings = ["utf-8"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            text = _of_one_byte(data) if encoding == "utf-8" else "\x00"
        if "\x00" in text:
            raise FileRefused("unreadable_text")
        return text
    raise FileRefused("unreadable_text")


def _of_one_byte(data: bytes) -> str:
    """Letters of a byte each: Windows' Vietnamese, or an old font's, whichever makes more syllables."""
    western = data.decode("latin-1")
    try:
        vietnamese = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        return western
    old = sum(oldfonts.judge(word).best.right for word in _WORDS.findall(western)[:5_000])
    return western if old > oldfonts.right(" ".join(_WORDS.findall(vietnamese)[:5_000])) else vietnamese


def _table(text: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        for record in reader:
            if len(record) > MAX_COLUMNS:
                raise FileRefused("too_many_columns", row=reader.line_num)
            rows.append([cell or None for cell in record])
            if len(rows) > MAX_ROWS + 100:
                raise FileRefused("too_many_rows")
    except csv.Error:
        raise FileRefused("broken_line", row=reader.line_num) from None
    return rows


def _separator(text: str) -> str:
    """What Excel's own first line says; else what splits a line into most known headings; else what is met most."""
    if told := re.match(r"sep=(.)\r?\n", text):
        return told[1]
    head = text[:20_000]
    lines = head.splitlines()[: headings.SEARCHED_ROWS]

    def known(separator: str) -> int:
        rows = [[cell.strip().strip('"') for cell in line.split(separator)] for line in lines]
        return max((sum(1 for cell in row if headings.field_of(cell, {})) for row in rows), default=0)

    return max(_SEPARATORS, key=lambda separator: (known(separator), head.count(separator)))
