#!/usr/bin/env python3
"""Draws the maps and charts of this folder (standard library only): python3 draw.py

`outlines.json` holds outlines of land from Natural Earth 1:50m (public domain), simplified, in hundredths of a degree;
the course of the Mekong in it is a sketch of our own. The flags come from the package flag-icons (see LICENSE.flag-icons)
and are not drawn here; the composites of flags are put together from those files.
Every map that shows Biển Đông (the East Sea) marks the islands of Hoàng Sa and Trường Sa in Viet Nam's colour; no line is
drawn at sea; land beyond the member states is one plain shape without borders.
"""

import json
import math
import re
from pathlib import Path

HERE = Path(__file__).resolve().parents[2] / "quiz" / "bank" / "pictures"
LAND = json.loads((HERE / "outlines.json").read_text())
MEMBERS = ["id", "my", "ph", "sg", "th", "bn", "vn", "la", "mm", "kh", "tl"]
SEA, PLAIN, OUTSIDE, EDGE, INK, HOT, HOT_EDGE = "#eef6fb", "#f3ead7", "#dddad6", "#78716c", "#1c1917", "#c2410c", "#431407"
BAR, BAR2, GRID = "#0f766e", "#a3c4bc", "#a8a29e"
WIDTH, FONT = 640, 29
HOANG_SA = [(111.6, 16.53), (111.2, 15.8), (112.3, 16.95), (112.75, 16.65), (111.75, 16.05), (112.35, 16.3), (112.0, 17.05)]
TRUONG_SA = [
    (111.92, 8.64), (112.3, 8.9), (114.33, 11.43), (114.28, 10.95), (114.4, 10.3), (114.1, 9.85), (113.7, 8.97),
    (112.92, 7.88), (115.3, 9.7), (113.0, 10.0), (115.1, 10.7),
]  # fmt: skip
SINGAPORE = (103.82, 1.35)


class Picture:
    def __init__(self, height, background="#ffffff"):
        self.height, self.parts = height, [f'<path fill="{background}" d="M0 0h{WIDTH}v{height}H0z"/>']

    def add(self, part):
        self.parts.append(part)

    def text(self, x, y, words, size=FONT, anchor="middle", weight="bold", fill=INK, halo="", narrow=0):
        extra = f' stroke="{halo}" stroke-width="5" stroke-linejoin="round" paint-order="stroke"' if halo else ""
        place = f'x="{n(x)}" y="{n(y)}"'
        if narrow:
            place = f'transform="translate({n(x)} {n(y)})scale({narrow} 1)"'
        self.add(
            f'<text {place} font-family="sans-serif" font-size="{size}" font-weight="{weight}" '
            f'text-anchor="{anchor}" fill="{fill}"{extra}>{words}</text>'
        )

    def rect(self, x, y, w, h, fill=BAR, stroke=INK, width=2, r=0):
        round_ = f' rx="{r}"' if r else ""
        self.add(
            f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}"{round_} fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>'
        )

    def line(self, *points, stroke=INK, width=3, dash=""):
        extra = f' stroke-dasharray="{dash}"' if dash else ""
        d = "M" + "L".join(f"{n(x)} {n(y)}" for x, y in points)
        self.add(f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{width}" stroke-linejoin="round"{extra}/>')

    def circle(self, x, y, r, fill="#ffffff", stroke=INK, width=3):
        self.add(f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>')

    def mark(self, x, y, words, r=19, fill="#ffffff", ink=INK):
        self.circle(x, y, r, fill)
        self.text(x, y + 10, words, fill=ink)

    def arrow(self, x1, y1, x2, y2, stroke=INK, width=4):
        a = math.atan2(y2 - y1, x2 - x1)
        bx, by = x2 - 14 * math.cos(a), y2 - 14 * math.sin(a)
        self.line((x1, y1), (bx, by), stroke=stroke, width=width)
        side = [(bx - 9 * math.sin(a), by + 9 * math.cos(a)), (bx + 9 * math.sin(a), by - 9 * math.cos(a))]
        self.add(f'<path fill="{stroke}" d="M{n(x2)} {n(y2)}' + "".join(f"L{n(x)} {n(y)}" for x, y in side) + 'z"/>')

    def save(self, name):
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}">'
        (HERE / name).write_text(head + "".join(self.parts) + "</svg>\n")


def n(value):
    return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


# ---------------------------------------------------------------- maps

FULL = (91.5, -11.6, 141.5, 28.9)
MAINLAND = (91.8, 5.2, 119.2, 28.7)


class Map(Picture):
    def __init__(self, view=FULL, hot=(), fills=None, islands=True):
        self.view, self.scale = view, WIDTH / (view[2] - view[0])
        super().__init__(round((view[3] - view[1]) * self.scale), SEA)
        self.fills = {c: HOT for c in hot} | (fills or {})
        self.add(f'<path fill="{OUTSIDE}" stroke="{OUTSIDE}" stroke-width="1.5" d="{self.shape("context")}"/>')
        # the coast of the land beyond: a thin edge is left out on purpose, so that no border shows
        for code in sorted(MEMBERS, key=lambda c: c in self.fills):
            fill, edge, width = self.look(code)
            d = self.shape(code)
            if d:
                self.add(f'<path fill="{fill}" stroke="{edge}" stroke-width="{width}" stroke-linejoin="round" d="{d}"/>')
        if self.inside(*SINGAPORE):
            fill, edge, width = self.look("sg")
            self.circle(*self.at(*SINGAPORE), 6 if "sg" in self.fills else 4, fill, edge, width)
        if islands:
            self.islands()

    def look(self, code):
        fill = self.fills.get(code, PLAIN)
        return (fill, HOT_EDGE, 2.5) if code in self.fills else (fill, EDGE, 1.5)

    def at(self, lon, lat):
        return (lon - self.view[0]) * self.scale, (self.view[3] - lat) * self.scale

    def inside(self, lon, lat):
        return self.view[0] < lon < self.view[2] and self.view[1] < lat < self.view[3]

    def shape(self, code):
        d = ""
        for ring in LAND[code]:
            points = cut([(x / 100, y / 100) for x, y in ring], self.view)
            steps = [tuple(map(round, self.at(*p))) for p in points]
            steps = [p for i, p in enumerate(steps) if p != steps[i - 1]]
            if len(steps) < 3:
                continue
            d += f"M{steps[0][0]} {steps[0][1]}l" + " ".join(
                f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in zip(steps, steps[1:], strict=False)
            ).replace(" -", "-") + "z"
        return d

    def islands(self):
        fill, edge, _ = self.look("vn")
        for lon, lat in HOANG_SA + TRUONG_SA:
            if self.inside(lon, lat):
                self.circle(*self.at(lon, lat), 2.6 if self.view == FULL else 3.4, fill, edge, 1.5)
        if self.view == FULL:
            self.lines(115.6, 14.5, ["Quần đảo Hoàng Sa", "(Việt Nam)"], size=21)
            self.lines(111.9, 6.5, ["Quần đảo Trường Sa", "(Việt Nam)"], size=21)
        elif self.view == MAINLAND:
            self.lines(114.6, 21.0, ["Quần đảo", "Hoàng Sa", "(Việt Nam)"])
            self.lines(115.2, 14.6, ["Quần đảo", "Trường Sa", "(Việt Nam)"])

    def lines(self, lon, lat, words, size=28):
        x, y = self.at(lon, lat)
        for number, line in enumerate(words):
            self.text(x, y + size * 0.9 * number, line, size, "middle", "normal", halo=SEA, narrow=0.8)

    def put(self, lon, lat, words, to=None, dot=False):
        """A mark at a place, or beside it with a thin leader to it."""
        x, y = self.at(lon, lat)
        if to:
            u, v = self.at(*to)
            self.line((u, v), (x, y), width=2)
            if dot:
                self.circle(u, v, 5, INK, "#ffffff", 1.5)
        self.mark(x, y, words, 18)

    def ring(self, lon, lat, r):
        self.circle(*self.at(lon, lat), r, "none", INK, 2.5)


def cut(points, view):
    """The part of a ring inside the view (Sutherland and Hodgman), a little beyond its edge."""
    west, south, east, north = view[0] - 0.5, view[1] - 0.5, view[2] + 0.5, view[3] + 0.5
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        kept = []
        for a, b in zip([points[-1], *points[:-1]] if points else [], points, strict=True):
            ina, inb = (a[axis] - limit) * sign >= 0, (b[axis] - limit) * sign >= 0
            if ina != inb:
                t = (limit - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
            if inb:
                kept.append(b)
        points = kept
    return points


HIGHLIGHTS = ["la", "ph", "tl", "my", "vn", "bn", "th", "id", "kh", "sg", "mm"]
RINGS = {"bn": (114.75, 4.55, 20), "sg": (*SINGAPORE, 17), "tl": (125.6, -8.85, 30)}
CITY = {
    "hanoi": (105.85, 21.03), "vientiane": (102.6, 17.97), "bangkok": (100.5, 13.75), "phnompenh": (104.92, 11.57),
    "kl": (101.69, 3.14), "singapore": SINGAPORE, "jakarta": (106.83, -6.2), "bali": (115.2, -8.5), "manila": (120.98, 14.6),
    "dili": (125.57, -8.56), "naypyitaw": (96.1, 19.75), "bsb": (114.94, 4.9), "camau": (105.0, 8.75), "danang": (108.2, 16.05),
    "hcmc": (106.7, 10.8),
}  # fmt: skip


def maps():
    for number, code in enumerate(HIGHLIGHTS, start=1):
        m = Map(hot=[code])
        if code in RINGS:
            m.ring(*RINGS[code])
        m.save(f"map-{number:02}.svg")

    m = Map()  # cities by letter
    for letter, city, place in [
        ("A", "manila", (124.4, 15.8)), ("B", "bangkok", (97.4, 12.4)), ("C", "jakarta", (104.6, -9.0)),
        ("D", "hanoi", (102.2, 22.6)), ("E", "kl", (97.9, 3.6)), ("F", "singapore", (107.3, -0.4)),
        ("G", "bali", (115.6, -5.4)), ("H", "phnompenh", (102.3, 9.3)),
    ]:  # fmt: skip
        m.put(*place, letter, CITY[city], dot=True)
    m.save("map-12.svg")

    m = Map()  # capitals by number
    for digit, city, place in [
        ("1", "naypyitaw", (93.6, 16.4)), ("2", "vientiane", (101.0, 21.2)), ("3", "bsb", (114.2, 1.6)),
        ("4", "dili", (128.3, -5.9)), ("5", "phnompenh", (102.3, 9.3)),
    ]:  # fmt: skip
        m.put(*place, digit, CITY[city], dot=True)
    m.save("map-13.svg")

    m = Map(MAINLAND)  # the five states of the mainland
    for digit, place in [("3", (96.0, 21.5)), ("1", (101.0, 15.8)), ("5", (102.7, 19.3)), ("2", (104.9, 12.7)), ("4", (105.4, 21.9))]:
        m.put(*place, digit)
    m.save("map-14.svg")

    m = Map(MAINLAND, hot=["vn"])  # neighbours
    for digit, place in [("1", (101.0, 15.8)), ("2", (104.9, 12.7)), ("3", (107.6, 25.0)), ("4", (102.7, 19.3)), ("5", (96.0, 21.5))]:
        m.put(*place, digit)
    m.save("map-15.svg")

    m = Map(MAINLAND)  # the Mekong
    m.line(*[m.at(x / 100, y / 100) for x, y in LAND["mekong"][0]], stroke="#1d4ed8", width=6)
    for digit, place in [("1", (96.0, 21.5)), ("2", (101.0, 15.8)), ("3", (103.3, 19.6)), ("4", (104.5, 13.2)), ("5", (108.2, 13.6))]:
        m.put(*place, digit)
    m.save("map-16.svg")

    Map(hot=["id", "my", "ph", "sg", "th"]).save("map-17.svg")
    Map(hot=["id", "my", "ph", "sg", "th", "bn", "vn"]).save("map-18.svg")

    m = Map(hot=["la", "mm", "kh"])
    for letter, place in [("A", (104.9, 12.7)), ("B", (102.8, 19.4)), ("C", (96.0, 21.5))]:
        m.put(*place, letter)
    m.save("map-19.svg")

    m = Map(hot=["th", "kh", "my", "bn"])
    m.ring(*RINGS["bn"])
    m.save("map-20.svg")

    m = Map()  # the states of the islands by number
    m.put(121.2, 16.9, "1")
    m.put(101.6, 4.7, "2")
    m.put(102.3, -1.3, "3")
    m.put(118.2, 7.9, "4", (114.75, 4.6))
    m.put(129.0, -5.9, "5", (125.9, -8.8))
    m.put(107.6, 0.2, "6", SINGAPORE)
    m.save("map-21.svg")

    m = Map()  # chairs
    for letter, place in [("A", (121.2, 16.9)), ("B", (113.6, -1.4)), ("C", (102.8, 19.4)), ("D", (101.6, 4.7))]:
        m.put(*place, letter)
    m.save("map-22.svg")

    m = Map(hot=["bn", "kh", "la", "sg", "th", "vn"])
    m.ring(*RINGS["sg"])
    m.save("map-23.svg")

    view = (98.6, 6.6, 117.2, 24.2)  # places in Viet Nam
    m = Map(view, fills={"vn": "#f0a878"})
    for digit, city, place in [
        ("1", "hcmc", (108.6, 9.9)), ("2", "hanoi", (103.6, 22.0)), ("3", "camau", (102.9, 7.9)), ("4", "danang", (105.6, 16.6)),
    ]:  # fmt: skip
        m.put(*place, digit, CITY[city], dot=True)
    m.lines(114.6, 20.0, ["Quần đảo", "Hoàng Sa", "(Việt Nam)"])
    m.lines(114.6, 14.2, ["Quần đảo", "Trường Sa", "(Việt Nam)"])
    m.save("map-24.svg")

    view = (96.2, -1.2, 123.6, 21.4)  # Mũi Cà Mau and four capitals; no lines across the sea
    m = Map(view, fills={"vn": "#f0a878"})
    for letter, city, place in [
        ("A", "manila", (121.6, 12.4)), ("B", "phnompenh", (107.2, 12.9)), ("C", "kl", (99.0, 4.6)), ("D", "bangkok", (98.3, 14.7)),
    ]:  # fmt: skip
        m.put(*place, letter, CITY[city], dot=True)
    x, y = m.at(*CITY["camau"])
    star = "".join(
        f"{'ML'[i > 0]}{n(x + r * math.sin(math.pi * i / 5))} {n(y - r * math.cos(math.pi * i / 5))}"
        for i, r in enumerate([17, 7] * 5)
    )
    m.add(f'<path fill="{HOT}" stroke="{HOT_EDGE}" stroke-width="2" d="{star}z"/>')
    m.lines(114.6, 19.5, ["Quần đảo Hoàng Sa", "(Việt Nam)"])
    m.lines(109.9, 6.9, ["Quần đảo", "Trường Sa", "(Việt Nam)"])
    km = m.scale / 111.2
    m.line((20, m.height - 34), (20, m.height - 20), (20 + 500 * km, m.height - 20), (20 + 500 * km, m.height - 34))
    m.text(20 + 250 * km, m.height - 28, "500 km", 28, weight="normal", halo=SEA)
    m.save("map-25.svg")

    m = Map()  # heritage
    for digit, at, place in [
        ("1", (103.87, 13.41), (101.9, 10.4)), ("2", (110.2, -7.6), (108.0, -10.2)), ("3", (100.56, 14.35), (97.3, 13.3)),
        ("4", (120.39, 17.57), (124.2, 15.6)), ("5", (94.86, 21.17), (96.0, 24.3)),
    ]:  # fmt: skip
        m.put(*place, digit, at, dot=True)
    m.save("map-26.svg")

    m = Map(hot=["bn", "id", "my", "sg", "th"])
    m.ring(*RINGS["sg"])
    m.save("map-27.svg")

    m = Map(hot=["ph", "sg"])
    m.ring(*RINGS["sg"])
    m.save("map-28.svg")

    m = Map()  # SEA Games
    for letter, place in [("A", (100.9, 16.0)), ("B", (121.2, 16.9)), ("C", (101.6, 4.7)), ("D", (104.9, 12.7)), ("E", (105.2, 21.9))]:
        m.put(*place, letter)
    m.save("map-29.svg")

    m = Map()  # the sea
    m.put(115.8, 13.7, "X")
    m.save("map-30.svg")


# ---------------------------------------------------------------- charts


def columns(name, values, under, on=None, hot=(), height=430, top=70, order=None, unit=""):
    """Columns with words under them and, where wished, on them."""
    p = Picture(height)
    base, gap = height - 60, 18
    width = (WIDTH - 60 - gap * (len(values) - 1)) / len(values)
    most = max(values)
    for i, value in enumerate(values):
        x, h = 30 + i * (width + gap), (base - top) * value / most
        p.rect(x, base - h, width, h, HOT if i in hot else BAR)
        p.text(x + width / 2, base + 38, under[i])
        if on:
            p.text(x + width / 2, base - h - 12, on[i])
    p.line((15, base), (WIDTH - 15, base))
    if unit:
        p.text(20, 36, unit, 28, "start", "normal")
    p.save(name)


def bars(name, values, left, right, unit="", hot=()):
    """Lying bars with a letter to the left and a figure to the right."""
    p = Picture(70 * len(values) + (70 if unit else 30))
    top = 55 if unit else 15
    if unit:
        p.text(20, 36, unit, 28, "start", "normal")
    for i, value in enumerate(values):
        y, w = top + 70 * i, 390 * value / max(values)
        p.text(38, y + 40, left[i], 32)
        p.rect(75, y + 5, max(w, 2), 50, HOT if i in hot else BAR)
        p.text(75 + w + 12, y + 40, right[i], anchor="start")
    p.line((75, top - 5), (75, top + 70 * len(values)))
    p.save(name)


def timeline(name, points, first, last, ticks, height=250):
    """A line of years to scale; `points` = (year, letter, row)."""
    p = Picture(height)
    base = height - 75
    place = lambda year: 50 + (WIDTH - 100) * (year - first) / (last - first)  # noqa: E731
    p.line((20, base), (WIDTH - 20, base), width=4)
    for tick in ticks:
        p.line((place(tick), base - 8), (place(tick), base + 10))
        p.text(place(tick), base + 45, str(tick))
    for year, letter, row in points:
        y = base - 60 - 50 * row
        p.line((place(year), base), (place(year), y), width=2.5, stroke=HOT)
        p.circle(place(year), base, 7, HOT, "#ffffff", 2)
        p.mark(place(year), y, letter, 21)
    p.save(name)


def wheel(name):
    p = Picture(560)
    cx, cy, r = 320, 280, 245
    for i in range(11):
        a, b = (math.radians(-90 + 360 / 11 * (i + k) - 360 / 22) for k in (0, 1))
        fill = "#fde7d8" if i == 0 else ("#e6f0ee" if i % 2 else "#f5f5f4")
        p.add(
            f'<path fill="{fill}" stroke="{INK}" stroke-width="2" d="M{cx} {cy}L{n(cx + r * math.cos(a))} {n(cy + r * math.sin(a))}'
            f'A{r} {r} 0 0 1 {n(cx + r * math.cos(b))} {n(cy + r * math.sin(b))}z"/>'
        )
        m = (a + b) / 2
        p.text(cx + 195 * math.cos(m), cy + 195 * math.sin(m) + 11, str(i + 1), 34)
    p.circle(cx, cy, 96, "#ffffff", INK, 2)
    p.add(f'<path fill="none" stroke="{INK}" stroke-width="5" d="M{cx - 50} {cy + 22}A55 55 0 1 1 {cx + 50} {cy + 22}"/>')
    p.add(f'<path fill="{INK}" d="M{cx + 66} {cy + 14}L{cx + 41} {cy + 48}L{cx + 31} {cy + 12}z"/>')
    p.save(name)


def pillars(name):
    p = Picture(430)
    p.add(f'<path fill="#e6f0ee" stroke="{INK}" stroke-width="3" d="M320 20L610 120H30z"/>')
    p.text(320, 100, "ASEAN", 36)
    for i, letter in enumerate("ABC"):
        x = 60 + 190 * i
        p.rect(x, 122, 140, 230, "#f5f5f4", INK, 3)
        p.text(x + 70, 335, letter, 40)
    p.rect(30, 352, 580, 40, "#d6d3d1", INK, 3)
    # A: an open book and a note; B: a shield; C: coins and a rising line
    p.add(f'<path fill="#ffffff" stroke="{INK}" stroke-width="4" stroke-linejoin="round" d="M130 200q-25-18-52-12v70q28-6 52 12q24-18 52-12v-70q-27-6-52 12zv70"/>')
    p.add(f'<path fill="#a3c4bc" stroke="{INK}" stroke-width="4" stroke-linejoin="round" d="M320 150l48 18v40q0 50-48 75q-48-25-48-75v-40z"/>')
    p.line((298, 215), (315, 233), (345, 195), width=7)
    p.circle(475, 245, 28, "#fde68a")
    p.text(475, 256, "$", 32)
    p.line((455, 205), (490, 175), (510, 190), (550, 148), width=5)
    for x, h in ((515, 30), (537, 60)):
        p.rect(x, 273 - h, 18, h, BAR)
    p.save(name)


def organs(name):
    p = Picture(425)

    def box(x, y, w, h, words, fill="#e6f0ee"):
        p.rect(x, y, w, h, fill, INK, 3, 10)
        p.text(x + w / 2, y + h / 2 + 12, words, 36)

    p.line((320, 90), (320, 160))
    p.line((320, 240), (320, 320))
    p.line((110, 320), (110, 290), (530, 290), (530, 320))
    p.line((430, 200), (480, 200), dash="8 6")
    box(200, 20, 240, 80, "1", "#fde7d8")
    box(210, 160, 220, 80, "2")
    box(480, 160, 140, 80, "3", "#f5f5f4")
    for i, letter in enumerate("ABC"):
        box(20 + 210 * i, 320, 180, 80, letter)
    p.save(name)


def dots(name):
    p = Picture(330)
    for i in range(15):
        x, y = 90 + (i % 5) * 115, 60 + (i // 5) * 100
        p.circle(x, y, 38, BAR if i < 10 else "#ffffff", INK, 4)
        p.text(x, y + 12, "A" if i < 10 else "B", 34, fill="#ffffff" if i < 10 else INK)
    p.save(name)


def blocks(name, years):
    p = Picture(270)
    base = 212
    for i, (year, letters) in enumerate(years):
        x = 22 + 122 * i
        for row, letter in enumerate(letters):
            p.rect(x, base - 90 * (row + 1), 100, 82, "#fde7d8" if letter == "?" else "#e6f0ee", INK, 3, 8)
            p.text(x + 50, base - 90 * (row + 1) + 53, letter, 36)
        p.text(x + 50, base + 42, str(year), 32)
    p.line((12, base), (WIDTH - 12, base))
    p.save(name)


COLOURS = {
    "yellow": ("#ffd200", "vàng"), "white": ("#ffffff", "trắng"), "red": ("#d22630", "đỏ"), "blue": ("#1f4e9d", "xanh lam"),
    "green": ("#2e8b57", "xanh lá"), "black": ("#292524", "đen"),
}  # fmt: skip


def swatches(name, names, in_row):
    """Plain rounds of colour with a number on them and the name of the colour under them."""
    rows = -(-len(names) // in_row)
    p = Picture(212 * rows + 10)
    for i, en in enumerate(names):
        colour, vi = COLOURS[en]
        x, y = WIDTH / in_row * (i % in_row + 0.5), 72 + 212 * (i // in_row)
        p.circle(x, y, 60, colour, INK, 3)
        p.text(x, y + 14, str(i + 1), 38, fill=INK if en in ("yellow", "white") else "#ffffff")
        p.text(x, y + 94, vi, 29)
        p.text(x, y + 126, en, 29, weight="normal")
    p.save(name)


def motto(name):
    p = Picture(330)
    for i, (vi, en) in enumerate([("Một Tầm nhìn", "One Vision"), ("Một Bản sắc", "One Identity"), ("?", "")]):
        p.rect(60, 15 + 105 * i, 520, 90, "#fde7d8" if vi == "?" else "#e6f0ee", INK, 3, 14)
        if en:
            p.text(320, 52 + 105 * i, vi, 32)
            p.text(320, 90 + 105 * i, en, 30, weight="normal")
        else:
            p.text(320, 76 + 105 * i, vi, 44)
    p.save(name)


def calendar(name):
    p = Picture(430)
    p.rect(20, 15, 600, 70, "#e6f0ee", INK, 3, 10)
    p.text(320, 61, "Tháng 8 / August", 34)
    for day in range(1, 32):
        x, y = 62 + ((day - 1) % 7) * 86, 135 + ((day - 1) // 7) * 64
        if day == 8:
            p.circle(x, y - 11, 31, "#fde7d8", HOT, 5)
        p.text(x, y, str(day), 30, weight="bold" if day == 8 else "normal")
    p.save(name)


def rectangles(name):
    p = Picture(440)
    for x in range(20, 621, 40):
        p.line((x, 20), (x, 420), stroke="#d6d3d1", width=1.5)
    for y in range(20, 421, 40):
        p.line((20, y), (620, y), stroke="#d6d3d1", width=1.5)
    for letter, x, y, w, h in [("A", 1, 1, 4, 4), ("B", 7, 1, 6, 3), ("C", 1, 6, 4, 2), ("D", 7, 5, 6, 4)]:
        p.rect(20 + 40 * x, 20 + 40 * y, 40 * w, 40 * h, "#a3c4bc", INK, 4)
        p.text(20 + 40 * (x + w / 2), 20 + 40 * (y + h / 2) + 12, letter, 36)
    p.save(name)


def split(name, parts, height=190):
    """One lying bar cut in parts: (share, words on it, fill)."""
    p = Picture(height)
    total, x = sum(share for share, _, _ in parts), 20
    for share, words, fill in parts:
        w = 600 * share / total
        p.rect(x, 30, w, 90, fill, INK, 3)
        lines = words.split("|")
        p.text(x + w / 2, 86, lines[0], 34)
        if len(lines) > 1:
            p.text(x + w / 2, 165, lines[1], 30)
        x += w
    p.save(name)


def venn(name):
    p = Picture(400)
    p.add(f'<ellipse cx="230" cy="215" rx="205" ry="150" fill="#a3c4bc" fill-opacity=".6" stroke="{INK}" stroke-width="4"/>')
    p.add(f'<ellipse cx="430" cy="215" rx="190" ry="150" fill="#f0a878" fill-opacity=".55" stroke="{INK}" stroke-width="4"/>')
    p.text(190, 45, "ADMM-Plus", 32)
    p.text(470, 45, "RCEP", 32)
    for x, digit in ((125, "1"), (338, "2"), (525, "3")):
        p.text(x, 230, digit, 46)
    p.save(name)


def charter_line(name):
    p = Picture(250)
    p.line((20, 150), (620, 150), width=4)
    for x, when, letter, fill in [(100, "20/11/2007", "A", HOT), (330, "01/06/2008", "X", "#ffffff"), (530, "15/12/2008", "B", HOT)]:
        p.circle(x, 150, 12, fill, INK, 3)
        p.text(x, 195 if letter == "X" else 60, when, 30)
        p.text(x, 235 if letter == "X" else 110, letter, 36)
    p.save(name)


def charts():
    years = ["1967", "1984", "1995", "1997", "1999", "2025"]
    columns("chart-01.svg", [5, 6, 7, 9, 10, 11], [y for y in years], ["5", "6", "?", "9", "10", "11"], hot=[2])
    timeline("chart-02.svg", [(1967, "A", 0), (1984, "B", 0), (1995, "C", 0), (1997, "D", 1), (1999, "E", 2), (2025, "F", 0)], 1965, 2027, [1970, 1980, 1990, 2000, 2010, 2020], 320)
    bars("chart-03.svg", [17, 11, 2, 2, 26], "ABCDE", ["17", "11", "2", "2", "26"], "Số năm / Years")
    bars("chart-04.svg", [1904.6, 676.6, 513.1, 331.2], "ABCD", ["1905", "677", "513", "331"], "Nghìn km² / Thousand km²")
    columns("chart-05.svg", [284, 113, 102, 70], "ABCD", ["284", "113", "102", "70"], unit="Triệu người / Million people", top=110)
    bars("chart-06.svg", [14874, 7942, 5765, 736], "1234", ["14 874", "7 942", "5 765", "736"], "km²", hot=[1])
    columns("chart-07.svg", [4884, 4095, 3147, 2817, 2565], "ABCDE", ["4884", "4095", "3147", "2817", "2565"], unit="m", top=95)
    pillars("chart-08.svg")
    organs("chart-09.svg")
    wheel("chart-10.svg")
    columns("chart-11.svg", [10, 9, 8, 6, 6, 5], "ABCDEF", ["10", "9", "8", "6", "6", "5"])
    timeline("chart-12.svg", [(1992, "A", 0), (1998, "B", 0), (2010, "C", 0), (2012, "D", 1)], 1988, 2022, [1990, 2000, 2010, 2020], 290)
    columns("chart-13.svg", [1, 2], ["A", "B"], ["1", "2"], unit="Nghìn tỷ USD / Trillion USD", hot=[1], top=110)
    columns("chart-14.svg", [16, 18], ["2005", "2011"], ["16", "18"], hot=[1], height=380)
    dots("chart-15.svg")
    blocks("chart-16.svg", [(2021, "AB"), (2022, "CD"), (2023, "E"), (2024, "?"), (2025, "F")])
    swatches("chart-17.svg", ["yellow", "white", "red", "blue"], 4)
    motto("chart-18.svg")
    calendar("chart-19.svg")
    rectangles("chart-20.svg")
    timeline("chart-21.svg", [(1971, "A", 0), (1976, "B", 0), (1995, "C", 0), (2002, "D", 0)], 1967, 2008, [1970, 1980, 1990, 2000], 240)
    columns("chart-22.svg", [5275, 7942], ["A", "B"], ["5 275", "7 942"], unit="km²", hot=[1])
    split("chart-23.svg", [(55, "55|A", "#a3c4bc"), (9, "9|B", "#f0a878")])
    split("chart-24.svg", [(15262, "15 262 ha|A", "#d9e3bd"), (26600, "26 600 ha|B", "#bcd9ea")])
    timeline("chart-25.svg", [(1997, "A", 0), (2009.4, "B", 0), (2012.95, "C", 1), (2025.5, "D", 0)], 1993, 2029, [1995, 2005, 2015, 2025], 290)
    venn("chart-26.svg")
    charter_line("chart-27.svg")
    swatches("chart-29.svg", ["green", "blue", "yellow", "black", "red", "white"], 3)
    columns("chart-30.svg", [3, 8, 5, 12], "1234", ["3%", "8%", "5%", "12%"], height=400)
    timeline("chart-28.svg", [(1995.6, "A", 0), (1998.9, "B", 1), (2010.5, "C", 0), (2013, "D", 1), (2020.5, "E", 0)], 1991, 2024, [1995, 2005, 2015], 290)


# ---------------------------------------------------------------- several flags in one picture

FLAGS = dict(zip(["th", "sg", "tl", "bn", "vn", "mm", "ph", "la", "id", "kh", "my"], range(1, 12), strict=True))


def flag(p, code, x, y, width):
    inner = re.sub(r"^<svg[^>]*>|</svg>\s*$", "", (HERE / f"flag-{FLAGS[code]:02}.svg").read_text().strip())
    p.add(f'<svg x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(width * 3 / 4)}" viewBox="0 0 640 480">{inner}</svg>')
    p.rect(x, y, width, width * 3 / 4, "none", INK, 2)


def flags(name, codes, marks, columns_):
    rows = -(-len(codes) // columns_)
    width = (WIDTH - 20 * (columns_ + 1)) / columns_
    step = width * 3 / 4 + 62
    p = Picture(round(rows * step + 20))
    for i, code in enumerate(codes):
        x, y = 20 + (i % columns_) * (width + 20), 20 + (i // columns_) * step
        if code == "?":
            p.rect(x, y, width, width * 3 / 4, "#fde7d8", INK, 3)
            p.text(x + width / 2, y + width * 3 / 8 + 20, "?", 56)
        else:
            flag(p, code, x, y, width)
        p.text(x + width / 2, y + width * 3 / 4 + 42, marks[i], 32)
    p.save(name)


def composites():
    flags("flag-12.svg", ["vn", "bn", "?"], ["2013–2017", "2018–2022", "2023–"], 3)
    flags("flag-13.svg", ["th", "la", "id", "mm", "ph", "sg"], "123456", 3)
    flags("flag-14.svg", ["kh", "tl", "la", "vn"], "1234", 2)
    flags("flag-15.svg", ["id", "la", "?", "ph"], ["2023", "2024", "2025", "2026"], 2)


if __name__ == "__main__":
    maps()
    charts()
    composites()
