"""Charts of figures: columns, lying bars, lines of years and divided bars, and those of the bank by their numbers."""

from collections.abc import Collection, Sequence

from scripts.bank_pictures.canvas import BAR, HOT, PEACH, SAGE, WHITE, WIDTH, Paint, Picture

Event = tuple[float, str, int]  # year, letter, row over the line


def columns(
    values: Sequence[float],
    under: Sequence[str],
    over: Sequence[str],
    *,
    hot: Collection[int] = (),
    unit: str = "",
    height: int = 430,
    top: int = 70,
) -> Picture:
    """Columns with words under and over them; those whose index is `hot` stand out."""
    picture = Picture(height)
    base, gap = height - 60, 18
    width = (WIDTH - 60 - gap * (len(values) - 1)) / len(values)
    for index, value in enumerate(values):
        x, length = 30 + index * (width + gap), (base - top) * value / max(values)
        picture.rectangle(x, base - length, width, length, _bar(index in hot))
        picture.text(x + width / 2, base + 38, under[index])
        picture.text(x + width / 2, base - length - 12, over[index])
    picture.line((15, base), (WIDTH - 15, base))
    if unit:
        picture.text(20, 36, unit, 28, anchor="start", weight="normal")
    return picture


def bars(
    values: Sequence[float], left: Sequence[str], right: Sequence[str], unit: str, hot: Collection[int] = ()
) -> Picture:
    """Lying bars with a letter to the left and a figure to the right."""
    picture = Picture(70 * len(values) + 70)
    picture.text(20, 36, unit, 28, anchor="start", weight="normal")
    for index, value in enumerate(values):
        y, length = 55 + 70 * index, 390 * value / max(values)
        picture.text(38, y + 40, left[index], 32)
        picture.rectangle(75, y + 5, max(length, 2), 50, _bar(index in hot))
        picture.text(75 + length + 12, y + 40, right[index], anchor="start")
    picture.line((75, 50), (75, 55 + 70 * len(values)))
    return picture


def timeline(events: Sequence[Event], first: int, last: int, ticks: Sequence[int], height: int) -> Picture:
    """A line of years to scale, from `first` to `last`."""

    def place(year: float) -> float:
        return 50 + (WIDTH - 100) * (year - first) / (last - first)

    picture = Picture(height)
    base = height - 75
    picture.line((20, base), (WIDTH - 20, base), width=4)
    for tick in ticks:
        picture.line((place(tick), base - 8), (place(tick), base + 10))
        picture.text(place(tick), base + 45, str(tick))
    for year, letter, row in events:
        x, y = place(year), base - 60 - 50 * row
        picture.line((x, base), (x, y), width=2.5, colour=HOT)
        picture.circle(x, base, 7, Paint(HOT, WHITE, 2))
        picture.mark(x, y, letter, 21)
    return picture


def divided(parts: Sequence[tuple[float, str, str, str]]) -> Picture:
    """One lying bar cut in parts: share, words on it, letter under it, fill."""
    picture = Picture(190)
    total, x = sum(part[0] for part in parts), 20.0
    for share, words, letter, fill in parts:
        width = 600 * share / total
        picture.rectangle(x, 30, width, 90, Paint(fill))
        picture.text(x + width / 2, 86, words, 34)
        picture.text(x + width / 2, 165, letter, 30)
        x += width
    return picture


def _bar(hot: bool) -> Paint:
    return BAR._replace(fill=HOT) if hot else BAR


def drawn() -> dict[str, Picture]:
    """Every chart of figures by its file."""
    by_number = _in_columns() | _in_bars() | _in_time()
    return {f"chart-{number:02}.svg": picture for number, picture in by_number.items()}


def _in_columns() -> dict[int, Picture]:
    years = ["1967", "1984", "1995", "1997", "1999", "2025"]
    people, dollars = "Triệu người / Million people", "Nghìn tỷ USD / Trillion USD"
    heights = [4884, 4095, 3147, 2817, 2565]
    return {
        1: columns([5, 6, 7, 9, 10, 11], years, ["5", "6", "?", "9", "10", "11"], hot=[2]),
        5: columns([284, 113, 102, 70], "ABCD", ["284", "113", "102", "70"], unit=people, top=110),
        7: columns(heights, "ABCDE", [str(height) for height in heights], unit="m", top=95),
        11: columns([10, 9, 8, 6, 6, 5], "ABCDEF", ["10", "9", "8", "6", "6", "5"]),
        13: columns([1, 2], "AB", "12", unit=dollars, hot=[1], top=110),
        14: columns([16, 18], ["2005", "2011"], ["16", "18"], hot=[1], height=380),
        22: columns([5275, 7942], "AB", ["5 275", "7 942"], unit="km²", hot=[1]),
        30: columns([3, 8, 5, 12], "1234", ["3%", "8%", "5%", "12%"], height=400),
    }


def _in_bars() -> dict[int, Picture]:
    areas, more_areas = [1904.6, 676.6, 513.1, 331.2], [14874, 7942, 5765, 736]
    return {
        3: bars([17, 11, 2, 2, 26], "ABCDE", ["17", "11", "2", "2", "26"], "Số năm / Years"),
        4: bars(areas, "ABCD", ["1905", "677", "513", "331"], "Nghìn km² / Thousand km²"),
        6: bars(more_areas, "1234", ["14 874", "7 942", "5 765", "736"], "km²", hot=[1]),
        23: divided([(55, "55", "A", SAGE), (9, "9", "B", PEACH)]),
        24: divided([(15262, "15 262 ha", "A", "#d9e3bd"), (26600, "26 600 ha", "B", "#bcd9ea")]),
    }


def _in_time() -> dict[int, Picture]:
    joining: list[Event] = [
        (1967, "A", 0), (1984, "B", 0), (1995, "C", 0), (1997, "D", 1), (1999, "E", 2), (2025, "F", 0),
    ]  # fmt: skip
    trade: list[Event] = [(1992, "A", 0), (1998, "B", 0), (2010, "C", 0), (2012, "D", 1)]
    treaties: list[Event] = [(1971, "A", 0), (1976, "B", 0), (1995, "C", 0), (2002, "D", 0)]
    visions: list[Event] = [(1997, "A", 0), (2009.4, "B", 0), (2012.95, "C", 1), (2025.5, "D", 0)]
    viet_nam: list[Event] = [(1995.6, "A", 0), (1998.9, "B", 1), (2010.5, "C", 0), (2013, "D", 1), (2020.5, "E", 0)]
    return {
        2: timeline(joining, 1965, 2027, range(1970, 2021, 10), 320),
        12: timeline(trade, 1988, 2022, range(1990, 2021, 10), 290),
        21: timeline(treaties, 1967, 2008, range(1970, 2001, 10), 240),
        25: timeline(visions, 1993, 2029, range(1995, 2026, 10), 290),
        28: timeline(viet_nam, 1991, 2024, range(1995, 2016, 10), 290),
    }
