"""The analysis of one contest as one tree, of which page and workbook are made. None: not defined, or too few.

Coefficients are plain numbers; `mean`, `deviation`, `error` and differences of papers are percent of a paper's points.
"""

from dataclasses import dataclass

from reports.rules.verdicts import difficulty_word, reliability_word

#: Under this many persons there is nothing to analyse.
LEAST = 5
#: Groups are compared item by item from so many persons each.
GROUP = 100


@dataclass(frozen=True)
class OptionLine:
    """`rest` is the mean of the other items' points (hundredths) of who chose it."""

    letter: str
    text: str
    right: bool
    n: int
    share: float | None
    upper: float | None
    lower: float | None
    rest: float | None
    correlation: float | None


@dataclass(frozen=True)
class AskedLine:
    """An item: what `statistics.items.analysis` says of it, and why to look at it (`rules.verdicts`)."""

    item: int
    places: tuple[tuple[int, int], ...]
    number: int
    stem: str
    slug: str
    kind: str
    ruling: str
    worth: int
    n: int
    blank: int
    facility: float | None
    deviation: float | None
    correlation: float | None
    discrimination: float | None
    efficiency: float | None
    intended_weight: float | None
    effective_weight: float | None
    alpha_without: float | None
    options: tuple[OptionLine, ...]
    reasons: tuple[str, ...]

    @property
    def drawn(self) -> str:
        """The letter of the wrong option that the upper group prefers to the key; empty where it does not."""
        best = max((option.upper or 0 for option in self.options if option.right), default=0)
        wrong = [option for option in self.options if not option.right and (option.upper or 0) > best]
        return max(wrong, key=lambda option: option.upper or 0).letter if wrong else ""

    @property
    def unused(self) -> str:
        """Letters of the wrong options that nobody took."""
        return ", ".join(option.letter for option in self.options if not option.right and not option.n)


@dataclass(frozen=True)
class PaperLine:
    """A paper as an instrument; `difference` to the first paper with its 95 % interval and Welch's p."""

    number: int
    n: int
    items: int
    worth: int
    mean: float | None
    median: float | None
    deviation: float | None
    skewness: float | None
    kurtosis: float | None
    alpha: float | None
    kr20: bool
    error: float | None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None


@dataclass(frozen=True)
class FavouredLine:
    """An item that does not serve two groups of equally able persons alike; `to_reference` says whom it favours."""

    number: int
    stem: str
    alpha: float | None
    delta: float | None
    chi2: float | None
    ets: str
    to_reference: bool


@dataclass(frozen=True)
class Comparison:
    """Two groups compared by Mantel-Haenszel; `by` is paper, sex or level, and the groups are named by its codes."""

    by: str
    reference: str
    focal: str
    n_reference: int
    n_focal: int
    items: int
    negligible: int
    lines: tuple[FavouredLine, ...]


@dataclass(frozen=True)
class PairLine:
    """Two persons whose errors agree beyond chance; rows of the matrix, named by the page for who may know."""

    first: int
    second: int
    alike: int
    both: int
    expected: float
    ratio: float | None


@dataclass(frozen=True)
class Hints:
    """`rooms` that hold a pair, `quick` rows of those who used less time than reading takes, of `timed` with a time."""

    rooms: int
    pairs: tuple[PairLine, ...]
    quick: tuple[int, ...]
    timed: int


@dataclass(frozen=True)
class Analysis:
    """`users` and `schools` are the persons of the rows of hints."""

    n: int
    mean_points: float | None
    worth: int | None
    alpha: float | None
    kr20: bool
    facility: float | None
    items: tuple[AskedLine, ...] = ()
    papers: tuple[PaperLine, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    hints: Hints = Hints(0, (), (), 0)
    users: tuple[int, ...] = ()
    schools: tuple[int, ...] = ()
    rooms: tuple[str, ...] = ()

    @property
    def enough(self) -> bool:
        return self.n >= LEAST

    @property
    def doubtful(self) -> list[AskedLine]:
        """Items to look at first: a suspected key before all others, then the weakest."""
        order = ("key", "hard", "weak", "unused", "easy")
        flagged = [line for line in self.items if line.reasons]
        return sorted(flagged, key=lambda line: (order.index(line.reasons[0]), line.discrimination or 0))

    @property
    def reliability(self) -> str:
        return reliability_word(self.alpha)

    @property
    def difficulty(self) -> str:
        return difficulty_word(self.facility)
