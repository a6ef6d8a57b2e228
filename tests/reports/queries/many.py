"""Some five thousand answers with everything that happens to answers, and the two ways they come through."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random

import pytest

from contests.models import Answer, Attempt, Disqualification, Paper, PaperItem
from reports.queries import columns
from reports.rules.periods import Period
from schools.models import Placement, School, User
from tests.factories import make_school, make_unit
from tests.factories_contests import make_paper, right_value
from tests.factories_quiz import make_questions
from tests.factories_reports import OPENS, make_open_contest

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
TODAY = date(2026, 12, 1)
ITEMS = 10


@contextmanager
def all_by_arrow(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if ten rows were many."""
    with monkeypatch.context() as patch:
        patch.setattr(columns, "FEW", 10)
        yield


def fill(turns: int = 500) -> None:
    """Turns of two contests with two papers each in four schools, one of which moved and one of which stands nowhere;
    among them some that are none: not handed in, of another world, disqualified."""
    chance = Random(5)
    schools = _schools()
    questions = make_questions(ITEMS + 4)
    contests = [make_open_contest(schools=schools, questions=0, title=f"Cuộc thi {number}") for number in range(2)]
    for number, contest in enumerate(contests):
        contest.papers.all().delete()
        for paper in range(2):
            make_paper(contest, questions[number + 2 * paper :][:ITEMS], number=paper + 1)
    users = User.objects.bulk_create(
        User(
            username=f"nhieu-{number}", role="pupil", school=schools[0], sex="fm"[number % 2],
            is_demo=number % 50 == 7, created_at=OPENS,
        )
        for number in range(turns // 2)
    )  # fmt: skip
    papers = [list(contest.papers.order_by("number")) for contest in contests]
    items = {paper.pk: [(item, _values(item)) for item in paper.items.all()] for its in papers for paper in its}
    attempts = [_attempt(chance.choice(its), user, schools, chance) for user in users for its in papers]
    _answer(Attempt.objects.bulk_create(attempts), items, chance)
    out = {"contest": contests[0], "at": OPENS, "by": contests[0].created_by, "reason": "thử"}
    Disqualification.objects.create(user=users[0], **out)


def _schools() -> list[School]:
    old, new = make_unit(name="Xã Cũ"), make_unit(name="Xã Mới")
    staying, moving, other, nowhere = (make_school(name=f"THPT {number}") for number in range(4))
    Placement.objects.create(school=staying, unit=old)
    Placement.objects.create(school=other, unit=new)
    Placement.objects.create(school=moving, unit=old, valid_to=date(2026, 11, 20))
    Placement.objects.create(school=moving, unit=new, valid_from=date(2026, 11, 21))
    return [staying, moving, other, nowhere]


def _attempt(paper: Paper, user: User, schools: list[School], chance: Random) -> Attempt:
    started = OPENS + timedelta(minutes=chance.randrange(2 * 24 * 60))
    return Attempt(
        contest=paper.contest, user=user, paper=paper, seed="s",
        school=chance.choice(schools), grade=chance.choice([10, 11, 12]), sex=user.sex,
        channel=chance.choice(["online", "lan", "paper"]), started_at=started, due_at=started, answered=ITEMS,
        state="sitting" if chance.random() < 0.05 else "submitted",
    )  # fmt: skip


def _values(item: PaperItem) -> list[str]:
    """The right answer first, nothing last."""
    right = right_value(item)
    codes = sorted(item.revision.options.values_list("code", flat=True), key=lambda code: code not in right)
    return [json.dumps([code]) for code in codes] + ["[]"]


def _answer(attempts: list[Attempt], items: dict[int, list[tuple[PaperItem, list[str]]]], chance: Random) -> None:
    rows = []
    for attempt in attempts:
        for item, values in items[attempt.paper_id]:
            value = chance.choice(values)
            mark = {"points": 100 * (value == values[0]), "right": value == values[0], "key_version": 1}
            graded = mark if chance.random() > 0.02 else dict.fromkeys(mark)
            if chance.random() > 0.05:
                rows.append(
                    Answer(attempt=attempt, item=item, value=value, opening=1, seq=1, received_at=OPENS, **graded)
                )
                attempt.points += graded["points"] or 0
                attempt.right += bool(graded["right"])
    Answer.objects.bulk_create(rows, batch_size=2000)
    Attempt.objects.bulk_update(attempts, ["points", "right"], batch_size=500)
