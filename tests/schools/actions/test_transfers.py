from datetime import date, timedelta

import pytest

from backend import clock
from backend.refusals import NotAllowed, Refusal
from schools.actions.transfers import leave_school, place_pupil, take_pupil
from schools.models import Enrolment, Trail, User
from schools.queries import current_class
from tests.cast import make_cast
from tests.factories import make_class, make_school
from tests.factories_contests import make_attempt, make_contest, make_paper
from tests.factories_quiz import make_questions

pytestmark = pytest.mark.django_db
AT = clock.now()
DAY = date(2026, 11, 10)
BORN = date(2011, 2, 5)


@pytest.fixture
def cast():
    return make_cast()


def known(pupil, **fields):
    User.objects.filter(pk=pupil.pk).update(ministry_id="0123456789", birth_date=BORN, pupil_code="77", **fields)
    pupil.refresh_from_db()
    return pupil


def taken(cast, number="0123456789", born=BORN, by=None):
    return take_pupil(
        ministry_id=number,
        birth_date=born,
        school_class=cast.other.school_class,
        day=DAY,
        by=by or cast.other.leader,
        at=AT,
    )


def test_to_another_class_and_back_the_same_day(cast):
    pupil, first = cast.own.pupil, cast.own.school_class
    second = make_class(school=cast.own.school, name="10A2")
    place_pupil(pupil=pupil, school_class=second, day=DAY, by=cast.own.teacher, at=AT)
    assert current_class(pupil, DAY - timedelta(days=1)) == first
    assert current_class(pupil, DAY) == second
    place_pupil(pupil=pupil, school_class=first, day=DAY, by=cast.own.teacher, at=AT)
    assert current_class(pupil, DAY) == first
    assert Enrolment.objects.filter(pupil=pupil).count() == 1
    assert Trail.objects.filter(act="pupil_placed", school=cast.own.school).count() == 2


def test_an_earlier_day_of_the_same_move_leaves_no_gap(cast):
    pupil, first = cast.own.pupil, cast.own.school_class
    second = make_class(school=cast.own.school, name="10A2")
    for day in (DAY, DAY - timedelta(days=5)):
        place_pupil(pupil=pupil, school_class=second, day=day, by=cast.own.teacher, at=AT)
    found = [current_class(pupil, DAY - timedelta(days=days)) for days in (6, 5, 1, 0)]
    assert found == [first, second, second, second]


def test_a_later_day_of_the_same_move_gives_the_days_back(cast):
    pupil, first = cast.own.pupil, cast.own.school_class
    second = make_class(school=cast.own.school, name="10A2")
    for day in (DAY, DAY + timedelta(days=5)):
        place_pupil(pupil=pupil, school_class=second, day=day, by=cast.own.teacher, at=AT)
    found = [current_class(pupil, DAY + timedelta(days=days)) for days in (-1, 0, 4, 5)]
    assert found == [first, first, first, second]
    place_pupil(pupil=pupil, school_class=first, day=DAY + timedelta(days=9), by=cast.own.teacher, at=AT)
    assert current_class(pupil, DAY) == first  # the class of the year's beginning keeps its first day


def test_a_day_before_classes_since_is_asked_about(cast):
    pupil, by = cast.own.pupil, cast.own.leader
    second = make_class(school=cast.own.school, name="10A2")
    place_pupil(pupil=pupil, school_class=second, day=DAY, by=by, at=AT)
    before = list(Enrolment.objects.values().order_by("pk"))
    slip = DAY.replace(year=DAY.year - 1)
    for act in (
        lambda: leave_school(pupil=pupil, day=slip, by=by, at=AT),
        lambda: place_pupil(pupil=pupil, school_class=cast.own.school_class, day=DAY - timedelta(days=9), by=by, at=AT),
    ):
        with pytest.raises(Refusal) as caught:
            act()
        assert (caught.value.code, caught.value.status) == ("history_goes", 409)
        assert "10A2 (10/11/2026)" in str(caught.value.detail)
    with pytest.raises(Refusal) as caught:
        place_pupil(pupil=pupil, school_class=second, day=slip, by=by, at=AT)
    assert (caught.value.code, caught.value.status) == ("day_before_year", 422)
    assert list(Enrolment.objects.values().order_by("pk")) == before
    assert User.objects.get(pk=pupil.pk).is_active
    leave_school(pupil=pupil, day=slip, by=by, at=AT, confirmed=True)
    assert not Enrolment.objects.filter(pupil=pupil).exists()


def test_a_pupil_without_a_birth_date_is_not_taken_by_the_number_alone(cast):
    pupil = known(cast.own.pupil)
    User.objects.filter(pk=pupil.pk).update(birth_date=None)
    with pytest.raises(Refusal) as caught:
        taken(cast)
    assert (caught.value.code, caught.value.status) == ("no_such_pupil", 404)


def test_the_taking_school_finds_a_pupil_by_number_and_birth_date(cast):
    pupil = known(cast.own.pupil)
    version = pupil.session_version
    taken(cast)
    pupil.refresh_from_db()
    assert (pupil.school, pupil.pupil_code) == (cast.other.school, "")
    assert pupil.session_version == version + 1
    assert current_class(pupil, DAY) == cast.other.school_class
    assert current_class(pupil, DAY - timedelta(days=1)) == cast.own.school_class
    told = set(Trail.objects.filter(act="pupil_placed").values_list("school_id", flat=True))
    assert told == {cast.own.school.pk, cast.other.school.pk}


@pytest.mark.parametrize(
    ("number", "born"),
    [("", BORN), ("012345678", BORN), ("0123456789", date(2011, 5, 2)), ("Danh Thị Bích Trâm", BORN), ("%", BORN)],
)
def test_nobody_is_taken_by_less(cast, number, born):
    known(cast.own.pupil)
    with pytest.raises(Refusal) as caught:
        taken(cast, number, born)
    assert caught.value.status == 404
    assert User.objects.get(pk=cast.own.pupil.pk).school == cast.own.school


def test_staff_are_not_taken_and_the_demonstration_stays_apart(cast):
    known(cast.own.pupil, is_demo=True)
    with pytest.raises(Refusal):
        taken(cast)
    officer, demo = cast.officer, make_class(school=make_school(is_demo=True))
    with pytest.raises(NotAllowed):
        place_pupil(pupil=cast.other.pupil, school_class=demo, day=DAY, by=officer, at=AT)


def test_only_the_department_sends_a_pupil_elsewhere(cast):
    pupil, there = cast.own.pupil, cast.other.school_class
    with pytest.raises(NotAllowed):
        place_pupil(pupil=pupil, school_class=there, day=DAY, by=cast.own.leader, at=AT)
    place_pupil(pupil=pupil, school_class=there, day=DAY, by=cast.officer, at=AT)
    assert User.objects.get(pk=pupil.pk).school == cast.other.school


def test_nobody_is_moved_while_sitting(cast):
    pupil = known(cast.own.pupil)
    contest = make_contest(school=cast.own.school, by=cast.own.teacher)
    make_paper(contest, make_questions(1))
    attempt = make_attempt(contest, pupil)
    for move in (lambda: taken(cast), lambda: leave_school(pupil=pupil, day=DAY, by=cast.own.leader, at=AT)):
        with pytest.raises(Refusal) as caught:
            move()
        assert (caught.value.code, caught.value.status) == ("pupil_is_sitting", 409)
    attempt.state = "submitted"
    attempt.ended_at = attempt.submitted_at = AT
    attempt.time_used_ms = 1
    attempt.save()
    taken(cast)


def test_who_leaves_keeps_the_past_and_may_come_back(cast):
    pupil, row = cast.own.pupil, cast.own.school_class
    leave_school(pupil=pupil, day=DAY, by=cast.own.leader, at=AT)
    pupil.refresh_from_db()
    assert not pupil.is_active
    assert current_class(pupil, DAY) == row
    assert current_class(pupil, DAY + timedelta(days=1)) is None
    place_pupil(pupil=pupil, school_class=row, day=DAY + timedelta(days=9), by=cast.own.leader, at=AT)
    pupil.refresh_from_db()
    assert pupil.is_active
    assert current_class(pupil, DAY + timedelta(days=9)) == row
    assert list(Trail.objects.order_by("pk").values_list("act", flat=True)) == ["pupil_left", "pupil_placed"]
