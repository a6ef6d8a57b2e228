"""A printable exam paper: questions with their options, a table of keys behind them, and explanations."""

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt
from PIL import Image

from quiz.exchange.media import media_of
from quiz.exchange.plain import printable
from quiz.rules.draft import ItemDraft, PictureDraft

KEYS_IN_ROW = 10
WIDEST, HIGHEST = 9.0, 7.0  # centimetres of a picture
_SIZE = re.compile(rb"<svg[^>]{0,2000}?viewBox=\"[-0-9.]+ [-0-9.]+ ([0-9.]+) ([0-9.]+)\"")
_SVG = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{}"/></a:ext></a:extLst>'
)
WORDS = {
    "vi": {"title": "ĐỀ TRẮC NGHIỆM", "question": "Câu", "keys": "ĐÁP ÁN", "key": "Đáp án", "why": "HƯỚNG DẪN GIẢI",
           "credits": "Nguồn hình: ", "named": "câu"},
    "en": {"title": "TEST", "question": "Question", "keys": "ANSWER KEY", "key": "Answer", "why": "EXPLANATION",
           "credits": "Pictures: ", "named": "question"},
}  # fmt: skip


def letters_of(draft: ItemDraft) -> str:
    """The right options: "A", "A, C"."""
    return ", ".join(letter for letter, option in zip("ABCDEFGH", draft.options, strict=False) if option.right)


def lines_of(draft: ItemDraft, number: int, language: str) -> tuple[list[str], str]:
    """The question as lines of text, and the line that explains it ("" if nothing does)."""
    label = f"{WORDS[language]['question']} {number}."
    stem, why = (printable(getattr(draft, f"{part}_{language}")) for part in ("stem", "explanation"))
    options = [
        f"{letter}. {printable(getattr(option, language))}"
        for letter, option in zip("ABCDEFGH", draft.options, strict=False)
    ]
    return [f"{label} {stem}", *options], f"{label} {letters_of(draft)}. {why}" if why else ""


def written(drafts: Sequence[ItemDraft], language: str) -> bytes:
    """The paper. The items are of kinds and sizes that fit."""
    words = WORDS[language]
    document = _document()
    _line(document, words["title"], bold=True, centred=True)
    for number, draft in enumerate(drafts, start=1):
        (head, *options), _why = lines_of(draft, number, language)
        label = f"{words['question']} {number}."
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(label).bold = True
        paragraph.add_run(head.removeprefix(label))
        if draft.picture:
            _show(document, draft.picture, getattr(draft.picture, f"alt_{language}"))
        for option in options:
            document.add_paragraph(option).paragraph_format.left_indent = Cm(0.75)
    document.add_page_break()
    _line(document, words["keys"], bold=True, centred=True)
    _add_keys(document, [letters_of(draft) for draft in drafts], words)
    _add_credits(document, drafts, words)
    explained = [why for number, draft in enumerate(drafts, 1) if (why := lines_of(draft, number, language)[1])]
    if explained:
        _line(document, words["why"], bold=True, centred=True)
        for why in explained:
            document.add_paragraph(why)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _document() -> Any:
    document = Document()
    font = document.styles["Normal"].font
    font.name, font.size = "Times New Roman", Pt(13)
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    document.styles["Normal"].paragraph_format.space_after = Pt(3)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(2.5), Cm(2), Cm(2), Cm(2)
    # a fixed moment, so that equal items give equal files
    document.core_properties.created = document.core_properties.modified = datetime(2026, 1, 1, tzinfo=UTC)
    document.core_properties.author = ""
    return document


def _line(document: Any, text: str, *, bold: bool = False, centred: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = bold
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add_keys(document: Any, keys: Sequence[str], words: dict[str, str]) -> None:
    """Two rows for every ten questions: numbers, and letters under them."""
    starts = range(0, len(keys), KEYS_IN_ROW)
    table = document.add_table(2 * len(starts), KEYS_IN_ROW + 1, style="Table Grid")
    cells = table._cells  # each look-up by place would build them anew
    for row, start in enumerate(starts):
        rows = [[words["question"]], [words["key"]]]
        for number, key in enumerate(keys[start : start + KEYS_IN_ROW], start=start + 1):
            rows[0].append(str(number))
            rows[1].append(key)
        for below, texts in enumerate(rows):
            for column, text in enumerate(texts):
                cell = cells[(2 * row + below) * (KEYS_IN_ROW + 1) + column]
                cell.text, cell.width = text, Cm(1.5 if column else 2)


def _add_credits(document: Any, drafts: Sequence[ItemDraft], words: dict[str, str]) -> None:
    """Authors of pictures in one line, as their licences ask."""
    names = [
        f"{words['named']} {number} – {printable(draft.picture.credit)}"
        for number, draft in enumerate(drafts, start=1)
        if draft.picture and draft.picture.credit
    ]
    if names:
        document.add_paragraph(f"{words['credits']}{'; '.join(names)}.")


def _show(document: Any, picture: PictureDraft, alt: str) -> None:
    run = document.add_paragraph().add_run()
    is_drawing = media_of(picture.data) == "image/svg+xml"
    data = _blank(picture.data) if is_drawing else _carried(picture.data)
    shape = run.add_picture(io.BytesIO(data))
    scale = min(Cm(WIDEST) / shape.width, Cm(HIGHEST) / shape.height, 1.0)
    shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
    about = run._r.find(f".//{qn('wp:docPr')}")
    about.set("descr", printable(alt))
    about.set("name", picture.name)
    if is_drawing:
        part = document.part
        name = PackURI(f"/word/media/drawing{len(part.rels) + 1}.svg")
        identity = part.relate_to(Part(name, "image/svg+xml", picture.data, part.package), RELATIONSHIP_TYPE.IMAGE)
        run._r.find(f".//{qn('a:blip')}").append(parse_xml(_SVG.format(identity)))


def _carried(data: bytes) -> bytes:
    """A picture that every Word shows; WebP becomes PNG."""
    if media_of(data) != "image/webp":
        return data
    out = io.BytesIO()
    with Image.open(io.BytesIO(data), formats=("WEBP",)) as picture:
        picture.save(out, "PNG")
    return out.getvalue()


def _blank(drawing: bytes) -> bytes:
    """What stands for a drawing in a Word that cannot show it (before 2016): a grey field of its shape."""
    size = _SIZE.search(drawing[:5_000])
    width, height = (float(size[1]), float(size[2])) if size else (4.0, 3.0)
    scale = 480 / max(width, height, 1e-6)
    out = io.BytesIO()
    Image.new("L", (max(1, int(width * scale)), max(1, int(height * scale))), 230).save(out, "PNG", dpi=(120, 120))
    return out.getvalue()
