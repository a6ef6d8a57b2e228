"""A class list's file, bytes to sheets of cells: .xlsx, and .csv as Excel and other programs write it.

A file is untrusted: its size, what it unpacks to, its rows and columns are bounded before it is parsed.
"""

import csv
import io
import re
import zipfile

import python_calamine

from schools.rules.roster import Cell, Problem, Sheet

MAX_BYTES = 10_000_000
MAX_UNPACKED = 50_000_000
MAX_ENTRIES = 2_000
MAX_RATIO = 200  # of a whole file; Excel's own sheets of equal rows reach about 60
MAX_ROWS = 10_000
MAX_COLUMNS = 200
MAX_SHEETS = 100
NAMED = {
    "xls": "old_excel", "xlsm": "macros", "xlsb": "wrong_kind", "ods": "wrong_kind", "numbers": "wrong_kind",
    "doc": "wrong_kind", "docx": "wrong_kind", "pdf": "wrong_kind", "zip": "wrong_kind", "rar": "wrong_kind",
    "jpg": "wrong_kind", "png": "wrong_kind",
}  # fmt: skip
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?(/?)>')
_CHUNK = 1 << 20


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
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused("old_excel", value=f".{ending}")
    if ending in NAMED or ending == "xlsx" or data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"<")):
        raise FileRefused(NAMED.get(ending, "wrong_kind"), value=f".{ending}")
    return [Sheet("", _table(_decoded(data)))]


def _workbook(data: bytes) -> list[Sheet]:
    _check_package(data)
    sheets = []
    total = 0
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names[:MAX_SHEETS]:
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            rows: list[list[Cell]] = [list(row) for row in cells]
            total += sum(1 for row in rows if any(cell not in ("", None) for cell in row))
            if total > MAX_ROWS:
                raise FileRefused("too_many_rows")
            sheets.append(Sheet(name, rows))
    except python_calamine.PasswordError:
        raise FileRefused("locked_file") from None
    except python_calamine.CalamineError:
        raise FileRefused("broken_file") from None
    return sheets


def _check_package(data: bytes) -> None:
    """Unpacks every part once, in bounded pieces, before the real parser sees it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            names = [part.filename for part in parts]
            if "xl/workbook.xml" not in names:
                raise FileRefused("wrong_kind")
            if len(parts) > MAX_ENTRIES or len(set(names)) != len(names):
                raise FileRefused("broken_file")
            if any("vbaProject" in name for name in names):
                raise FileRefused("macros")
            left = min(MAX_UNPACKED, max(len(data) * MAX_RATIO, 1_000_000))
            for part in parts:
                left -= _check_part(package, part, left)
    # zipfile's own words: NotImplementedError for a way of packing it does not know, RuntimeError for a locked part
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, RuntimeError):
        raise FileRefused("broken_file") from None


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    size, tail = 0, b""
    is_sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise FileRefused("too_large_unpacked")
            window = tail + chunk
            if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in window:
                raise FileRefused("broken_file")
            if is_sheet:
                _check_places(window)
            tail = window[-200:]
    return size


def _check_places(piece: bytes) -> None:
    """One far cell makes a parser reserve everything up to it. Empty cells (ghost rows) cost nothing."""
    for match in _CELL.finditer(piece):
        letters, digits, empty = match.groups()
        if empty:
            continue
        if int(digits) > MAX_ROWS * 2:
            raise FileRefused("too_many_rows")
        if _column_number(letters) > MAX_COLUMNS:
            raise FileRefused("too_many_columns")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "cp1258"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise FileRefused("unreadable_text")
        return text
    raise FileRefused("unreadable_text")


def _table(text: str) -> list[list[Cell]]:
    head = text[:20_000]
    separator = max(";\t,", key=head.count)
    rows: list[list[Cell]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
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
