"""The maps of the bank by their numbers: states that stand out, marks on states, marks beside towns and sites."""

import math

from scripts.bank_pictures.atlas import FULL, LAND, MAINLAND, SEA, SINGAPORE, Map, Place, View, degrees
from scripts.bank_pictures.canvas import HOT, HOT_EDGE, PEACH, Paint, short

KM_IN_A_DEGREE = 111.2
VIET_NAM = View(98.6, 6.6, 117.2, 24.2)
AROUND_CA_MAU = View(96.2, -1.2, 123.6, 21.4)
RINGS: dict[str, tuple[Place, int]] = {
    "bn": ((114.75, 4.55), 20), "sg": (SINGAPORE, 17), "tl": ((125.6, -8.85), 30),
}  # fmt: skip
SITES: dict[str, Place] = {
    "hanoi": (105.85, 21.03), "vientiane": (102.6, 17.97), "bangkok": (100.5, 13.75), "phnom penh": (104.92, 11.57),
    "kuala lumpur": (101.69, 3.14), "singapore": SINGAPORE, "jakarta": (106.83, -6.2), "bali": (115.2, -8.5),
    "manila": (120.98, 14.6), "dili": (125.57, -8.56), "naypyidaw": (96.1, 19.75), "bandar seri begawan": (114.94, 4.9),
    "ca mau": (105.0, 8.75), "da nang": (108.2, 16.05), "ho chi minh city": (106.7, 10.8), "angkor": (103.87, 13.41),
    "borobudur": (110.2, -7.6), "ayutthaya": (100.56, 14.35), "vigan": (120.39, 17.57), "bagan": (94.86, 21.17),
}  # fmt: skip

# map: states that stand out, then the one of them that gets a ring, if any
STANDING_OUT = {
    1: ("la", ""), 2: ("ph", ""), 3: ("tl", "tl"), 4: ("my", ""), 5: ("vn", ""), 6: ("bn", "bn"), 7: ("th", ""),
    8: ("id", ""), 9: ("kh", ""), 10: ("sg", "sg"), 11: ("mm", ""), 17: ("id my ph sg th", ""),
    18: ("id my ph sg th bn vn", ""), 20: ("th kh my bn", "bn"), 23: ("bn kh la sg th vn", "sg"),
    27: ("bn id my sg th", "sg"), 28: ("ph sg", "sg"),
}  # fmt: skip

# map: its view, states that stand out, and where its marks stand
MARKED: dict[int, tuple[View, str, dict[str, Place]]] = {
    14: (
        MAINLAND, "",
        {"3": (96.0, 21.5), "1": (101.0, 15.8), "5": (102.7, 19.3), "2": (104.9, 12.7), "4": (105.4, 21.9)},
    ),
    15: (
        MAINLAND, "vn",
        {"1": (101.0, 15.8), "2": (104.9, 12.7), "3": (107.6, 25.0), "4": (102.7, 19.3), "5": (96.0, 21.5)},
    ),
    19: (FULL, "la mm kh", {"A": (104.9, 12.7), "B": (102.8, 19.4), "C": (96.0, 21.5)}),
    22: (FULL, "", {"A": (121.2, 16.9), "B": (113.6, -1.4), "C": (102.8, 19.4), "D": (101.6, 4.7)}),
    29: (
        FULL, "",
        {"A": (100.9, 16.0), "B": (121.2, 16.9), "C": (101.6, 4.7), "D": (104.9, 12.7), "E": (105.2, 21.9)},
    ),
    30: (FULL, "", {"X": (116.9, 18.6)}),
}  # fmt: skip

# map: mark, the site that it means, where the mark stands
BESIDE_SITES: dict[int, list[tuple[str, str, Place]]] = {
    12: [
        ("A", "manila", (124.4, 15.8)), ("B", "bangkok", (97.4, 12.4)), ("C", "jakarta", (104.6, -9.0)),
        ("D", "hanoi", (102.2, 22.6)), ("E", "kuala lumpur", (97.9, 3.6)), ("F", "singapore", (107.3, -0.4)),
        ("G", "bali", (115.6, -5.4)), ("H", "phnom penh", (102.3, 9.3)),
    ],
    13: [
        ("1", "naypyidaw", (93.6, 16.4)), ("2", "vientiane", (101.0, 21.2)),
        ("3", "bandar seri begawan", (114.2, 1.6)), ("4", "dili", (128.3, -5.9)), ("5", "phnom penh", (102.3, 9.3)),
    ],
    24: [
        ("1", "ho chi minh city", (108.6, 9.9)), ("2", "hanoi", (103.6, 22.0)), ("3", "ca mau", (102.9, 7.9)),
        ("4", "da nang", (105.6, 16.6)),
    ],
    25: [
        ("A", "manila", (121.6, 12.4)), ("B", "phnom penh", (107.2, 12.9)), ("C", "kuala lumpur", (99.0, 4.6)),
        ("D", "bangkok", (98.3, 14.7)),
    ],
    26: [
        ("1", "angkor", (101.9, 10.4)), ("2", "borobudur", (108.0, -10.2)), ("3", "ayutthaya", (97.3, 13.3)),
        ("4", "vigan", (124.2, 15.6)), ("5", "bagan", (96.0, 24.3)),
    ],
}  # fmt: skip


def drawn() -> dict[str, Map]:
    """Every map by its file."""
    by_number = {number: _standing_out(*wish) for number, wish in STANDING_OUT.items()}
    by_number |= {number: _marked(*wish) for number, wish in MARKED.items()}
    by_number |= {number: _beside_sites(Map(), number) for number in (12, 13, 26)}
    by_number |= {16: _mekong(), 21: _island_states(), 24: _in_viet_nam(), 25: _far_from_ca_mau()}
    return {f"map-{number:02}.svg": drawing for number, drawing in by_number.items()}


def _hot(codes: str) -> dict[str, str]:
    return dict.fromkeys(codes.split(), HOT)


def _standing_out(codes: str, ringed: str) -> Map:
    drawing = Map(fills=_hot(codes))
    if ringed:
        drawing.ring(*RINGS[ringed])
    return drawing


def _marked(view: View, codes: str, marks: dict[str, Place]) -> Map:
    drawing = Map(view, _hot(codes))
    for words, place in marks.items():
        drawing.mark_place(place, words)
    return drawing


def _beside_sites(drawing: Map, number: int) -> Map:
    for words, site, place in BESIDE_SITES[number]:
        drawing.mark_place(place, words, SITES[site], dot=True)
    return drawing


def _mekong() -> Map:
    """The river over the states of the mainland."""
    drawing = Map(MAINLAND)
    drawing.line(*map(drawing.at, degrees(LAND["mekong"][0])), colour="#1d4ed8", width=6)
    marks = {"1": (96.0, 21.5), "2": (101.0, 15.8), "3": (103.3, 19.6), "4": (104.5, 13.2), "5": (108.2, 13.6)}
    for words, place in marks.items():
        drawing.mark_place(place, words)
    return drawing


def _island_states() -> Map:
    """The states at sea; the small ones have their mark beside them."""
    drawing = Map()
    for words, place in {"1": (121.2, 16.9), "2": (101.6, 4.7), "3": (102.3, -1.3)}.items():
        drawing.mark_place(place, words)
    drawing.mark_place((118.2, 7.9), "4", (114.75, 4.6))
    drawing.mark_place((129.0, -5.9), "5", (125.9, -8.8))
    drawing.mark_place((107.6, 0.2), "6", SINGAPORE)
    return drawing


def _in_viet_nam() -> Map:
    drawing = _beside_sites(Map(VIET_NAM, {"vn": PEACH}), 24)
    drawing.label((114.6, 20.0), ["Quần đảo", "Hoàng Sa", "(Việt Nam)"])
    drawing.label((114.6, 14.2), ["Quần đảo", "Trường Sa", "(Việt Nam)"])
    return drawing


def _far_from_ca_mau() -> Map:
    """Four capitals and Mũi Cà Mau as a star; distances are read by the scale, no lines go across the sea."""
    drawing = _beside_sites(Map(AROUND_CA_MAU, {"vn": PEACH}), 25)
    drawing.path(_star(*drawing.at(SITES["ca mau"])), Paint(HOT, HOT_EDGE, 2))
    drawing.label((114.6, 19.5), ["Quần đảo Hoàng Sa", "(Việt Nam)"])
    drawing.label((109.9, 6.9), ["Quần đảo", "Trường Sa", "(Việt Nam)"])
    _add_scale(drawing, 500)
    return drawing


def _star(middle_x: float, middle_y: float) -> str:
    """Steps of a path around a star of five points."""
    steps = ""
    for index, radius in enumerate([17, 7] * 5):
        x = middle_x + radius * math.sin(math.pi * index / 5)
        y = middle_y - radius * math.cos(math.pi * index / 5)
        steps += f"{'L' if index else 'M'}{short(x)} {short(y)}"
    return steps + "z"


def _add_scale(drawing: Map, kilometres: int) -> None:
    """How long that many kilometres are, in the corner below."""
    left, base = 20, drawing.height - 20
    right = left + kilometres * drawing.scale / KM_IN_A_DEGREE
    drawing.line((left, base - 14), (left, base), (right, base), (right, base - 14))
    drawing.text((left + right) / 2, base - 8, f"{kilometres} km", 28, weight="normal", halo=SEA)
