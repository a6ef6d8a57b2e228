"""How items did in contests, added up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Sum

from quiz.models import ItemRecord


@dataclass(frozen=True)
class Shares:
    """`turns` that had the item and the share of its points that they earned, 0 to 1."""

    turns: int
    share: float


def shares_of(question_ids: Collection[int], *, until: datetime, besides: str = "") -> dict[int, Shares]:
    """By question, over every place but `besides` (as `contest:ABC123`) whose record was made by then; one query.

    Items without a known share are left out.
    """
    rows = (
        ItemRecord.objects.filter(question_id__in=question_ids, at__lte=until, p__isnull=False, n__gt=0)
        .exclude(place=besides)
        .order_by()
        .values("question_id")
        .annotate(turns=Sum("n"), earned=Sum(F("p") * F("n")))
    )
    return {row["question_id"]: Shares(row["turns"], row["earned"] / row["turns"]) for row in rows}
