"""Charts for paper, as PNG or SVG. matplotlib without pyplot (no shared state between threads), in the project's own
typeface; every figure drawn stands in a table beside it."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from textwrap import fill
from typing import Literal

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from reports.official import names
from reports.official.contents import Contents, TopicLine, WeekLine
from reports.official.tables.participation import drawn_units
from reports.rules.wording import padded, percent, whole
from schools.exchange.login_cards import FONTS

BLUE, PALE, INK, GOLD = "#1b4f9c", "#e8edf6", "#0e1b33", "#d9a900"
WIDTH = 6.3  # inches: 160 mm
MOST_LABELS = 13
REGULAR = Path(FONTS) / "BeVietnamPro-Regular.ttf"
Format = Literal["png", "svg"]


def chart(name: str, contents: Contents, form: Format = "png") -> bytes:
    """`scores`, `coverage`, `trend` or `pillars`. The same figures give the same bytes."""
    # paths for letters, so that nobody needs the typeface; a fixed salt, so that names inside stay the same
    with rc_context({"svg.fonttype": "path", "svg.hashsalt": name}):
        return _file(_DRAWN[name](contents), form)


def _letters(size: float) -> FontProperties:
    return FontProperties(fname=REGULAR, size=size)


def _scores(contents: Contents) -> Figure:
    bands = contents.scores.bands
    figure, axes = _sheet(2.6)
    places = range(len(bands))
    bars = axes.bar(places, [band.n for band in bands], color=BLUE, width=0.82)
    axes.bar_label(bars, labels=[whole(band.n) for band in bands], padding=2, color=INK, font=_letters(8))
    _ticks(axes, places, [f"{band.low}–{band.high}%" for band in bands])
    axes.set_ylabel("Số lượt thi", font=_letters(8))
    axes.margins(y=0.15)
    return figure


def _coverage(contents: Contents) -> Figure:
    lines = list(reversed(drawn_units(contents)))
    figure, axes = _sheet(0.55 + 0.32 * len(lines))
    axes.barh(range(len(lines)), [100] * len(lines), color=PALE, height=0.6)
    axes.barh(range(len(lines)), [line.taking.coverage or 0 for line in lines], color=BLUE, height=0.6)
    _names(axes, [names.unit(line, contents.small) for line in lines])
    for index, unit in enumerate(lines):
        said = f"{percent(unit.taking.coverage)} ({unit.taking.schools_taking_part}/{unit.taking.schools_invited})"
        axes.text(101.5, index, said, va="center", color=INK, font=_letters(8))
    axes.set_xlim(0, 132)
    return figure


def _trend(contents: Contents) -> Figure:
    weeks = contents.weeks
    figure, axes = _sheet(2.6)
    places = range(len(weeks))
    turns = axes.bar([place - 0.2 for place in places], [week.turns for week in weeks], color=BLUE, width=0.4)
    persons = axes.bar([place + 0.2 for place in places], [week.participants for week in weeks], color=GOLD, width=0.4)
    if len(weeks) <= MOST_LABELS:
        for bars, counts in ((turns, [w.turns for w in weeks]), (persons, [w.participants for w in weeks])):
            axes.bar_label(bars, labels=[whole(n) for n in counts], padding=2, color=INK, font=_letters(7))
    step = -(-len(weeks) // MOST_LABELS)
    _ticks(axes, places[::step], [_week(week) for week in weeks[::step]])
    axes.set_xlabel("Tuần từ thứ Hai ngày", font=_letters(8))
    axes.margins(y=0.15)
    axes.legend(
        [turns, persons], ["Lượt thi", "Học sinh dự thi"], prop=_letters(8), frameon=False, ncols=2,
        loc="lower right", bbox_to_anchor=(1, 1),
    )  # fmt: skip
    return figure


def _week(week: WeekLine) -> str:
    """Its Monday, and how many weeks were merged into it, or a month would look like one busy week."""
    merged = f"\n({padded(week.weeks)} tuần)" if week.weeks > 1 else ""
    return f"{week.monday.day:02d}/{week.monday.month:02d}{merged}"


def _pillars(contents: Contents) -> Figure:
    lines = [line for line in reversed(contents.topics) if not line.topic and line.share is not None]
    figure, axes = _sheet(0.55 + 0.36 * len(lines))
    axes.barh(range(len(lines)), [100] * len(lines), color=PALE, height=0.6)
    axes.barh(range(len(lines)), [line.share or 0 for line in lines], color=BLUE, height=0.6)
    for index, line in enumerate(lines):
        if line.low is not None and line.high is not None:
            axes.plot([line.low, line.high], [index, index], color=INK, linewidth=1.2, marker="|", markersize=7)
        axes.text(101.5, index, f"{percent(line.share)}{_interval(line)}", va="center", color=INK, font=_letters(8))
    _names(axes, [names.of(names.PILLARS, line.pillar) for line in lines])
    axes.set_xlim(0, 150)
    return figure


def _interval(line: TopicLine) -> str:
    return "" if line.low is None or line.high is None else f" ({percent(line.low)} – {percent(line.high)})"


def _ticks(axes: Axes, places: Sequence[int], labels: Sequence[str]) -> None:
    axes.set_xticks(places, labels, font=_letters(7))
    axes.set_yticks([])


def _names(axes: Axes, lines: Sequence[str]) -> None:
    """Names at the left of lying bars, long ones over several lines, very long ones cut."""
    said = [fill(name if len(name) <= 68 else f"{name[:66]}…", 34) for name in lines]
    axes.set_yticks(range(len(said)), said, font=_letters(8))
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])


def _sheet(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, height), dpi=200, layout="constrained")
    axes = figure.add_subplot()
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, colors=INK)
    return figure, axes


def _file(figure: Figure, form: Format) -> bytes:
    out = BytesIO()
    FigureCanvasAgg(figure)
    metadata: dict[str, str | None] = {"Software": None} if form == "png" else {"Date": None, "Creator": None}
    figure.savefig(out, format=form, metadata=metadata)
    return out.getvalue()


_DRAWN: dict[str, Callable[[Contents], Figure]] = {
    "scores": _scores,
    "coverage": _coverage,
    "trend": _trend,
    "pillars": _pillars,
}
