"""Turns by the thousand, as rows: who took part, how they did, and answers that add up to their points."""

import json
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from contests.models import Attempt, Contest, PaperItem, PaperKey
from quiz.rules.kinds import best_value, wrong_value
from schools.models import Enrolment, User

ANSWERS = """
INSERT INTO contests_answer (attempt_id, item_id, value, opening, seq, received_at, points, "right", key_version)
SELECT id, %s, CASE WHEN (%s + id %% 5) %% %s < "right" THEN %s ELSE %s END, 1, %s, ended_at,
  CASE WHEN (%s + id %% 5) %% %s < "right" THEN %s ELSE 0 END, (%s + id %% 5) %% %s < "right", 1
FROM contests_attempt WHERE contest_id = %s AND state <> 'sitting'
"""


def take_part(
    contest: Contest,
    number: int,
    first: list[User],
    *,
    leave_out: Sequence[User] = (),
    idle: Sequence[int] = (),
    sitting: int = 0,
) -> None:
    """Turns of up to `number` invited pupils, `first` among them and best; the last `sitting` are still at it.

    Nobody of the schools `idle` takes part.
    """
    dice = random.Random(contest.seed)
    out = {pupil.pk for pupil in leave_out}
    rolls = [roll for roll in _rolls(contest, {pupil.pk for pupil in first}, idle) if roll.pupil_id not in out]
    number = min(number, len(rolls))
    items = PaperItem.objects.filter(paper__contest=contest).count()
    paper = contest.papers.get(number=1)
    turns = []
    for place, roll in enumerate(rolls[:number]):
        right = items - min(3, (place + 1) // 2) if place < 8 else _ability(dice, items)
        started_at = contest.opens_at + timedelta(seconds=dice.uniform(1, 300))
        used = timedelta(seconds=dice.uniform(500, 2400))
        fields: dict[str, Any] = {"answered": items, "right": right, "points": right * 100, "state": "submitted"}
        ended = dict.fromkeys(("submitted_at", "ended_at", "stands_at"), started_at + used)
        if place >= number - sitting:
            fields, ended, started_at = {}, {}, contest.opens_at + timedelta(minutes=52)
        else:
            fields["time_used_ms"] = int(used / timedelta(milliseconds=1))
        turns.append(_turn(contest, paper.pk, roll, started_at, **fields, **ended))
    Attempt.objects.bulk_create(turns, batch_size=500)
    _answers(contest, items)


def _ability(dice: random.Random, items: int) -> int:
    """Right answers of one of the many: none as good as the few in front."""
    return min(items - 4, max(0, round(dice.gauss(items * 0.58, items * 0.16))))


def sit_down(contest: Contest, pupil: User, at: datetime) -> Attempt:
    """A pupil who began at `at` and sits."""
    roll = Enrolment.objects.select_related("pupil", "school_class").get(pupil=pupil)
    attempt = _turn(contest, contest.papers.get(number=1).pk, roll, at)
    attempt.save()
    return attempt


def _rolls(contest: Contest, first: set[int], idle: Sequence[int]) -> list[Enrolment]:
    """Invited pupils in a mixed order, those of `first` in front."""
    schools = list(contest.invitations.exclude(school__in=idle).values_list("school_id", flat=True))
    rows = list(Enrolment.objects.filter(school_class__school__in=schools).select_related("pupil", "school_class"))
    random.Random(contest.seed).shuffle(rows)
    return sorted(rows, key=lambda row: row.pupil_id not in first)


def _turn(contest: Contest, paper: int, roll: Enrolment, started_at: datetime, **fields: Any) -> Attempt:
    due_at = min(started_at + timedelta(milliseconds=contest.length_ms), contest.closes_at)
    return Attempt(
        contest=contest,
        user=roll.pupil,
        paper_id=paper,
        seed=f"{roll.pupil_id:x}",
        school_id=roll.school_class.school_id,
        class_name=roll.school_class.name,
        grade=roll.school_class.grade,
        sex=roll.pupil.sex,
        started_at=started_at,
        due_at=due_at,
        **fields,
    )


def _answers(contest: Contest, items: int) -> None:
    """For every ended turn: as many right answers as it has, spread over the items."""
    with connection.cursor() as cursor:
        for seq, item in enumerate(PaperItem.objects.filter(paper__contest=contest).order_by("position")):
            key = PaperKey.objects.filter(item=item).latest("version").value
            codes = list(item.revision.options.values_list("code", flat=True))
            wrong = json.dumps(wrong_value(item.kind, json.loads(key), codes))
            mark = (seq, items)
            right = json.dumps(best_value(item.kind, json.loads(key)), ensure_ascii=False)
            values: list[Any] = [item.pk, *mark, right, wrong, seq, *mark, item.points, *mark, contest.pk]
            cursor.execute(ANSWERS, values)
