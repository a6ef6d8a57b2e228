"""Every file that a report is issued as. A view asks for one by its code and knows nothing of how it is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reports.official.archive import archive
from reports.official.document import document_of, section_of
from reports.official.docx import docx
from reports.official.pdf import pdf
from reports.official.report import Report
from reports.official.sheets import workbook
from reports.official.snapshot import to_text

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Format:
    """`name` is what people call it, `stem` and `ending` make the file's name."""

    name: str
    content_type: str
    stem: str
    ending: str
    make: Callable[[Report], bytes]

    def file_name(self, report: Report) -> str:
        """`bao-cao-2026-08-01-2026-12-31-ban-02.docx`; a draft says so. ASCII, so that no header needs to quote it."""
        contents = report.contents
        version = f"ban-{report.version:02d}" if report.version else "du-thao"
        demo = "-minh-hoa" if contents.is_demo else ""
        return f"{self.stem}-{contents.first}-{contents.last}-{version}{demo}.{self.ending}"


FORMATS: Mapping[str, Format] = {
    "docx": Format("Báo cáo (Word)", WORD, "bao-cao", "docx", lambda report: docx(report, document_of(report))),
    "section": Format(
        "Phần số liệu (Word)", WORD, "phan-so-lieu", "docx", lambda report: docx(report, section_of(report))
    ),
    "xlsx": Format("Phụ lục số liệu (Excel)", EXCEL, "phu-luc-so-lieu", "xlsx", workbook),
    "pdf": Format(
        "Báo cáo (PDF)", "application/pdf", "bao-cao", "pdf", lambda report: pdf(report, document_of(report))
    ),
    "json": Format("Số liệu (JSON)", "application/json", "bao-cao", "json", lambda report: to_text(report).encode()),
    "csv": Format("Số liệu (CSV)", "application/zip", "so-lieu-csv", "zip", archive),
}
