"""Papers are frozen when a contest is published: items drawn or taken as chosen, keys copied, items held."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from backend.refusals import Refusal
from contests.models import Contest, Paper, PaperItem, PaperKey, PaperKind
from contests.queries import contest as reads
from contests.queries import papers as desk
from contests.rules import drawing, parallel
from quiz import queries as bank
from quiz.actions import holds
from quiz.rules.blueprint import Cell
from schools.models import User

#: Settling frees the items, seconds after the end; should it be stopped, they stay held this long.
HELD_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class _Placed:
    """An item at its place and what it is worth."""

    row: bank.ItemRow
    points: int


@transaction.atomic
def freeze_papers(*, contest: Contest, by: User, at: datetime) -> list[Paper]:
    """The papers of the contest with their keys; every item on them is held until the contest is over.

    Refused where the bank is too small, or where a chosen item cannot be used. Runs inside publishing.
    """
    count = max(1, contest.papers_count)
    papers = [Paper(contest=contest, number=number, seed=secrets.token_hex(8)) for number in range(1, count + 1)]
    placed = _chosen(contest, papers, at) if contest.paper_kind == PaperKind.FIXED else _drawn(contest, count, at)
    Paper.objects.bulk_create(papers)
    keys = bank.keys_of({one.row.revision_id for paper in placed for one in paper})
    for paper, items in zip(papers, placed, strict=True):
        _store(paper, items, keys, by=by, at=at)
    holds.hold(
        question_ids={one.row.question_id for paper in placed for one in paper},
        holder=reads.holder_of(contest),
        until=contest.closes_at + HELD_AFTER,
        at=at,
        shared=contest.allow_held,
    )
    return papers


def _store(
    paper: Paper, items: Sequence[_Placed], keys: Mapping[int, Sequence[str]], *, by: User, at: datetime
) -> None:
    rows = PaperItem.objects.bulk_create(
        PaperItem(paper=paper, position=position, revision_id=one.row.revision_id, kind=one.row.kind, points=one.points)
        for position, one in enumerate(items, start=1)
    )
    PaperKey.objects.bulk_create(
        PaperKey(item=row, version=1, value=json.dumps(keys[row.revision_id], ensure_ascii=False), by=by, at=at)
        for row in rows
    )


def _drawn(contest: Contest, count: int, at: datetime) -> list[list[_Placed]]:
    cells = list(contest.cells.select_related("topic"))
    wanted: dict[Cell, int] = {(cell.topic.code, cell.level): cell.count for cell in cells}
    worth: dict[Cell, int] = {(cell.topic.code, cell.level): cell.points for cell in cells}
    if not wanted:
        raise _nothing_chosen()
    available = desk.available_for(contest, wanted, at)
    rows = {row.question_id: row for found in available.values() for row in found}
    shares = bank.shares_of(rows, until=at)
    candidates = {cell: [desk.candidate(row, shares) for row in found] for cell, found in available.items()}
    try:
        drawn = parallel.draw_papers(wanted, candidates, count, contest.seed)
    except parallel.ShortCell as short:
        raise Refusal("bank_too_small", _cell_short(short, cast(Cell, short.cell)), status=409) from short
    return [
        [_Placed(rows[item.id], worth[cell]) for item, cell in zip(paper, drawn.cells, strict=True)]
        for paper in drawn.papers
    ]


def _nothing_chosen() -> Refusal:
    return Refusal("nothing_chosen", _("Đề chưa có câu nào. Thầy cô chọn câu trước khi công bố."), status=409)


def _cell_short(short: drawing.ShortCell, cell: Cell) -> str:
    topic, level = cell
    sentence = _("Ngân hàng chỉ còn %(there)s câu dùng được cho chủ đề “%(topic)s”%(level)s, mà đề cần %(wanted)s câu.")
    return sentence % {
        "there": short.there,
        "wanted": short.wanted,
        "topic": bank.topic_names().get(topic, topic),
        "level": f" ({bank.level_name(level)})" if level else "",
    }


def _chosen(contest: Contest, papers: Sequence[Paper], at: datetime) -> list[list[_Placed]]:
    """The first paper in the teacher's order, each other in an order of its own seed."""
    chosen = list(contest.chosen.order_by("position").values_list("question_id", "points"))
    if not chosen:
        raise _nothing_chosen()
    first, last = desk.days_of(contest)
    rows = bank.chosen_rows([question for question, _points in chosen], first=first, last=last, at=at)
    troubled = [row.slug for row in rows.values() if row.trouble and not (row.trouble == "held" and contest.allow_held)]
    if troubled or len(rows) < len(chosen):
        sentence = _("Có câu đã chọn không dùng được nữa: %(slugs)s. Thầy cô xem lại trang Đề thi.")
        raise Refusal("chosen_unusable", sentence % {"slugs": ", ".join(sorted(troubled)[:10]) or "–"}, status=409)
    placed = [_Placed(rows[question].row, points) for question, points in chosen]
    return [placed if paper.number == 1 else drawing.shuffled(placed, paper.seed) for paper in papers]
