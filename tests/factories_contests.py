"""Contests with their papers and attempts, as plain rows."""

import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from contests.models import Attempt, Contest, ContestState, Invitation, Paper, PaperItem, PaperKey
from quiz.models import AnswerKey, Question
from schools.models import School, User

OPENS = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
_numbers = count(1)


def make_contest(*, school: School | None = None, by: User, **fields: object) -> Contest:
    """A published contest of an hour with twenty minutes to sit, open to the whole school."""
    opens_at = fields.pop("opens_at", OPENS)
    assert isinstance(opens_at, datetime)
    contest = Contest.objects.create(
        **{
            "code": f"T{next(_numbers):05d}",
            "title": "Cuộc thi thử nghiệm",
            "school": school,
            "created_by": by,
            "created_at": opens_at - timedelta(days=1),
            "state": ContestState.PUBLISHED,
            "opens_at": opens_at,
            "closes_at": opens_at + timedelta(hours=1),
            "length_ms": 20 * 60_000,
            "as_of": opens_at.date(),
            "seed": "seed",
            **fields,
        }
    )
    if school is not None:
        Invitation.objects.create(contest=contest, school=school)
    return contest


def make_paper(contest: Contest, questions: Sequence[Question], *, points: int = 100, number: int = 1) -> Paper:
    """A frozen paper of these questions with their keys."""
    paper = Paper.objects.create(contest=contest, number=number, seed=secrets.token_hex(8))
    for position, question in enumerate(questions, start=1):
        assert question.current_id is not None
        item = PaperItem.objects.create(
            paper=paper, position=position, revision_id=question.current_id, kind=question.kind, points=points
        )
        key = AnswerKey.objects.get(revision_id=question.current_id).value
        PaperKey.objects.create(item=item, value=key, at=contest.created_at)
    return paper


def make_attempt(contest: Contest, user: User, **fields: object) -> Attempt:
    """An attempt begun when the contest opened, on its first paper."""
    paper = contest.papers.get(number=1)
    started_at = fields.pop("started_at", contest.opens_at)
    assert isinstance(started_at, datetime)
    if fields.get("state", "sitting") != "sitting":
        fields.setdefault("stands_at", fields.get("ended_at"))
    return Attempt.objects.create(
        **{
            "contest": contest,
            "user": user,
            "paper": paper,
            "seed": "seed",
            "school": user.school,
            "class_name": "10A1",
            "grade": 10,
            "started_at": started_at,
            "due_at": min(started_at + timedelta(milliseconds=contest.length_ms), contest.closes_at),
            **fields,
        }
    )


def right_value(item: PaperItem) -> list[str]:
    """The value that earns full points."""
    key = PaperKey.objects.filter(item=item).latest("version").value
    return list(json.loads(key))


def wrong_value(item: PaperItem) -> list[str]:
    """A value of the right shape that earns nothing."""
    codes = item.revision.options.exclude(code__in=right_value(item)).values_list("code", flat=True)
    return [codes[0]]
