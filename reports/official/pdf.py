"""The report as PDF: the same blocks as the Word file, in the same layout, in letters as wide as those of Times.

All texts reach the page description as a JSON file beside it, never as part of its source.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from backend import clock
from reports.official.blocks import Annex, Block, Document, Grid, Picture
from reports.official.charts import chart
from reports.official.report import Report

HERE = Path(__file__).parent
LAYOUT, FONTS = HERE / "report.typ", HERE / "fonts"


def pdf(report: Report, document: Document) -> bytes:
    """Tagged for screen readers (PDF/UA-1), fonts embedded; the same report gives the same bytes."""
    blocks = [*document.blocks, *(block for annex in document.annexes for block in annex.blocks)]
    drawn = {block.chart for block in blocks if isinstance(block, Picture)}
    files: Any = {  # the library takes names with contents, but does not say so in its types
        "main.typ": LAYOUT.read_bytes(),
        "data.json": json.dumps(_data(report, document), ensure_ascii=False).encode(),
        **{f"{name}.svg": chart(name, report.contents, "svg") for name in sorted(drawn)},
    }
    made: bytes = typst.compile(
        files,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[FONTS]),
        format="pdf",
        pdf_standards=["ua-1"],
    )
    return made


def _data(report: Report, document: Document) -> dict[str, Any]:
    day = clock.day_of(report.frozen_at) if report.frozen_at else report.contents.last
    return {
        "title": document.title,
        "agency": report.contents.letterhead.agency,
        "day": [day.year, day.month, day.day],
        "label": document.label,
        "front": asdict(document.front) if document.front else None,
        "back": asdict(document.back) if document.back else None,
        "blocks": _blocks(document.blocks),
        "annexes": [_annex(annex) for annex in document.annexes],
    }


def _annex(annex: Annex) -> dict[str, Any]:
    return {
        "name": annex.name,
        "title": annex.title,
        "enclosed": annex.enclosed,
        "wide": annex.wide,
        "blocks": _blocks(annex.blocks),
    }


def _blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    return [_block(block) for block in blocks]


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Grid):
        left = [place in block.left for place in range(len(block.head))]
        return {
            "kind": "grid", "caption": block.caption, "head": block.head, "rows": block.rows, "widths": block.widths,
            "left": left,
        }  # fmt: skip
    return {"kind": type(block).__name__.lower(), **asdict(block)}
