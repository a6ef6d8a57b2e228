"""The tables as CSV files in one zip, with a dictionary that says what every column means.

UTF-8 with BOM, commas, RFC 4180; numbers with a point, days as yyyy-mm-dd; text that could begin a formula is inert.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO

from contests.exchange.cells import inert
from reports.official.annexes import definitions_of, version_of
from reports.official.document import DEMO
from reports.official.packing import packed
from reports.official.report import Report
from reports.official.tables import Plain, Table, tables_of, value_of
from reports.official.tables.shape import UNITS

BOM = "\ufeff"
DICTIONARY, ABOUT = "tu-dien-du-lieu.csv", "doc-truoc.csv"


def archive(report: Report) -> bytes:
    """The same report gives the same bytes."""
    tables = tables_of(report.contents)
    files = {ABOUT: _lines(("muc", "noi_dung"), _about(report)), DICTIONARY: _dictionary(tables)}
    for table in tables:
        head = [column.key for column in table.columns]
        files[f"{table.name}.csv"] = _lines(head, ([value_of(cell) for cell in row] for row in table.rows))
    return packed(files)


def _about(report: Report) -> list[tuple[str, str]]:
    """What the figures are of, which version they are, how they are counted."""
    contents = report.contents
    lines = [
        ("co_quan", contents.letterhead.agency),
        ("tu_ngay", contents.first.isoformat()),
        ("den_ngay", contents.last.isoformat()),
        ("tinh_den_ngay", contents.cut_off.isoformat()),
        ("ban", version_of(report)),
        ("ma_kiem_tra_sha256", report.checksum),
        ("cau_truc", contents.schema),
    ]
    if contents.is_demo:
        lines.append(("luu_y", DEMO))
    lines += [("thay_the_ban", str(report.corrects)), ("ly_do", report.reason)] if report.corrects else []
    lines += [(f"dieu_chinh: {line.name}", f"{line.before} → {line.after}") for line in report.changes]
    return lines + [(f"cach_tinh: {line.term}", line.text) for line in definitions_of(contents)]


def _dictionary(tables: Iterable[Table]) -> bytes:
    head = ("file", "column", "meaning_vi", "meaning_en", "unit", "type", "table")
    rows = [
        (f"{table.name}.csv", column.key, column.meaning, column.meaning_en, *UNITS[column.kind], table.title)
        for table in tables
        for column in table.columns
    ]
    return _lines(head, rows)


def _lines(head: Sequence[str], rows: Iterable[Sequence[Plain]]) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return (BOM + text.getvalue()).encode()


def _plain(value: Plain) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    return inert(value) if isinstance(value, str) else value
