"""Charts without figures: pillars, organs, a wheel of turns, circles that overlap …, each drawn for one item."""

import math
from collections.abc import Sequence

from scripts.bank_pictures.canvas import (
    HOT,
    INK,
    PALE_GREEN,
    PALE_GREY,
    PALE_ORANGE,
    PEACH,
    SAGE,
    STONE,
    TEAL,
    WHITE,
    WIDTH,
    Paint,
    Picture,
    short,
)

COLOURS = {
    "yellow": ("#ffd200", "vàng"), "white": ("#ffffff", "trắng"), "red": ("#d22630", "đỏ"),
    "blue": ("#1f4e9d", "xanh lam"), "green": ("#2e8b57", "xanh lá"), "black": ("#292524", "đen"),
}  # fmt: skip


def drawn() -> dict[str, Picture]:
    """Every such chart by its file."""
    return {
        "chart-08.svg": pillars(),
        "chart-09.svg": organs(),
        "chart-10.svg": wheel(),
        "chart-15.svg": dots(),
        "chart-16.svg": blocks([(2021, "AB"), (2022, "CD"), (2023, "E"), (2024, "?"), (2025, "F")]),
        "chart-17.svg": swatches(["yellow", "white", "red", "blue"], 4),
        "chart-18.svg": motto(),
        "chart-19.svg": calendar(),
        "chart-20.svg": rectangles(),
        "chart-26.svg": overlap(),
        "chart-27.svg": three_days(),
        "chart-29.svg": swatches(["green", "blue", "yellow", "black", "red", "white"], 3),
    }


def pillars() -> Picture:
    """A house on three pillars: an open book, a shield, coins with a rising line."""
    picture = Picture(430)
    picture.path("M320 20L610 120H30z", Paint(PALE_GREEN))
    picture.text(320, 100, "ASEAN", 36)
    for index, letter in enumerate("ABC"):
        x = 60 + 190 * index
        picture.rectangle(x, 122, 140, 230, Paint(PALE_GREY))
        picture.text(x + 70, 335, letter, 40)
    picture.rectangle(30, 352, 580, 40, Paint(STONE))
    book = "M130 200q-25-18-52-12v70q28-6 52 12q24-18 52-12v-70q-27-6-52 12zv70"
    picture.path(book, Paint(WHITE, INK, 4), round_joins=True)
    shield = "M320 150l48 18v40q0 50-48 75q-48-25-48-75v-40z"
    picture.path(shield, Paint(SAGE, INK, 4), round_joins=True)
    picture.line((298, 215), (315, 233), (345, 195), width=7)
    picture.circle(475, 245, 28, Paint("#fde68a"))
    picture.text(475, 256, "$", 32)
    picture.line((455, 205), (490, 175), (510, 190), (550, 148), width=5)
    for x, height in ((515, 30), (537, 60)):
        picture.rectangle(x, 273 - height, 18, height)
    return picture


def organs() -> Picture:
    """Who stands under whom, in boxes."""
    picture = Picture(425)
    picture.line((320, 90), (320, 160))
    picture.line((320, 240), (320, 320))
    picture.line((110, 320), (110, 290), (530, 290), (530, 320))
    picture.line((430, 200), (480, 200), dashes="8 6")
    boxes = [(200, 20, 240, "1", PALE_ORANGE), (210, 160, 220, "2", PALE_GREEN), (480, 160, 140, "3", PALE_GREY)]
    boxes += [(20 + 210 * index, 320, 180, letter, PALE_GREEN) for index, letter in enumerate("ABC")]
    for x, y, width, words, fill in boxes:
        picture.rectangle(x, y, width, 80, Paint(fill), 10)
        picture.text(x + width / 2, y + 52, words, 36)
    return picture


def wheel() -> Picture:
    """Eleven turns in a round, the first at the top, an arrow in the middle."""
    picture = Picture(560)
    middle_x, middle_y, radius = 320, 280, 245

    def rim(angle: float) -> str:
        return f"{short(middle_x + radius * math.cos(angle))} {short(middle_y + radius * math.sin(angle))}"

    for index in range(11):
        start, end = (math.radians(-90 + 360 / 11 * (index + side) - 360 / 22) for side in (0, 1))
        fill = PALE_ORANGE if index == 0 else (PALE_GREEN if index % 2 else PALE_GREY)
        steps = f"M{middle_x} {middle_y}L{rim(start)}A{radius} {radius} 0 0 1 {rim(end)}z"
        picture.path(steps, Paint(fill, INK, 2))
        between = (start + end) / 2
        x, y = middle_x + 195 * math.cos(between), middle_y + 195 * math.sin(between) + 11
        picture.text(x, y, str(index + 1), 34)
    picture.circle(middle_x, middle_y, 96, Paint(WHITE, INK, 2))
    bow = f"M{middle_x - 50} {middle_y + 22}A55 55 0 1 1 {middle_x + 50} {middle_y + 22}"
    picture.path(bow, Paint("none", INK, 5))
    head = f"M{middle_x + 66} {middle_y + 14}L{middle_x + 41} {middle_y + 48}L{middle_x + 31} {middle_y + 12}z"
    picture.add(f'<path fill="{INK}" d="{head}"/>')
    return picture


def dots() -> Picture:
    """Ten of one kind and five of another."""
    picture = Picture(330)
    for index in range(15):
        letter, fill, ink = ("A", TEAL, WHITE) if index < 10 else ("B", WHITE, INK)
        x, y = 90 + (index % 5) * 115, 60 + (index // 5) * 100
        picture.circle(x, y, 38, Paint(fill, INK, 4))
        picture.text(x, y + 12, letter, 34, fill=ink)
    return picture


def blocks(years: Sequence[tuple[int, str]]) -> Picture:
    """A pile of letters over each year."""
    picture = Picture(270)
    base = 212
    for index, (year, letters) in enumerate(years):
        x = 22 + 122 * index
        for row, letter in enumerate(letters, start=1):
            picture.rectangle(x, base - 90 * row, 100, 82, _asked(letter), 8)
            picture.text(x + 50, base - 90 * row + 53, letter, 36)
        picture.text(x + 50, base + 42, str(year), 32)
    picture.line((12, base), (WIDTH - 12, base))
    return picture


def swatches(names: Sequence[str], in_row: int) -> Picture:
    """Plain rounds of colour with a number on them and the name of the colour under them."""
    rows = -(-len(names) // in_row)
    picture = Picture(212 * rows + 10)
    for index, english in enumerate(names):
        colour, vietnamese = COLOURS[english]
        x, y = WIDTH / in_row * (index % in_row + 0.5), 72 + 212 * (index // in_row)
        picture.circle(x, y, 60, Paint(colour))
        picture.text(x, y + 14, str(index + 1), 38, fill=INK if english in {"yellow", "white"} else WHITE)
        picture.text(x, y + 94, vietnamese)
        picture.text(x, y + 126, english, weight="normal")
    return picture


def motto() -> Picture:
    """Two of the three parts of ASEAN's motto."""
    picture = Picture(330)
    for index, (vietnamese, english) in enumerate([("Một Tầm nhìn", "One Vision"), ("Một Bản sắc", "One Identity")]):
        picture.rectangle(60, 15 + 105 * index, 520, 90, Paint(PALE_GREEN), 14)
        picture.text(320, 52 + 105 * index, vietnamese, 32)
        picture.text(320, 90 + 105 * index, english, 30, weight="normal")
    picture.rectangle(60, 225, 520, 90, _asked("?"), 14)
    picture.text(320, 286, "?", 44)
    return picture


def calendar() -> Picture:
    """August with its 8th day in a ring."""
    picture = Picture(430)
    picture.rectangle(20, 15, 600, 70, Paint(PALE_GREEN), 10)
    picture.text(320, 61, "Tháng 8 / August", 34)
    for day in range(1, 32):
        x, y = 62 + ((day - 1) % 7) * 86, 135 + ((day - 1) // 7) * 64
        if day == 8:
            picture.circle(x, y - 11, 31, Paint(PALE_ORANGE, HOT, 5))
        picture.text(x, y, str(day), 30, weight="bold" if day == 8 else "normal")
    return picture


def rectangles() -> Picture:
    """Four rectangles on squared paper: column, row, width and height in squares."""
    picture = Picture(440)
    side, margin = 40, 20
    for x in range(margin, 621, side):
        picture.line((x, margin), (x, 420), colour=STONE, width=1.5)
    for y in range(margin, 421, side):
        picture.line((margin, y), (620, y), colour=STONE, width=1.5)
    for letter, x, y, width, height in [("A", 1, 1, 4, 4), ("B", 7, 1, 6, 3), ("C", 1, 6, 4, 2), ("D", 7, 5, 6, 4)]:
        picture.rectangle(margin + side * x, margin + side * y, side * width, side * height, Paint(SAGE, INK, 4))
        picture.text(margin + side * (x + width / 2), margin + side * (y + height / 2) + 12, letter, 36)
    return picture


def overlap() -> Picture:
    """Two bodies that share members."""
    picture = Picture(400)
    for x, width, fill, opacity in ((230, 205, SAGE, ".6"), (430, 190, PEACH, ".55")):
        picture.add(
            f'<ellipse cx="{x}" cy="215" rx="{width}" ry="150" fill="{fill}" fill-opacity="{opacity}" '
            f'stroke="{INK}" stroke-width="4"/>'
        )
    picture.text(190, 45, "ADMM-Plus", 32)
    picture.text(470, 45, "RCEP", 32)
    for x, digit in ((125, "1"), (338, "2"), (525, "3")):
        picture.text(x, 230, digit, 46)
    return picture


def three_days() -> Picture:
    """Two days and one between them, not to scale."""
    picture = Picture(250)
    picture.line((20, 150), (620, 150), width=4)
    for x, day, letter in [(100, "20/11/2007", "A"), (330, "01/06/2008", "X"), (530, "15/12/2008", "B")]:
        fill, day_y, letter_y = (WHITE, 195, 235) if letter == "X" else (HOT, 60, 110)
        picture.circle(x, 150, 12, Paint(fill))
        picture.text(x, day_y, day, 30)
        picture.text(x, letter_y, letter, 36)
    return picture


def _asked(words: str) -> Paint:
    """The question mark stands on another colour."""
    return Paint(PALE_ORANGE if words == "?" else PALE_GREEN)
