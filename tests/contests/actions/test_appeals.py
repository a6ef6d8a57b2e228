"""Appeals: in time, one at a time about one thing, answered once."""

from datetime import timedelta

import pytest

from backend.refusals import Refusal
from contests.actions.appeals import answer, appeal, withdraw
from contests.models import Appeal, Attempt, PaperItem
from contests.queries.appeals import window
from tests.factories_results import make_counted, make_over, over

pytestmark = pytest.mark.django_db


def refused(act: object, **told: object) -> str:
    with pytest.raises(Refusal) as refusal:
        act(**told)  # type: ignore[operator]  # an action
    return refusal.value.code


def test_only_inside_the_hours_after_publishing() -> None:
    contest = make_counted(rights=[2], appeal_h=48)
    attempt, published = Attempt.objects.get(contest=contest), over(contest)
    told = {"attempt": attempt, "item_id": None, "text": "Em xin xem lại"}
    assert refused(appeal, **told, at=published - timedelta(seconds=1)) == "appeals_closed"
    assert refused(appeal, **told, at=published + timedelta(hours=48)) == "appeals_closed"
    appeal(**told, at=published)
    appeal(**told | {"item_id": attempt.paper.items.all()[0].pk}, at=published + timedelta(hours=47, minutes=59))
    assert Appeal.objects.count() == 2


def test_none_without_hours_in_the_sheet_or_before_publishing() -> None:
    for contest in (
        make_counted(rights=[2], appeal_h=0),
        make_counted(rights=[2], appeal_h=48, confirmation="school"),
        make_over(rights=[2], appeal_h=48),
    ):
        assert window(contest) is None
        attempt = Attempt.objects.get(contest=contest)
        assert refused(appeal, attempt=attempt, item_id=None, text="Em hỏi", at=over(contest)) == "appeals_closed"


def test_one_open_for_each_thing_and_an_answer_is_final() -> None:
    contest, other = make_counted(rights=[2], appeal_h=48), make_over(rights=[1])
    attempt, at, by = Attempt.objects.get(contest=contest), over(contest), contest.created_by
    item = attempt.paper.items.all()[1]
    told = {"attempt": attempt, "at": at, "text": "Câu này còn một đáp án nữa\x00"}
    row = appeal(**told, item_id=item.pk)
    assert row.text == "Câu này còn một đáp án nữa"
    assert refused(appeal, **told, item_id=item.pk) == "appeal_open"
    assert refused(appeal, **told | {"text": " \n "}, item_id=None) == "no_text"
    assert refused(appeal, **told | {"text": "a" * 1001}, item_id=None) == "text_long"
    foreign = PaperItem.objects.filter(paper__contest=other)[0]
    assert refused(appeal, **told, item_id=foreign.pk) == "not_found"
    assert refused(answer, row=row, state="open", text="?", by=by, at=at) == "invalid"
    answer(row=row, state="rejected", text="Đáp án đúng với sách.", by=by, at=at)
    assert refused(answer, row=row, state="upheld", text="Thôi, đổi ý.", by=by, at=at) == "appeal_answered"
    assert refused(withdraw, row=row, by=attempt.user, at=at) == "appeal_answered"
    again = appeal(**told, item_id=item.pk)
    withdraw(row=again, by=attempt.user, at=at)
    assert set(Appeal.objects.values_list("state", flat=True)) == {"rejected", "withdrawn"}
