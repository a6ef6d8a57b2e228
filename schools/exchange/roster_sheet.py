"""A class list's file, bytes to sheets of cells: .xlsx, and .csv as Excel and other programs write it.

A file is untrusted: its size, what it unpacks to, its rows and columns are bounded before it is parsed.
"""

import csv
import io

import python_calamine

from schools.exchange.package import MAX_BYTES, PackageRefused, parts
from schools.exchange.workbook_scan import NEEDED, packed, scan
from schools.rules.roster import Cell, Problem, Sheet

MAX_ROWS = 10_000
MAX_COLUMNS = 200
MAX_SHEETS = 100
NAMED = {
    "xls": "old_excel", "xlsm": "macros", "xlsb": "wrong_kind", "ods": "wrong_kind", "numbers": "wrong_kind",
    "doc": "wrong_kind", "docx": "wrong_kind", "pdf": "wrong_kind", "zip": "wrong_kind", "rar": "wrong_kind",
    "jpg": "wrong_kind", "png": "wrong_kind",
}  # fmt: skip
# what package and scan say, where the page has a sentence of its own for it; all else is a broken file
REFUSED = {
    "too_many_items": "too_many_rows",
    **{code: code for code in ("too_many_columns", "too_large_unpacked", "locked_file", "macros")},
}


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
    checked = _checked(data)
    sheets = []
    total = 0
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(checked))
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


def _checked(data: bytes) -> bytes:
    """A workbook of the parts that the real parser needs, each looked through before it sees them."""
    try:
        every = parts(data)
        if "xl/workbook.xml" not in every:
            raise FileRefused("wrong_kind")
        needed = {name: content for name, content in every.items() if NEEDED.fullmatch(name)}
        scan(needed)
    except PackageRefused as refused:
        raise FileRefused(REFUSED.get(refused.code, "broken_file")) from None
    return packed(needed)


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
