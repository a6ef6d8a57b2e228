"""Item analysis of a contest: what the page says, to whom, and what it never says."""

import io
import json
from datetime import timedelta

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from contests.models import Answer, Attempt, Contest, Paper, PaperItem, PaperKey
from schools.models import User
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.cast import Cast, make_cast
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ITEMS = 12


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=f"schools.backends.{'Card' if user.role == 'pupil' else 'Staff'}Backend")
    return client


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def sat(cast: Cast, persons: int = 40, *, quick: int = 0, **rules: object) -> Contest:
    """A contest over whose items persons get right from the easy end; item 1 has a key that only the weak choose.

    The first two, who know nothing, err alike throughout; the first `quick` persons needed a second. Ten a class.
    """
    contest = contests.make_contest(school=cast.own.school, by=cast.own.teacher, **rules)
    paper = contests.make_paper(contest, bank.make_questions(ITEMS))
    people = User.objects.bulk_create(
        User(username=f"{contest.code}-{place}", full_name=f"Học sinh số {place:03}", school=cast.own.school)
        for place in range(persons)
    )
    at = contest.opens_at + timedelta(minutes=9)
    fields = {"contest": contest, "paper": paper, "school": cast.own.school, "grade": 10, "seed": "s", "due_at": at}
    attempts = Attempt.objects.bulk_create(
        Attempt(
            user=person,
            class_name=f"10A{place // 10}",
            state="submitted",
            started_at=contest.opens_at,
            ended_at=at,
            stands_at=at,
            time_used_ms=1000 if place < quick else 500_000,
            **fields,
        )
        for place, person in enumerate(people)
    )
    _answer(attempts, list(paper.items.order_by("position")))
    return contest


def _answer(attempts: list[Attempt], items: list[PaperItem]) -> None:
    r = np.random.default_rng(7)
    rows = []
    for number, item in enumerate(items):
        (key,) = contests.right_value(item)
        wrong = [code for code in item.revision.options.values_list("code", flat=True) if code != key]
        copied = wrong[number % 3]
        for place, attempt in enumerate(attempts):
            able = place / len(attempts)
            knows = (able < 0.4) if number == 0 else r.random() < 0.15 + 0.8 * able
            right = place > 1 and knows
            code = key if right else (wrong[r.integers(3)] if place > 1 else copied)
            rows.append(_row(attempt, item, [code], 100 * right, right=right))
    Answer.objects.bulk_create(rows)


def _row(attempt: Attempt, item: PaperItem, value: list[str], points: int, *, right: bool) -> Answer:
    return Answer(
        attempt=attempt,
        item=item,
        value=json.dumps(value),
        opening=1,
        seq=item.position,
        received_at=attempt.ended_at,
        points=points,
        right=right,
        key_version=1,
    )


def address(contest: Contest, name: str = "analysis") -> str:
    return reverse(f"reports:{name}", args=[contest.code])


def test_it_names_the_item_whose_key_the_best_do_not_choose(cast: Cast) -> None:
    contest = sat(cast)
    response = signed_in(cast.own.teacher).get(address(contest))
    found, page = response.context["found"], response.content.decode()
    assert (found.n, found.worth, found.kr20, len(found.items)) == (40, 1200, True, ITEMS)
    first = found.doubtful[0]
    assert (first.places, first.reasons[0]) == (((1, 1),), "key")
    assert first.correlation < 0 < found.items[3].correlation
    assert sum(option.n for option in first.options) == 40
    assert [option.right for option in first.options].count(True) == 1
    for told in ("Nghi nhầm đáp án", "Độ tin cậy (KR-20)", "Tín hiệu, không phải kết luận", "Cách tính", "40 bài"):
        assert told in page
    printed = signed_in(cast.own.teacher).get(address(contest), {"print": "1"}).content.decode()
    assert (page.count(" open><summary>"), printed.count(" open><summary>")) == (0, ITEMS + 5)


def test_the_figures_are_those_of_the_stored_answers(cast: Cast) -> None:
    contest = sat(cast, persons=12)
    ungraded, blank = Answer.objects.filter(item__position=2).order_by("pk")[5:7]
    Answer.objects.filter(pk=ungraded.pk).update(key_version=None, points=None, right=None)
    Answer.objects.filter(pk=blank.pk).update(value="[]", points=0, right=False)
    gone = Attempt.objects.order_by("-pk")[0]
    Attempt.objects.filter(pk=gone.pk).update(stands_at=None)  # disqualified
    found = signed_in(cast.own.teacher).get(address(contest)).context["found"]
    line = found.items[1]
    stand = Answer.objects.filter(item__position=2, attempt__stands_at__isnull=False)
    earned = sum(points or 0 for points in stand.values_list("points", flat=True))
    assert (found.n, line.n, line.blank) == (11, 10, 1)
    assert line.facility == pytest.approx(earned / (10 * 100))
    assert found.papers[0].n == 11


@pytest.mark.parametrize("sort", ["facility", "discrimination", "efficiency", "nonsense"])
def test_the_table_is_sorted_by_a_link(cast: Cast, sort: str) -> None:
    contest = sat(cast, persons=10)
    lines = signed_in(cast.own.teacher).get(address(contest), {"sort": sort}).context["lines"]
    figures = [getattr(line, "number" if sort == "nonsense" else sort) for line in lines]
    known = [figure for figure in figures if figure is not None]
    assert known == sorted(known)
    assert figures[: len(known)] == known


def test_names_are_for_the_schools_own_staff_and_the_department_sees_counts(cast: Cast) -> None:
    contest = sat(cast, quick=1)
    own = signed_in(cast.own.teacher).get(address(contest)).content.decode()
    assert "Học sinh số 000; Học sinh số 001" in own
    assert "Bài làm nhanh hơn đọc:</b> Học sinh số 000" in own
    assert "Học sinh số 005" not in own
    above = signed_in(cast.officer).get(address(contest)).content.decode()
    assert "Học sinh số" not in above
    assert 'Cặp bài có lỗi giống nhau</dt><dd class="big">1<' in above


def test_papers_are_compared_and_groups_of_a_hundred(cast: Cast) -> None:
    contest = sat(cast, persons=200)
    first, second = contest.papers.get(), Paper.objects.create(contest=contest, number=2, seed="b")
    twin = {}
    for item in first.items.order_by("position")[:6]:
        copy = PaperItem.objects.create(
            paper=second, position=7 - item.position, revision=item.revision, kind=item.kind, points=100
        )
        PaperKey.objects.create(item=copy, value=item.keys.get().value, at=contest.created_at)
        twin[item.pk] = copy
    moved = Attempt.objects.filter(pk__in=list(contest.attempts.order_by("pk").values_list("pk", flat=True))[1::2])
    for old, new in twin.items():
        Answer.objects.filter(attempt__in=list(moved), item_id=old).update(item=new)
    Answer.objects.filter(attempt__in=list(moved)).exclude(item__in=twin.values()).delete()
    moved.update(paper=second, sex="f")
    contest.attempts.exclude(paper=second).update(sex="m")
    response = signed_in(cast.own.teacher).get(address(contest))
    found = response.context["found"]
    assert [(paper.number, paper.n, paper.items) for paper in found.papers] == [(1, 100, ITEMS), (2, 100, 6)]
    assert found.papers[0].low is None
    assert found.papers[1].low < found.papers[1].difference < found.papers[1].high
    assert {(one.by, one.items) for one in found.comparisons} == {("sex", 6), ("paper", 6)}
    assert len(found.items) == ITEMS
    assert "101: 1; 102: 6" in response.content.decode()


def test_few_or_no_turns_are_said_and_nothing_is_judged(cast: Cast) -> None:
    client = signed_in(cast.own.teacher)
    empty = sat(cast, persons=0)
    assert "Chưa đủ bài để phân tích" in client.get(address(empty)).content.decode()
    assert client.get(address(empty, "analysis_xlsx")).status_code == 200
    page = client.get(address(sat(cast, persons=6)))
    assert page.context["found"].doubtful == []
    assert "Mới có ít bài" in page.content.decode()


def test_the_workbook_holds_the_figures_and_nobody(cast: Cast) -> None:
    contest = sat(cast, persons=32, title="=HYPERLINK(1)")
    response = signed_in(cast.own.teacher).get(address(contest, "analysis_xlsx"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    assert book.sheet_names == ["Đề", "Câu hỏi", "Phương án", "So nhóm", "Cách tính"]
    cells = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert cells["Câu hỏi"][0][0] == f"'=HYPERLINK(1) ({contest.code})"
    items = cells["Câu hỏi"][2:]
    assert (len(items), items[0][0]) == (ITEMS, "101-1")
    assert all(isinstance(figure, float) for figure in items[0][4:10])
    assert "Học sinh số" not in str(cells)


def test_who_may_still_sit_sees_no_key(cast: Cast) -> None:
    """In a contest for teachers a colleague runs it and is invited to it: neither page nor file opens."""
    contest = sat(cast, persons=6, audience="teachers")
    colleague = make_user("teacher", school=cast.own.school)
    for name in ("analysis", "analysis_xlsx"):
        assert signed_in(colleague).get(address(contest, name)).status_code == 403
        assert signed_in(cast.other.teacher).get(address(contest, name)).status_code == 404
        assert signed_in(cast.own.pupil).get(address(contest, name)).status_code == 403
        assert signed_in(cast.own.teacher).get(address(contest, name)).status_code == 200  # who made it
    Attempt.objects.filter(pk=contest.attempts.all()[0].pk).update(user=cast.own.teacher)
    assert signed_in(cast.own.teacher).get(address(contest)).status_code == 403  # once sat, not even the maker


def test_no_key_before_it_opens(cast: Cast) -> None:
    contest = sat(cast, persons=6)
    Contest.objects.filter(pk=contest.pk).update(
        opens_at=contest.opens_at + timedelta(days=900), closes_at=contest.closes_at + timedelta(days=901)
    )
    assert signed_in(cast.own.teacher).get(address(contest)).status_code == 403


def test_the_number_of_queries_does_not_grow(cast: Cast, django_assert_max_num_queries) -> None:
    contest, client = sat(cast, persons=60, quick=3), signed_in(cast.own.teacher)
    with django_assert_max_num_queries(20):
        client.get(address(contest))
