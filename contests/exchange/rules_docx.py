"""A contest's rules as a Word file in the layout of Nghị định 30/2020/NĐ-CP: number, date and signature stay blank."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx.shared import Mm

from contests.exchange import letter
from contests.exchange.letter import BOTH, LEFT, TEXT_WIDTH, bare_table, drop_first_paragraph, line, rule


@dataclass(frozen=True)
class RulesPaper:
    """What the document says. `articles`: heading and sentences; `label` stands on every page (a demonstration)."""

    parent: str
    agency: str
    place: str
    subject: str
    articles: Sequence[tuple[str, Sequence[str]]]
    signs_as: Sequence[str] = ()
    signatory: str = ""
    copies_to: Sequence[str] = ()
    label: str = ""


def write(paper: RulesPaper) -> bytes:
    """The whole file: head, title, articles, signature."""
    document = letter.new_letter(title=f"Thể lệ {paper.subject}", label=paper.label)
    its = {"parent": paper.parent, "agency": paper.agency, "place": paper.place}
    letter.head(document, symbol=letter.NUMBER_BLANK, **its)
    line(document, "", size=8)
    line(document, "THỂ LỆ", bold=True)
    line(document, paper.subject, bold=True)
    rule(document, width=52, box=TEXT_WIDTH, after=10)
    last = len(paper.articles)
    for number, (heading, sentences) in enumerate(paper.articles, start=1):
        title = _body(document, f"Điều {number}. {heading}", bold=True)
        title.paragraph_format.keep_with_next = True
        for place, sentence in enumerate(sentences, start=1):
            numbered = f"{place}. {sentence}" if len(sentences) > 1 else sentence
            ends = number == last and place == len(sentences)
            _body(document, f"{numbered.rstrip('.')}./." if ends else numbered)
    _signature(document, paper)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _signature(document: Any, paper: RulesPaper) -> None:
    """ "Nơi nhận" on the left, title and name on the right, room for hand and stamp between."""
    line(document, "", size=6)
    left, right = bare_table(document, (80, 85)).rows[0].cells
    line(left, "Nơi nhận:", align=LEFT, bold=True, italic=True, size=12)
    for name in paper.copies_to:
        line(left, f"- {name};", align=LEFT, size=11)
    line(left, "- Lưu: VT.", align=LEFT, size=11)
    for title in paper.signs_as:
        line(right, title, bold=True)
    for _number in range(4):
        line(right, "")
    line(right, paper.signatory, bold=True)
    for cell in (left, right):
        drop_first_paragraph(cell)


def _body(document: Any, text: str, *, bold: bool = False) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = BOTH
    paragraph.paragraph_format.first_line_indent = Mm(12.7)
    letter.write(paragraph, text, bold=bold)
    return paragraph
