"""What the turns of a contest earned on every item, as sums: the bank is told of it once results stand."""

from dataclasses import dataclass

from django.db.models import BigIntegerField, Count, F, Sum
from django.db.models.functions import Cast

from contests.models import Answer, Attempt, AttemptState, PaperItem
from contests.rules.discrimination import Sums


@dataclass(frozen=True)
class ItemSum:
    """An item of a contest's papers: `n` turns ended with it, `earned` of `possible` hundredths of a point."""

    question: int
    revision: int
    n: int
    earned: int
    possible: int
    sums: Sums


def item_sums(contest_id: int) -> list[ItemSum]:
    """Every item of the contest's papers with what its turns earned; three queries. Speed points are no item's."""
    papers = _papers(contest_id)
    given = _given(contest_id)
    rows = PaperItem.objects.filter(paper__contest_id=contest_id).order_by("paper__number", "position")
    items = list(rows.values_list("pk", "revision__question_id", "revision_id", "paper_id", "points"))
    most: dict[int, int] = {}
    for *_ids, paper, points in items:
        most[paper] = most.get(paper, 0) + points
    found = []
    for item, question, revision, paper, points in items:
        n, p, pp = papers.get(paper, (0, 0, 0))
        x, xx, px = given.get(item, (0, 0, 0))
        sums = Sums(n=n, x=x, xx=xx, px=px, p=p, pp=pp, worth=points, most=most[paper])
        found.append(ItemSum(question, revision, n, x, n * points, sums))
    return found


def _papers(contest_id: int) -> dict[int, tuple[int, int, int]]:
    """By paper: turns, their points, the squares of these."""
    own = Cast(F("points") - F("speed"), BigIntegerField())
    ended = Attempt.objects.filter(contest_id=contest_id).exclude(state=AttemptState.SITTING).order_by()
    rows = ended.values_list("paper_id").annotate(n=Count("pk"), p=Sum(own), pp=Sum(own * own))
    return {paper: (n, p, pp) for paper, n, p, pp in rows}


def _given(contest_id: int) -> dict[int, tuple[int, int, int]]:
    """By item: points of its answers, their squares, their products with the turns' points. What nobody could grade
    counts as nothing."""
    whole = Cast(F("attempt__points") - F("attempt__speed"), BigIntegerField())
    x = Cast(F("points"), BigIntegerField())
    ended = Answer.objects.filter(attempt__contest_id=contest_id).exclude(attempt__state=AttemptState.SITTING)
    rows = ended.order_by().values_list("item_id").annotate(x=Sum(x), xx=Sum(x * x), px=Sum(whole * x))
    return {item: (own or 0, squares or 0, products or 0) for item, own, squares, products in rows}
