"""A wrong key is noticed while the contest runs, by those who may correct it and nobody else."""

import json
import random
from datetime import timedelta

import pytest
from django.test import Client

from contests.actions.key_alarm import look_at_keys
from contests.actions.regrade import Ruling, apply
from contests.models import Answer, Contest, KeyAlarm, PaperItem
from contests.queries.key_alarm import suspicions
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.cast import Cast, make_cast
from tests.factories import make_user

pytestmark = pytest.mark.django_db
AT = bank.AT
ITEMS, PUPILS = 6, 30


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def running(cast: Cast, *, miskeyed: bool, **fields: object) -> Contest:
    """A contest under way that thirty pupils have handed in; with `miskeyed` the able give item 1 another answer."""
    window = {"opens_at": AT - timedelta(hours=1), "closes_at": AT + timedelta(hours=1)}
    contest = contests.make_contest(school=cast.own.school, by=cast.own.teacher, **window, **fields)
    items = list(contests.make_paper(contest, bank.make_questions(ITEMS)).items.order_by("position"))
    draw = random.Random(3)
    for number in range(PUPILS):
        knows = [draw.random() < number / PUPILS for _item in items]
        if miskeyed:
            knows[0] = number < PUPILS // 3
        _turn(cast, contest, items, knows)
    return contest


def _turn(cast: Cast, contest: Contest, items: list[PaperItem], knows: list[bool]) -> None:
    points = 100 * sum(knows)
    ended = {"state": "submitted", "ended_at": AT, "submitted_at": AT, "points": points, "answered": ITEMS}
    attempt = contests.make_attempt(contest, make_user("pupil", school=cast.own.school), time_used_ms=1000, **ended)
    Answer.objects.bulk_create(
        Answer(
            attempt=attempt, item=item, value=json.dumps(contests.right_value(item) if good else
            contests.wrong_value(item)), opening=1, seq=1, received_at=AT, points=100 * good, right=good, key_version=1,
        )
        for item, good in zip(items, knows, strict=True)
    )  # fmt: skip


def test_a_wrong_key_raises_one_alarm_and_a_right_one_none(cast: Cast) -> None:
    contest = running(cast, miskeyed=True)
    running(cast, miskeyed=False)
    assert look_at_keys(at=AT) == 1
    alarm = KeyAlarm.objects.get()
    first = PaperItem.objects.get(paper__contest=contest, position=1)
    assert (alarm.contest, alarm.revision_id, alarm.sign) == (contest, first.revision_id, "better")
    assert (alarm.n, alarm.earned, alarm.other) == (30, 10, 20)
    assert json.loads(alarm.value) == contests.wrong_value(first)
    assert look_at_keys(at=AT) == 0  # no news, no look


def test_it_goes_when_the_key_is_corrected(cast: Cast) -> None:
    contest = running(cast, miskeyed=True)
    look_at_keys(at=AT)
    item = PaperItem.objects.get(paper__contest=contest, position=1)
    wanted = Ruling("key", (tuple(contests.wrong_value(item)),))
    apply(contest=contest, item_id=item.pk, ruling=wanted, reason="sai khóa", by=cast.own.teacher, at=AT)
    assert look_at_keys(at=AT) == 0
    assert not KeyAlarm.objects.exists()


def test_only_those_who_may_correct_the_key_learn_of_it(cast: Cast) -> None:
    contest = running(cast, miskeyed=True)
    look_at_keys(at=AT)
    address = f"/teach/contests/{contest.code}/results/"
    mine, pupil = Client(), Client()
    mine.force_login(cast.own.teacher, backend="schools.backends.StaffBackend")
    pupil.force_login(cast.own.pupil, backend="schools.backends.StaffBackend")
    assert "1 câu cần xem lại đáp án" in mine.get(address).content.decode()
    for place in (f"/contest/{contest.code}/", address, "/"):
        assert "cần xem lại đáp án" not in pupil.get(place).content.decode()


def test_an_alarm_is_answered_once_and_not_raised_again(cast: Cast) -> None:
    contest = running(cast, miskeyed=True)
    look_at_keys(at=AT)
    alarm = KeyAlarm.objects.get()
    client = Client()
    client.force_login(cast.own.teacher, backend="schools.backends.StaffBackend")
    address = f"/teach/contests/{contest.code}/alarms/{alarm.pk}"
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 409
    contest.key_look.delete()  # another look, with news or without
    assert look_at_keys(at=AT) == 0
    assert "cần xem lại đáp án" not in client.get(f"/teach/contests/{contest.code}/results/").content.decode()


def test_a_look_asks_a_constant_number_of_queries(cast: Cast, django_assert_num_queries) -> None:
    contest = running(cast, miskeyed=False)
    with django_assert_num_queries(3):
        assert suspicions(contest) == {}
