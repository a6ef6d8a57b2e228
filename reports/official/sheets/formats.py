"""How cells look, one format a kind of column."""

from typing import Any

from reports.official.tables import Kind

#: The percent sign is part of the format: 95.8 stands in the cell, as in every other file.
NUMBERS: dict[Kind, str] = {
    "count": "#,##0",
    "money": "#,##0",
    "percent": '0.0"%"',
    "points": "0.0",
    "coefficient": "0.00",
    "day": "dd/mm/yyyy",
}
LINE = {"border": 1, "border_color": "#B8C2D6"}


class Formats:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
        self.title = book.add_format({**base, "bold": True, "font_size": 14, "text_wrap": True})
        self.strong = book.add_format({**base, "bold": True, "valign": "top", "text_wrap": False})
        self.label = book.add_format({**base, "bold": True, "font_color": "#8A4B00"})
        self.link = book.add_format({**base, "font_color": "#1B4F9C", "underline": 1, "valign": "top"})
        self.text = book.add_format({**base, "text_wrap": True, "valign": "top", "num_format": "@"})
        self.head = book.add_format(
            {**base, **LINE, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#E8EDF6"}
        )
        self.kinds = {
            kind: book.add_format({**base, **LINE, "num_format": number, "align": "right"})
            for kind, number in NUMBERS.items()
        }
        self.cell = book.add_format({**base, **LINE, "text_wrap": True, "num_format": "@"})
        self.centre = book.add_format({**base, **LINE, "align": "center", "num_format": "@"})
