"""The desk of papers: what a draft will be drawn from, and how alike frozen papers are. For staff only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from contests.models import Contest, Paper, PaperItem
from contests.queries.contest import holder_of, window_days
from contests.queries.paper import code_of
from contests.rules.proof import Candidate, Proof, expected_of, prove
from quiz import queries as bank
from quiz.queries import ItemRow, Shares
from quiz.rules.blueprint import Cell


def available_for(contest: Contest, wanted: Mapping[Cell, int], at: datetime) -> dict[Cell, list[ItemRow]]:
    """Items true on every day of the window and on the contest's own day, as many as its papers can hold apart.

    A cell draws from the maker's private shelf where that was asked for and can fill it alone; else from the kept
    shelf; the public one serves only where that is short; and items that another contest holds only where even both
    are short and the rules allow it.
    """
    first, last = days_of(contest)
    papers = max(1, contest.papers_count)
    found: dict[Cell, list[ItemRow]] = {cell: [] for cell in wanted}

    def widen(*, shelf: str = "", held: bool = False) -> None:
        short = [cell for cell, count in wanted.items() if len(found[cell]) < count * papers]
        more = bank.items_for(short, first=first, last=last, at=at, shelf=shelf, held=held)
        found.update(more)

    widen(shelf="kept")
    widen()
    if contest.allow_held:
        widen(held=True)
    if contest.private_first:
        own = bank.items_for(wanted, first=first, last=last, at=at, owner=contest.created_by_id)
        found |= {cell: own[cell] for cell, count in wanted.items() if len(own[cell]) >= count}
    return found


def days_of(contest: Contest) -> tuple[date, date]:
    """First and last day on which its items must be true."""
    first, last = window_days(contest)
    return min(first, contest.as_of), max(last, contest.as_of)


@dataclass(frozen=True)
class CellLine:
    """A cell of the blueprint, and what there is for it: every paper wants `count` items of its own."""

    topic: str
    level: str
    count: int
    points: int
    there: int
    wanted: int

    @property
    def trouble(self) -> str:
        """`short`: one paper cannot be filled. `shared`: papers will share items."""
        if self.there < self.count:
            return "short"
        return "shared" if self.there < self.wanted else ""


def blueprint_lines(contest: Contest, at: datetime) -> list[CellLine]:
    """The blueprint as a table, with what the bank has for each cell now."""
    cells = list(contest.cells.select_related("topic"))
    available = available_for(contest, {(cell.topic.code, cell.level): cell.count for cell in cells}, at)
    papers = max(1, contest.papers_count)
    return [
        CellLine(
            cell.topic.code,
            cell.level,
            cell.count,
            cell.points,
            len(available[cell.topic.code, cell.level]),
            cell.count * papers,
        )
        for cell in cells
    ]


def candidate(row: ItemRow, shares: Mapping[int, Shares]) -> Candidate:
    """An item of the bank as papers are balanced by."""
    known = shares.get(row.question_id)
    expected, measured = expected_of(row.level, known.turns if known else 0, known.share if known else None)
    return Candidate(row.question_id, row.topic, row.level, expected, measured, row.apart)


@dataclass(frozen=True)
class ItemLine:
    """An item of a paper with the marks it is balanced by."""

    item: PaperItem
    slug: str
    topic: str
    level: str
    expected: float  # 0 to 1
    measured: bool
    papers: tuple[str, ...]  # other papers (mã đề) that hold it


@dataclass(frozen=True)
class PaperLines:
    """A paper, its code and its items in order."""

    paper: Paper
    code: str
    lines: tuple[ItemLine, ...]

    @property
    def most_points(self) -> int:
        return sum(line.item.points for line in self.lines)


@dataclass(frozen=True)
class Papers:
    """All papers of a contest and the proof of their likeness, by what was known when they were frozen."""

    papers: tuple[PaperLines, ...]
    proof: Proof

    def by_number(self, number: int) -> PaperLines | None:
        return next((one for one in self.papers if one.paper.number == number), None)


def papers_of(contest: Contest) -> Papers:
    """Constant number of queries."""
    papers = list(contest.papers.order_by("number"))
    items = list(
        PaperItem.objects.filter(paper__in=papers).select_related("revision").order_by("paper__number", "position")
    )
    questions = {item.revision.question_id for item in items}
    first, last = window_days(contest)
    at = contest.published_at or contest.created_at
    rows = bank.chosen_rows(questions, first=first, last=last, at=at)
    shares = bank.shares_of(questions, until=at, besides=holder_of(contest))
    candidates = {question: candidate(rows[question].row, shares) for question in questions}
    codes = {paper.pk: code_of(paper) for paper in papers}
    held_by: dict[int, list[int]] = {}
    for item in items:
        held_by.setdefault(item.revision_id, []).append(item.paper_id)
    lines = [_line(item, rows, candidates, codes, held_by) for item in items]
    return Papers(
        tuple(
            PaperLines(paper, codes[paper.pk], tuple(line for line in lines if line.item.paper_id == paper.pk))
            for paper in papers
        ),
        prove([_of_paper(items, paper, candidates) for paper in papers]),
    )


def _of_paper(items: Collection[PaperItem], paper: Paper, candidates: Mapping[int, Candidate]) -> list[Candidate]:
    return [candidates[item.revision.question_id] for item in items if item.paper_id == paper.pk]


def _line(
    item: PaperItem,
    rows: Mapping[int, bank.ChosenRow],
    candidates: Mapping[int, Candidate],
    codes: Mapping[int, str],
    held_by: Mapping[int, Sequence[int]],
) -> ItemLine:
    row, its = rows[item.revision.question_id], candidates[item.revision.question_id]
    others = tuple(codes[paper] for paper in held_by[item.revision_id] if paper != item.paper_id)
    return ItemLine(item, row.slug, its.topic, its.level, its.expected / 1000, its.measured, others)


@dataclass(frozen=True)
class ChosenLine:
    """A chosen item of a draft: its text, marks, worth, and what stands against using it."""

    question_id: int
    position: int
    points: int
    row: ItemRow
    slug: str
    trouble: str
    text: bank.ItemText


def chosen_lines(contest: Contest, at: datetime) -> list[ChosenLine]:
    """The chosen items in the teacher's order; constant number of queries."""
    chosen = list(contest.chosen.order_by("position").values_list("question_id", "position", "points"))
    first, last = days_of(contest)
    rows = bank.chosen_rows([question for question, _position, _points in chosen], first=first, last=last, at=at)
    texts = bank.frozen_items([row.row.revision_id for row in rows.values()])
    return [
        ChosenLine(question, position, points, one.row, one.slug, one.trouble, texts[one.row.revision_id])
        for question, position, points in chosen
        if (one := rows.get(question)) is not None
    ]
