"""Papers as frozen: items with their shapes (no key), their texts, and the order one attempt sees them in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from contests.models import Contest, Paper, PaperItem
from contests.rules import drawing
from contests.rules.marks import Marked
from quiz import queries as bank


@dataclass(frozen=True)
class FrozenItem:
    id: int
    position: int
    kind: str
    points: int
    revision: int
    codes: tuple[str, ...]


@dataclass(frozen=True)
class FrozenPaper:
    """`items` by id. Nothing in it changes after publishing, and no key is in it."""

    id: int
    items: Mapping[int, FrozenItem]

    @property
    def most_points(self) -> int:
        return sum(item.points for item in self.items.values())


def frozen_paper(paper: Paper) -> FrozenPaper:
    """Kept in memory by the paper's id and seed."""
    return frozen(paper.pk, paper.seed)


@lru_cache(maxsize=256)
def frozen(paper_id: int, seed: str) -> FrozenPaper:
    """The paper with this id and seed."""
    rows = list(PaperItem.objects.filter(paper_id=paper_id))
    texts = _texts(paper_id, seed)
    return FrozenPaper(
        paper_id,
        {
            row.pk: FrozenItem(
                row.pk,
                row.position,
                row.kind,
                row.points,
                row.revision_id,
                tuple(option.code for option in texts[row.revision_id].options),
            )
            for row in rows
        },
    )


@lru_cache(maxsize=256)
def _texts(paper_id: int, seed: str) -> Mapping[int, bank.ItemText]:
    revisions = PaperItem.objects.filter(paper_id=paper_id).values_list("revision_id", flat=True)
    return bank.frozen_items(list(revisions))


def items_shown(paper: Paper, *, seed: str, shuffle: bool, language: str) -> list[bank.ShownItem]:
    """The paper in the order and language of one attempt, options shuffled by its seed."""
    its_items = frozen_paper(paper).items
    texts = _texts(paper.pk, paper.seed)
    in_order = sorted(its_items.values(), key=lambda item: item.position)
    if shuffle:
        by_position = {item.position: item for item in in_order}
        in_order = [by_position[position] for position in drawing.items_in_order(list(by_position), seed)]
    return [
        _shown(item, number, texts[item.revision], seed, shuffle, language)
        for number, item in enumerate(in_order, start=1)
    ]


def _shown(
    item: FrozenItem, number: int, text: bank.ItemText, seed: str, shuffle: bool, language: str
) -> bank.ShownItem:
    codes = drawing.options_in_order(list(item.codes), seed, item.position) if shuffle else list(item.codes)
    return bank.shown_item(
        text, codes, language=language, number=number, item=item.id, points=item.points, revision=item.revision
    )


def code_of(paper: Paper) -> str:
    """The number printed on the paper (mã đề), three digits: 101, 102 …"""
    return code_of_number(paper.number)


def code_of_number(number: int) -> str:
    """`1` → `101`."""
    return str(100 + number)


def paper_numbers(contest: Contest) -> list[int]:
    """Numbers of the contest's papers, ascending."""
    return list(contest.papers.order_by("number").values_list("number", flat=True))


def items_printed(paper: Paper, *, language: str = "vi") -> list[bank.ShownItem]:
    """The paper as it is printed: items by position, options in the one order of this paper (A, B, C …)."""
    texts = _texts(paper.pk, paper.seed)
    in_order = sorted(frozen_paper(paper).items.values(), key=lambda item: item.position)
    return [
        _shown(item, item.position, texts[item.revision], f"{paper.seed}:print", True, language) for item in in_order
    ]


def marked_items(paper: Paper) -> list[Marked]:
    """The printed paper as marks on an answer sheet are read for it."""
    return [
        Marked(item.id, item.number, item.kind, tuple(option.code for option in item.options))
        for item in items_printed(paper)
    ]
