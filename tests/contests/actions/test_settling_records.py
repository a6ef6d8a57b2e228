"""Settling tells the bank how its items did; a paper says where its items come from."""

import json
from collections import Counter
from datetime import timedelta

import pytest

from backend import clock
from contests.actions.contest import publish_contest
from contests.actions.settling import settle_contest
from contests.models import Answer, BlueprintCell, Contest, PaperItem
from contests.queries.contest import paper_sources
from quiz.actions.editing import create_items
from quiz.models import ItemRecord, Question, Topic
from quiz.queries import sources_of
from quiz.queries.items import usable
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.cast import Side, make_cast
from tests.factories import make_user

pytestmark = pytest.mark.django_db
AT = bank.AT


def played(*, pupils: int, right: int, **fields: object) -> Contest:
    """A contest that is over: `pupils` turns on one item, `right` of them right."""
    side = make_cast().own
    contest = contests.make_contest(
        school=side.school, by=side.teacher, opens_at=AT - timedelta(hours=2), closes_at=AT - timedelta(hours=1),
        **fields,
    )  # fmt: skip
    [item] = contests.make_paper(contest, bank.make_questions(1)).items.all()
    for number in range(pupils):
        pupil = make_user("pupil", school=side.school)
        ended = {"state": "submitted", "ended_at": contest.opens_at, "submitted_at": contest.opens_at}
        attempt = contests.make_attempt(contest, pupil, time_used_ms=1000, **ended)
        good = number < right
        value = json.dumps(contests.right_value(item) if good else contests.wrong_value(item))
        Answer.objects.create(
            attempt=attempt, item=item, value=value, opening=1, seq=1, received_at=contest.opens_at,
            points=100 * good, right=good, key_version=1,
        )  # fmt: skip
    settle_contest(contest=contest, at=AT)
    return contest


def drafted(side: Side, count: int, **fields: object) -> Contest:
    """A draft that wants `count` items of one topic."""
    opens_at = AT + timedelta(hours=1)
    contest = contests.make_contest(school=side.school, by=side.teacher, opens_at=opens_at, state="draft", **fields)
    BlueprintCell.objects.create(contest=contest, topic=Topic.objects.get(code="charter"), level="", count=count)
    return contest


def test_the_share_of_points_earned_goes_back_to_the_bank() -> None:
    contest = played(pupils=8, right=6)
    record = ItemRecord.objects.get()
    assert (record.place, record.n, record.p) == (f"contest:{contest.code}", 8, 0.75)


@pytest.mark.parametrize(("keys_open", "public"), [("close", 1), ("never", 0)])
def test_items_whose_keys_were_shown_are_public_from_then_on(keys_open: str, public: int) -> None:
    played(pupils=1, right=1, keys_open=keys_open)
    question = Question.objects.get()
    assert question.shelf == "kept"
    assert (question.opened_at is not None) == bool(public)
    day = clock.day_of(AT)
    assert usable(first=day, last=day, at=AT, shelf="open").count() == public
    assert usable(first=day, last=day, at=AT, shelf="kept").count() == 1 - public
    assert sources_of([question.current_id or 0]).public == public


def test_few_turns_are_counted_and_no_share_is_told() -> None:
    played(pupils=4, right=4)
    assert list(ItemRecord.objects.values_list("n", "p")) == [(4, None)]


def test_a_demonstration_tells_the_bank_nothing() -> None:
    played(pupils=8, right=6, is_demo=True)
    assert not ItemRecord.objects.exists()


def test_a_paper_says_how_many_of_its_items_are_public_and_private() -> None:
    side = make_cast().own
    bank.make_questions(2, shelf="kept")
    bank.make_questions(1, shelf="open")
    contest = drafted(side, 3)
    publish_contest(contest=contest, by=side.teacher, at=AT)
    contest.refresh_from_db()
    sources = paper_sources(contest)
    assert sources is not None
    assert (sources.public, sources.kept, sources.private) == (1, 2, 0)


@pytest.mark.parametrize(("own", "private"), [(2, 2), (1, 0)])
def test_a_private_shelf_serves_a_topic_that_it_can_fill_alone(own: int, private: int) -> None:
    side = make_cast().own
    bank.make_questions(3, shelf="kept")
    drafts = [bank.make_draft(slug=f"mine-{n}", stem_vi=f"Câu riêng số {n}?") for n in range(own)]
    create_items(drafts=drafts, by=side.teacher, at=AT, private=True)
    contest = drafted(side, 2, private_first=True)
    publish_contest(contest=contest, by=side.teacher, at=AT)
    contest.refresh_from_db()
    sources = paper_sources(contest)
    assert sources is not None
    assert sources.private == private
    assert Question.objects.filter(owner=None).count() == 3


def test_a_paper_takes_no_two_items_that_answer_each_other() -> None:
    side = make_cast().own
    for number in range(6):
        bank.make_question(slug=f"alike-{number}", group="in force", facts=(f"fact-{number}",))
    for number in range(3):
        bank.make_question(slug=f"single-{number}", facts=(f"other-{number}",))
    for number in range(4):
        bank.make_question(slug=f"same-fact-{number}", facts=("one fact",))
    contest = drafted(side, 5)
    publish_contest(contest=contest, by=side.teacher, at=AT)
    slugs = PaperItem.objects.filter(paper__contest=contest).values_list("revision__question__slug", flat=True)
    kinds = Counter(slug.rpartition("-")[0] for slug in slugs)
    assert kinds == {"alike": 1, "single": 3, "same-fact": 1}


def test_the_correlation_with_the_rest_goes_back_too_once_for_a_question_on_several_papers() -> None:
    side = make_cast().own
    contest = contests.make_contest(
        school=side.school, by=side.teacher, opens_at=AT - timedelta(hours=2), closes_at=AT - timedelta(hours=1)
    )
    questions = bank.make_questions(3)
    papers = [contests.make_paper(contest, questions, number=number) for number in (1, 2)]
    turns = [(1, 1, 0), (1, 1, 1), (0, 0, 1), (0, 1, 0), (1, 0, 1), (0, 0, 0)]
    for number, marks in enumerate(turns):
        paper = papers[number % 2]
        ended = {"state": "submitted", "ended_at": contest.opens_at, "submitted_at": contest.opens_at}
        pupil = make_user("pupil", school=side.school)
        attempt = contests.make_attempt(
            contest, pupil, time_used_ms=1000, paper=paper, points=100 * sum(marks), answered=3, **ended
        )
        for item, mark in zip(paper.items.order_by("position"), marks, strict=True):
            Answer.objects.create(
                attempt=attempt, item=item, value="[]", opening=1, seq=1, received_at=contest.opens_at,
                points=100 * mark, right=bool(mark), key_version=1,
            )  # fmt: skip
    settle_contest(contest=contest, at=AT)
    kept = {row.question_id: row for row in ItemRecord.objects.all()}
    assert {row.n for row in kept.values()} == {6}
    assert kept[questions[0].pk].p == 0.5
    # within paper 1 (turns 1, 3, 5) and paper 2 (turns 2, 4, 6), as (item, rest) in shares
    first, second = [(1, 0.5), (0, 0.5), (1, 0.5)], [(1, 1), (0, 0.5), (0, 0)]
    assert kept[questions[0].pk].discrimination == pytest.approx(_within(first, second), abs=1e-9)


def _within(*papers: list[tuple[float, float]]) -> float:
    products = squares = others = 0.0
    for turns in papers:
        mean_x, mean_y = (sum(side) / len(turns) for side in zip(*turns, strict=True))
        products += sum((x - mean_x) * (y - mean_y) for x, y in turns)
        squares += sum((x - mean_x) ** 2 for x, _y in turns)
        others += sum((y - mean_y) ** 2 for _x, y in turns)
    return products / (squares * others) ** 0.5
