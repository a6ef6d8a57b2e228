"""A picture while it is drawn: parts of SVG on a sheet 640 wide, lengths with one decimal at most."""

from pathlib import Path
from typing import NamedTuple

PICTURES = Path(__file__).resolve().parents[2] / "quiz" / "bank" / "pictures"
WIDTH, FONT = 640, 29
WHITE, INK = "#ffffff", "#1c1917"
HOT, HOT_EDGE, PEACH, PALE_ORANGE = "#c2410c", "#431407", "#f0a878", "#fde7d8"
TEAL, SAGE, PALE_GREEN = "#0f766e", "#a3c4bc", "#e6f0ee"
STONE, PALE_GREY = "#d6d3d1", "#f5f5f4"
Point = tuple[float, float]


class Paint(NamedTuple):
    """What a shape is filled with, the colour of its edge and how wide that is."""

    fill: str = WHITE
    edge: str = INK
    width: float = 3

    @property
    def attributes(self) -> str:
        return f'fill="{self.fill}" stroke="{self.edge}" stroke-width="{self.width}"'


OUTLINED, BAR = Paint(), Paint(TEAL, INK, 2)


def short(length: float) -> str:
    """One decimal, none for a whole number."""
    return f"{length:.1f}".rstrip("0").rstrip(".") if length % 1 else str(int(length))


class Picture:
    """Parts lie over each other in the order in which they are added."""

    def __init__(self, height: int, background: str = WHITE) -> None:
        self.height = height
        self.parts = [f'<path fill="{background}" d="M0 0h{WIDTH}v{height}H0z"/>']

    def svg(self) -> str:
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}">'
        return head + "".join(self.parts) + "</svg>\n"

    def add(self, part: str) -> None:
        self.parts.append(part)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: int = FONT,
        *,
        anchor: str = "middle",
        weight: str = "bold",
        fill: str = INK,
        halo: str = "",
        narrow: float = 1,
    ) -> None:
        """One line of words; `halo` is the colour around its letters, `narrow` the part of their width that stays."""
        extra = f' stroke="{halo}" stroke-width="5" stroke-linejoin="round" paint-order="stroke"' if halo else ""
        place = f'x="{short(x)}" y="{short(y)}"'
        if narrow != 1:
            place = f'transform="translate({short(x)} {short(y)})scale({narrow} 1)"'
        self.add(
            f'<text {place} font-family="sans-serif" font-size="{size}" font-weight="{weight}" '
            f'text-anchor="{anchor}" fill="{fill}"{extra}>{words}</text>'
        )

    def rectangle(self, x: float, y: float, width: float, height: float, paint: Paint = BAR, rounding: int = 0) -> None:
        extra = f' rx="{rounding}"' if rounding else ""
        self.add(
            f'<rect x="{short(x)}" y="{short(y)}" width="{short(width)}" height="{short(height)}"{extra} '
            f"{paint.attributes}/>"
        )

    def circle(self, x: float, y: float, radius: float, paint: Paint = OUTLINED) -> None:
        self.add(f'<circle cx="{short(x)}" cy="{short(y)}" r="{short(radius)}" {paint.attributes}/>')

    def path(self, steps: str, paint: Paint, *, round_joins: bool = False) -> None:
        """A shape by the steps that SVG's attribute `d` takes."""
        extra = ' stroke-linejoin="round"' if round_joins else ""
        self.add(f'<path {paint.attributes}{extra} d="{steps}"/>')

    def line(self, *points: Point, colour: str = INK, width: float = 3, dashes: str = "") -> None:
        extra = f' stroke-dasharray="{dashes}"' if dashes else ""
        steps = "M" + "L".join(f"{short(x)} {short(y)}" for x, y in points)
        paint = Paint("none", colour, width)
        self.add(f'<path d="{steps}" {paint.attributes} stroke-linejoin="round"{extra}/>')

    def mark(self, x: float, y: float, words: str, radius: float) -> None:
        """A letter or digit in a white round."""
        self.circle(x, y, radius)
        self.text(x, y + 10, words)
