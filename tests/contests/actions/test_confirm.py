"""Results become official in steps, by two people at least; what is published is never written again."""

from datetime import timedelta

import pytest

from backend.refusals import Refusal
from contests.actions import appeals, regrade
from contests.actions.awards import give_awards, record_lots
from contests.actions.confirm import confirm, propose, publish_list
from contests.actions.correcting import recount
from contests.actions.disqualify import disqualify
from contests.actions.regrade import Ruling
from contests.models import Attempt, Award, Contest, LateAnswer, PaperItem, Prize, Result, ResultList
from contests.queries import desk
from contests.queries.results import newest_list, published_list
from schools.models import Trail
from tests.factories import make_user
from tests.factories_results import make_counted, over

pytestmark = pytest.mark.django_db


def refused(step: object, **told: object) -> str:
    with pytest.raises(Refusal) as refusal:
        step(**told)  # type: ignore[operator]  # an action
    return refusal.value.code


def through(contest: Contest, version: int) -> None:
    """All three steps, by two people."""
    leader, at = make_user("leader", school=contest.school), over(contest, hours=version)
    propose(contest=contest, version=version, by=contest.created_by, at=at)
    confirm(contest=contest, version=version, by=leader, at=at)
    publish_list(contest=contest, version=version, by=leader, at=at)


def test_the_steps_in_their_order_each_signed() -> None:
    contest = make_counted(rights=[3, 1], confirmation="school")
    teacher, leader, at = contest.created_by, make_user("leader", school=contest.school), over(contest, hours=1)
    told = {"contest": contest, "version": 1, "at": at}
    assert published_list(contest) is None
    assert refused(confirm, **told, by=leader) == "not_proposed"
    assert refused(publish_list, **told, by=leader) == "not_confirmed"
    propose(**told, by=teacher)
    assert refused(propose, **told, by=teacher) == "already_proposed"
    assert refused(confirm, **told, by=teacher) == "four_eyes"
    confirm(**told, by=leader)
    publish_list(**told, by=leader)
    assert refused(publish_list, **told, by=leader) == "already_published"
    assert published_list(contest) == newest_list(contest)
    signed = Trail.objects.filter(subject=contest.code, act__in=desk.STEPS).order_by("pk")
    assert [row.act for row in signed] == list(desk.STEPS)
    assert {row.note for row in signed} == {f"v1 sha256:{desk.checksum(contest.pk, 1)}"}


def test_what_is_unanswered_holds_a_step_up_unless_a_reason_is_given() -> None:
    contest = make_counted(rights=[2], confirmation="school")
    attempt, item = Attempt.objects.get(contest=contest), PaperItem.objects.filter(paper__contest=contest)[0]
    LateAnswer.objects.create(attempt=attempt, item=item, value="[]", opening=9, seq=9, received_at=over(contest))
    told = {"contest": contest, "version": 1, "by": contest.created_by, "at": over(contest, hours=1)}
    assert refused(propose, **told) == "unanswered"
    assert desk.unanswered(contest) == desk.Unanswered(appeals=0, late=1, ungraded=0)
    propose(**told, anyway="Bài muộn đã xem, không ảnh hưởng")
    assert "anyway: Bài muộn" in Trail.objects.get(act="results_proposed", subject=contest.code).note


def test_a_newer_version_goes_through_the_steps_again() -> None:
    contest = make_counted(rights=[2, 1], confirmation="school")
    propose(contest=contest, version=1, by=contest.created_by, at=over(contest))
    recount(contest=contest, reason="Nhập thiếu một bài giấy", by=contest.created_by, at=over(contest, hours=1))
    assert refused(confirm, contest=contest, version=1, by=make_user("officer"), at=over(contest)) == "newer_version"
    assert refused(confirm, contest=contest, version=2, by=make_user("officer"), at=over(contest)) == "not_proposed"
    through(contest, 2)
    recount(contest=contest, reason="Xem lại lần nữa", by=contest.created_by, at=over(contest, hours=4))
    in_force = published_list(contest)
    assert in_force is not None
    assert in_force.version == 2, "the published one stays until the next is"


def test_rows_changed_behind_a_signature_are_noticed() -> None:
    contest = make_counted(rights=[2, 1], confirmation="school")
    propose(contest=contest, version=1, by=contest.created_by, at=over(contest))
    Result.objects.filter(contest=contest).update(points=999)
    assert refused(confirm, contest=contest, version=1, by=make_user("officer"), at=over(contest)) == "rows_changed"


def test_nothing_writes_to_a_published_version() -> None:
    contest = make_counted(rights=[3, 3, 1], confirmation="school", appeal_h=48, chain="points")
    prize = Prize.objects.create(contest=contest, order=1, name="Giải Nhất", quota=1)
    through(contest, 1)
    rows = [list(table.objects.filter(contest=contest, version=1).values()) for table in (Result, ResultList)]
    by, at = make_user("officer"), over(contest, hours=2)
    first, second, third = Attempt.objects.filter(contest=contest).order_by("pk")
    item = PaperItem.objects.filter(paper__contest=contest)[0]
    told = {"contest": contest, "by": by, "at": at}
    asked = appeals.appeal(attempt=third, item_id=item.pk, text="Câu này có hai đáp án", at=at)
    appeals.answer(row=asked, state="upheld", text="Đúng vậy, sẽ chấm lại.", by=by, at=at)
    record_lots(**told, order=[second.pk, first.pk])
    assert refused(give_awards, **told, version=1, ties="all") == "newer_version"
    assert give_awards(**told, version=2, ties="lots") == 1
    assert Award.objects.get(prize=prize).result.attempt_id == second.pk
    regrade.apply(**told, item_id=item.pk, ruling=Ruling("void"), reason="Câu có hai đáp án")
    disqualify(**told, user=third.user, reason="Làm bài thay")
    through(contest, 4)
    recount(**told, reason="Đếm lại")
    after = [list(table.objects.filter(contest=contest, version=1).values()) for table in (Result, ResultList)]
    assert after == rows
    assert desk.versions(contest)[0].version == 5


def test_lots_take_a_whole_tie_and_awards_stay_with_a_published_version() -> None:
    contest = make_counted(rights=[3, 3, 1], chain="points")
    Prize.objects.create(contest=contest, order=1, name="Giải Nhất", quota=1)
    by, at = contest.created_by, over(contest, hours=1)
    one, two, three = Attempt.objects.filter(contest=contest).order_by("pk").values_list("pk", flat=True)
    assert refused(record_lots, contest=contest, order=[one, three], by=by, at=at) == "not_a_tie"
    assert refused(record_lots, contest=contest, order=[one], by=by, at=at) == "not_a_tie"
    assert refused(give_awards, contest=contest, version=1, ties="lots", by=by, at=at) == "lots_needed"
    assert give_awards(contest=contest, version=1, ties="all", by=by, at=at + timedelta(hours=1)) == 2
    assert refused(give_awards, contest=contest, version=1, ties="none", by=by, at=at) == "already_given"
    assert {two, one} == set(Award.objects.values_list("result__attempt", flat=True))
