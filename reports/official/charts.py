"""Charts as PNG for paper. matplotlib without pyplot (no shared state between threads), in DejaVu, which ships with it
and has every Vietnamese letter."""

from collections.abc import Callable
from io import BytesIO
from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from reports.official.contents import Contents
from reports.rules.wording import percent, whole

BLUE, PALE, INK = "#1b4f9c", "#e8edf6", "#0e1b33"
WIDTH = 6.3  # inches: 160 mm
FAMILY = "DejaVu Sans"


def chart(name: str, contents: Contents) -> bytes:
    """`scores` or `coverage`."""
    return _DRAWN[name](contents)


def _scores(contents: Contents) -> bytes:
    bands = contents.scores.bands
    figure, axes = _sheet(2.6)
    bars = axes.bar(range(len(bands)), [band.n for band in bands], color=BLUE, width=0.82)
    axes.bar_label(bars, labels=[whole(band.n) for band in bands], fontsize=8, padding=2, color=INK, family=FAMILY)
    axes.set_xticks(range(len(bands)), [f"{band.low}–{band.high}%" for band in bands], fontsize=7, family=FAMILY)
    axes.set_ylabel("Số lượt thi", fontsize=8, family=FAMILY)
    axes.set_yticks([])
    axes.margins(y=0.15)
    return _png(figure)


def _coverage(contents: Contents) -> bytes:
    lines = list(reversed(contents.units))
    figure, axes = _sheet(0.55 + 0.32 * len(lines))
    axes.barh(range(len(lines)), [100] * len(lines), color=PALE, height=0.6)
    axes.barh(range(len(lines)), [line.taking.coverage or 0 for line in lines], color=BLUE, height=0.6)
    names = [fill(line.name or "Chưa xếp xã", 34) for line in lines]
    axes.set_yticks(range(len(lines)), names, fontsize=8, family=FAMILY)
    for index, unit in enumerate(lines):
        said = f"{percent(unit.taking.coverage)} ({unit.taking.schools_taking_part}/{unit.taking.schools_invited})"
        axes.text(101.5, index, said, va="center", fontsize=8, color=INK, family=FAMILY)
    axes.set_xlim(0, 130)
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    return _png(figure)


def _sheet(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, height), dpi=200, layout="constrained")
    axes = figure.add_subplot()
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, colors=INK)
    return figure, axes


def _png(figure: Figure) -> bytes:
    out = BytesIO()
    FigureCanvasAgg(figure)
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


_DRAWN: dict[str, Callable[[Contents], bytes]] = {"scores": _scores, "coverage": _coverage}
