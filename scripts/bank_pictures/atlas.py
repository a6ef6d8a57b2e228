"""An empty map of South-East Asia: land, member states, the islands of Biển Đông, and ways to mark places on it."""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from scripts.bank_pictures.canvas import HOT_EDGE, INK, PICTURES, WHITE, WIDTH, Paint, Picture, Point

Place = tuple[float, float]  # longitude and latitude in degrees
Ring = Sequence[tuple[int, int]]  # the same in hundredths of a degree

LAND: dict[str, list[Ring]] = json.loads((PICTURES / "outlines.json").read_text(encoding="utf-8"))
MEMBERS = ("id", "my", "ph", "sg", "th", "bn", "vn", "la", "mm", "kh", "tl")
SEA, PLAIN, OUTSIDE, EDGE = "#eef6fb", "#f3ead7", "#dddad6", "#78716c"
HOANG_SA = (
    (111.6, 16.53), (111.2, 15.8), (112.3, 16.95), (112.75, 16.65), (111.75, 16.05), (112.35, 16.3), (112.0, 17.05),
)  # fmt: skip
TRUONG_SA = (
    (111.92, 8.64), (112.3, 8.9), (114.33, 11.43), (114.28, 10.95), (114.4, 10.3), (114.1, 9.85), (113.7, 8.97),
    (112.92, 7.88), (115.3, 9.7), (113.0, 10.0), (115.1, 10.7),
)  # fmt: skip
SINGAPORE = (103.82, 1.35)


class View(NamedTuple):
    """The part of the world that a map shows, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, place: Place) -> bool:
        return self.west < place[0] < self.east and self.south < place[1] < self.north


FULL = View(91.5, -11.6, 141.5, 28.9)
MAINLAND = View(91.8, 5.2, 119.2, 28.7)


class Map(Picture):
    """`fills` gives the states that stand out their colour.

    The islands of Biển Đông are always drawn; they are named in the two views above, elsewhere the caller labels them.
    """

    def __init__(self, view: View = FULL, fills: Mapping[str, str] | None = None) -> None:
        self.view, self.fills = view, dict(fills or {})
        self.scale = WIDTH / (view.east - view.west)
        super().__init__(round((view.north - view.south) * self.scale), SEA)
        # the land beyond has an edge of its own colour, so that no border shows
        self.path(self._outline("context"), Paint(OUTSIDE, OUTSIDE, 1.5))
        self._draw_members()
        self._draw_islands()

    def at(self, place: Place) -> Point:
        """Where the place lies in the picture."""
        return (place[0] - self.view.west) * self.scale, (self.view.north - place[1]) * self.scale

    def paint(self, code: str) -> Paint:
        return Paint(self.fills[code], HOT_EDGE, 2.5) if code in self.fills else Paint(PLAIN, EDGE, 1.5)

    def label(self, place: Place, lines: Sequence[str], size: int = 28) -> None:
        """Words on the sea, one line below the other."""
        x, y = self.at(place)
        for index, line in enumerate(lines):
            self.text(x, y + size * 0.9 * index, line, size, weight="normal", halo=SEA, narrow=0.8)

    def mark_place(self, place: Place, words: str, to: Place | None = None, *, dot: bool = False) -> None:
        """A mark on a place, or beside `to` with a thin line to it."""
        x, y = self.at(place)
        if to:
            self.line(self.at(to), (x, y), width=2)
            if dot:
                self.circle(*self.at(to), 5, Paint(INK, WHITE, 1.5))
        self.mark(x, y, words, 18)

    def ring(self, place: Place, radius: float) -> None:
        """A ring around a state too small to be seen."""
        self.circle(*self.at(place), radius, Paint("none", INK, 2.5))

    def _draw_members(self) -> None:
        """States that stand out come last, so that their edges are whole."""
        for code in sorted(MEMBERS, key=lambda code: code in self.fills):
            if steps := self._outline(code):
                self.path(steps, self.paint(code), round_joins=True)
        if self.view.holds(SINGAPORE):
            self.circle(*self.at(SINGAPORE), 6 if "sg" in self.fills else 4, self.paint("sg"))

    def _draw_islands(self) -> None:
        paint = self.paint("vn")._replace(width=1.5)
        for island in HOANG_SA + TRUONG_SA:
            if self.view.holds(island):
                self.circle(*self.at(island), 2.6 if self.view == FULL else 3.4, paint)
        if self.view == FULL:
            self.label((115.6, 14.5), ["Quần đảo Hoàng Sa", "(Việt Nam)"], 21)
            self.label((111.9, 6.5), ["Quần đảo Trường Sa", "(Việt Nam)"], 21)
        elif self.view == MAINLAND:
            self.label((114.6, 21.0), ["Quần đảo", "Hoàng Sa", "(Việt Nam)"])
            self.label((115.2, 14.6), ["Quần đảo", "Trường Sa", "(Việt Nam)"])

    def _outline(self, code: str) -> str:
        """The land of that code inside the view as steps of a path, in whole numbers; "" if there is none."""
        outline = ""
        for ring in LAND[code]:
            corners = map(self.at, inside(degrees(ring), self.view))
            all_stops = [(round(x), round(y)) for x, y in corners]
            stops = [stop for index, stop in enumerate(all_stops) if stop != all_stops[index - 1]]
            if len(stops) < 3:
                continue
            steps = (f"{x - old_x} {y - old_y}" for (old_x, old_y), (x, y) in pairwise(stops))
            outline += f"M{stops[0][0]} {stops[0][1]}l" + " ".join(steps).replace(" -", "-") + "z"
        return outline


def degrees(ring: Ring) -> list[Place]:
    return [(x / 100, y / 100) for x, y in ring]


def inside(corners: list[Place], view: View) -> list[Place]:
    """The part of a ring inside the view (Sutherland and Hodgman), a little beyond its edge."""
    for axis, limit, sign in (
        (0, view.west - 0.5, 1), (0, view.east + 0.5, -1), (1, view.south - 0.5, 1), (1, view.north + 0.5, -1),
    ):  # fmt: skip
        kept: list[Place] = []
        for last, corner in zip(corners[-1:] + corners[:-1], corners, strict=True):
            last_in, corner_in = (last[axis] - limit) * sign >= 0, (corner[axis] - limit) * sign >= 0
            if last_in != corner_in:
                part = (limit - last[axis]) / (corner[axis] - last[axis])
                kept.append((last[0] + part * (corner[0] - last[0]), last[1] + part * (corner[1] - last[1])))
            if corner_in:
                kept.append(corner)
        corners = kept
    return corners
