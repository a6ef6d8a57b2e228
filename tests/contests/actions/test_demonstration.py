"""Demonstration data is labelled, made once, and taken away without a trace; real data is never touched by it."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from backend.refusals import Refusal
from contests.actions import demonstration as actions
from contests.actions.attempt import close_overdue, open_attempt, record_answers
from contests.actions.removal import remove_contest
from contests.actions.settling import settle_due
from contests.actions.starting import start_attempt
from contests.models import Answer, Attempt, Contest, Paper, PaperKey, Result
from contests.queries import demonstration as reads
from contests.rules.demonstration import SCHOOLS
from contests.rules.packets import Given, Packet
from quiz.queries import usable_by_topic
from reports.actions import remove_demonstration
from schools.models import Enrolment, LoginCard, Placement, Role, School, SchoolClass, Trail, User
from tests.factories import make_class, make_school, make_unit, make_user

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def bank() -> None:
    call_command("load_questions", verbosity=0)


def a_sat_contest() -> Contest:
    """A crowd of six; all begin and answer an item, four hand in, the rest is closed; results stand."""
    contest = actions.gather_crowd(students=6, seed="t", window=timedelta(minutes=2), lead=timedelta(), items=5, at=AT)
    item = next(item for item in reads.keyed_items(contest) if item.kind == "single")
    for number, pupil in zip(count(), reads.invited_pupils(contest), strict=False):
        attempt = start_attempt(contest=contest, user=pupil, at=AT + timedelta(seconds=1))
        opening = open_attempt(attempt=attempt)
        given = Given(item.id, item.key if number % 2 else item.options[:1], opening, 1)
        packet = Packet(attempt.pk, (given,), number < 4, AT + timedelta(seconds=10 + number))
        record_answers(packets=[packet], at=AT + timedelta(seconds=20))
    over = AT + timedelta(minutes=3)
    close_overdue(at=over)
    assert settle_due(at=over) == [contest.pk]
    return contest


def test_a_school_is_founded_once_with_classes_pupils_and_place() -> None:
    unit = make_unit(code=SCHOOLS[0].unit_code)
    first = actions.found_school(plan=SCHOOLS[0], seed="1", at=AT)
    assert actions.found_school(plan=SCHOOLS[0], seed="1", at=AT) == first
    assert first.is_demo
    assert Placement.objects.get(school=first).unit == unit
    wanted = sum(shape.size for shape in SCHOOLS[0].classes)
    assert Enrolment.objects.filter(school_class__school=first).count() == wanted
    pupils = User.objects.filter(school=first, role=Role.PUPIL)
    assert pupils.count() == wanted
    assert all(pupil.is_demo and not pupil.has_usable_password() for pupil in pupils)


def test_staff_of_every_role_sign_in_with_the_installations_password(client: Client) -> None:
    school = actions.found_school(plan=SCHOOLS[0], seed="1", at=AT)
    people = actions.found_staff(school=school, password="mật khẩu minh họa", at=AT)
    assert [person.role for person in people] == [Role.TEACHER, Role.LEADER, Role.OFFICER, Role.ADMIN]
    again = actions.found_staff(school=school, password="một mật khẩu khác", at=AT)
    assert [person.pk for person in again] == [person.pk for person in people]
    assert all(person.is_demo and person.check_password("một mật khẩu khác") for person in again)


def test_a_real_person_of_that_name_is_left_alone() -> None:
    make_user(Role.OFFICER, username="demo-officer")
    school = actions.found_school(plan=SCHOOLS[0], seed="1", at=AT)
    with pytest.raises(Refusal):
        actions.found_staff(school=school, password="mật khẩu minh họa", at=AT)


@pytest.mark.usefixtures("bank")
def test_the_crowd_is_signed_in_and_may_enter(client: Client) -> None:
    contest = actions.gather_crowd(students=3, seed="t", window=timedelta(minutes=2), lead=timedelta(), items=5, at=AT)
    assert contest.is_demo
    assert contest.state == "published"
    pupils = reads.invited_pupils(contest)
    keys = actions.sign_in(pupils=pupils)
    client.cookies["sessionid"] = keys[0]
    assert client.get("/").context["user"] == pupils[0]


def test_nobody_real_is_signed_in_by_the_simulation() -> None:
    with pytest.raises(Refusal):
        actions.sign_in(pupils=[make_user()])
    assert not Session.objects.exists()


@pytest.mark.usefixtures("bank")
def test_keys_of_a_real_contest_are_not_given_away() -> None:
    contest = actions.gather_crowd(students=1, seed="t", window=timedelta(minutes=2), lead=timedelta(), items=5, at=AT)
    contest.is_demo = False
    with pytest.raises(ValueError, match="real contest"):
        reads.keyed_items(contest)


def test_cards_open_the_door_and_are_told_once() -> None:
    school = actions.found_school(plan=SCHOOLS[2], seed="1", at=AT)
    leader = actions.found_staff(school=school, password="mật khẩu minh họa", at=AT)[1]
    pupils = reads.first_pupils(school.code, 3)
    assert not actions.cards_stand(pupils=pupils)
    lines = actions.hand_out_cards(pupils=pupils, by=leader, at=AT)
    assert actions.cards_stand(pupils=pupils)
    assert [pupil.full_name for pupil in pupils] == [line.split(" · ")[0] for line in lines]
    assert not any(card.pin_hash in line for card in LoginCard.objects.all() for line in lines)


@pytest.mark.usefixtures("bank")
def test_the_demonstration_goes_away_whole_and_what_is_real_stays() -> None:
    real = make_class(make_school(name="THPT Hồ Thị Kỷ"))
    teacher = make_user(Role.TEACHER, school=real.school)
    before = usable_by_topic(AT.date(), at=AT)
    contest = a_sat_contest()
    actions.sign_in(pupils=list(User.objects.filter(is_demo=True, role=Role.PUPIL)))
    assert Result.objects.count() == 6
    counts = remove_demonstration(at=AT + timedelta(hours=1))
    assert counts["contests"] == 1
    assert counts["attempts"] == counts["answers"] == 6
    for table in (Contest, Attempt, Answer, Paper, PaperKey, Result, Enrolment, Session):
        assert not table.objects.exists(), table
    assert list(School.objects.all()) == [real.school]
    assert list(SchoolClass.objects.all()) == [real]
    assert list(User.objects.all()) == [teacher]
    assert not Trail.objects.filter(subject=contest.code).exists()
    assert usable_by_topic(AT.date(), at=AT) == before


@pytest.mark.usefixtures("bank")
def test_a_real_contest_is_not_removed() -> None:
    contest = a_sat_contest()
    Contest.objects.filter(pk=contest.pk).update(is_demo=False)
    contest.refresh_from_db()
    with pytest.raises(Refusal):
        remove_contest(contest=contest, at=AT)
    assert Answer.objects.count() == 6


def test_a_real_person_in_a_demonstration_school_stops_the_removal() -> None:
    school = actions.found_school(plan=SCHOOLS[0], seed="1", at=AT)
    make_user(Role.TEACHER, school=school)
    with pytest.raises(Refusal):
        remove_demonstration(at=AT)
    assert School.objects.filter(pk=school.pk).exists()
