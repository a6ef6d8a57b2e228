"""Certificates as PDF: one A4 landscape page a sheet; many of them as a zip with a file for each class.

All texts reach the page description as JSON through typst's inputs, never as part of its source.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import segno
import typst

from contests.exchange.cells import file_name
from contests.rules.certificates import Pieces
from schools.exchange.login_cards import FONTS

LAYOUT = Path(__file__).with_name("certificates.typ")
MARK = Path(__file__).parents[2] / "frontend" / "static" / "img" / "mark.svg"
PDF, ZIP = "application/pdf", "application/zip"


@dataclass(frozen=True)
class Sheet:
    """What differs from one sheet to the next."""

    name: str
    opening: Pieces
    about: Pieces
    text: Pieces
    number: str
    code: str
    link: str


@dataclass(frozen=True)
class Frame:
    """What all sheets of one order say. `demo` is "" on real ones; `body` has a line for each office."""

    title: str
    body: str
    place_day: str
    signs_as: str
    signatory: str
    number_label: str
    code_label: str
    address: str
    qr_alt: str
    demo: str


def pdf(sheets: Sequence[Sheet], frame: Frame, *, form: Literal["pdf", "png"] = "pdf") -> bytes:
    """One file with a page for each sheet; as `png` a picture of a single one."""
    rows = [{**asdict(sheet), "qr": qr(sheet.link)} for sheet in sheets]
    made: bytes = typst.compile(
        {"main.typ": LAYOUT.read_bytes(), "mark.svg": MARK.read_bytes()},
        sys_inputs={"data": json.dumps({"frame": asdict(frame), "sheets": rows}, ensure_ascii=False)},
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[FONTS]),
        format=form,
    )
    return made


def qr(link: str) -> str:
    """The code as SVG."""
    return segno.make(link, error="m", micro=False).svg_inline(border=2, omitsize=True, dark="#0e1b33")


def packed(name: str, files: Iterable[tuple[str, bytes]]) -> tuple[str, str, bytes]:
    """Name, media type and content of the one file that holds all of these: itself where it is alone."""
    files = list(files)
    if len(files) == 1:
        return file_name(name, "pdf"), PDF, files[0][1]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as folder:  # pages are compressed already
        for inner, data in _apart(files).items():
            folder.writestr(inner, data)
    return file_name(name, "zip"), ZIP, held.getvalue()


def _apart(files: Iterable[tuple[str, bytes]]) -> Mapping[str, bytes]:
    """Plain file names, numbered where two would be the same."""
    named: dict[str, bytes] = {}
    for label, data in files:
        name, number = file_name(label or "lop", "pdf"), 2
        while name in named:
            name, number = file_name(f"{label or 'lop'} {number}", "pdf"), number + 1
        named[name] = data
    return named
