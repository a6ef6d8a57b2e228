"""Freezing papers: from a blueprint or as chosen, several at once, and what other contests hold."""

import json
from datetime import timedelta

import pytest

from backend.refusals import Refusal
from contests.actions.paper import freeze_papers
from contests.models import BlueprintCell, ChosenItem, Contest, PaperItem, PaperKey, PaperKind
from contests.queries import paper as papers
from contests.queries.contest import paper_for, papers_to_draw
from contests.queries.papers import papers_of
from quiz.models import AnswerKey, ItemHold, ItemRecord, Question, Topic
from schools.models import User
from tests.factories import make_user
from tests.factories_contests import OPENS, make_contest
from tests.factories_quiz import make_question, make_questions

pytestmark = pytest.mark.django_db
AT = OPENS - timedelta(days=1)


@pytest.fixture
def teacher() -> User:
    return make_user("teacher")


def draft(by: User, **fields: object) -> Contest:
    return make_contest(by=by, school=by.school, state="draft", **fields)


def cell(contest: Contest, topic: str, count: int, level: str = "", points: int = 100) -> None:
    found = Topic.objects.get(code=topic)
    BlueprintCell.objects.create(contest=contest, topic=found, level=level, count=count, points=points)


def slugs(contest: Contest, number: int) -> list[str]:
    items = PaperItem.objects.filter(paper__contest=contest, paper__number=number).order_by("position")
    return list(items.values_list("revision__question__slug", flat=True))


def test_papers_of_a_blueprint_hold_other_items_with_their_keys_and_points(teacher: User) -> None:
    make_questions(8)
    make_questions(4, topic="economic", level="apply", facts=("trade",))
    contest = draft(teacher, papers_count=2)
    cell(contest, "charter", 3)
    cell(contest, "economic", 2, "apply", points=250)
    first, second = freeze_papers(contest=contest, by=teacher, at=AT)
    assert (papers.code_of(first), papers.code_of(second)) == ("101", "102")
    assert not set(slugs(contest, 1)) & set(slugs(contest, 2))
    places = [list(paper.items.values_list("revision__question__topic__code", "points")) for paper in (first, second)]
    assert places[0] == places[1]
    assert sorted(places[0]) == [("charter", 100)] * 3 + [("economic", 250)] * 2
    key = PaperKey.objects.select_related("item").first()
    assert key is not None
    assert json.loads(key.value) == json.loads(AnswerKey.objects.get(revision=key.item.revision_id).value)
    assert ItemHold.objects.filter(holder=f"contest:{contest.code}", released_at=None).count() == 10
    found = papers_of(contest)
    assert found.proof.within_bounds
    assert found.proof.shared == 0
    assert found.papers[1].most_points == 800


def test_an_item_of_another_contest_is_taken_only_where_that_is_allowed_and_nothing_else_is_left(
    teacher: User,
) -> None:
    make_questions(2)
    other = draft(teacher)
    cell(other, "charter", 2)
    freeze_papers(contest=other, by=teacher, at=AT)
    make_question(slug="free")
    contest = draft(teacher)
    cell(contest, "charter", 2)
    with pytest.raises(Refusal) as refused:
        freeze_papers(contest=contest, by=teacher, at=AT)
    assert refused.value.code == "bank_too_small"
    contest.allow_held = True
    freeze_papers(contest=contest, by=teacher, at=AT)
    assert len(slugs(contest, 1)) == 2
    assert ItemHold.objects.filter(holder=f"contest:{other.code}", released_at=None).count() == 2


def test_records_of_contests_balance_the_papers(teacher: User) -> None:
    for number, question in enumerate(make_questions(12)):
        share = 0.3 if number < 6 else 0.9
        ItemRecord.objects.create(
            question=question, revision=question.current, place="contest:OLD", n=60, p=share, at=AT - timedelta(days=9)
        )
    contest = draft(teacher, papers_count=3, published_at=AT)
    cell(contest, "charter", 4)
    freeze_papers(contest=contest, by=teacher, at=AT)
    proof = papers_of(contest).proof
    assert proof.within_bounds
    assert [one.measured for one in proof.papers] == [4, 4, 4]
    assert proof.papers[0].mean == pytest.approx(600)


def choose(contest: Contest, *questions: Question) -> None:
    for position, question in enumerate(questions, start=1):
        ChosenItem.objects.create(contest=contest, question=question, position=position, points=50 * position)


def test_chosen_items_keep_the_teachers_order_and_the_second_paper_mixes_them(teacher: User) -> None:
    questions = make_questions(6)
    contest = draft(teacher, paper_kind=PaperKind.FIXED, papers_count=2)
    choose(contest, *reversed(questions))
    freeze_papers(contest=contest, by=teacher, at=AT)
    assert slugs(contest, 1) == [question.slug for question in reversed(questions)]
    assert slugs(contest, 1) != slugs(contest, 2)
    assert sorted(slugs(contest, 1)) == sorted(slugs(contest, 2))
    worth = dict(PaperItem.objects.filter(paper__contest=contest).values_list("revision__question__slug", "points"))
    assert worth[questions[-1].slug] == 50
    assert papers_of(contest).proof.shared == 6


@pytest.mark.parametrize("trouble", ["retired", "untrue", "held"])
def test_a_chosen_item_that_cannot_be_used_is_named(teacher: User, trouble: str) -> None:
    good, bad = make_questions(2)
    if trouble == "held":
        other = draft(teacher, paper_kind=PaperKind.FIXED)
        choose(other, bad)
        freeze_papers(contest=other, by=teacher, at=AT)
    elif trouble == "retired":
        Question.objects.filter(pk=bad.pk).update(state="retired")
    else:
        type(bad.current).objects.filter(pk=bad.current_id).update(valid_to=AT.date())
    contest = draft(teacher, paper_kind=PaperKind.FIXED)
    choose(contest, good, bad)
    with pytest.raises(Refusal) as refused:
        freeze_papers(contest=contest, by=teacher, at=AT)
    assert refused.value.code == "chosen_unusable"
    assert bad.slug in str(refused.value.detail)


def test_attempts_are_spread_evenly_and_a_second_one_gets_another_paper(teacher: User) -> None:
    make_questions(6)
    contest = draft(teacher, papers_count=3)
    cell(contest, "charter", 2)
    freeze_papers(contest=contest, by=teacher, at=AT)
    assert papers.paper_numbers(contest) == [1, 2, 3]
    given = [paper_for(papers_to_draw(contest), f"seed {number}").pk for number in range(90)]
    assert all(18 <= given.count(paper) <= 45 for paper in set(given))
    assert paper_for(papers_to_draw(contest), "x", had=set(given) - {given[0]}).pk == given[0]


def test_nothing_is_published_without_a_question(teacher: User) -> None:
    contest = draft(teacher)
    with pytest.raises(Refusal) as refused:
        freeze_papers(contest=contest, by=teacher, at=AT)
    assert refused.value.code == "nothing_chosen"
