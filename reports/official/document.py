"""A report as a document, before any file format: what stands on page 1, the body, the end, the annexes."""

from collections.abc import Sequence

from reports.official.annexes import annexes
from reports.official.blocks import Back, Document, Front, Text
from reports.official.body import SUBJECT, body, results, span_of
from reports.official.contents import Letterhead
from reports.official.report import Report

DEMO, DRAFT = "Số liệu minh họa", "DỰ THẢO"
KIND = "BÁO CÁO"
BLANK_RECIPIENT = "…" * 18


def document_of(report: Report) -> Document:
    """The Department's report whole, in the layout of Nghị định 30/2020/NĐ-CP."""
    contents = report.contents
    its = contents.letterhead
    places, made = annexes(report)
    return Document(
        title=f"Báo cáo {SUBJECT}",
        blocks=tuple(body(report, places)),
        annexes=made,
        front=_front(report),
        back=Back(_copies(its), its.signs_as, its.signatory),
        label=label_of(report),
    )


def section_of(report: Report) -> Document:
    """Part II with its numbers and the annexes' tables, for the agency that puts the province's report together: no
    letterhead, no signature."""
    contents = report.contents
    places, made = annexes(report)
    source = f"Nguồn: {contents.letterhead.agency}, kết quả {span_of(contents)}."
    return Document(
        title=f"Phần số liệu: {SUBJECT}",
        blocks=(*results(report, places), Text(source)),
        annexes=made,
        label=label_of(report),
    )


def label_of(report: Report) -> str:
    """What every page must say, "" for a frozen version of real data: a page alone must not pass for a report."""
    return " - ".join(filter(None, (_mark(report), DEMO if report.contents.is_demo else "")))


def _mark(report: Report) -> str:
    return "" if report.version else DRAFT


def _front(report: Report) -> Front:
    contents = report.contents
    its = contents.letterhead
    span = f"({span_of(contents)})"
    return Front(its.parent, its.agency, its.symbol, its.place, KIND, SUBJECT, span, _to(its), _mark(report))


def _to(its: Letterhead) -> Sequence[str]:
    """One recipient on the line itself, several a line each, the last with a full stop."""
    if len(its.to) < 2:
        return (f"Kính gửi: {its.to[0].rstrip('.') if its.to else BLANK_RECIPIENT}.",)
    last = len(its.to) - 1
    return ("Kính gửi:", *(f"- {name}{'.' if place == last else ';'}" for place, name in enumerate(its.to)))


def _copies(its: Letterhead) -> Sequence[str]:
    filed = f", {its.filed_by}" if its.filed_by else ""
    return (*(f"- {name};" for name in its.copies_to), f"- Lưu: VT{filed}.")
