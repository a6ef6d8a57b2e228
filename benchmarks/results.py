"""What a benchmark hands over: rows for people, the same as data, and the ratios it is judged by."""

from dataclasses import dataclass, field
from typing import Any, Literal

Direction = Literal["at most", "at least"]


class InvalidRun(Exception):
    """An error, a lost answer, a missing frame: such a run measures nothing."""


@dataclass(frozen=True)
class Gate:
    """One figure with what is wanted of it. `goal` is where we want to stand, `limit` what fails the run."""

    what: str
    value: float
    goal: float
    limit: float
    direction: Direction = "at most"
    unit: str = "x"

    @property
    def kept(self) -> bool:
        return self.value <= self.limit if self.direction == "at most" else self.value >= self.limit

    @property
    def reached(self) -> bool:
        return self.value <= self.goal if self.direction == "at most" else self.value >= self.goal

    def line(self) -> str:
        word = "goal reached" if self.reached and self.kept else "kept" if self.kept else "MISSED"
        wanted = f"goal {self.goal:g}, {self.direction} {self.limit:g} {self.unit}"
        return f"  {self.what}: {self.value:,.4g} {self.unit} ({wanted}: {word})"

    def figures(self) -> dict[str, Any]:
        return {**self.__dict__, "kept": self.kept, "reached": self.reached}


@dataclass
class Result:
    """One benchmark's outcome. A row is a mapping from column to cell; columns come in the order of the first rows."""

    name: str
    title: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)  # what was to be measured and could not be

    @property
    def kept(self) -> bool:
        return not self.failures and all(gate.kept for gate in self.gates)

    def figures(self) -> dict[str, Any]:
        gates = [gate.figures() for gate in self.gates]
        return {"name": self.name, "title": self.title, "rows": self.rows, "gates": gates, "notes": self.notes} | {
            "failures": self.failures
        }

    def table(self) -> str:
        columns = list(dict.fromkeys(name for row in self.rows for name in row))
        cells = [columns] + [[_cell(row.get(name)) for name in columns] for row in self.rows]
        widths = [max(len(line[number]) for line in cells) for number in range(len(columns))]
        numeric = [all(not isinstance(row.get(name), str) for row in self.rows) for name in columns]
        lines = ["", self.title] + [
            "  ".join(
                cell.rjust(width) if right else cell.ljust(width)
                for cell, width, right in zip(line, widths, numeric, strict=True)
            ).rstrip()
            for line in cells
        ]
        lines += [f"  FAILED: {failure}" for failure in self.failures]
        return "\n".join([*lines, *(gate.line() for gate in self.gates), *(f"  ({note})" for note in self.notes)])


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def percentile(values: list[float], share: float) -> float | None:
    """The value below which this share (0 to 100) of all lies."""
    if not values:
        return None
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))], 2)
