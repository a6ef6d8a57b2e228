"""Several flags in one picture, put together from the files flag-01.svg to flag-11.svg."""

import re
from collections.abc import Sequence

from scripts.bank_pictures.canvas import INK, PALE_ORANGE, PICTURES, WIDTH, Paint, Picture, short

IN_FILES = ("th", "sg", "tl", "bn", "vn", "mm", "ph", "la", "id", "kh", "my")  # flag-01.svg is that of th
OUTERMOST = re.compile(r"^<svg[^>]*>|</svg>\s*$")
GAP = 20


def drawn() -> dict[str, Picture]:
    """Every picture of several flags by its file."""
    return {
        "flag-12.svg": rows_of(["vn", "bn", "?"], ["2013–2017", "2018–2022", "2023–"], 3),
        "flag-13.svg": rows_of(["th", "la", "id", "mm", "ph", "sg"], "123456", 3),
        "flag-14.svg": rows_of(["kh", "tl", "la", "vn"], "1234", 2),
        "flag-15.svg": rows_of(["id", "la", "?", "ph"], ["2023", "2024", "2025", "2026"], 2),
    }


def rows_of(codes: Sequence[str], under: Sequence[str], in_row: int) -> Picture:
    """Flags with words under them; "?" leaves one to be found."""
    rows = -(-len(codes) // in_row)
    width = (WIDTH - GAP * (in_row + 1)) / in_row
    height = width * 3 / 4
    step = height + 62
    picture = Picture(round(rows * step + GAP))
    for index, code in enumerate(codes):
        x, y = GAP + (index % in_row) * (width + GAP), GAP + (index // in_row) * step
        if code == "?":
            picture.rectangle(x, y, width, height, Paint(PALE_ORANGE))
            picture.text(x + width / 2, y + height / 2 + 20, "?", 56)
        else:
            place = f'x="{short(x)}" y="{short(y)}" width="{short(width)}" height="{short(height)}"'
            picture.add(f'<svg {place} viewBox="0 0 640 480">{_inside(code)}</svg>')
            picture.rectangle(x, y, width, height, Paint("none", INK, 2))
        picture.text(x + width / 2, y + height + 42, under[index], 32)
    return picture


def _inside(code: str) -> str:
    """What the file of a flag holds, without its outermost element."""
    file = PICTURES / f"flag-{IN_FILES.index(code) + 1:02}.svg"
    return OUTERMOST.sub("", file.read_text(encoding="utf-8").strip())
