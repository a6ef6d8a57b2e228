"""A contest on paper as PDF: question papers, answer sheets, keys for the marker.

All texts reach the page description as JSON through typst's inputs, never as part of its source; pictures are handed
over as files of the one document. No key is in what a paper or an answer sheet is made of.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import segno
import typst

from schools.exchange.login_cards import FONTS

HERE = Path(__file__).parent
PAPER, SHEET, KEYS = (HERE / f"paper_{name}.typ" for name in ("questions", "answers", "keys"))
#: Picture types that the page maker draws, by media type.
ENDINGS = {
    "image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp",
}  # fmt: skip


@dataclass(frozen=True)
class PrintedItem:
    """A question as printed. `options` are lettered from A; `rows` are numbered from 1 and have a box each."""

    number: int
    kind: str
    stem: str
    how: str
    points: str
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    picture: str = ""  # a name in `pictures`
    alt: str = ""


@dataclass(frozen=True)
class PaperText:
    """One paper (mã đề): what stands at its head, and its questions."""

    code: str
    items: tuple[PrintedItem, ...]
    summary: str  # how many items, how long


@dataclass(frozen=True)
class Head:
    """What every sheet of a contest says, in the reader's language."""

    school: str
    title: str
    contest_code: str
    demo: str  # "" for a real contest
    paper_label: str
    name_label: str
    class_label: str
    number_label: str
    question_label: str
    page_label: str
    end: str
    answers_title: str
    keys_title: str
    answer_label: str
    how_to_fill: str
    key_column: str
    points_column: str
    points_label: str
    qr_alt: str


@dataclass(frozen=True)
class SheetItem:
    """A place on an answer sheet: as many boxes as options, or as many places as rows, or a line."""

    number: int
    kind: str
    options: int = 0
    rows: int = 0


@dataclass(frozen=True)
class AnswerSheet:
    """One pupil's sheet (or a blank one: name and so on empty)."""

    code: str
    items: tuple[SheetItem, ...]
    name: str = ""
    class_name: str = ""
    number: str = ""


@dataclass(frozen=True)
class KeyPage:
    """The key of one paper: number, mark, points of each item."""

    code: str
    lines: tuple[tuple[int, str, str], ...]


def papers_pdf(head: Head, papers: Sequence[PaperText], pictures: Mapping[str, bytes]) -> bytes:
    """The question papers, each beginning on a page of its own. `pictures` by file name."""
    return _compiled(PAPER, {"head": asdict(head), "papers": [asdict(paper) for paper in papers]}, pictures)


def sheets_pdf(head: Head, sheets: Sequence[AnswerSheet]) -> bytes:
    """One A4 page a sheet; a QR holds the pupil's number where it is known."""
    rows = [{**asdict(sheet), "qr": _qr(sheet.number) if sheet.number else ""} for sheet in sheets]
    return _compiled(SHEET, {"head": asdict(head), "sheets": rows}, {})


def keys_pdf(head: Head, pages: Sequence[KeyPage]) -> bytes:
    """One page for each paper."""
    return _compiled(KEYS, {"head": asdict(head), "pages": [asdict(page) for page in pages]}, {})


def _compiled(layout: Path, data: Mapping[str, object], pictures: Mapping[str, bytes]) -> bytes:
    made: bytes = typst.compile(
        {"main.typ": layout.read_bytes(), **pictures},
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[FONTS]),
        format="pdf",
    )
    return made


def _qr(text: str) -> str:
    return segno.make(text, error="m", micro=False).svg_inline(border=2, omitsize=True, dark="#0e1b33")
