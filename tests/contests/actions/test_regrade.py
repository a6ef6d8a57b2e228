"""A corrected key: what is foretold is what comes, in every paper, while the contest runs and after it."""

import json
from datetime import timedelta

import pytest

from backend.refusals import NotThere, Refusal
from contests.actions import regrade
from contests.actions.disqualify import disqualify, lift
from contests.actions.regrade import Ruling
from contests.models import (
    Attempt,
    Contest,
    Paper,
    PaperItem,
    PaperKey,
    PredictionOutcome,
    Result,
    ResultList,
)
from contests.queries import desk
from contests.queries.board import rows_served
from contests.queries.verification import differences
from schools.models import Trail, User
from tests.factories import make_user
from tests.factories_contests import wrong_value
from tests.factories_results import MINUTE, make_counted, make_ended, make_over, over

pytestmark = pytest.mark.django_db


def the_item(contest: Contest, position: int) -> PaperItem:
    return PaperItem.objects.get(paper__contest=contest, paper__number=1, position=position)


def standing_now(contest: Contest) -> dict[int, tuple[int, int]]:
    """Attempt → (points, rank), from the newest version or else the board."""
    newest = ResultList.objects.filter(contest=contest).first()
    if newest:
        rows = Result.objects.filter(contest=contest, version=newest.version)
        return {row.attempt_id: (row.points, row.rank) for row in rows}
    return {row.attempt: (row.points, row.rank) for row in rows_served(contest, contest.closes_at)}


def recounted(contest: Contest) -> list[str]:
    """What an independent count finds wrong."""
    contest.refresh_from_db()
    rows = [row.as_dict() for row in rows_served(contest, over(contest))]
    return differences(contest, rows)


def foretold_and_done(contest: Contest, item: PaperItem, ruling: Ruling) -> dict[int, tuple[int, int]]:
    """Preview, apply, and compare; attempt → (points, rank) afterwards."""
    before, by = standing_now(contest), contest.created_by
    effect = regrade.preview(contest=contest, item_id=item.pk, ruling=ruling)
    assert standing_now(contest) == before, "a preview writes nothing"
    assert {one.attempt: (one.points_before, one.rank_before) for one in effect.changes} == before
    done = regrade.apply(
        contest=contest, item_id=item.pk, ruling=ruling, reason="Sách in nhầm", by=by, at=over(contest)
    )
    assert (done.answers, done.changed) == (effect.answers, effect.changed)
    after = standing_now(contest)
    assert {one.attempt: (one.points, one.rank) for one in effect.changes} == after
    assert recounted(contest) == []
    return after


def test_after_settling_a_new_key_makes_a_new_version_and_leaves_the_old_one() -> None:
    contest = make_counted(rights=[4, 3, 3, 2])
    first = list(Result.objects.filter(contest=contest).values())
    item = the_item(contest, 4)
    foretold_and_done(contest, item, Ruling("key", (tuple(wrong_value(item)),)))
    points = list(Attempt.objects.filter(contest=contest).order_by("pk").values_list("points", "right"))
    assert points == [(300, 3), (400, 4), (400, 4), (300, 3)]
    assert list(Result.objects.filter(contest=contest, version=1).values()) == first
    change = desk.difference(contest, 2)
    assert change is not None
    assert (change.up, change.down, change.many) == (2, 1, 4)
    assert ResultList.objects.get(contest=contest, version=2).reason == "Chấm lại câu 4: Sách in nhầm"
    assert [row.version for row in PaperKey.objects.filter(item=item).order_by("version")] == [1, 2]
    assert Trail.objects.filter(act="regraded", subject=contest.code, actor=contest.created_by).exists()


def test_all_rulings_one_after_the_other_while_the_contest_runs() -> None:
    contest = make_over(rights=[4, 2, 1], speed_most=200)
    Attempt.objects.filter(contest=contest).update(speed=0)
    item = the_item(contest, 1)
    key, wrong = json.loads(PaperKey.objects.get(item=item).value), wrong_value(item)
    for ruling in (
        Ruling("void"),
        Ruling("key", (tuple(wrong),)),
        Ruling("all_right"),
        Ruling("key", (tuple(key),)),
        Ruling("any", (tuple(wrong),)),
    ):
        regrade.apply(
            contest=contest, item_id=item.pk, ruling=ruling, reason="thử", by=contest.created_by, at=contest.closes_at
        )
        assert recounted(contest) == [], ruling
    newest = PaperKey.objects.filter(item=item).latest("version")
    assert (newest.version, newest.ruling, json.loads(newest.value)) == (6, "any", [key, wrong])
    assert not ResultList.objects.filter(contest=contest).exists()


def test_the_same_question_in_another_paper_is_corrected_too() -> None:
    contest = make_over(rights=[4, 4])
    second = Paper.objects.create(contest=contest, number=2, seed="zwei")
    first = PaperItem.objects.filter(paper__contest=contest, paper__number=1)
    twins = [
        PaperItem.objects.create(paper=second, position=5 - one.position, revision=one.revision, kind=one.kind)
        for one in first
    ]
    for one, twin in zip(first, twins, strict=True):
        PaperKey.objects.create(item=twin, value=PaperKey.objects.get(item=one).value, at=contest.opens_at)
    moved = Attempt.objects.filter(contest=contest).latest("pk")
    for one, twin in zip(first, twins, strict=True):
        moved.answers.filter(item=one).update(item=twin)
    Attempt.objects.filter(pk=moved.pk).update(paper=second)
    after = foretold_and_done(contest, the_item(contest, 2), Ruling("void"))
    assert {points for points, _rank in after.values()} == {300}
    assert set(Paper.objects.filter(contest=contest).values_list("key_version", flat=True)) == {2}


def test_another_attempt_of_a_person_may_count_afterwards() -> None:
    contest = make_over(rights=[2], attempts_most=2)
    user = Attempt.objects.get(contest=contest).user
    item = the_item(contest, 3)
    make_ended(contest, user, 3, used_ms=9 * MINUTE, number=2, stands_at=None)
    Attempt.objects.filter(contest=contest).update(stands_at=None)
    Attempt.objects.filter(contest=contest, number=2).update(stands_at=contest.closes_at)
    foretold = regrade.preview(
        contest=contest, item_id=item.pk, ruling=Ruling("key", (tuple(wrong_value(item)),))
    ).changes
    assert [(one.points_before, one.points) for one in foretold] == [(300, 300)]
    assert Attempt.objects.get(pk=foretold[0].attempt).number == 1


@pytest.mark.parametrize(
    "ruling",
    [Ruling("key"), Ruling("key", ((),)), Ruling("key", (("a", "b"),)), Ruling("key", (("nowhere",),)), Ruling("x")],
)
def test_a_key_without_the_shape_of_its_kind_is_refused(ruling: Ruling) -> None:
    contest = make_over(rights=[1])
    with pytest.raises(Refusal) as refused:
        regrade.preview(contest=contest, item_id=the_item(contest, 1).pk, ruling=ruling)
    assert refused.value.status == 400


def test_a_reason_and_an_own_item_are_needed() -> None:
    contest, other = make_over(rights=[1]), make_over(rights=[1])
    by, at = contest.created_by, over(contest)
    with pytest.raises(Refusal):
        regrade.apply(contest=contest, item_id=the_item(contest, 1).pk, ruling=Ruling("void"), reason=" ", by=by, at=at)
    with pytest.raises(NotThere):
        regrade.apply(contest=contest, item_id=the_item(other, 1).pk, ruling=Ruling("void"), reason="thử", by=by, at=at)
    assert set(PaperKey.objects.values_list("version", flat=True)) == {1}


def test_out_and_back_in_with_the_prediction_as_it_was_frozen() -> None:
    contest = make_counted(rights=[4, 4, 1], prediction="all_right", chain="points,prediction,time_used")
    user: User = Attempt.objects.filter(contest=contest).earliest("pk").user
    frozen = PredictionOutcome.objects.values().get(contest=contest)
    by, at = make_user("officer"), over(contest, hours=1)
    disqualify(contest=contest, user=user, reason="Làm bài thay", by=by, at=at)
    assert [row.attempt.user_id for row in desk.rows(contest, 2)].count(user.pk) == 0
    assert recounted(contest) == []
    out = desk.disqualification_of(contest, user)
    assert out is not None
    assert out.reason == "Làm bài thay"
    with pytest.raises(Refusal):
        disqualify(contest=contest, user=user, reason="lần nữa", by=by, at=at)
    lift(contest=contest, user=user, reason="Đã làm rõ", by=by, at=at + timedelta(hours=1))
    assert desk.disqualification_of(contest, user) is None
    assert desk.disqualifications(contest).count() == 1
    assert standing_now(contest) == {row.attempt_id: (row.points, row.rank) for row in desk.rows(contest, 1)}
    assert PredictionOutcome.objects.values().get(contest=contest) == frozen
    assert recounted(contest) == []
