"""Prizes of a contest, who would get them, and who did."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from contests.models import Award, Contest, Prize, Result
from contests.rules import awards


@dataclass(frozen=True)
class Winner:
    """`result` carries person, class and school."""

    result: Result
    at_cut: bool


@dataclass(frozen=True)
class Tie:
    """Those who share the last place of a quota: `left` places for all of them."""

    prize: Prize
    rank: int
    left: int
    waits: bool
    results: tuple[Result, ...]


@dataclass(frozen=True)
class PrizeList:
    prize: Prize
    winners: tuple[Winner, ...]


@dataclass(frozen=True)
class Proposal:
    """How the prizes of a version fall under one way with ties."""

    lists: tuple[PrizeList, ...]
    ties: tuple[Tie, ...]

    @property
    def waits(self) -> bool:
        return any(tie.waits for tie in self.ties)


def shared(contest: Contest, version: int, ties: str) -> awards.Shared:
    """Prizes by the rules, as ids."""
    rows = Result.objects.filter(contest=contest, version=version).order_by("rank", "pk")
    placed = [awards.Placed(*row) for row in rows.values_list("pk", "rank", "lot")]
    quotas = [awards.Quota(prize.pk, prize.quota) for prize in contest.prizes.all()]
    return awards.share(placed, quotas, ties)


def proposal(contest: Contest, version: int, ties: str) -> Proposal:
    """The same with names, before anything is written."""
    found = shared(contest, version, ties)
    wanted = {given.row for given in found.given} | {row for cut in found.cuts for row in cut.rows}
    results = {row.pk: row for row in _with_people(Result.objects.filter(pk__in=wanted))}
    prizes = list(contest.prizes.all())
    by_id = {prize.pk: prize for prize in prizes}
    return Proposal(
        lists=tuple(
            PrizeList(
                prize, tuple(Winner(results[one.row], one.at_cut) for one in found.given if one.prize == prize.pk)
            )
            for prize in prizes
        ),
        ties=tuple(
            Tie(by_id[cut.prize], cut.rank, cut.left, cut.waits, tuple(results[row] for row in cut.rows))
            for cut in found.cuts
        ),
    )


def given(contest: Contest, version: int) -> Sequence[PrizeList]:
    """The award list of a version as it was made; empty before."""
    rows = Award.objects.filter(result__contest=contest, result__version=version)
    people = ("prize", "result__attempt__user", "result__attempt__school")
    found = list(rows.select_related(*people).order_by("prize__order", "result__rank", "result__lot", "pk"))
    return [
        PrizeList(prize, tuple(Winner(row.result, row.at_cut) for row in found if row.prize_id == prize.pk))
        for prize in contest.prizes.all()
        if found
    ]


def _with_people(rows: QuerySet[Result]) -> QuerySet[Result]:
    return rows.select_related("attempt__user", "attempt__school")
