"""The late box as a supervisor reads it: whose answer, to what, in words, how late; and never the key."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from contests.models import Contest, LateAnswer, Ruling
from contests.queries import paper
from quiz import queries as bank
from quiz.rules.review import lines
from schools.rules import names

MOST = 300


@dataclass(frozen=True, slots=True)
class LateRow:
    """One late answer; `number` is the item's as the pupil saw it, `late_ms` counts from the end of the attempt."""

    answer: LateAnswer
    name: str
    class_name: str
    number: int
    stem: str
    lang: str
    given: tuple[str, ...]
    late_ms: int

    @property
    def waits(self) -> bool:
        return self.answer.ruling == Ruling.WAITING


def late_rows(contest: Contest, *, language: str, waiting: bool, user_id: int | None = None) -> list[LateRow]:
    """Those that wait (or those that were ruled on), by class and name, each person's in order of receipt."""
    found = LateAnswer.objects.filter(attempt__contest=contest).select_related(
        "attempt__user", "attempt__paper", "item", "ruled_by"
    )
    found = found.filter(ruling=Ruling.WAITING) if waiting else found.exclude(ruling=Ruling.WAITING)
    if user_id is not None:
        found = found.filter(attempt__user_id=user_id)
    answers = list(found.order_by("received_at", "pk")[:MOST])
    papers: dict[int, dict[int, bank.ShownItem]] = {}
    for attempt in {answer.attempt_id: answer.attempt for answer in answers}.values():
        items = paper.items_shown(attempt.paper, seed=attempt.seed, shuffle=contest.shuffle, language=language)
        papers[attempt.pk] = {item.id: item for item in items}
    rows = [_row(answer, papers[answer.attempt_id][answer.item_id]) for answer in answers]
    return sorted(rows, key=lambda row: (names.natural(row.class_name), row.answer.attempt.user.sort_key, row.name))


def _row(answer: LateAnswer, item: bank.ShownItem) -> LateRow:
    attempt = answer.attempt
    return LateRow(
        answer=answer,
        name=attempt.user.full_name,
        class_name=attempt.class_name,
        number=item.number,
        stem=item.stem,
        lang=item.lang,
        given=in_words(item, json.loads(answer.value)),
        late_ms=_late_ms(answer.received_at, attempt.due_at, attempt.submitted_at),
    )


def in_words(item: bank.ShownItem, value: Sequence[str]) -> tuple[str, ...]:
    """What was given, one text a line; empty for an answer that was taken back."""
    options = [(option.code, option.text) for option in item.options]
    found = [line for line in lines(item.kind, options, value, []) if line.chosen]
    return tuple(
        f"{line.text}: {line.given}" if line.text and line.given else line.text or line.given for line in found
    )


def _late_ms(received_at: datetime, due_at: datetime, submitted_at: datetime | None) -> int:
    over_at = due_at if received_at > due_at or submitted_at is None else submitted_at
    return max(0, (received_at - over_at) // timedelta(milliseconds=1))


def waiting_count(contest: Contest) -> int:
    """How many answers wait for a word."""
    return LateAnswer.objects.filter(attempt__contest=contest, ruling=Ruling.WAITING).count()


def waiting_ids(contest: Contest, ids: Sequence[int]) -> list[int]:
    """Those of these late answers that belong to the contest and wait."""
    found = LateAnswer.objects.filter(attempt__contest=contest, ruling=Ruling.WAITING, pk__in=ids)
    return sorted(found.values_list("pk", flat=True))
