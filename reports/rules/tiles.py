"""The tile map: where each cluster (former district) stands in a grid of five columns that resembles the province.

Before 2025-07-01 the province had the nine in the west and south; the seven in the north-east came from Bạc Liêu. A
cluster that the grid does not know is no part of the picture and is listed below it.
"""

from collections.abc import Collection, Sequence
from datetime import date

from reports.rules.clusters import COMMUNES_SINCE

KINDS = ("Thành phố ", "Thị xã ", "Huyện ")
#: Code of the former district → (column, row), from 1.
WEST = {
    "966": (1, 2),
    "967": (2, 2),
    "968": (1, 3),
    "964": (2, 3),
    "972": (1, 4),
    "969": (2, 4),
    "970": (3, 4),
    "971": (2, 5),
    "973": (2, 6),
}
EAST = {
    "956": (3, 1),
    "957": (3, 2),
    "958": (4, 2),
    "954": (5, 2),
    "959": (3, 3),
    "961": (4, 3),
    "960": (4, 4),
}

NAMES = {
    "966": "U Minh",
    "967": "Thới Bình",
    "968": "Trần Văn Thời",
    "964": "Cà Mau",
    "972": "Phú Tân",
    "969": "Cái Nước",
    "970": "Đầm Dơi",
    "971": "Năm Căn",
    "973": "Ngọc Hiển",
    "956": "Hồng Dân",
    "957": "Phước Long",
    "958": "Vĩnh Lợi",
    "954": "Bạc Liêu",
    "959": "Giá Rai",
    "961": "Hoà Bình",
    "960": "Đông Hải",
}


def grid(last: date, there: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """The map as rows of codes, "" for a place that stays empty.

    `last` is the last day of the period: until 2025-06-30 the map has the nine of that time, and the others only where
    figures of theirs are `there`.
    """
    shown = {**WEST, **(EAST if last >= COMMUNES_SINCE or any(code in EAST for code in there) else {})}
    places = {place: code for code, place in shown.items()}
    columns = range(1, max(column for column, _row in places) + 1)
    rows = range(min(row for _column, row in places), max(row for _column, row in places) + 1)
    return tuple(tuple(places.get((column, row), "") for column in columns) for row in rows)


def outside(rows: Sequence[Sequence[str]], there: Sequence[str]) -> tuple[str, ...]:
    """The codes that have figures and no place on the map, in the order given."""
    placed = {code for row in rows for code in row}
    return tuple(code for code in there if code not in placed)


def short(name: str) -> str:
    """`Huyện Đầm Dơi` → `Đầm Dơi`: a tile has no room for the kind."""
    for kind in KINDS:
        if name.startswith(kind):
            return name.removeprefix(kind)
    return name
