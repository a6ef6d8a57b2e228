"""Items on their way out into a file."""

from datetime import date

from django.db.models import QuerySet

from quiz.models import Question
from quiz.queries.bank import draft_of
from quiz.queries.shelf import Filters, filtered
from quiz.rules.draft import ItemDraft
from schools.models import User

MOST = 10_000


def number_for_export(visible: QuerySet[Question], filters: Filters, *, user: User, day: date) -> int:
    """How many items that would be; one query."""
    found = filtered(visible.filter(current__isnull=False), filters, user=user, day=day)
    return min(found.count(), MOST)


def drafts_for_export(visible: QuerySet[Question], filters: Filters, *, user: User, day: date) -> list[ItemDraft]:
    """The items that fit, as drafts, in the order of the list; a constant number of queries."""
    found = (
        filtered(visible.filter(current__isnull=False), filters, user=user, day=day)
        .select_related("topic", "current__key", "current__picture")
        .prefetch_related("current__options__remark", "current__facts")
        .order_by("topic__order", "slug")[:MOST]
    )
    return [draft_of(question, question.current) for question in found if question.current]
