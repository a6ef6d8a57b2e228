"""The files of a frozen report, made of its snapshot alone, however many years later."""

from dataclasses import dataclass

from reports.models import IssuedReport
from reports.official.snapshot import SCHEMA, report_of

#: Of a report of an older shape there is what was handed out then, and nothing is made anew of it.
OLD_KINDS = ("json",)
KINDS = ("docx", "section", "xlsx", "pdf", "json", "csv")


@dataclass(frozen=True)
class IssuedFile:
    name: str
    content_type: str
    data: bytes


def kinds_of(row: IssuedReport) -> tuple[str, ...]:
    return KINDS if row.schema == SCHEMA else OLD_KINDS


def issued_file(row: IssuedReport, kind: str) -> IssuedFile | None:
    """The file, or None where a report has none of that kind."""
    if kind not in kinds_of(row):
        return None
    if kind == "json":  # what was frozen goes out byte for byte, whatever the tree has learnt since
        demo = "-minh-hoa" if row.is_demo else ""
        name = f"bao-cao-{row.from_day}-{row.to_day}-ban-{row.version:02d}{demo}.json"
        return IssuedFile(name, "application/json", row.snapshot.encode())
    from reports.official.formats import FORMATS  # noqa: PLC0415 - the makers of files cost a second to load

    its, report = FORMATS[kind], report_of(row.snapshot)
    return IssuedFile(its.file_name(report), its.content_type, its.make(report))
