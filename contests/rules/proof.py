"""How alike papers are: what an item is expected to bring, and the figures that a set of papers comes to.

How hard an item is expected to be is a whole number, thousandths of its points that an average pupil earns: what
contests have shown, once `ENOUGH` turns say it, before that a figure for its level. Those four figures are assumptions
(no pupil of ours has been measured for them); they matter only until items have a record.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

ENOUGH = 30  # turns from which a record counts
ASSUMED = {"recall": 800, "understand": 650, "apply": 500, "analyse": 350}
UNKNOWN = 600  # for a level nobody has named
BOUND = 20  # thousandths by which the papers' means may differ
LEVEL_BOUND = 1


@dataclass(frozen=True)
class Candidate:
    """An item that may be drawn; `expected` in thousandths of its points, `measured` if contests have shown it."""

    id: int
    topic: str
    level: str
    expected: int
    measured: bool = False
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PaperProof:
    """One paper in figures: mean and standard deviation of the expected shares, in thousandths."""

    mean: float
    deviation: float
    levels: Mapping[str, int]
    topics: Mapping[str, int]
    measured: int
    clashes: int


@dataclass(frozen=True)
class Proof:
    """How alike the papers are. `shared` are items that stand in more than one of them."""

    papers: tuple[PaperProof, ...]
    shared: int
    difference: float  # of the means, hardest to easiest, in thousandths
    level_difference: int  # the greatest of any level
    most_difference: int = BOUND

    @property
    def equally_hard(self) -> bool:
        return self.difference <= self.most_difference

    @property
    def levels_alike(self) -> bool:
        return self.level_difference <= LEVEL_BOUND

    @property
    def within_bounds(self) -> bool:
        return self.equally_hard and self.levels_alike

    @property
    def clashes(self) -> int:
        return sum(paper.clashes for paper in self.papers)


def expected_of(level: str, turns: int, share: float | None) -> tuple[int, bool]:
    """Thousandths of its points that an item is expected to bring, and whether contests have shown it."""
    if share is not None and turns >= ENOUGH:
        return round(share * 1000), True
    return ASSUMED.get(level, UNKNOWN), False


def prove(papers: Sequence[Sequence[Candidate]]) -> Proof:
    """The figures of papers as they stand, drawn or chosen by hand."""
    proofs = tuple(map(_paper_proof, papers))
    means = [Fraction(sum(item.expected for item in paper), len(paper)) for paper in papers if paper]
    held = Counter(item.id for paper in papers for item in paper)
    levels = sorted({level for proof in proofs for level in proof.levels})
    spreads = [spread([proof.levels.get(level, 0) for proof in proofs]) for level in levels]
    return Proof(
        papers=proofs,
        shared=sum(1 for times in held.values() if times > 1),
        difference=float(max(means) - min(means)) if means else 0.0,
        level_difference=max(spreads, default=0),
    )


def _paper_proof(paper: Sequence[Candidate]) -> PaperProof:
    number = len(paper) or 1
    mean = sum(item.expected for item in paper) / number
    return PaperProof(
        mean=mean,
        deviation=(sum((item.expected - mean) ** 2 for item in paper) / number) ** 0.5,
        levels=Counter(item.level for item in paper),
        topics=Counter(item.topic for item in paper),
        measured=sum(item.measured for item in paper),
        clashes=_clashes(paper),
    )


def _clashes(paper: Sequence[Candidate]) -> int:
    """How often an item shares a word with one before it."""
    words: frozenset[str] = frozenset()
    found = 0
    for item in paper:
        found += bool(item.apart & words)
        words |= item.apart
    return found


def spread(numbers: Sequence[int]) -> int:
    return max(numbers) - min(numbers)
