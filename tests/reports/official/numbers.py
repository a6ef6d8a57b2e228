"""Which numbers a text tells, and which of them a report holds."""

import json
import re
from datetime import date

from reports.official.annexes import definitions_of
from reports.official.document import document_of, section_of
from reports.official.report import Report
from reports.official.snapshot import to_text
from reports.rules import wording

NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
#: Marks of lists, headings and captions, and what the body says of its own parts.
MARKS = re.compile(r"^(?:\d+\.|Bảng \d+\.) |mục 1, 2, 4, 5, 6 và điểm b mục 3|khoảng tin cậy 95%|SHA-256")
#: Names of documents that the layout itself cites.
CITED = {"2025", "07", "01"}  # the day from which there are no districts


def told(texts: list[str]) -> set[str]:
    """Every number of these texts, marks of lists left out."""
    return {number for text in texts for number in NUMBER.findall(MARKS.sub("", text))}


def held(report: Report) -> set[str]:
    """Every number of the snapshot in every way that documents write it, and the numbers inside its texts."""
    contents = report.contents
    found = {wording.padded(report.version), wording.padded(report.corrects)} | CITED
    _walk(json.loads(to_text(Report(contents)))["report"], found)
    if report.frozen_at:
        _day(report.frozen_at.date(), found)
    inside = [report.checksum, report.reason, *report.wording.values()]
    inside += [text for line in report.changes for text in (line.name, line.before, line.after)]
    inside += [line.text for line in definitions_of(contents)]
    for text in inside:
        found.update(NUMBER.findall(text))
    # how many lines a list has is counted on the snapshot as well
    outside = contents.registers.outside
    for n in (len(outside), sum(line.by_ministry for line in outside), len(contents.registers.documents)):
        found.add(wording.padded(n))
    return found


def _walk(value: object, found: set[str]) -> None:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            _walk(inner, found)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int):
        found.update((wording.whole(abs(value)), wording.padded(abs(value)), str(value)))
    elif isinstance(value, float):
        found.update((wording.decimal(abs(value)), wording.decimal(abs(value), 2)))
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        _day(date.fromisoformat(str(value)), found)
    else:
        found.update(NUMBER.findall(str(value)))


def _day(day: date, found: set[str]) -> None:
    found.update((str(day.year), f"{day.month:02d}", f"{day.day:02d}", str(day.month)))


def documents(report: Report) -> list[str]:
    """Every text of the whole report and of the section alone, as blocks; running numbers of tables left out."""
    texts: list[str] = []
    for document in (document_of(report), section_of(report)):
        for block in (*document.blocks, *(block for annex in document.annexes for block in annex.blocks)):
            if hasattr(block, "rows"):
                numbered = block.head[0] == "TT"
                texts += [block.caption, *block.head, *(cell for row in block.rows for cell in row[numbered:])]
            elif hasattr(block, "alt"):
                texts += [block.caption, block.alt]
            else:
                texts.append(block.text)
    return texts
