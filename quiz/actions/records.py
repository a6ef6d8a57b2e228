"""How questions did, written back by those who ran them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from quiz.models import ItemRecord, Question


@dataclass(frozen=True)
class Did:
    """A question's turns in one place, its share of points earned (0 to 1), its correlation with the rest of the paper
    (-1 to 1); both None where too few sat it."""

    question: int
    revision: int
    n: int
    p: float | None
    discrimination: float | None = None


@transaction.atomic
def keep(*, rows: Iterable[Did], place: str, at: datetime, keys_shown: bool = False) -> None:
    """One record for each question of a place, e.g. `contest:ABC123`; kept again, the newer figures stand.

    `keys_shown`: whoever sat it sees the keys now, so from here on these items are public, whatever their shelf.
    """
    rows = list(rows)
    if keys_shown:
        shown = Question.objects.filter(pk__in=[row.question for row in rows], opened_at=None)
        shown.update(opened_at=at)
    ItemRecord.objects.bulk_create(
        [
            ItemRecord(
                question_id=row.question,
                revision_id=row.revision,
                place=place,
                n=row.n,
                p=row.p,
                discrimination=row.discrimination,
                at=at,
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["question", "place"],
        update_fields=["revision", "n", "p", "discrimination", "at"],
    )
