"""Items that somebody chose by hand, for a paper without a blueprint."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, Case, Q, Value, When

from quiz.models import Question, RevisionFact
from quiz.models.question import State
from quiz.queries.items import ItemRow, held_at, item_rows, true_between


@dataclass(frozen=True)
class ChosenRow:
    """An item and what stands against it: `trouble` is retired, unapproved, untrue, held or nothing."""

    row: ItemRow
    slug: str
    trouble: str


def chosen_rows(question_ids: Collection[int], *, first: date, last: date, at: datetime) -> dict[int, ChosenRow]:
    """These items by id, of whatever shelf; three queries. One that is gone is left out."""
    questions = Question.objects.filter(pk__in=question_ids, current__isnull=False)
    facts = RevisionFact.objects.filter(revision__question_id__in=question_ids)
    marks = {
        pk: (slug, _trouble(state, owner, true=true, held=held))
        for pk, slug, state, owner, true, held in questions.annotate(
            true=_flag(true_between(first, last)), held=_flag(Q(held_at(at)))
        )
        .order_by()
        .values_list("pk", "slug", "state", "owner_id", "true", "held")
    }
    return {row.question_id: ChosenRow(row, *marks[row.question_id]) for row in item_rows(questions, facts)}


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _trouble(state: str, owner: int | None, *, true: bool, held: bool) -> str:
    if state == State.RETIRED:
        return "retired"
    if owner is None and state != State.APPROVED:
        return "unapproved"
    return "untrue" if not true else ("held" if held else "")
